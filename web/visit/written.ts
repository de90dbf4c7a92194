/**
 * Lines that visitor and operator write to each other, as a page holds them: in memory, for as long as the visit.
 * Pure; must never know a socket, storage or React. The server numbers the lines and tells a page what it lacks.
 */
export interface WrittenLine {
  /** Counted up from 1 within the visit. */
  number: number;
  from: "visitor" | "agent";
  text: string;
  at: string;
}

/** Longest line, in characters; the server refuses a longer one. */
export const LINE_CHARS_MAX = 500;

/** What is known and what is told, in order, each line once. */
export function mergeLines(known: readonly WrittenLine[], told: readonly WrittenLine[]): readonly WrittenLine[] {
  const last = known.at(-1)?.number ?? 0;
  const fresh = told.filter(({ number }) => number > last);
  return fresh.length === 0 ? known : [...known, ...fresh];
}

/** The newest line of the other side that was not there before; null when there is none. */
export function latestLineOf(from: WrittenLine["from"], before: readonly WrittenLine[], after: readonly WrittenLine[]): WrittenLine | null {
  const last = before.at(-1)?.number ?? 0;
  return after.findLast((line) => line.from === from && line.number > last) ?? null;
}
