import { expect, test } from "vitest";
import { mergeLines, latestLineOf, type WrittenLine } from "./written";

const line = (number: number, from: WrittenLine["from"] = "agent"): WrittenLine => ({ number, from, text: `${number}`, at: "2026-04-01T00:00:00Z" });

test("lines that are told twice stand once, and in order", () => {
  const known = [line(1), line(2)];
  expect(mergeLines(known, [line(2), line(3)]).map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(mergeLines(known, [line(1), line(2)])).toBe(known);
});

test("only a new line of the other side is news", () => {
  expect(latestLineOf("agent", [line(1)], [line(1), line(2), line(3, "visitor")])?.number).toBe(2);
  expect(latestLineOf("visitor", [line(1)], [line(1), line(2)])).toBeNull();
});
