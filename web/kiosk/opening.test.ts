import { describe, expect, test } from "vitest";
import { withoutReadings } from "../words/ruby";
import { openingText } from "./opening";

describe("the next opening", () => {
  test.each([
    ["2026-11-23T23:30:00Z", "ja", "11月24日（火曜日）8:30"],
    ["2026-11-23T23:30:00Z", "en", "Tuesday 24 November at 8:30"],
    ["2026-11-23T23:30:00Z", "easy", "{11月|じゅういちがつ} {24日|にじゅうよっか}（{火曜日|かようび}） 8:30"],
    ["2027-04-19T15:00:00Z", "easy", "{4月|しがつ} {20日|はつか}（{火曜日|かようび}） 0:00"],
  ] as const)("%s in %s is on the city's clock", (at, voice, text) => expect(openingText(at, voice)).toBe(text));

  test.each([null, "soon"])("%s is not made up", (at) => expect(openingText(at, "ja")).toBeNull());

  test("reads the same in easy Japanese once the readings are left out", () => {
    expect(withoutReadings(openingText("2026-11-23T23:30:00Z", "easy") ?? "").replaceAll(" ", "")).toBe(openingText("2026-11-23T23:30:00Z", "ja"));
  });
});
