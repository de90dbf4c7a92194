/**
 * What the kiosk knows and what the resident before it has chosen; a pure reducer.
 * Must never know React, the socket or the clock. `screens.ts` says what is shown for it.
 */
import type { Paper } from "../flow/paper";
import type { FlowView, VisitSlip } from "../flow/view";
import { noSeats, type Seats } from "../visit/seats";
import { languageOf, type Voice } from "../words/kiosk-speech";
import type { KioskLinkStatus } from "./kiosk-link";
import { type CaptionLine, mergeCaptions } from "../visit/captions";
import { mergeLines, type WrittenLine } from "../visit/written";
import { knownWishes, type ServerMessage, type Visit, type Welcome, type Wish } from "./messages";

/** What the server told of this kiosk and its counter. */
export interface Facts {
  name: string;
  open: boolean;
  next_open: string | null;
  city_ja: string;
  city_en: string;
  call_number: string | null;
  wishes: readonly Wish[];
  /** What the kiosk's own printer takes. */
  slip_paper: Paper | null;
}

/** What the visitor is guided through, and takes home; it stands until the farewell is over. */
export interface Guide {
  contact: string;
  view: FlowView | null;
  slip: VisitSlip | null;
}

export interface Ended {
  ticket: string;
  how: "served" | "cancelled" | "broken";
}

/** What one resident chose and caused; nothing of it outlives the resident. */
export interface Sitting {
  voice: Voice;
  /** Step of the text size: 0, 1, 2. */
  size: number;
  contrast: boolean;
  wish: Wish | null;
  asking: boolean;
  /** The resident cancels or ends: the visit that goes away is theirs to end. */
  leaving: boolean;
  confirming: boolean;
  /** Staff test camera and microphone. */
  checking: boolean;
  /** The resident would rather write, or the operator has written. */
  writing: boolean;
  /** The resident reads along. */
  captions: boolean;
  /** The resident has a number from the reception and types it. */
  numbering: boolean;
  staff: "quiet" | "called" | "failed";
  refusal: { detail_ja: string; detail_en: string } | null;
  ended: Ended | null;
  /** When the kiosk goes back to the start by itself; null while nobody needs to hurry. */
  idle_until_ms: number | null;
}

export interface KioskState {
  /** undefined until the browser's database has answered; null when not enrolled. */
  own: { kiosk: string; name: string } | null | undefined;
  revoked: boolean;
  status: KioskLinkStatus;
  /** The line has been lost for so long that a resident must be told what to do. */
  gone: boolean;
  facts: Facts | null;
  visit: Visit | null;
  guide: Guide | null;
  /** The number that the hall's display sends here. */
  called: string | null;
  /** Who is in which line of the visit's connection. */
  seats: Seats;
  /** What was written in the visit; gone with it. */
  written: readonly WrittenLine[];
  /** What was heard in the visit; gone with it. */
  captions: readonly CaptionLine[];
  sitting: Sitting;
  /** Counts how often everything went back to the start; a screen's own memory hangs on it. */
  round: number;
}

export const freshSitting: Sitting = {
  voice: "ja",
  size: 0,
  contrast: false,
  wish: null,
  asking: false,
  leaving: false,
  confirming: false,
  checking: false,
  writing: false,
  captions: true,
  numbering: false,
  staff: "quiet",
  refusal: null,
  ended: null,
  idle_until_ms: null,
};

export const emptyKiosk: KioskState = { own: undefined, revoked: false, status: "stopped", gone: false, facts: null, visit: null, guide: null, called: null, seats: noSeats, written: [], captions: [], sitting: freshSitting, round: 0 };

export type KioskAction =
  | { type: "identity"; own: { kiosk: string; name: string } | null; revoked?: boolean }
  | { type: "status"; status: KioskLinkStatus }
  | { type: "gone" }
  | { type: "message"; message: ServerMessage }
  | { type: "choose"; part: Partial<Pick<Sitting, "voice" | "size" | "contrast" | "wish" | "numbering" | "checking" | "writing" | "captions" | "confirming" | "asking" | "leaving" | "staff" | "refusal">> }
  | { type: "idle"; until_ms: number | null }
  | { type: "restart" };

export function reduceKiosk(state: KioskState, action: KioskAction): KioskState {
  switch (action.type) {
    case "identity":
      // Another identity, or none: what was known belonged to the one before.
      return { ...state, own: action.own, revoked: action.revoked ?? false, facts: null, visit: null, guide: null, called: null, seats: noSeats, written: [], captions: [] };
    case "status":
      return { ...state, status: action.status, gone: state.gone && action.status !== "open" };
    case "gone":
      return state.status === "open" ? state : { ...state, gone: true };
    case "message":
      return digest(state, action.message);
    case "choose":
      return sit(state, action.part);
    case "idle":
      return state.sitting.idle_until_ms === action.until_ms ? state : sit(state, { idle_until_ms: action.until_ms });
    case "restart":
      return { ...state, guide: null, sitting: freshSitting, round: state.round + 1 };
  }
}

/** Whether a resident has left anything on the screen that the next one must not find. */
export function isTouched({ sitting }: KioskState): boolean {
  const { idle_until_ms: _, ...chosen } = sitting;
  return Object.entries(chosen).some(([name, value]) => value !== freshSitting[name as keyof Sitting]);
}

/** The slip that stands on the farewell: only who was served has one to take. */
export function slipToTake({ guide, sitting }: KioskState): VisitSlip | null {
  return sitting.ended?.how === "served" ? (guide?.slip ?? null) : null;
}

function sit(state: KioskState, part: Partial<Sitting>): KioskState {
  return { ...state, sitting: { ...state.sitting, ...part } };
}

function digest(state: KioskState, message: ServerMessage): KioskState {
  switch (message.type) {
    case "welcome":
      // What was written and heard is told anew after a greeting.
      return follow({ ...state, facts: factsOf(message), called: null, written: [], captions: [] }, message.visit);
    case "hours":
      return state.facts === null ? state : { ...state, facts: { ...state.facts, open: message.open, next_open: message.next_open } };
    case "visit":
      return follow(state, message.visit);
    case "visit_gone":
      return state.visit?.contact === message.contact ? follow(state, null) : state;
    case "flow":
      return { ...state, guide: { ...guideOf(state, message.contact), view: message.view } };
    case "slip":
      return { ...state, guide: { ...guideOf(state, message.slip.contact), slip: message.slip } };
    case "called":
      return { ...state, called: message.ticket };
    case "seats":
      return state.visit?.contact === message.contact ? { ...state, seats: message.seats } : state;
    case "written":
      return read(state, message.contact, message.lines);
    case "captions":
      return state.visit?.contact === message.contact ? { ...state, captions: mergeCaptions(state.captions, message.lines) } : state;
    case "challenge":
    case "media_answer":
    case "echo":
    case "diagnose":
    case "stop_diagnosis":
    case "reload":
    case "video_grant":
    case "done":
    case "refused":
    case "replaced":
    case "revoked":
      return state;
  }
}

function factsOf({ name, open, next_open, city_ja, city_en, call_number, wishes, slip_paper = null }: Welcome): Facts {
  return { name, open, next_open, city_ja, city_en, call_number, wishes: knownWishes(wishes), slip_paper };
}

/** What is held for this visit; of another one nothing stays. */
function guideOf({ guide }: KioskState, contact: string): Guide {
  return guide?.contact === contact ? guide : { contact, view: null, slip: null };
}

/** Goes with the visit as the server has it; the end of one becomes the farewell. */
function follow(state: KioskState, visit: Visit | null): KioskState {
  if (visit !== null && visit.state !== "over") return take(state, visit);
  const last = state.visit;
  if (last === null) return { ...state, visit: null, seats: noSeats, written: [], captions: [] };
  const spoke = last.state === "talking";
  const how = spoke ? "served" : state.sitting.leaving ? "cancelled" : "broken";
  return sit({ ...state, visit: null, seats: noSeats, written: [], captions: [] }, { ended: { ticket: last.ticket, how }, wish: null, numbering: false, writing: false, asking: false, leaving: false, confirming: false, refusal: null });
}

/** Takes lines of the visit in; what the operator writes is shown at once. */
function read(state: KioskState, contact: string, lines: readonly WrittenLine[]): KioskState {
  if (state.visit?.contact !== contact) return state;
  return sit({ ...state, written: mergeLines(state.written, lines) }, { writing: true });
}

function take(state: KioskState, visit: Visit): KioskState {
  const isNew = state.visit?.contact !== visit.contact;
  const guide = state.guide?.contact === visit.contact ? state.guide : null;
  const isAnother = isNew && state.visit !== null;
  const held = { ...state, visit, guide, written: isAnother ? [] : state.written, captions: isAnother ? [] : state.captions };
  // A reloaded page knows nothing of the choice: the visit tells what the resident reads.
  const voice = state.visit === null && languageOf(state.sitting.voice) !== visit.language ? visit.language : state.sitting.voice;
  // What was asked about waiting is no question once the operator is there.
  const moved = state.visit?.state !== visit.state;
  return sit(held, {
    voice,
    asking: false,
    refusal: null,
    ended: null,
    idle_until_ms: null,
    wish: null,
    numbering: false,
    leaving: isNew ? false : state.sitting.leaving,
    confirming: moved ? false : state.sitting.confirming,
  });
}
