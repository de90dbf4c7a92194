/**
 * What the resident's page knows of its chat: a pure reducer.
 * Must never know the socket, the screen, storage or the clock; what is now comes in.
 */
import type { ChatStatus } from "./chat-link";
import { type ChatLine, mergeChat } from "./lines";
import type { Hours, ServerMessage, Standing, Welcome } from "./messages";

/** The other side is shown to be writing for this long after it was said. */
export const TYPING_MS = 4_000;

export interface ChatState {
  status: ChatStatus;
  welcome: Welcome | null;
  hours: Hours | null;
  lines: readonly ChatLine[];
  standing: Standing;
  /** Until when the operator is shown to be writing. */
  typing_until_ms: number;
  /** Server clock minus browser clock. */
  clock_offset_ms: number;
  /** A chat that was going on could not be found again. */
  lost: boolean;
}

const nothing: Standing = { stage: "bot", position: null, estimate_minutes: null, agent: null, idle_until: null };

export const emptyChat: ChatState = { status: "connecting", welcome: null, hours: null, lines: [], standing: nothing, typing_until_ms: 0, clock_offset_ms: 0, lost: false };

export function digest(state: ChatState, message: ServerMessage, now_ms: number): ChatState {
  switch (message.type) {
    case "welcome":
      return welcome(state, message, now_ms);
    case "hours":
      return { ...state, hours: message };
    case "lines":
      return { ...state, lines: mergeChat(state.lines, message.lines), typing_until_ms: message.lines.some(({ from }) => from === "agent") ? 0 : state.typing_until_ms };
    case "state":
      return { ...state, standing: message, typing_until_ms: message.stage === "talking" ? state.typing_until_ms : 0 };
    case "typing":
      return { ...state, typing_until_ms: now_ms + TYPING_MS };
    case "replaced":
    case "busy":
    case "done":
    case "refused":
      return state;
  }
}

/** The line stands; a conversation under another secret than before is another one. */
function welcome(state: ChatState, message: Welcome, now_ms: number): ChatState {
  const clock_offset_ms = Date.parse(message.now) - now_ms;
  const isOther = state.welcome !== null && state.welcome.token !== message.token;
  if (!isOther) return { ...state, welcome: message, clock_offset_ms };
  const wasHandedOver = state.standing.stage === "waiting" || state.standing.stage === "talking";
  return { ...emptyChat, status: state.status, hours: state.hours, welcome: message, clock_offset_ms, lost: wasHandedOver };
}

/** Seconds until the chat ends unless somebody writes, when that is soon; null otherwise. */
export function endsIn_s(state: ChatState, now_ms: number): number | null {
  const { idle_until } = state.standing;
  if (idle_until === null) return null;
  const left_s = Math.ceil((Date.parse(idle_until) - now_ms - state.clock_offset_ms) / 1000);
  return left_s <= 60 ? Math.max(0, left_s) : null;
}
