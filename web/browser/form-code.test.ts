import { encodeQR } from "qr";
import { describe, expect, test } from "vitest";
import { loadReader } from "./code-eye";
import { formIdIn } from "./form-id";
import { FormReading } from "./form-reading";

const id = "12345678901234567890123";

describe("the number of a form", () => {
  const check = (code: string, expected: string | null) => expect(formIdIn(code), code).toBe(expected);

  test("is read from 23 digits, however they are parted or written", () => {
    for (const code of [id, ` ${id}\n`, "1234-5678-9012-3456-7890-123", "1234 5678 9012 3456 7890 123", "１２３４５６７８９０１２３４５６７８９０１２３"]) check(code, id);
  });

  test("is read from an address of the national application site, wherever in it", () => {
    for (const code of [`https://net.kojinbango-card.go.jp/SS_SERVICE_OUT/FA01S001.do?id=${id}`, `https://kojinbango-card.go.jp/${id}`, `https://net.kojinbango-card.go.jp/a?id=${id}&again=${id}&day=20260401`]) check(code, id);
  });

  test("is read from nothing else", () => {
    const others = ["", "1".repeat(22), "1".repeat(24), "123456789012", `id ${id}`, `http://net.kojinbango-card.go.jp/?id=${id}`, `https://kojinbango-card.go.jp.example.com/?id=${id}`, `https://xkojinbango-card.go.jp/?id=${id}`, `https://example.com/?site=kojinbango-card.go.jp&id=${id}`, `javascript:${id}`, `https://net.kojinbango-card.go.jp/?id=${id}1`, `https://net.kojinbango-card.go.jp/?a=${id}&b=${"9".repeat(23)}`, `${id}${" ".repeat(500)}`];
    for (const code of others) check(code, null);
  });
});

/** A code as a camera sees it: grey on grey, with noise, amid other things. */
function seen(text: string): ImageData {
  const modules = encodeQR(text, "raw", { border: 4 });
  const [scale, margin] = [5, 60];
  const side = modules.length * scale + 2 * margin;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  let noise = 7;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
      const isDark = modules[Math.floor((y - margin) / scale)]?.[Math.floor((x - margin) / scale)] === true;
      const isOutside = Math.min(x, y, side - x, side - y) < margin;
      data.fill((isDark ? 70 : isOutside ? 120 : 190) + (noise % 24), (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return { data, width: side, height: side, colorSpace: "srgb" };
}

test("a form's code is read from a picture, here and without asking anybody; a picture without one is none", async () => {
  const read = await loadReader();
  const address = `https://net.kojinbango-card.go.jp/SS_SERVICE_OUT/FA01S001.do?id=${id}`;
  expect(formIdIn(read(seen(address)) ?? "")).toBe(id);
  expect(read({ data: new Uint8ClampedArray(64 * 64 * 4).fill(128), width: 64, height: 64, colorSpace: "srgb" })).toBeNull();
});

describe("reading a form", () => {
  function reading({ covers = true, opens = true, free = true } = {}) {
    const story: string[] = [];
    const picture = { track: {} as MediaStreamTrack, camera: {} as MediaStream, open: () => Promise.resolve(void story.push("open")).then(() => opens), close: () => void story.push("close") };
    const made = new FormReading({
      showInstead: (track) => {
        story.push(track === null ? "own picture" : "words");
        return covers || track === null ? Promise.resolve() : Promise.reject(new Error("uncovered"));
      },
      isFree: () => free,
      words: () => "",
      picture: () => picture,
    });
    return { made, story, view: made.view.read };
  }

  test("has words in the visit's picture before the camera opens, until the form is put away", async () => {
    const { made, story, view } = reading();
    await made.start();
    expect([story, view().phase]).toEqual([["words", "open"], "aiming"]);
    made.see("https://example.com/");
    expect([view().foreign, view().phase]).toEqual([true, "aiming"]);
    made.see(id);
    made.see("9".repeat(23));
    expect([view().phase, view().form_id, story.length]).toEqual(["read", id, 2]);
    await made.stop();
    expect([story, view().form_id]).toEqual([["words", "open", "close", "own picture"], null]);
  });

  test("opens no camera where the picture cannot be covered, or something else stands in its place", async () => {
    const uncovered = reading({ covers: false });
    await uncovered.made.start();
    expect([uncovered.story, uncovered.view().failed]).toEqual([["words"], true]);
    const document = reading({ free: false });
    await document.made.start();
    await document.made.stop();
    expect(document.story).toEqual([]);
  });

  test("that is left while the camera opens shows nothing of it", async () => {
    const { made, story, view } = reading();
    const starting = made.start();
    await made.stop();
    await starting;
    expect([view().phase, view().camera, story]).toEqual(["off", null, ["words", "close", "own picture"]]);
  });

  test("ends with the visit, without a word to its picture", async () => {
    const { made, story } = reading();
    await made.start();
    made.see(id);
    made.end();
    await made.stop();
    expect([story, made.view.read().form_id]).toEqual([["words", "open", "close"], null]);
  });
});
