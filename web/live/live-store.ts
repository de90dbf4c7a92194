/**
 * What the server says is happening: agents, contacts, alarms, notices. A pure reducer and a tiny store.
 * Must never know React, the socket or the clock; `call-store.ts` and `floor-view.ts` read it.
 */
import type { Me } from "../api/types";
import { type ChatLine, mergeChat } from "../chat/lines";
import type { Suggestions } from "../faq/suggested";
import type { FlowView } from "../flow/view";
import type { LinkStatus } from "./live-link";
import { mergeTranscript, type TranscriptLine } from "../transcript/lines";
import { type CaptionLine, mergeCaptions } from "../visit/captions";
import { mergeLines, type WrittenLine } from "../visit/written";
import type { AgentView, ContactView, LiveAlarm, ServerMessage } from "./messages";

export interface Notification {
  key: number;
  code: string;
  detail_ja: string;
  detail_en: string;
}

export interface LiveState {
  status: LinkStatus;
  /** Server clock minus browser clock. */
  clock_offset_ms: number;
  me: Me | null;
  media_up: boolean;
  agents: Readonly<Record<string, AgentView>>;
  contacts: Readonly<Record<string, ContactView>>;
  /** Who is in which line of this page's connection to a visit: `visitor`, `agent` or a guest's id. */
  seats: Readonly<Record<string, readonly (string | null)[]>>;
  /** What was written in visits that are in hand. */
  written: Readonly<Record<string, readonly WrittenLine[]>>;
  /** What was written in chats that ring here or are in hand, after-call work included. */
  chats: Readonly<Record<string, readonly ChatLine[]>>;
  /** When the resident of a chat was said to be writing, by this browser's clock. */
  chat_typed_ms: Readonly<Record<string, number>>;
  /** What is being said in contacts, as far as this page may read it. */
  transcripts: Readonly<Record<string, readonly TranscriptLine[]>>;
  /** What was heard in visits that are in hand. */
  captions: Readonly<Record<string, readonly CaptionLine[]>>;
  /** What the FAQ says to what is asked in calls in hand. */
  suggestions: Readonly<Record<string, Suggestions>>;
  /** Contacts known before the last greeting and not yet confirmed after it. */
  unconfirmed: readonly string[];
  /** Guided flows of visits at this desk, by contact. */
  flows: Readonly<Record<string, FlowView>>;
  /** Of these flows, those the server has not spoken of since the last greeting. */
  unconfirmed_flows: readonly string[];
  alarms: Readonly<Record<string, LiveAlarm>>;
  notices: readonly Notification[];
  lastNotice: number;
}

export const emptyLive: LiveState = {
  status: "connecting",
  clock_offset_ms: 0,
  me: null,
  media_up: false,
  agents: {},
  contacts: {},
  seats: {},
  written: {},
  chats: {},
  chat_typed_ms: {},
  transcripts: {},
  captions: {},
  suggestions: {},
  unconfirmed: [],
  flows: {},
  unconfirmed_flows: [],
  alarms: {},
  notices: [],
  lastNotice: 0,
};

/** More notices than this push the oldest out. */
const NOTICES_MAX = 4;

export type LiveAction =
  | { type: "message"; message: ServerMessage; now_ms: number }
  | { type: "status"; status: LinkStatus }
  | { type: "sweep" }
  | { type: "audio_stopped" }
  | { type: "notify"; code: string; detail_ja: string; detail_en: string }
  | { type: "dismiss"; key: number };

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> => Object.fromEntries(items.map((item) => [item.id, item]));

function without<T>(record: Readonly<Record<string, T>>, ids: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => !ids.includes(id)));
}

export function reduceLive(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case "message":
      return digest(state, action.message, action.now_ms);
    case "status":
      return { ...state, status: action.status };
    case "sweep":
      return { ...state, contacts: without(state.contacts, state.unconfirmed), unconfirmed: [], flows: without(state.flows, state.unconfirmed_flows), unconfirmed_flows: [] };
    case "audio_stopped":
      return { ...state, media_up: false };
    case "notify":
      return notify(state, action);
    case "dismiss":
      return { ...state, notices: state.notices.filter((notice) => notice.key !== action.key) };
  }
}

function notify(state: LiveState, { code, detail_ja, detail_en }: Omit<Notification, "key">): LiveState {
  const key = state.lastNotice + 1;
  return { ...state, lastNotice: key, notices: [...state.notices, { key, code, detail_ja, detail_en }].slice(-NOTICES_MAX) };
}

function digest(state: LiveState, message: ServerMessage, now_ms: number): LiveState {
  switch (message.type) {
    case "welcome":
      return { ...state, me: message.me, clock_offset_ms: Date.parse(message.now) - now_ms, media_up: false, unconfirmed: Object.keys(state.contacts), unconfirmed_flows: Object.keys(state.flows), alarms: {}, written: {}, chats: {}, transcripts: {}, captions: {}, suggestions: {} };
    case "media_state":
      return { ...state, media_up: message.up };
    case "agent":
      return { ...state, agents: { ...state.agents, [message.agent.id]: message.agent } };
    case "contact":
      return confirm(state, message.contact);
    case "written":
      return { ...state, written: { ...state.written, [message.contact]: mergeLines(state.written[message.contact] ?? [], message.lines) } };
    case "chat_lines":
      return { ...state, chats: { ...state.chats, [message.contact]: mergeChat(state.chats[message.contact] ?? [], message.lines) }, chat_typed_ms: without(state.chat_typed_ms, [message.contact]) };
    case "chat_typing":
      return { ...state, chat_typed_ms: { ...state.chat_typed_ms, [message.contact]: now_ms } };
    case "transcript":
      return { ...state, transcripts: { ...state.transcripts, [message.contact]: mergeTranscript(state.transcripts[message.contact] ?? [], message.lines, message.whole) } };
    case "captions":
      return { ...state, captions: { ...state.captions, [message.contact]: mergeCaptions(state.captions[message.contact] ?? [], message.lines) } };
    case "suggestions":
      return { ...state, suggestions: { ...state.suggestions, [message.contact]: message } };
    case "contact_gone":
      return { ...state, suggestions: without(state.suggestions, [message.contact]), transcripts: without(state.transcripts, [message.contact]), contacts: without(state.contacts, [message.contact]), flows: without(state.flows, [message.contact]), written: without(state.written, [message.contact]), chats: without(state.chats, [message.contact]), chat_typed_ms: without(state.chat_typed_ms, [message.contact]), captions: without(state.captions, [message.contact]), seats: without(state.seats, [message.contact]) };
    case "visit_seats":
      return { ...state, seats: { ...state.seats, [message.contact]: message.seats } };
    case "flow":
      return followFlow(state, message.contact, message.view);
    case "floor_reset":
      return { ...state, agents: byId(message.agents), contacts: byId(message.contacts), unconfirmed: [] };
    case "alarm":
      return { ...state, alarms: { ...state.alarms, [message.code]: message } };
    case "alarm_cleared":
      return { ...state, alarms: without(state.alarms, [message.code]) };
    case "notice":
      return notify(state, message);
    case "seat_taken":
    case "taken_over":
    case "done":
    case "refused":
    case "media_answer":
    case "visit_answer":
    case "video_grant":
      return state;
  }
}

function confirm(state: LiveState, contact: ContactView): LiveState {
  // What was written and heard is over with the visit, not with the work after it.
  const isOver = contact.state === "wrap_up";
  const written = isOver ? without(state.written, [contact.id]) : state.written;
  const captions = isOver ? without(state.captions, [contact.id]) : state.captions;
  return { ...state, written, captions, contacts: { ...state.contacts, [contact.id]: contact }, unconfirmed: state.unconfirmed.filter((id) => id !== contact.id) };
}

function followFlow(state: LiveState, contact: string, view: FlowView | null): LiveState {
  const others = without(state.flows, [contact]);
  return { ...state, flows: view === null ? others : { ...others, [contact]: view }, unconfirmed_flows: state.unconfirmed_flows.filter((id) => id !== contact) };
}

export interface Store<S, A> {
  read: () => S;
  send: (action: A) => void;
  subscribe: (listener: () => void) => () => void;
}

export function makeStore<S, A>(reduce: (state: S, action: A) => S, first: S): Store<S, A> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    read: () => state,
    send: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
