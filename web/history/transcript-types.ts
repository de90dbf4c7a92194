/** What crosses the wire about the text of contacts, as docs/API-DESIGN.md states it. Types only. */
import type { Language, Named } from "../api/types";

export interface WordPiece {
  text: string;
  start_ms: number;
  end_ms: number;
  /** What was taken out here for good. */
  redacted: string | null;
  /** A telephone number or a name is hidden from the reader here. */
  masked: boolean;
}

export interface Correction {
  text: string;
  by: Named | null;
  at: string | null;
}

export interface Segment {
  id: string;
  party: string;
  label: string | null;
  start_ms: number;
  end_ms: number;
  audible: boolean;
  language: Language | null;
  confidence: number;
  source: string;
  words: WordPiece[];
  correction: Correction | null;
}

export type CoverageState = "complete" | "waiting" | "off" | "lost" | "none";

export interface Transcript {
  label_ja: string;
  label_en: string;
  /** It was typed, as a chat is, and not heard. */
  typed: boolean;
  coverage: { state: CoverageState; why: string | null };
  masked: boolean;
  may_correct: boolean;
  segments: Segment[];
}

export interface SnippetPiece {
  text: string;
  hit: boolean;
}

export interface TranscriptHit {
  contact: string;
  arrived_at: string;
  channel: "phone" | "counter" | "chat";
  agent: Named | null;
  segment: string;
  party: string;
  label: string | null;
  at_ms: number;
  snippet: SnippetPiece[];
  corrected: boolean;
  more: number;
}

export interface TranscriptHits {
  items: TranscriptHit[];
  next_cursor: string | null;
  searched_until: string | null;
  searched: number;
  masked: boolean;
}
