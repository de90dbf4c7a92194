/**
 * The notation of readings, `{漢字|かんじ}`, and what is made of it. Pure.
 * `{name}` without a bar is a placeholder of words.ts and passes untouched.
 */
export interface Reading {
  text: string;
  /** Kana to be set above the text; null where none is needed. */
  reading: string | null;
}

const NOTATION = /\{([^{}|]+)\|([^{}|]+)\}/g;

/** "{人|ひと}を" → 人 with its reading, then を. */
export function readingsOf(notation: string): Reading[] {
  const found: Reading[] = [];
  let end = 0;
  for (const match of notation.matchAll(NOTATION)) {
    if (match.index > end) found.push({ text: notation.slice(end, match.index), reading: null });
    found.push({ text: match[1] ?? "", reading: match[2] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < notation.length) found.push({ text: notation.slice(end), reading: null });
  return found;
}

/** The text without its readings: for names and announcements, which a voice reads by itself. */
export const withoutReadings = (notation: string): string => notation.replace(NOTATION, "$1");
