/**
 * What crosses the wire about the FAQ, as docs/API-DESIGN.md states it.
 * Types and the fixed lists only; must never know a page. Who may do what is in offers.ts.
 */
export const langs = ["ja", "en", "ja-easy"] as const;
export type Lang = (typeof langs)[number];

export const topics = ["a", "i", "u", "e", "o", "ka", "ki", "ku", "ke"] as const;
export type FaqTopic = (typeof topics)[number];

export const standings = ["draft", "in_review", "approved", "scheduled", "published", "withdrawn", "expired"] as const;
export type Standing = (typeof standings)[number];

export const audiences = ["resident", "operator"] as const;
export type Audience = (typeof audiences)[number];

export const risks = ["low", "medium", "high"] as const;
export type Risk = (typeof risks)[number];

export interface FaqText {
  question: string;
  reading: string;
  answer: string;
  aliases: string[];
}

export interface FaqSource {
  title: string;
  place: string;
  date: string;
}

export type FileKind = "pdf" | "png" | "jpeg" | "text";

/** A file that goes with an entry, as its content says. */
export interface FaqFile {
  name: string;
  kind: FileKind;
  bytes: number;
  sha256: string;
}

/** A file that is kept, for a text to name. */
export interface FaqFileBrought {
  file: FaqFile;
  /** Something was left out: where and with what a picture was taken. */
  altered: boolean;
}

export interface FaqContent {
  topic: FaqTopic;
  audience: Audience;
  risk: Risk;
  publish: boolean;
  ja: FaqText;
  en: FaqText | null;
  easy: FaqText | null;
  sources: FaqSource[];
  owner: string;
  review_by: string;
  related: string[];
  attachments: FaqFile[];
}

export interface Person {
  id: string;
  name: string;
}

export interface FaqRow {
  key: string;
  question: string;
  topic: FaqTopic;
  audience: Audience;
  risk: Risk;
  standing: Standing;
  draft: null | "writing" | "in_review";
  live_version: number | null;
  latest_version: number | null;
  review_by: string;
  overdue: boolean;
  stale: Lang[];
  open_comments: number;
  updated_at: string;
}

export interface FaqList {
  items: FaqRow[];
  next_cursor: string | null;
  /** Of all entries; a standing that none has is left out. */
  counts: Partial<Record<Standing, number>>;
}

export type Verdict = "passed" | "returned";

export interface Review {
  by: Person;
  at: string;
  verdict: Verdict;
  remark: string;
}

export interface FaqDraft {
  content: FaqContent;
  revision: number;
  stage: "writing" | "in_review";
  since: string | null;
  authors: Person[];
  saved_at: string;
  still_right: Lang[];
  reviews: Review[];
}

export interface FaqApproval {
  ground: "officer" | "review_file" | "roll_back" | "demonstration";
  by: Person;
  at: string;
  officer_name: string | null;
  signed_on: string | null;
  of_version: number | null;
}

export interface FaqVersion {
  version: number;
  content: FaqContent;
  stale: Lang[];
  approval: FaqApproval;
  authors: Person[];
  reviews: Review[];
  confirmation: null | { by: Person; at: string; note: string };
}

export interface FaqComment {
  number: number;
  by: Person;
  at: string;
  text: string;
  contact: string | null;
  resolved: null | { by: Person; at: string };
}

export interface FaqRecord {
  at: string;
  by: Person | null;
  kind: string;
  revision: number | null;
  version: number | null;
  words: string | null;
}

export interface FaqView {
  key: string;
  standing: Standing;
  revision: number;
  next_version: number;
  demonstration: boolean;
  draft: FaqDraft | null;
  /** The newest first. */
  versions: FaqVersion[];
  live: null | { version: number; since: string; until: string | null };
  scheduled: null | { version: number; at: string; until: string | null };
  off: null | { why: "withdrawn" | "expired"; version: number; at: string; by: Person | null; reason: string | null };
  comments: FaqComment[];
  /** The newest first. */
  records: FaqRecord[];
}

/** What is asked of an entry. What was seen goes along, so that nobody decides on another text than they read. */
export type FaqAct =
  | { do: "edit"; content: FaqContent; seen: number; still_right: Lang[] }
  | { do: "discard"; seen: number }
  | { do: "submit"; seen: number }
  | { do: "review"; seen: number; verdict: Verdict; remark: string }
  | { do: "approve"; seen: number; version: number }
  | { do: "approve_as_demonstration"; seen: number; version: number }
  | { do: "confirm_fact"; version: number; note: string }
  | { do: "publish"; version: number; at: string | null; until: string | null }
  | { do: "unschedule"; version: number }
  | { do: "withdraw"; version: number; reason: string }
  | { do: "roll_back"; to: number; latest: number; note: string }
  | { do: "comment"; text: string; contact: string | null }
  | { do: "resolve_comment"; number: number };

export interface FaqProblem {
  /** Named as the column of the exchange table; null where it is about the whole. */
  field: string | null;
  code: string;
  text_ja: string;
  text_en: string;
}

/** An entry that answers the same question. */
export interface FaqConflict {
  key: string;
  question: string;
  /** The two answers differ in a number, a date or a yes. */
  contradiction: boolean;
}

export interface FaqCheck {
  problems: FaqProblem[];
  conflicts: FaqConflict[];
}

export interface ComparedPiece {
  kind: "kept" | "added" | "removed";
  text: string;
}

export interface ComparedField {
  field: string;
  pieces: ComparedPiece[];
}

export type Band = "answer" | "choose" | "hand_over";

export interface FaqHit {
  key: string;
  version: number;
  edition: number | null;
  question: string;
  /** Markdown. */
  answer: string;
  /** Plain words of the best passage. */
  passage: string | null;
  topic: FaqTopic;
  audience: Audience;
  /** Nobody of the city approved it. */
  demonstration: boolean;
  files: FaqFile[];
  score: number;
}

export interface FaqAnswer {
  /** Its place in the log, for what was said of it. */
  question: string;
  band: Band;
  confidence: number;
  by_meaning: boolean;
  hits: FaqHit[];
}

export interface FaqSuggestion {
  key: string;
  version: number;
  question: string;
  title: string;
}

export const questionOutcomes = ["helped", "not_helped", "taken", "wrong"] as const;
export type QuestionOutcome = (typeof questionOutcomes)[number];

export interface AskedQuestion {
  id: string;
  at: string;
  channel: string;
  language: string;
  text: string;
  band: string;
  confidence: number;
  hits: string[];
  contact: string | null;
  outcome: string | null;
}

export interface RowProblem extends FaqProblem {
  row: number;
}

export interface FaqImport {
  added: string[];
  changed: { key: string; fields: string[] }[];
  unchanged: number;
  missing: string[];
  problems: RowProblem[];
  further_problems: number;
  done: boolean;
}

export interface FaqEdition {
  number: number;
  made_at: string;
  made_by: Person;
  note: string;
  entries: number;
  added: number;
  changed: number;
  removed: number;
  receipt: null | { received_by: string; received_on: string; noted_by: Person; noted_at: string };
}

export interface FaqReviewMark {
  key: string;
  mark: "approved" | "returned";
  remark: string;
}

export interface FaqReviewMarks {
  officer_name: string;
  signed_on: string | null;
  marks: FaqReviewMark[];
  /** Rows that bear none. */
  unmarked: number;
  problems: { row: number; text_ja: string; text_en: string }[];
  /** All marks or none. */
  done: boolean;
}

export interface FaqProposal {
  id: string;
  state: string;
  kind: string;
  target: string | null;
  language: string;
  wording: string;
  count: number;
  examples: string[];
  made_at: string;
  decided_by: Person | null;
  decided_at: string | null;
}

/** How search by meaning is; words answer whatever it is. */
export interface FaqSearchState {
  meaning: "none" | "model" | "endpoint";
  state: "off" | "ready" | "slow" | "failed";
  /** Whether the thresholds of answers were judged with what searches; else nothing is given as certain. */
  thresholds: "judged" | "unjudged" | "other_model";
  titles: number;
  vectors: number;
  why_ja: string;
  why_en: string;
  how_ja: string;
  how_en: string;
}
