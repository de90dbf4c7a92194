/** What crosses the wire about summaries of contacts, as docs/API-DESIGN.md states it. Types only. */
import type { Named } from "../api/types";

export type LineKind = "wish" | "answer" | "open";
export type SummaryState = "waiting" | "none" | "draft" | "confirmed";

export interface Cite {
  segment: string;
  at_ms: number;
}

export interface SummaryLine {
  kind: LineKind;
  text: string;
  cites: Cite[];
}

export interface TopicProposal {
  code: string;
  evidence: { term: string; cites: Cite[] }[];
  runner_up: string | null;
}

export interface CallSummary {
  state: SummaryState;
  label_ja: string;
  label_en: string;
  source: string;
  lines: SummaryLine[];
  topic: TopicProposal | null;
  masked: boolean;
  confirmed_by: Named | null;
  confirmed_at: string | null;
}
