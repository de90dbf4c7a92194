import { describe, expect, test } from "vitest";
import { cityDate, formatDuration, formatMoment, formatNumber, readNumber } from "./format";

describe("durations", () => {
  test.each([
    [0, "0:00"],
    [999, "0:00"],
    [75_000, "1:15"],
    [3_675_000, "1:01:15"],
    [-5_000, "0:00"],
  ])("%i ms reads %s", (duration_ms, text) => expect(formatDuration(duration_ms)).toBe(text));
});

describe("moments", () => {
  test("are shown on the city's clock", () => {
    expect(formatMoment("2026-04-01T23:30:00Z", "ja")).toBe("2026/04/02 08:30");
  });

  test("that are missing or broken are a dash", () => {
    expect(formatMoment(null, "ja")).toBe("—");
    expect(formatMoment("yesterday", "ja")).toBe("—");
  });

  test("decide the city's date, not the browser's", () => {
    expect(cityDate(Date.parse("2026-12-31T15:00:00Z"))).toBe("2027-01-01");
  });
});

describe("telephone numbers", () => {
  test.each([
    ["+81120101366", "0120-101-366"],
    ["+819012345678", "090-1234-5678"],
    ["+81312345678", "03-1234-5678"],
    ["+81462551111", "046-255-1111"],
    ["******5678", "******5678"],
    ["+14155550100", "+14155550100"],
  ])("%s reads %s", (number, text) => expect(formatNumber(number)).toBe(text));

  test.each([
    ["０４６－２５５－１１１１", "0462551111"],
    ["046-255-1111", "0462551111"],
    ["(046) 255 1111", "0462551111"],
    ["046ー255ー1111", "0462551111"],
    ["+81 46 255 1111", "+81462551111"],
    ["abc", null],
    ["12", null],
  ])("typed %s is read as %s", (typed, number) => expect(readNumber(typed)).toBe(number));
});
