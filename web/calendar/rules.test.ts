import { expect, test } from "vitest";
import { faultOf, NTHS, toggled, WEEKDAYS } from "./rules";

test("a day is put in at its place and taken out again", () => {
  expect(toggled(WEEKDAYS, ["tue", "sat"], "mon")).toEqual(["mon", "tue", "sat"]);
  expect(toggled(NTHS, [2, 4], 4)).toEqual([2]);
});

test("a rule wants a day and an opening before its closing", () => {
  expect(faultOf({ days: [], open: "08:30", close: "17:15" })).toBe("days");
  expect(faultOf({ days: ["mon"], open: "17:15", close: "17:15" })).toBe("hours");
  expect(faultOf({ days: ["mon"], open: "", close: "17:15" })).toBe("hours");
  expect(faultOf({ days: ["sat"], nth: [2, 4], open: "08:30", close: "17:15" })).toBeNull();
});
