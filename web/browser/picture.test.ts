import { describe, expect, test } from "vitest";
import { aFrame } from "../dev/browser-samples";
import { type Drawable, FRAMES_WAITING_MAX, pagePoint, Picture } from "./picture";
import { readTiles, type Tile, type TileFrame } from "./wire-bytes";

const frameOf = (part: Parameters<typeof aFrame>[0]): TileFrame => {
  const frame = readTiles(aFrame(part));
  if (frame === null) throw new Error("a sample that is none");
  return frame;
};

/** A canvas that writes down what is drawn on it, and a decoder whose answers the test gives. */
function easel() {
  const drawn: string[] = [];
  const closed: number[] = [];
  const answers: (() => void)[] = [];
  const pen = { clearRect: () => void drawn.push("clear"), drawImage: (tile: { of: number }, x: number, y: number) => void drawn.push(`${tile.of} at ${x},${y}`) };
  const canvas = { width: 1, height: 1, getContext: () => pen };
  const decode = (tile: Tile, size = 64) => new Promise<Drawable>((done) => answers.push(() => done({ width: size, height: size, close: () => void closed.push(tile.bytes[0] ?? 0), of: tile.bytes[0] } as Drawable)));
  return { drawn, closed, answers, canvas: canvas as unknown as HTMLCanvasElement, decode };
}

const answerAll = (answers: (() => void)[]) => {
  for (const answer of answers.splice(0)) answer();
};

describe("the canvas", () => {
  test("takes the size of the page and every tile at its place", async () => {
    const { drawn, answers, canvas, decode, closed } = easel();
    const picture = new Picture(decode);
    picture.show(canvas);
    const painted = picture.paint(frameOf({ frame: 1 }));
    answerAll(answers);
    expect(await painted).toBe("painted");
    expect([canvas.width, canvas.height, drawn]).toEqual([128, 64, ["1 at 0,0", "1 at 64,0"]]);
    expect(closed).toEqual([1, 1]);
  });

  test("paints in the order of the frames, in whichever they are decoded", async () => {
    const { drawn, answers, canvas, decode } = easel();
    const picture = new Picture(decode);
    picture.show(canvas);
    const all = [picture.paint(frameOf({ frame: 1 })), picture.paint(frameOf({ frame: 2, is_key: false })), picture.paint(frameOf({ frame: 3, is_key: false }))];
    for (const answer of answers.splice(0).reverse()) answer();
    expect(await Promise.all(all)).toEqual(["painted", "painted", "painted"]);
    expect(drawn).toEqual(["1 at 0,0", "1 at 64,0", "2 at 0,0", "3 at 0,0"]);
  });

  test("leaves out what a newer whole picture makes old", async () => {
    const { drawn, answers, canvas, decode } = easel();
    const picture = new Picture(decode);
    picture.show(canvas);
    const old = picture.paint(frameOf({ frame: 1 }));
    const newer = picture.paint(frameOf({ frame: 2 }));
    answerAll(answers);
    expect(await Promise.all([old, newer])).toEqual(["dropped", "painted"]);
    expect(drawn).toEqual(["2 at 0,0", "2 at 64,0"]);
  });

  test("is empty after a wipe, whatever was being decoded", async () => {
    const { drawn, answers, canvas, decode, closed } = easel();
    const picture = new Picture(decode);
    picture.show(canvas);
    const painted = picture.paint(frameOf({ frame: 1 }));
    picture.wipe();
    answerAll(answers);
    expect(await painted).toBe("dropped");
    expect([drawn, canvas.width, closed]).toEqual([["clear"], 1, [1, 1]]);
  });

  test("says when a tile is no picture, or larger than a tile", async () => {
    const { canvas, drawn } = easel();
    for (const decode of [() => Promise.reject(new Error("no picture")), () => Promise.resolve({ width: 4_000, height: 64 })]) {
      const picture = new Picture(decode);
      picture.show(canvas);
      expect(await picture.paint(frameOf({ frame: 1 }))).toBe("broken");
    }
    expect(drawn).toEqual([]);
  });

  test("does not let more wait than it keeps up with", async () => {
    const { answers, canvas, decode, drawn } = easel();
    const picture = new Picture(decode);
    picture.show(canvas);
    const all = Array.from({ length: FRAMES_WAITING_MAX + 1 }, (_, at) => picture.paint(frameOf({ frame: at + 1, is_key: at === 0 })));
    expect(await all.at(-1)).toBe("broken");
    answerAll(answers);
    expect(await Promise.all(all.slice(0, -1))).toEqual(Array.from({ length: FRAMES_WAITING_MAX }, () => "dropped"));
    expect(drawn).toEqual([]);
  });

  test("drops what comes while there is no canvas", async () => {
    const { answers, decode } = easel();
    const painted = new Picture(decode).paint(frameOf({ frame: 1 }));
    answerAll(answers);
    expect(await painted).toBe("dropped");
  });
});

describe("a point of the window", () => {
  const rect = { left: 100, top: 50, width: 640, height: 400 };
  const size = { width_px: 1_280, height_px: 800 };

  function check(at: [number, number], page: [number, number]) {
    expect(pagePoint(rect, { x: at[0], y: at[1] }, size)).toEqual({ x: page[0], y: page[1] });
  }

  test("is where it is seen on the page", () => {
    check([100, 50], [0, 0]);
    check([420, 250], [640, 400]);
    check([739.9, 449.9], [1_279, 799]);
  });

  test("beside the picture is its nearest pixel", () => {
    check([0, 0], [0, 0]);
    check([9_999, 9_999], [1_279, 799]);
    expect(pagePoint({ left: 0, top: 0, width: 0, height: 0 }, { x: 5, y: 5 }, size)).toEqual({ x: 0, y: 0 });
  });
});
