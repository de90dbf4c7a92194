/**
 * Captions of a visit, as a page holds them: in memory, for as long as the visit.
 * Pure; must never know a socket, storage or React. A line changes while it is spoken, and may lose a secret later.
 */
export interface CaptionLine {
  /** Stays while the text changes. */
  id: string;
  /** `visitor`, `agent` or a guest's id. */
  speaker: string;
  /** Empty: the line is taken away. */
  text: string;
  /** The recogniser has done with it. */
  final: boolean;
  at: string;
  /** Kinds of what was taken out of it. */
  redacted: readonly string[];
}

/** How a visit's captions are: there, kept by the city afterwards, or why there are none. */
export type CaptionWord = "none" | "on" | "kept" | "off" | "starting" | "failed" | "zoom";

/** Lines a page holds; the oldest go. */
export const CAPTIONS_MAX = 200;

export const hasCaptions = (word: CaptionWord): boolean => word === "on" || word === "kept";

/** What is known and what is told: each line once, as it reads now, in the order of speaking. */
export function mergeCaptions(known: readonly CaptionLine[], told: readonly CaptionLine[]): readonly CaptionLine[] {
  const lines = new Map(known.map((line) => [line.id, line]));
  for (const line of told) {
    if (line.text === "") lines.delete(line.id);
    else lines.set(line.id, line);
  }
  return [...lines.values()].sort(bySpeaking).slice(-CAPTIONS_MAX);
}

/** What the others have said and is not going to change: what a voice reads out, once. */
export function finalsOfOthers(lines: readonly CaptionLine[], own: string): readonly CaptionLine[] {
  return lines.filter((line) => line.final && line.speaker !== own);
}

function bySpeaking(a: CaptionLine, b: CaptionLine): number {
  return Date.parse(a.at) - Date.parse(b.at) || a.id.localeCompare(b.id, "en", { numeric: true });
}
