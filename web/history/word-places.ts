/**
 * Words of a transcript and the sound they stand for: which word is heard at a moment, and moving between words by
 * keys. Pure; must never know React or an audio element.
 */
import type { Segment } from "./transcript-types";

/** A word by its place: segment and word. */
export interface WordPlace {
  segment: number;
  word: number;
}

export const samePlace = (a: WordPlace | null, b: WordPlace | null) => a?.segment === b?.segment && a?.word === b?.word;

/** The word that is heard at a moment; where two people talk at once, the one who began last. */
export function wordAt(segments: readonly Segment[], at_ms: number): WordPlace | null {
  let found: WordPlace | null = null;
  for (const [segment, each] of segments.entries()) {
    if (!each.audible || at_ms < each.start_ms || at_ms >= each.end_ms) continue;
    const word = each.words.findIndex((one) => at_ms >= one.start_ms && at_ms < one.end_ms);
    if (word >= 0) found = { segment, word };
  }
  return found;
}

/** The word a link to a moment means: the one heard then, else the next that begins. */
export function wordFrom(segments: readonly Segment[], at_ms: number): WordPlace | null {
  const heard = wordAt(segments, at_ms);
  if (heard !== null) return heard;
  let next: (WordPlace & { start_ms: number }) | null = null;
  for (const [segment, each] of segments.entries()) {
    if (!each.audible) continue;
    for (const [word, one] of each.words.entries()) {
      if (one.start_ms >= at_ms && (next === null || one.start_ms < next.start_ms)) next = { segment, word, start_ms: one.start_ms };
    }
  }
  return next === null ? null : { segment: next.segment, word: next.word };
}

/** Where an arrow key, Home or End leads; null for other keys. */
export function movedBy(key: string, from: WordPlace, segments: readonly Segment[]): WordPlace | null {
  const last = (segment: number) => Math.max(0, (segments[segment]?.words.length ?? 1) - 1);
  const within = (segment: number) => Math.max(0, Math.min(segments.length - 1, segment));
  switch (key) {
    case "ArrowRight":
      return from.word < last(from.segment) ? { ...from, word: from.word + 1 } : from.segment + 1 < segments.length ? { segment: from.segment + 1, word: 0 } : from;
    case "ArrowLeft":
      return from.word > 0 ? { ...from, word: from.word - 1 } : from.segment > 0 ? { segment: from.segment - 1, word: last(from.segment - 1) } : from;
    case "ArrowDown":
      return { segment: within(from.segment + 1), word: 0 };
    case "ArrowUp":
      return { segment: within(from.segment - 1), word: 0 };
    case "Home":
      return { segment: 0, word: 0 };
    case "End":
      return { segment: within(segments.length - 1), word: last(segments.length - 1) };
    default:
      return null;
  }
}
