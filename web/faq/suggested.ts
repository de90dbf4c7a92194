/**
 * What the server suggests to the desk during a call, as docs/API-DESIGN.md states it (message `suggestions`).
 * Types only; must never know a page.
 */
import type { FaqFile } from "./types";

export interface SuggestedSource {
  title: string;
  /** An address, or the name of a document. */
  place: string;
  date: string;
}

export interface SuggestedEntry {
  key: string;
  version: number;
  edition: number | null;
  question: string;
  /** Markdown. */
  answer: string;
  language: "ja" | "en" | "ja-easy";
  /** The translation follows an older Japanese text. */
  stale: boolean;
  /** The passage that fits best, as it stands in the answer. */
  passage: string | null;
  topic: string;
  audience: "resident" | "operator";
  /** Nobody of the city approved it. */
  demonstration: boolean;
  sources: SuggestedSource[];
  files: FaqFile[];
}

export type SuggestionBand = "answer" | "choose" | "hand_over" | "none";

export interface EntryOff {
  key: string;
  version: number;
  why: "withdrawn" | "replaced";
}

/** A sentence a language model made of one entry, checked by the server against the words it quotes. */
export interface DraftedSentence {
  text: string;
  key: string;
  version: number;
  /** The words of the entry it rests on, without markup. */
  quote: string;
}

export interface SuggestedDraft {
  model: string;
  after_ms: number;
  sentences: DraftedSentence[];
}

export interface Suggestions {
  contact: string;
  question_id: string;
  /** As it was heard, redacted. */
  question: string;
  language: "ja" | "en";
  by: "caller" | "agent";
  heard_at: string;
  after_ms: number;
  band: SuggestionBand;
  by_meaning: boolean;
  hits: SuggestedEntry[];
  /** Entries shown in this call that are not live as they were shown. */
  off: EntryOff[];
  /** Comes a moment later than the entries, or not at all. */
  draft: SuggestedDraft | null;
}
