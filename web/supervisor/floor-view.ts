/**
 * The floor as a supervisor reads it: who waits how long, who does what, the figures of this instant.
 * Pure; the instant is an argument. Messages are digested in live/live-store.ts.
 */
import type { LiveState } from "../live/live-store";
import type { AgentView, ContactState, ContactView } from "../live/messages";
import { byAttention, needsAttention } from "./attention";

export interface FloorView {
  waiting: ContactView[];
  in_menu: number;
  in_hand: ContactView[];
  agents: AgentView[];
  longest_wait_ms: number | null;
  available: number;
  paused: number;
  in_call: number;
  /** Contacts somebody should look at now. */
  needing: number;
}

const WAITING: readonly ContactState[] = ["waiting", "ringing"];
const IN_HAND: readonly ContactState[] = ["dialling", "talking", "interrupted", "held", "consulting", "conference", "transferring", "transferred", "wrap_up"];

export const waitSince = (contact: ContactView) => contact.queued_at ?? contact.arrived_at;

export function floorView(state: LiveState, now_ms: number): FloorView {
  const contacts = Object.values(state.contacts);
  const waiting = contacts.filter((contact) => WAITING.includes(contact.state) && contact.answered_at === null).sort((left, right) => waitSince(left).localeCompare(waitSince(right)));
  const agents = Object.values(state.agents).filter((agent) => agent.state !== "offline");
  const oldest = waiting[0];
  return {
    waiting,
    in_menu: contacts.filter((contact) => contact.state === "ivr").length,
    in_hand: contacts.filter((contact) => IN_HAND.includes(contact.state) || (contact.state === "ringing" && contact.answered_at !== null)).sort(byAttention),
    agents: agents.sort((left, right) => left.name.localeCompare(right.name, "ja")),
    longest_wait_ms: oldest === undefined ? null : Math.max(0, now_ms - Date.parse(waitSince(oldest))),
    available: agents.filter((agent) => agent.state === "available").length,
    paused: agents.filter((agent) => agent.state === "paused").length,
    needing: contacts.filter(needsAttention).length,
    in_call: agents.filter((agent) => ["talking", "hold", "consulting"].includes(agent.state)).length,
  };
}

/** Calls an agent speaks on alone, so that they can be taken over; the server has the last word. */
export function canTakeOver(contact: ContactView): boolean {
  return contact.channel === "phone" && contact.third === null && ["talking", "held"].includes(contact.state);
}

/** Contacts somebody speaks on, so that there is something to listen to. */
export function canMonitor(contact: ContactView): boolean {
  return ["talking", "held", "consulting", "conference"].includes(contact.state);
}
