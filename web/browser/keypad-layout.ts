/**
 * Which keys the resident's keypad has, and where the digits stand. Pure; must never know what is typed.
 */
export const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;
/** In the order of a keyboard, ten in a row; with the digits above them. */
const letters = [..."qwertyuiop", ..."asdfghjkl-", ..."zxcvbnm_@."];
/** What the letters leave of printable ASCII, but for the space. */
export const symbols = [..."!\"#$%&'()*+,/:;<=>?[\\]^`{|}~"];

export type Layer = "small" | "capital" | "symbols";

/** The keys of the keypad for letters, row after row. */
export function lettersOf(layer: Layer): readonly string[] {
  switch (layer) {
    case "small":
      return [...digits, ...letters];
    case "capital":
      return [...digits, ...letters.map((letter) => letter.toUpperCase())];
    case "symbols":
      return symbols;
  }
}

/**
 * The digits in an order that a seed makes, so that nobody reads a number off the hand; in their own order without one.
 * Every order is as likely as another (Fisher and Yates).
 */
export function digitsOf(seed: number | null): readonly string[] {
  const order = [...digits] as string[];
  if (seed === null) return order;
  const next = chanceFrom(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? "", order[last] ?? ""];
  }
  return order;
}

/** Numbers from 0 up to 1 that follow from the seed alone (mulberry32); no secret rests on them. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
