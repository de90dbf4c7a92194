/**
 * What is being said in a conversation, line by line, as the server tells it. Pure.
 * Must never know React or where the lines are shown; `LiveText.tsx` shows them.
 */

export interface TranscriptPiece {
  text: string;
  /** What kind of secret stood here; null for plain text. */
  redacted: string | null;
}

export type TranscriptParty = "caller" | "agent" | "third" | "supervisor";

export interface TranscriptLine {
  /** The segment, under which it is stored and corrected later. */
  id: string;
  party: TranscriptParty;
  /** The agent's or supervisor's name. */
  label: string | null;
  text: string;
  pieces: TranscriptPiece[];
  /** False while somebody still speaks. */
  final: boolean;
  at: string;
  language: string | null;
  confidence: number;
  redacted: string[];
  settled: boolean;
}

/** Takes lines that are new or changed; `whole` puts them in place of all that were known. */
export function mergeTranscript(known: readonly TranscriptLine[], lines: readonly TranscriptLine[], whole: boolean): TranscriptLine[] {
  const fresh = new Map((whole ? [] : known).map((line) => [line.id, line]));
  for (const line of lines) fresh.set(line.id, line);
  return [...fresh.values()].sort((left, right) => Date.parse(left.at) - Date.parse(right.at) || left.id.localeCompare(right.id));
}

/** The last `letters_max` letters of a line, whole where it is shorter; what was taken out counts as one letter and is never divided. */
export function endOf(pieces: readonly TranscriptPiece[], letters_max: number): TranscriptPiece[] {
  const end: TranscriptPiece[] = [];
  let left = letters_max;
  for (const piece of [...pieces].reverse()) {
    if (left <= 0) break;
    const letters = [...piece.text];
    const cut = piece.redacted === null && letters.length > left;
    end.unshift(cut ? { ...piece, text: letters.slice(-left).join("") } : piece);
    left -= piece.redacted === null ? letters.length : 1;
  }
  const all = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  const shown = end.reduce((sum, piece) => sum + piece.text.length, 0);
  return shown < all ? [{ text: "…", redacted: null }, ...end] : end;
}

/** The newest line; what a list of conversations shows of each. */
export function newestLine(lines: readonly TranscriptLine[] | undefined): TranscriptLine | null {
  return lines?.at(-1) ?? null;
}
