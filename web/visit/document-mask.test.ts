import { describe, expect, test } from "vitest";
import { coverAtFirst, moved, outlineOf, pixelsOf, whole } from "./document-mask";

describe("the outline", () => {
  test.each([4 / 3, 16 / 9, 3 / 4, 9 / 16])("of a card has a card's shape and lies in a picture of ratio %f", (ratio) => {
    const { left, top, width, height } = outlineOf("card", ratio);
    expect((width * ratio) / height).toBeCloseTo(85.6 / 53.98);
    expect(Math.min(left, top)).toBeGreaterThan(0);
    expect(Math.max(left + width, top + height)).toBeLessThan(1);
  });
});

describe("the cover", () => {
  test.each(["card", "paper"] as const)("on %s keeps its size wherever it is moved, and stays in the outline", (kind) => {
    const first = coverAtFirst(kind);
    for (const [right, down] of [[-9, -9], [9, 9], [-9, 9], [0.1, 0.05]] as const) {
      const { left, top, width, height } = moved(first, right, down);
      expect([width, height]).toEqual([first.width, first.height]);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
      expect(top + height).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  test("on a card lies over the number of its back at first", () => {
    const { left, top, width, height } = coverAtFirst("card");
    const number = { left: 0.45, top: 0.08, right: 0.97, bottom: 0.22 };
    expect(left <= number.left && top <= number.top && left + width >= number.right && top + height >= number.bottom).toBe(true);
  });

  test("covers every pixel that it touches", () => {
    const { x, y, width, height } = pixelsOf({ left: 0.333, top: 0.333, width: 0.333, height: 0.333 }, whole, 100, 100);
    expect([x, y, x + width, y + height]).toEqual([33, 33, 67, 67]);
  });
});
