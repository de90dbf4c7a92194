import { expect, test } from "vitest";
import { CAPTIONS_MAX, type CaptionLine, finalsOfOthers, hasCaptions, mergeCaptions } from "./captions";

const line = (id: number, text: string, part: Partial<CaptionLine> = {}): CaptionLine => ({ id: String(id), speaker: "visitor", text, final: true, at: new Date(id * 1000).toISOString(), redacted: [], ...part });
const texts = (lines: readonly CaptionLine[]) => lines.map(({ text }) => text);

test("a line that is told again takes its own place", () => {
  const known = [line(1, "更新の", { final: false }), line(2, "はい")];
  expect(texts(mergeCaptions(known, [line(1, "更新の予約")]))).toEqual(["更新の予約", "はい"]);
});

test("lines stand in the order of speaking, however they come", () => {
  expect(texts(mergeCaptions([line(3, "c")], [line(2, "b"), line(1, "a")]))).toEqual(["a", "b", "c"]);
  const at = new Date(0).toISOString();
  expect(texts(mergeCaptions([line(10, "b", { at })], [line(9, "a", { at })]))).toEqual(["a", "b"]);
});

test("a line without text is taken away", () => {
  expect(texts(mergeCaptions([line(1, "ご視聴"), line(2, "はい")], [line(1, "")]))).toEqual(["はい"]);
});

test("a long visit keeps the newest", () => {
  const many = Array.from({ length: CAPTIONS_MAX + 5 }, (_, id) => line(id, String(id)));
  const kept = mergeCaptions([], many);
  expect([kept.length, kept[0]?.text]).toEqual([CAPTIONS_MAX, "5"]);
});

test("a voice reads what the others have said to the end", () => {
  const lines = [line(1, "own"), line(2, "said", { speaker: "agent" }), line(3, "sayi", { speaker: "agent", final: false })];
  expect(texts(finalsOfOthers(lines, "visitor"))).toEqual(["said"]);
});

test("captions are there or kept; every other word says why not", () => {
  expect((["none", "on", "kept", "off", "starting", "failed", "zoom"] as const).filter(hasCaptions)).toEqual(["on", "kept"]);
});
