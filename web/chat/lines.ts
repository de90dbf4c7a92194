/**
 * Lines of a chat as a page holds them: in memory, for as long as the page. The resident's page and the desk share them.
 * Pure; must never know a socket, storage or a screen. The server numbers lines and tells a changed one anew.
 */
export interface ChatPiece {
  text: string;
  /** What was taken out here. */
  removed: string | null;
}

/** A file that goes with an answer; the server has it at this address while the answer is published. */
export interface ChatFile {
  name: string;
  kind: "pdf" | "png" | "jpeg" | "text";
  bytes: number;
  address: string;
}

export interface ChatAnswer {
  key: string;
  version: number;
  edition: number | null;
  /** Made by the server out of escaped text and a few tags of its own. */
  question_html: string;
  answer_html: string;
  sources: { title: string; date: string }[];
  files: ChatFile[];
  /** The city has not approved it: the system shows itself. */
  demonstration: boolean;
  /** The program took it for the answer; else the resident chose it. */
  by_itself: boolean;
}

export interface ChatLine {
  /** Counted up from 1 within the chat. */
  number: number;
  /** `colleague` is another operator than the one who reads. */
  from: "resident" | "bot" | "agent" | "colleague";
  pieces: ChatPiece[];
  answer: ChatAnswer | null;
  choices: { key: string; question_html: string }[];
  /** The bot has no approved answer. */
  no_answer: boolean;
  at: string;
}

/** What is known and what is told, in order; a line told anew takes the place of the one before. */
export function mergeChat(known: readonly ChatLine[], told: readonly ChatLine[]): readonly ChatLine[] {
  if (told.length === 0) return known;
  const fresh = new Map(told.map((line) => [line.number, line]));
  const kept = known.filter((line) => !fresh.has(line.number));
  return [...kept, ...fresh.values()].sort((a, b) => a.number - b.number);
}

/** The line in one piece. */
export const textOf = (line: ChatLine): string => line.pieces.map((piece) => piece.text).join("");

/** Whether something was taken out of it. */
export const hidesSomething = (line: ChatLine): boolean => line.pieces.some((piece) => piece.removed !== null);

/** The newest line from there that was not known before; null when there is none. */
export function latestFrom(from: ChatLine["from"], before: readonly ChatLine[], after: readonly ChatLine[]): ChatLine | null {
  const last = before.at(-1)?.number ?? 0;
  return after.findLast((line) => line.from === from && line.number > last) ?? null;
}
