/**
 * The messages of the WebSocket `/api/live`, both ways, as docs/API-DESIGN.md states them.
 * Owns names and types only. live-link.ts carries them, the stores digest them.
 */
import type { Suggestions } from "../faq/suggested";
import type { Channel, Direction, Language, Me, Outcome } from "../api/types";
import type { ChatLine } from "../chat/lines";
import type { FlowEvent, FlowView } from "../flow/view";
import type { VideoGrant, VideoSaid, VideoTold } from "../visit/providers/provider";
import type { TranscriptLine } from "../transcript/lines";
import type { CaptionLine, CaptionWord } from "../visit/captions";
import type { WrittenLine } from "../visit/written";
import type { VisitLineState } from "../visit/visit-line";

export type AgentState =
  | "offline"
  | "available"
  | "paused"
  | "ringing"
  | "dialling"
  | "talking"
  | "hold"
  | "consulting"
  | "wrap_up"
  | "monitoring"
  | "lost";

export interface AgentView {
  id: string;
  name: string;
  seat: string | null;
  skills: string[];
  state: AgentState;
  reason: string | null;
  since: string;
  contact: string | null;
  desk_up: boolean;
  /** Whether the agent takes contacts when the work in hand is done. */
  available_next: boolean;
  /** Whether one more chat could be passed to the agent. */
  takes_chat: boolean;
  /** Everything in the agent's hands, oldest first; empty for colleagues. */
  works: Work[];
}

/** A contact in an agent's hands. */
export interface Work {
  contact: string;
  channel: Channel;
  kind: "ringing" | "handling" | "consulted" | "wrap_up";
  since: string;
  until: string | null;
}

export type ContactState =
  | "ivr"
  | "waiting"
  | "ringing"
  | "dialling"
  | "talking"
  | "interrupted"
  | "held"
  | "consulting"
  | "conference"
  | "transferring"
  | "transferred"
  | "wrap_up"
  | "closed";

export interface ThirdParty {
  label: string;
  state: "dialling" | "ringing" | "talking";
}

export interface Assignment {
  id: number;
  agent: string;
  ring_until: string;
  purpose: "queue" | "transfer" | "return" | "consult";
}

export interface EarlierContact {
  id: string;
  at: string;
  topic: string | null;
  outcome: Outcome | null;
}

/** A city officer or a supervisor who joined a visit, seen and heard by everybody in it. */
export interface GuestView {
  id: string;
  name: string;
  role: "city_officer" | "supervisor";
}

/** A supervisor on a contact. */
export interface MonitorView {
  id: string;
  name: string;
  mode: Exclude<MonitorMode, "off">;
}

export type AlertCode = "watch_word" | "long_silence" | "long_hold" | "raised_voice" | "long_wait";

/** A watched condition that stands. */
export interface AlertView {
  code: AlertCode;
  since: string;
  word: string | null;
  seen_by: string | null;
  seen_at: string | null;
}

/** What a visitor can be seen and heard by. */
export interface VisitorDevices {
  camera: boolean;
  microphone: boolean;
}

export interface ContactView {
  id: string;
  channel: Channel;
  direction: Direction;
  language: Language | null;
  /** The resident of a chat reads easy Japanese, which is Japanese to the floor. */
  reads_easy: boolean;
  caller: string | null;
  caller_masked: string | null;
  dialled: string | null;
  queue: string | null;
  state: ContactState;
  arrived_at: string;
  queued_at: string | null;
  answered_at: string | null;
  state_since: string;
  position: number | null;
  /** The caller has hung up and will be called back. */
  callback: boolean;
  agent: string | null;
  assignment: Assignment | null;
  third: ThirdParty | null;
  wrap_up_until: string | null;
  monitors: MonitorView[];
  recording: boolean;
  /** Until when the recording is silenced because something secret is said. */
  secret_hold_until: string | null;
  /** Earlier contacts of the same number; on the serving desk only. */
  previous: EarlierContact[];
  /** The service dialled, or the wish chosen at a kiosk. */
  service: string;
  /** Estimated wait in whole minutes, while it waits. */
  estimated_wait_minutes: number | null;
  /** A visit's ticket and kiosk. */
  ticket: string | null;
  kiosk: string | null;
  /** Who joined a visit besides its agent. */
  guests: GuestView[];
  /** Who of a visit looks away: the last picture is not shown on. */
  visitor_away: boolean;
  /** Which devices a visitor can be seen and heard by. */
  visitor_devices: VisitorDevices;
  agent_away: boolean;
  /** Who carries a visit's picture and sound. */
  video: VideoTold | null;
  /** Whether a document was asked for, or is what the picture shows. */
  document: DocumentState;
  /** Whether what is said in a visit is shown as text, or why not. */
  captions: CaptionWord;
  /** A visit's line, once its pages have met. */
  line: VisitLineState | null;
  /** The agent asks for a supervisor, and since when. */
  hand_raised: boolean;
  hand_raised_at: string | null;
  /** Codes of alerts nobody has seen; on supervisors' pages only. */
  alerts: AlertCode[];
  /** Every alert that stands; on supervisors' pages only. */
  alert_states: AlertView[];
}

export type DocumentState = "none" | "asked" | "shown";
export type MonitorMode = "listen" | "whisper" | "barge" | "off";
export type Target = { number: string } | { agent: string } | { queue: string } | { directory: string };

export type Command =
  | { type: "media_offer"; sdp: string }
  | { type: "visit_offer"; contact: string; sdp: string; away: boolean }
  | { type: "visit_join"; contact: string; sdp: string; away: boolean }
  | { type: "visit_leave"; contact: string }
  | { type: "look_away"; contact: string; on: boolean }
  | { type: "video"; contact: string; epoch: number; say: VideoSaid }
  | { type: "say"; contact: string; text: string }
  | { type: "chat_say"; contact: string; text: string }
  | { type: "chat_typing"; contact: string }
  | { type: "ask_document"; contact: string; on: boolean }
  | { type: "set_state"; state: "available" | "paused"; reason?: string }
  | { type: "answer" | "refuse"; contact: string; assignment: number }
  | {
      type:
        | "hang_up"
        | "hold"
        | "resume"
        | "complete_transfer"
        | "conference"
        | "cancel_consult"
        | "wrap_up_done"
        | "extend_wrap_up";
      contact: string;
    }
  | { type: "secret_hold"; contact: string; on: boolean }
  | { type: "digit"; contact: string; digit: string }
  | { type: "transfer" | "consult"; contact: string; to: Target }
  | { type: "call_out"; to: { number: string } | { directory: string } }
  | { type: "monitor"; contact: string; mode: MonitorMode }
  | { type: "take_over"; contact: string }
  | { type: "raise_hand"; contact: string; on: boolean }
  | { type: "see_alert"; contact: string; alert: AlertCode }
  | { type: "mute"; on: boolean }
  | { type: "flow_start"; contact: string; flow: string }
  | { type: "flow_event"; contact: string; event: FlowEvent }
  | { type: "follow"; contact: string; on: boolean };

export interface LiveAlarm {
  code: string;
  since: string;
  message_ja: string;
  message_en: string;
}

export type ServerMessage =
  | { type: "welcome"; me: Me; now: string; zoom: boolean }
  | ({ type: "video_grant"; contact: string } & VideoGrant)
  | { type: "seat_taken" }
  | { type: "taken_over" }
  | { type: "done"; id: number }
  | { type: "refused"; id: number; code: string; detail_ja: string; detail_en: string }
  | { type: "media_answer"; sdp: string }
  | { type: "visit_answer"; contact: string; sdp: string }
  | { type: "visit_seats"; contact: string; seats: (string | null)[] }
  | { type: "written"; contact: string; lines: WrittenLine[] }
  /** Lines of a chat that are new or changed, from the moment it rings. */
  | { type: "chat_lines"; contact: string; lines: ChatLine[] }
  | { type: "chat_typing"; contact: string }
  /** What is being said: lines that are new or changed, or all of them. */
  | { type: "transcript"; contact: string; lines: TranscriptLine[]; whole: boolean }
  | { type: "captions"; contact: string; lines: CaptionLine[] }
  /** What the FAQ says to what the caller asks, in place of what it said before. */
  | ({ type: "suggestions" } & Suggestions)
  | { type: "media_state"; up: boolean }
  | { type: "agent"; agent: AgentView }
  | { type: "contact"; contact: ContactView }
  | { type: "contact_gone"; contact: string }
  /** The guided flow of a visit at this desk; null when none was begun. */
  | { type: "flow"; contact: string; view: FlowView | null }
  | { type: "floor_reset"; agents: AgentView[]; contacts: ContactView[] }
  | ({ type: "alarm" } & LiveAlarm)
  | { type: "alarm_cleared"; code: string }
  | { type: "notice"; code: string; detail_ja: string; detail_en: string };
