import { expect, test } from "vitest";
import { isStaffKey, TOUCHES, touchesWith, WITHIN_MS } from "./staff-gesture";

const after = (...times_ms: number[]) => times_ms.reduce<readonly number[]>((before, at_ms) => touchesWith(before, at_ms), []).length;

test("five touches in a row are the gesture, and touches now and then are not", () => {
  expect(after(0, 100, 200, 300, 400)).toBe(TOUCHES);
  expect(after(0, 100, 200, 300)).toBeLessThan(TOUCHES);
  expect(after(0, WITHIN_MS, 2 * WITHIN_MS, 3 * WITHIN_MS, 4 * WITHIN_MS)).toBe(1);
});

test("the key is one that nobody presses by chance", () => {
  expect(isStaffKey({ ctrlKey: true, shiftKey: true, code: "KeyK" })).toBe(true);
  expect(isStaffKey({ ctrlKey: false, shiftKey: true, code: "KeyK" })).toBe(false);
});
