import { describe, expect, test } from "vitest";
import { readingsOf, withoutReadings } from "./ruby";
import { fill } from "./words";

describe("the notation of readings", () => {
  test.each([
    ["", []],
    ["マイクを", [["マイクを", null]]],
    ["{人|ひと}", [["人", "ひと"]]],
    ["{人|ひと}を {呼|よ}ぶ", [["人", "ひと"], ["を ", null], ["呼", "よ"], ["ぶ", null]]],
    ["{漢字|かんじ", [["{漢字|かんじ", null]]],
    ["{ticket} です", [["{ticket} です", null]]],
  ])("%s is taken apart", (notation, parts) => {
    expect(readingsOf(notation).map(({ text, reading }) => [text, reading])).toEqual(parts);
  });

  test("leaves no reading in what a voice reads", () => {
    expect(withoutReadings("{人|ひと}を {呼|よ}びました。")).toBe("人を 呼びました。");
  });

  test("lives beside placeholders, whose values may carry readings of their own", () => {
    const text = fill("{次|つぎ}は {opening} から", { opening: "{4日|よっか}" });
    expect(withoutReadings(text)).toBe("次は 4日 から");
  });
});
