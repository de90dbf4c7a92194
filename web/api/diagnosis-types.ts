/**
 * What crosses the wire about looking after kiosks, as docs/API-DESIGN.md states it: shared by the kiosk that
 * measures and the pages that show. Types only; limits and judgement are the server's.
 */
export type DeviceState = "works" | "refused" | "absent" | "busy" | "silent" | "unanswered" | "left_out";
export type ToneState = "played" | "drowned" | "not_played" | "no_ear" | "unanswered" | "left_out";
export type PeripheralState = "ready" | "absent" | "faulty";

export interface MeasuredCamera {
  state: DeviceState;
  picture: { width: number; height: number; brightness: number; contrast: number } | null;
}

export interface MeasuredMicrophone {
  state: DeviceState;
  /** dB of full scale; -200 for digital silence. */
  level_db: number | null;
}

export interface MeasuredSpeaker {
  state: ToneState;
  /** By how much the tone's frequency rose at the microphone. */
  rose_db: number | null;
}

export interface MeasuredNetwork {
  live_ms: number | null;
  jitter_ms: number | null;
  echoes: number;
  echoes_lost: number;
  request_ms: number | null;
  down_kbps: number | null;
  up_kbps: number | null;
  dns_ms: number | null;
}

export interface Measured {
  camera: MeasuredCamera;
  microphone: MeasuredMicrophone;
  speaker: MeasuredSpeaker;
  network: MeasuredNetwork;
  zoom: "reached" | "unreached" | "not_asked";
  storage: { used_bytes: number; quota_bytes: number } | null;
  memory_gib: number | null;
  browser: { engine: "chromium" | "firefox" | "safari" | "unknown"; major: number } | null;
  battery: { percent: number; charging: boolean } | null;
  agent: { version: string; card_reader: PeripheralState; scanner: PeripheralState } | null;
  agent_asked: boolean;
  clock_ahead_ms: number | null;
  interrupted: boolean;
}

export const parts = ["machine", "network", "reader", "camera", "sound"] as const;
export type Part = (typeof parts)[number];

export type Verdict = "good" | "warn" | "bad";

export interface Finding {
  severity: string;
  part: string;
  code: string;
}

export interface Change {
  quantity: string;
  before: number;
  now: number;
  worse: boolean;
}

export interface Diagnosis {
  id: string;
  /** Null for the check before opening. */
  asked_by: string | null;
  started_at: string;
  ended_at: string;
  verdict: string;
  findings: Finding[];
  measured: Measured;
  compared_with: string | null;
  changes: Change[];
}

export interface DiagnosisRun {
  id: string;
  state: string;
  parts: string[];
  all_parts: string[];
  started_at: string;
}

export interface Fittings {
  card_reader: boolean;
  scanner: boolean;
}

/** A kiosk as those see it who look after it. */
export interface KioskCondition {
  id: string;
  name: string;
  connected: boolean;
  heard_at: string | null;
  contact: string | null;
  verdict: string | null;
  checked_at: string | null;
  open_faults: number;
  fittings: Fittings;
}

export interface KioskFault {
  id: string;
  diagnosis: string | null;
  words: string;
  state: string;
  opened_by: string;
  opened_at: string;
  remedy: string | null;
  done_by: string | null;
  done_at: string | null;
}
