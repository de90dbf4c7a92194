import { expect, test } from "vitest";
import { endOf, mergeTranscript, newestLine } from "./lines";
import { aLine } from "../dev/line-samples";

const texts = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

test("a line told again replaces itself, wherever it stands", () => {
  const known = mergeTranscript([], [aLine({ id: "a", at: "2026-04-01T00:00:01Z", text: "更新の" }), aLine({ id: "b", at: "2026-04-01T00:00:03Z", text: "はい" })], false);
  expect(texts(mergeTranscript(known, [aLine({ id: "a", at: "2026-04-01T00:00:01Z", text: "更新の件です" })], false))).toEqual(["更新の件です", "はい"]);
});

test("lines stand in the order in which they were begun, whenever they come", () => {
  const late = aLine({ id: "late", at: "2026-04-01T00:00:01.500Z", text: "遅れて届いた" });
  const known = [aLine({ id: "a", at: "2026-04-01T00:00:01Z", text: "一" }), aLine({ id: "b", at: "2026-04-01T00:00:02Z", text: "二" })];
  expect(texts(mergeTranscript(known, [late], false))).toEqual(["一", "遅れて届いた", "二"]);
});

test("all lines anew leave none of those that were taken back", () => {
  const known = [aLine({ id: "gone", text: "ご視聴" }), aLine({ id: "a", text: "もしもし" })];
  expect(texts(mergeTranscript(known, [aLine({ id: "a", text: "もしもし" })], true))).toEqual(["もしもし"]);
  expect(mergeTranscript(known, [], true)).toEqual([]);
});

test("the newest line is the last begun, and none is there before anybody speaks", () => {
  expect(newestLine(undefined)).toBeNull();
  expect(newestLine([aLine({ text: "一" }), aLine({ text: "二" })])?.text).toBe("二");
});

test("the end of a long line says that there is more before it, and divides nothing that was taken out", () => {
  const secret = { text: "［個人番号］", redacted: "individual_number" };
  const plain = (text: string) => ({ text, redacted: null });
  expect(endOf([plain("更新の件です")], 10)).toEqual([plain("更新の件です")]);
  expect(endOf([plain("番号は"), secret, plain("です")], 3)).toEqual([plain("…"), secret, plain("です")]);
  expect(endOf([plain("一二三四五六七")], 3)).toEqual([plain("…"), plain("五六七")]);
});
