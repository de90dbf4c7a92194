/**
 * The shapes that cross the wire, as docs/API-DESIGN.md states them.
 * Owns names and types only; must never know React or a page.
 * Requests are made in client.ts, live messages are spoken in live/live-link.ts.
 */

export type Role = "administrator" | "manager" | "supervisor" | "agent_phone" | "agent_counter" | "city_officer";
export type Language = "ja" | "en";
export type Channel = "phone" | "counter" | "chat";
export type Direction = "inbound" | "outbound";

/** RFC 9457 problem details with the product's own texts. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail_ja: string;
  detail_en: string;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Alarm {
  code: string;
  since: string;
  message_ja: string;
  message_en: string;
}

export interface Health {
  status: string;
  version: string;
  demo: boolean;
  alarms: Alarm[];
  /** Shown on the login page of a demonstration only. */
  demo_logins?: { login: string; password: string; name: string; roles: Role[] }[];
}

export interface Me {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  skills: string[];
  seat: string | null;
  languages?: string[];
  demo: boolean;
  totp_enrolled: boolean;
  keys: number | unknown[];
}

export type LoginStep = "done" | "totp" | "key" | "enrol_totp";

export interface SubCode {
  code: string;
  label_ja: string;
  label_en: string;
  active?: boolean;
}

export interface Topic {
  code: string;
  label_ja: string;
  label_en: string;
  active: boolean;
  sub_codes: SubCode[];
}

export interface DirectoryEntry {
  id: string;
  name_ja: string;
  name_en: string;
  kind: "department" | "agency";
  number: string;
  hours_ja: string;
  open_now: boolean;
  note_ja: string;
}

export interface PauseReason {
  code: string;
  label_ja: string;
  label_en: string;
}

export type Outcome = "resolved" | "transferred_city" | "referred_agency" | "call_back" | "broken_off";

export interface Booking {
  result: "made" | "changed" | "cancelled" | "full";
  kind: "collection" | "renewal" | "other";
  reference: string;
}

export interface WrapUp {
  topic: string;
  sub_code: string | null;
  outcome: Outcome;
  booking: Booking | null;
  note: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface ContactRow {
  id: string;
  channel: Channel;
  direction: Direction;
  language: Language | null;
  caller_masked: string | null;
  queue: string | null;
  arrived_at: string;
  answered_at: string | null;
  ended_at: string | null;
  wait_ms: number | null;
  talk_ms: number | null;
  agent: Named | null;
  acceptance: string | null;
  end: string | null;
  topic: string | null;
  outcome: Outcome | null;
  has_recording: boolean;
  recording_fault: string | null;
}

export interface ContactEvent {
  at: string;
  kind: string;
  detail: unknown;
}

export interface SpeakerSpan {
  party: string;
  label: string | null;
  start_ms: number;
  end_ms: number;
}

export interface ContactDetail extends ContactRow {
  events: ContactEvent[];
  wrap_up: WrapUp | null;
  legs: { party: string; lost: number | null; jitter_ms: number | null }[];
  speakers: SpeakerSpan[];
}

export interface OpenedContact {
  caller: string | null;
  note: string | null;
  grant_until: string;
}

export interface Peaks {
  step_ms: number;
  left: number[];
  right: number[];
}

export interface Handover {
  id: string;
  contact: string | null;
  department: string;
  owner: string;
  text: string;
  due_at: string;
  state: "open" | "acknowledged" | "done";
  overdue: boolean;
  created_by: string;
  created_at: string;
  acknowledged_by: string | null;
  acknowledged_at: string | null;
}

export interface CalendarDay {
  date: string;
  open: string | null;
  close: string | null;
  reason_ja: string | null;
  reason_en: string | null;
  kind: "weekly" | "nth" | "holiday" | "year_end" | "exception" | "closed";
}

export interface CalendarException {
  id: string;
  date: string;
  open: string | null;
  close: string | null;
  reason: string;
  entered_by?: string;
}

export interface Account {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  skills: string[];
  disabled: boolean;
}

export interface Prompt {
  key: string;
  language: Language;
  text: string;
  source?: "rendered" | "recorded" | string;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: string | null;
  action: string;
  subject?: string | null;
  detail?: unknown;
}

export interface AuditVerdict {
  ok: boolean;
  rows?: number;
  fault?: string | null;
}
