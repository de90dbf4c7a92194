/**
 * Where a passage stands in an answer: letters counted over the whole answer, blanks and furigana left out. Pure.
 * A passage comes as plain words, so marks of lists and addresses behind labels are in it and not in the answer.
 */
import { type Block, type Inline, withoutFurigana } from "./markdown";

/** From and up to, in counted letters; null where the passage is not found. */
export type Range = readonly [number, number] | null;

const counted = (text: string) => text.replace(/\s/g, "");

/** How many letters of a text count. */
export const letters = (text: string): number => counted(text).length;

function wordsOf(parts: readonly Inline[]): string {
  return parts.map((part) => (part.kind === "strong" ? wordsOf(part.parts) : part.kind === "break" ? "" : counted(withoutFurigana(part.kind === "link" ? part.label : part.text)))).join("");
}

export function rangeOf(blocks: readonly Block[], passage: string | null): Range {
  if (passage === null || passage.trim() === "") return null;
  const whole = blocks.map((block) => (block.kind === "list" ? block.items.map(wordsOf).join("") : wordsOf(block.parts))).join("");
  const lines = passage.split("\n").map((line) => counted(line.replace(/^\s*(?:- |\d{1,3}\. )/, "").replace(/ \((?:https:[^)\s]*|[+\d-]+)\)/g, "")));
  const found = place(whole, lines.join(""));
  if (found !== null) return found;
  const longest = lines.reduce((best, line) => (line.length > best.length ? line : best), "");
  return place(whole, longest);
}

function place(whole: string, words: string): Range {
  const at = words === "" ? -1 : whole.indexOf(words);
  return at < 0 ? null : [at, at + words.length];
}

/** A text that begins at `from` counted letters, cut where the range begins and ends. */
export function cut(text: string, from: number, range: Range): { text: string; marked: boolean }[] {
  if (range === null) return [{ text, marked: false }];
  const pieces: { text: string; marked: boolean }[] = [];
  let at = from;
  for (const letter of text) {
    const blank = /\s/.test(letter);
    // A blank goes with what stands before it.
    const last = pieces.at(-1);
    const marked = blank ? (last?.marked ?? false) : at >= range[0] && at < range[1];
    if (last !== undefined && last.marked === marked) last.text += letter;
    else pieces.push({ text: letter, marked });
    if (!blank) at += letter.length;
  }
  return pieces;
}
