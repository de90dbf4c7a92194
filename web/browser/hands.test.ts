import { describe, expect, test } from "vitest";
import { actionOf, chords } from "../desk/shortcuts";
import { choicesFor, daysIn, eraOf, readDate, writeDate } from "./date-parts";
import { Gestures, MOVE_EVERY_MS, type PointerFact, TREMBLE_PX, wheelOf } from "./gestures";
import { digitsOf, lettersOf, symbols } from "./keypad-layout";
import { pageKeyOf, paneActionOf, paneChords } from "./page-keys";
import { type Input, pageKeys, WHEEL_PX_MAX } from "./wire";

const fact = (part: Partial<PointerFact>): PointerFact => ({ what: "down", by: "finger", button: 0, x: 100, y: 200, at_ms: 0, epoch: 4, ...part });
const words = (inputs: readonly Input[]) => inputs.map((input) => (input.type === "pointer" ? `${input.what} ${input.x},${input.y}` : input.type === "wheel" ? `wheel ${input.right_px},${input.down_px}` : input.type));

describe("a finger", () => {
  test("that stays presses where it came down", () => {
    const gestures = new Gestures();
    expect(gestures.handle(fact({}))).toEqual([]);
    expect(gestures.handle(fact({ what: "move", x: 100 + TREMBLE_PX }))).toEqual([]);
    expect(words(gestures.handle(fact({ what: "up", x: 105 })))).toEqual(["move 100,200", "down 100,200", "up 100,200"]);
  });

  test("that moves scrolls and never presses", () => {
    const gestures = new Gestures();
    gestures.handle(fact({}));
    expect(words(gestures.handle(fact({ what: "move", y: 150 })))).toEqual(["wheel 0,50"]);
    expect(words(gestures.handle(fact({ what: "move", y: 140 })))).toEqual(["wheel 0,10"]);
    expect(gestures.handle(fact({ what: "up", y: 140 }))).toEqual([]);
  });

  test("that is taken away does nothing, and belongs to the epoch it came down in", () => {
    const gestures = new Gestures();
    gestures.handle(fact({}));
    expect(gestures.handle(fact({ what: "cancel" }))).toEqual([]);
    expect(gestures.handle(fact({ what: "up" }))).toEqual([]);
    gestures.handle(fact({ epoch: 4 }));
    expect(gestures.handle(fact({ what: "up", epoch: 6 })).map(({ epoch }) => epoch)).toEqual([4, 4, 4]);
  });
});

describe("a mouse", () => {
  test("is told of its way no more often than it needs, and lets go in the epoch it pressed in", () => {
    const gestures = new Gestures();
    const mouse = (part: Partial<PointerFact>) => gestures.handle(fact({ by: "mouse", ...part }));
    expect(words(mouse({ what: "move", at_ms: 0 }))).toEqual(["move 100,200"]);
    expect(mouse({ what: "move", at_ms: MOVE_EVERY_MS - 1 })).toEqual([]);
    expect(mouse({ what: "down", at_ms: 40 })[0]?.epoch).toBe(4);
    expect(mouse({ what: "move", at_ms: 80, epoch: 6 })[0]?.epoch).toBe(4);
    expect(mouse({ what: "up", at_ms: 90, epoch: 6 })[0]).toMatchObject({ what: "up", epoch: 4 });
    expect(mouse({ what: "up", at_ms: 95 })).toEqual([]);
    expect(mouse({ what: "down", button: 1 })).toEqual([]);
  });

  test("turns its wheel in pixels, within a limit", () => {
    const at = { x: 1, y: 2 };
    expect(wheelOf(at, { right: 0, down: 3, mode: 1 }, 4)).toMatchObject({ down_px: 48 });
    expect(wheelOf(at, { right: 0, down: 1, mode: 2 }, 4)).toMatchObject({ down_px: 600 });
    expect(wheelOf(at, { right: -9e9, down: 9e9, mode: 0 }, 4)).toMatchObject({ right_px: -WHEEL_PX_MAX, down_px: WHEEL_PX_MAX });
  });
});

describe("keys", () => {
  const press = (key: string, part = {}) => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...part });

  test("of the pane are none of the desk's", () => {
    for (const [name, { key, shift }] of Object.entries(paneChords)) {
      expect(paneActionOf(press(key, { shiftKey: shift }))).toBe(name);
      expect(actionOf({ ...press(key, { shiftKey: shift }), isComposing: false, repeat: false, keyCode: 0, inText: false })).toBeNull();
    }
    for (const { key, shift = false, ctrl = false } of Object.values(chords)) expect(paneActionOf(press(key, { shiftKey: shift, ctrlKey: ctrl })), key).toBeNull();
  });

  test("of the page are those on the list; letters, function keys and chords are not", () => {
    for (const key of pageKeys) expect(pageKeyOf(press(key))).toBe(key);
    for (const key of ["a", "あ", "F5", "F12", "ContextMenu", "Process", "Unidentified"]) expect(pageKeyOf(press(key)), key).toBeNull();
    for (const chord of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) expect(pageKeyOf(press("Enter", chord))).toBeNull();
  });

  test("of the keypad are all of printable ASCII, each once a layer", () => {
    const all = [...lettersOf("small"), ...lettersOf("capital"), ...symbols, " "];
    expect([...new Set(all)].sort().join("")).toBe(Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join(""));
    for (const layer of ["small", "capital", "symbols"] as const) expect(new Set(lettersOf(layer)).size).toBe(lettersOf(layer).length);
  });

  test("of digits stand in an order that follows from the seed, all ten of them, and every order comes", () => {
    expect(digitsOf(null).join("")).toBe("1234567890");
    const first = new Map<string, number>();
    for (let seed = 0; seed < 2_000; seed += 1) {
      const order = digitsOf(seed);
      expect([...order].sort().join("")).toBe("0123456789");
      expect(digitsOf(seed)).toEqual(order);
      first.set(order[0] ?? "", (first.get(order[0] ?? "") ?? 0) + 1);
    }
    for (const times of first.values()) expect(times).toBeGreaterThan(140);
    expect(first.size).toBe(10);
  });
});

describe("a date", () => {
  const asked = (part = {}) => ({ kind: "date" as const, min: "", max: "", value: "", ...part });

  test("is written as HTML does, when it is whole and there is such a day", () => {
    expect(writeDate(asked(), readDate("2024-02-29"))).toBe("2024-02-29");
    expect(writeDate(asked(), readDate("2023-02-29"))).toBeNull();
    expect(writeDate(asked(), { ...readDate(""), year: 2024, month: 4 })).toBeNull();
    expect(writeDate(asked({ kind: "month" }), readDate("2026-04"))).toBe("2026-04");
    expect(writeDate(asked({ kind: "time" }), readDate("08:05"))).toBe("08:05");
    expect(writeDate(asked({ kind: "datetime-local" }), readDate("2026-04-01T08:05"))).toBe("2026-04-01T08:05");
  });

  test("outside what the page takes is none", () => {
    const within = asked({ min: "1926-12-25", max: "2026-04-01" });
    expect(["1926-12-24", "1926-12-25", "2026-04-01", "2026-04-02"].map((day) => writeDate(within, readDate(day)))).toEqual([null, "1926-12-25", "2026-04-01", null]);
  });

  test("is chosen from the years of the page, or those of a life", () => {
    const parts = readDate("");
    expect(choicesFor("year", asked({ min: "1990-01-01", max: "1992-12-31" }), parts, 2026)).toEqual([1990, 1991, 1992]);
    const years = choicesFor("year", asked(), parts, 2026);
    expect([years[0], years.at(-1)]).toEqual([1906, 2041]);
    expect(choicesFor("day", asked(), { ...parts, year: 2023, month: 2 }, 2026)).toHaveLength(28);
    expect(choicesFor("year", asked({ min: "0001-01-01", max: "9999-01-01" }), parts, 2026)).toHaveLength(400);
    expect([daysIn(2000, 2), daysIn(1900, 2), daysIn(2026, 4), daysIn(2026, 12)]).toEqual([29, 28, 30, 31]);
  });

  test("has the era of its year", () => {
    expect([2026, 2019, 1989, 1988, 1926, 1912, 1911].map(eraOf)).toEqual([{ name: "reiwa", year: 8 }, { name: "reiwa", year: 1 }, { name: "heisei", year: 1 }, { name: "showa", year: 63 }, { name: "showa", year: 1 }, { name: "taisho", year: 1 }, null]);
  });
});
