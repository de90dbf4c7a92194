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
  next_cursor: string | number | null;
}

export interface Alarm {
  code: string;
  since: string;
  message_ja: string;
  message_en: string;
}

/** Whether calls are turned into text. */
export interface SpeechState {
  state: "ready" | "starting" | "off" | "failed";
  why_ja: string;
  why_en: string;
  how_ja: string;
  how_en: string;
  /** Queues that can have words of their own. */
  queues: string[];
}

/** What the recogniser is told to expect in calls of a queue. */
export interface Vocabulary {
  queue: string;
  edition: number;
  terms: string[];
  changed_by: string | null;
  changed_at: string | null;
  shipped: string[];
}

export interface Health {
  status: string;
  version: string;
  demo: boolean;
  alarms: Alarm[];
  /** No administrator is there yet. */
  setup_wanted: boolean;
  city_ja: string;
  city_en: string;
  /** Of a demonstration only. */
  demo_logins: { login: string; password: string; name: string; roles: Role[] }[];
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
  keys: number;
  keys_available: boolean;
}

export type LoginStep = "done" | "totp" | "key" | "enrol_totp";

export interface SubCode {
  code: string;
  label_ja: string;
  label_en: string;
  active: boolean;
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
  /** Null where the hours are words only. */
  open_now: boolean | null;
  opens_at: string | null;
  note_ja: string;
}

/** Somebody one works with. */
export interface Colleague {
  id: string;
  name: string;
  roles: Role[];
  /** False for an account that is switched off; past contacts still name it. */
  active: boolean;
}

/** One state of an agent for as long as it held. */
export interface StateSpan {
  state: string;
  reason: string | null;
  contact: string | null;
  from: string;
  to: string | null;
  duration_ms: number;
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
  detour_ms: number;
  agent: Named | null;
  acceptance: string | null;
  end: string | null;
  topic: string | null;
  sub_code: string | null;
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

/** What stands in the record without a reason stated; the note and the booking's reference come with the grant. */
export interface FiledWrapUp {
  topic: string | null;
  outcome: Outcome | null;
  booking_result: Booking["result"] | null;
  booking_kind: Booking["kind"] | null;
  has_note: boolean;
  filed_by: Named | null;
  filed_at: string | null;
}

export interface ContactDetail extends ContactRow {
  events: ContactEvent[];
  wrap_up: FiledWrapUp | null;
  legs: { party: string; lost?: number | null; jitter_ms?: number | null }[];
  speakers: SpeakerSpan[];
  /** How the recording stands; null where there is none. */
  recording: RecordingStanding | null;
  /** Until when the reader's stated reason holds. */
  grant_until: string | null;
}

export interface SilencedStretch {
  side: "left" | "right" | "both";
  start_ms: number;
  end_ms: number;
  kind: string;
}

export interface RecordingStanding {
  state: "writing" | "waiting" | "final" | "unredacted" | "lost" | "expired" | "expiring" | "erasing" | "erased";
  may_listen: boolean;
  waiting_since: string | null;
  waiting_why: string | null;
  deleted_at: string | null;
  sealed_until: string | null;
  silenced: SilencedStretch[];
}

export interface OriginalOpening {
  id: string;
  asked_by: { id: string; name: string };
  reason: string;
  asked_at: string;
  decided_by: { id: string; name: string } | null;
  decision: "approved" | "refused" | null;
  open_until: string | null;
}

export interface DayCoverage {
  day: string;
  due: number;
  recorded: number;
  transcribed: number;
  gaps: number;
  shortfalls: Record<string, number>;
}

export interface MonthCoverage {
  month: string;
  days: DayCoverage[];
}

export interface DayDetail extends DayCoverage {
  short: { contact: string; arrived_at: string; code: string; gap: boolean; fault: string | null; waiting_why: string | null }[];
}

export interface OpenedContact {
  caller: string | null;
  note: string | null;
  flow_notes: string[];
  booking_reference: string | null;
  grant_until: string;
}

export interface Peaks {
  step_ms: number;
  left: number[];
  right: number[];
}

export interface Handover {
  id: string;
  contact: string;
  department: { id: string; name_ja: string; name_en: string };
  owner: Named | null;
  /** Null where the reader may not see it. */
  text: string | null;
  due_at: string;
  state: "open" | "acknowledged" | "done";
  overdue: boolean;
  created_by: Named;
  created_at: string;
  acknowledged_by: Named | null;
  acknowledged_at: string | null;
  done_by: Named | null;
  done_at: string | null;
}

export interface CalendarDay {
  date: string;
  open: string | null;
  close: string | null;
  reason_ja: string | null;
  reason_en: string | null;
  kind: "weekly" | "nth" | "holiday" | "year_end" | "exception" | "maintenance" | "closed";
}

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** Hours on some weekdays, in every week or the nth of the month. */
export interface WeeklyRule {
  days: Weekday[];
  nth?: number[];
  open: string;
  close: string;
}

/** The regular hours of a channel; the first rule that names a day counts. */
export interface CalendarRules {
  weekly: WeeklyRule[];
  closed_on_national_holidays: boolean;
  closed_at_year_end: boolean;
}

export interface CalendarException {
  id: string;
  date: string;
  open: string | null;
  close: string | null;
  reason: string;
  entered_by?: string;
  entered_at?: string;
}

export interface Account {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  skills: string[];
  disabled: boolean;
  totp_enrolled: boolean;
  keys: number;
  pin_set: boolean;
}

/** A kiosk of the counter. */
export interface Kiosk {
  id: string;
  name: string;
  enrolled_at: string;
  seen_at: string | null;
  connected: boolean;
}

/** A code to be typed at a kiosk. */
export interface KioskCode {
  code: string;
  until: string;
}

export interface Seat {
  id: string;
  name: string;
  kind: string;
  enrolled_at: string | null;
}

export interface Prompt {
  key: string;
  language: Language;
  /** The words in force; what stands in braces is filled when it is spoken. */
  text: string;
  /** The words the product brings. */
  default_text: string;
  recorded: boolean;
  changed_at: string | null;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: string;
  actor_name: string | null;
  action: string;
  subject: string;
  detail: unknown;
}

export interface AuditVerdict {
  whole: boolean;
  rows: number;
  findings: string[];
}

/** Words supervisors are told of. */
export interface WatchWords {
  ja: string[];
  en: string[];
  version: number;
}
