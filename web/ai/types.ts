/**
 * The AI ledger as the server answers it (its own part of docs/API-DESIGN.md). Types only; must never know a page.
 * `api/contract.ts` holds them against the generated ones.
 */
export type AiPurpose = "speech" | "search" | "summary" | "drafts";
export type AiState = "on" | "starting" | "off" | "failed" | "not_set";

export interface AiSaid {
  on: boolean;
  model: string;
  base_url: string;
  by: string;
  at: string;
  reason: string;
}

export interface AiFigure {
  name: string;
  /** 0 to 1. */
  share: number;
  of: number | null;
}

export interface AiMeasured {
  on: string;
  measured_on: string | null;
  figures: AiFigure[];
}

export interface AiOutcomes {
  asked: number;
  accepted: number;
  partly: number;
  refused: number;
  failed: number;
}

export interface AiUse {
  purpose: AiPurpose;
  model: string | null;
  runs: "here" | "elsewhere" | "nowhere";
  host: string | null;
  state: AiState;
  why: string | null;
  switchable: boolean;
  said: AiSaid | null;
  measured: AiMeasured | null;
  outcomes: AiOutcomes | null;
}

export interface AiPrompt {
  id: string;
  at: string;
  purpose: string;
  model: string;
  place: string;
  contact: string;
  outcome: string;
  reason: string | null;
  took_ms: number | null;
  erased: boolean;
}

export interface AiPromptPage {
  items: AiPrompt[];
  next_cursor: string | null;
}

export interface AiPromptTexts {
  sent: string;
  answer: string | null;
}
