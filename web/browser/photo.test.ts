import { describe, expect, test } from "vitest";
import { aPhoto } from "../dev/browser-samples";
import { type FaceFound, type Finding, findingsIn, OVAL, type Pixels, warningsOf } from "./photo-checks";
import { cutOf, encodeToRule, jpegFacts, type Size, sizeFor, TRIES_MAX } from "./photo-rule";
import type { PhotoCheck } from "./wire";

const WIDTH = 160;
const HEIGHT = 206;

/** A picture by its light at each place; `face` says whether it is in the oval. */
function picture(light: (x: number, y: number, face: boolean, column: number, row: number) => number): Pixels {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const [x, y] = [(column + 0.5) / WIDTH, (row + 0.5) / HEIGHT];
      const face = ((x - OVAL.x) / OVAL.across) ** 2 + ((y - OVAL.y) / OVAL.down) ** 2 <= 1;
      data.fill(light(x, y, face, column, row), (row * WIDTH + column) * 4, (row * WIDTH + column) * 4 + 3);
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

/** A face with eyes, brows and a mouth, as far as light goes, before a plain wall. */
const features = (column: number, row: number) => (column % 12 < 3 && row % 10 < 3 ? -70 : 0);
const person = (part: { face?: number; wall?: number } = {}) => picture((_x, _y, face, column, row) => (face ? (part.face ?? 170) + features(column, row) : (part.wall ?? 225)));
const aFace = (part: Partial<FaceFound> = {}): FaceFound => ({ x: 0.28, y: 0.2, width: 0.44, height: 0.52, tilt_degrees: 1, ...part });

describe("a photo", () => {
  function check(what: PhotoCheck, pixels: Pixels, expected: Finding, faces: readonly FaceFound[] | null = [aFace()]) {
    expect(findingsIn(pixels, faces)[what]).toBe(expected);
  }

  test("of a person before a plain wall is good in everything", () => {
    expect(new Set(Object.values(findingsIn(person(), [aFace()])))).toEqual(new Set(["good"]));
  });

  test("has to be light, and light on both sides of the face", () => {
    check("brightness", person({ face: 60 }), "dark");
    check("brightness", person({ face: 235 }), "bright");
    check("brightness", picture((x, _y, face, column, row) => (face ? (x < 0.5 ? 110 : 190) + features(column, row) : 225)), "shadow");
  });

  test("has to have a face that stands out and is in focus", () => {
    check("contrast", picture((_x, _y, face) => (face ? 170 : 225)), "flat");
    check("sharpness", picture((x, _y, face) => (face ? 120 + x * 100 : 225)), "blurred");
    check("sharpness", person(), "good");
  });

  test("has to have nothing behind the person; what they wear is not behind them", () => {
    check("background", picture((_x, _y, face, column) => (face ? 170 : column % 20 < 10 ? 60 : 230)), "busy");
    check("background", picture((_x, y, face, column, row) => (face ? 170 + features(column, row) : y > 0.8 ? 20 : 225)), "good");
  });

  test("has one face, upright, in the oval and of the right size, where the browser finds faces", () => {
    const pixels = person();
    const faces: [readonly FaceFound[] | null, Finding, Finding][] = [
      [[], "no_face", "no_face"],
      [[aFace(), aFace()], "many_faces", "good"],
      [[aFace({ x: 0.02 })], "off_centre", "good"],
      [[aFace({ tilt_degrees: -12 })], "tilted", "good"],
      [[aFace({ tilt_degrees: null })], "good", "good"],
      [[aFace({ width: 0.2, x: 0.4, y: 0.36, height: 0.22 })], "good", "small"],
      [[aFace({ y: 0.05, height: 0.85 })], "good", "large"],
      [null, "person", "person"],
    ];
    for (const [found, face, size] of faces) {
      check("face", pixels, face, found);
      check("size", pixels, size, found);
    }
  });

  test("warns of what is asked for and not good; what a person decides is no warning", () => {
    const findings = findingsIn(person({ face: 60 }), null);
    expect(warningsOf(findings, ["face", "size", "brightness"])).toEqual(["brightness"]);
    expect(warningsOf(findings, ["face"])).toEqual([]);
  });
});

describe("the rule", () => {
  const rule = aPhoto();
  const ratio = 3.5 / 4.5;

  test("cuts the middle in the photo's shape", () => {
    for (const [width, height] of [[1_920, 1_080], [480, 640], [640, 480], [300, 2_000]] as const) {
      const cut = cutOf(width, height, ratio);
      expect(cut.width / cut.height).toBeCloseTo(ratio, 2);
      expect([cut.x >= 0, cut.y >= 0, cut.x + cut.width <= width, cut.y + cut.height <= height]).toEqual([true, true, true, true]);
      expect(Math.abs(cut.x * 2 + cut.width - width)).toBeLessThanOrEqual(1);
    }
  });

  test("takes the camera's own size, stretches a little, and gives up what is too small", () => {
    expect(sizeFor({ x: 0, y: 0, width: 840, height: 1_080 }, rule)).toEqual({ width_px: 840, height_px: 1_080 });
    expect(sizeFor({ x: 0, y: 0, width: 373, height: 480 }, rule)).toEqual({ width_px: 480, height_px: 618 });
    expect(sizeFor({ x: 0, y: 0, width: 200, height: 257 }, rule)).toBeNull();
    expect(sizeFor({ x: 0, y: 0, width: 7_000, height: 9_000 }, rule)).toEqual({ width_px: 4_667, height_px: 6_000 });
    expect(sizeFor({ x: 0, y: 0, width: 0, height: 0 }, rule)).toBeNull();
  });

  /** A JPEG of so many bytes as far as its head goes. */
  const jpeg = ({ width_px, height_px }: Size, bytes: number, components = 3) => {
    const made = new Uint8Array(Math.max(bytes, 40));
    made.set([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, height_px >> 8, height_px & 255, width_px >> 8, width_px & 255, components]);
    return made;
  };
  const size = { width_px: 840, height_px: 1_080 };

  test("gives up quality first, then size, until the bytes are few enough", async () => {
    const tried: string[] = [];
    const encoded = await encodeToRule(
      (at, quality) => {
        tried.push(`${at.width_px} ${quality.toFixed(2)}`);
        return Promise.resolve(jpeg(at, Math.round(at.width_px * at.height_px * quality * 14)));
      },
      size,
      rule,
    );
    expect(tried).toEqual(["840 0.92", "840 0.80", "840 0.68", "840 0.56", "840 0.50"].slice(0, tried.length));
    expect(encoded?.jpeg.length).toBeLessThanOrEqual(rule.bytes_max);
    const shrunk = await encodeToRule((at, quality) => Promise.resolve(jpeg(at, Math.round(at.width_px * at.height_px * quality * 20))), size, rule);
    expect(shrunk?.width_px).toBe(630);
  });

  test("takes the best quality, then stretches, until the bytes are many enough", async () => {
    const encoded = await encodeToRule((at, quality) => Promise.resolve(jpeg(at, Math.round(at.width_px * at.height_px * quality * 0.01))), size, rule);
    expect([encoded?.width_px, (encoded?.jpeg.length ?? 0) >= rule.bytes_min]).toEqual([1_260, true]);
  });

  test("ends, with nothing, when no encoding keeps it", async () => {
    let tries = 0;
    const always = (bytes: number) =>
      encodeToRule(
        (at) => {
          tries += 1;
          return Promise.resolve(jpeg(at, bytes));
        },
        size,
        rule,
      );
    expect(await always(rule.bytes_max + 1)).toBeNull();
    expect(await always(1)).toBeNull();
    expect(tries).toBeLessThanOrEqual(TRIES_MAX * 2);
    expect(await encodeToRule(() => Promise.resolve(null), size, rule)).toBeNull();
  });

  test("wipes every try but the last", async () => {
    const made: Uint8Array[] = [];
    await encodeToRule(
      (at, quality) => {
        const each = jpeg(at, quality > 0.7 ? rule.bytes_max + 1 : 30_000);
        made.push(each);
        return Promise.resolve(each);
      },
      size,
      rule,
    );
    expect(made.slice(0, -1).every((each) => each.every((byte) => byte === 0))).toBe(true);
    expect(made.at(-1)?.[0]).toBe(0xff);
  });

  test("takes no JPEG without colours, of another size, or none at all", async () => {
    for (const wrong of [jpeg(size, 30_000, 1), jpeg(size, 30_000, 4), jpeg({ width_px: 10, height_px: 10 }, 30_000), new Uint8Array(30_000)]) {
      expect(await encodeToRule(() => Promise.resolve(wrong), size, rule)).toBeNull();
      expect(wrong.every((byte) => byte === 0)).toBe(true);
    }
    expect(jpegFacts(jpeg(size, 40))).toEqual({ ...size, components: 3 });
    expect(jpegFacts(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeNull();
  });
});
