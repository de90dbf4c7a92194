/**
 * What the desk shows, derived from the live state: the agent's own phase, the call in hand, what to announce.
 * Pure; must never know React, the socket or the clock. Messages are digested in live/live-store.ts.
 */
import type { LiveState } from "../live/live-store";
import type { AgentView, Assignment, ContactView } from "../live/messages";

export type Phase =
  | { kind: "connecting" }
  | { kind: "idle"; agent: AgentView }
  | { kind: "paused"; agent: AgentView }
  | { kind: "ringing"; agent: AgentView; contact: ContactView; assignment: Assignment }
  | { kind: "call"; agent: AgentView; contact: ContactView; part: CallPart }
  | { kind: "wrap_up"; agent: AgentView; contact: ContactView };

/** What the agent is to the call: has it, is asked about it, or waits for the far end. */
export type CallPart = "own" | "consulted" | "dialling";

export function phaseOf(state: LiveState): Phase {
  const agent = state.me === null ? undefined : state.agents[state.me.id];
  if (agent === undefined) return { kind: "connecting" };
  const contact = agent.contact === null ? undefined : state.contacts[agent.contact];
  const ringing = ringingAt(state, agent, contact);
  if (ringing !== null) return { kind: "ringing", agent, ...ringing };
  if (contact === undefined) return agent.state === "available" ? { kind: "idle", agent } : { kind: "paused", agent };
  switch (agent.state) {
    case "dialling":
      return { kind: "call", agent, contact, part: "dialling" };
    case "talking":
    case "hold":
    case "consulting":
    case "lost":
      return { kind: "call", agent, contact, part: contact.agent === agent.id ? "own" : "consulted" };
    case "wrap_up":
      return { kind: "wrap_up", agent, contact };
    case "available":
    case "ringing":
      return { kind: "idle", agent };
    case "paused":
    case "offline":
    case "monitoring":
      return { kind: "paused", agent };
  }
}

function ringingAt(state: LiveState, agent: AgentView, own: ContactView | undefined): { contact: ContactView; assignment: Assignment } | null {
  if (agent.state !== "ringing") return null;
  const mine = [...(own === undefined ? [] : [own]), ...Object.values(state.contacts)];
  const contact = mine.find(({ assignment }) => assignment?.agent === agent.id);
  return contact?.assignment ? { contact, assignment: contact.assignment } : null;
}

export interface Abilities {
  answer: boolean;
  refuse: boolean;
  hang_up: boolean;
  hold: boolean;
  resume: boolean;
  /** Transfer or consult anew. */
  pass_on: boolean;
  complete: boolean;
  conference: boolean;
  cancel_consult: boolean;
  digits: boolean;
  mute: boolean;
  /** Keep a number from the recording. */
  secret: boolean;
  /** Ask for a supervisor, or take that back. */
  raise_hand: boolean;
  go_available: boolean;
  go_paused: boolean;
}

/** Which commands make sense in this phase; the server has the last word. */
export function abilitiesIn(phase: Phase): Abilities {
  const call = phase.kind === "call" ? phase : null;
  const own = call?.part === "own" ? call.contact : null;
  // A visitor sits at a kiosk: nothing is held, passed on by telephone or dialled.
  const spoken = own?.channel === "counter" ? null : own;
  const consulting = own?.state === "consulting";
  return {
    answer: phase.kind === "ringing",
    refuse: phase.kind === "ringing",
    hang_up: call !== null,
    hold: spoken?.state === "talking",
    resume: spoken?.state === "held",
    pass_on: spoken !== null && (spoken.state === "talking" || spoken.state === "held"),
    complete: (consulting || own?.state === "conference") && own.third?.state === "talking",
    conference: consulting && own.third?.state === "talking",
    cancel_consult: consulting || own?.state === "conference",
    digits: spoken?.state === "talking" || spoken?.state === "consulting" || spoken?.state === "conference",
    secret: spoken !== null && ["talking", "held", "consulting", "conference"].includes(spoken.state),
    mute: call !== null && call.contact.channel !== "counter",
    raise_hand: own !== null && ["talking", "held", "consulting", "conference"].includes(own.state),
    go_available: (phase.kind === "paused" && phase.agent.state !== "offline") || (busy(phase) && !phase.agent.available_next),
    go_paused: phase.kind === "idle" || (busy(phase) && phase.agent.available_next),
  };
}

function busy(phase: Phase): phase is Extract<Phase, { kind: "call" | "wrap_up" }> {
  return phase.kind === "call" || phase.kind === "wrap_up";
}

export type Announcement =
  | { say: "ringing"; contact: ContactView }
  | { say: "paused"; reason: string | null }
  | { say: "talking" | "hold" | "resumed" | "consulting" | "thirdTalking" | "conference" | "wrap_up" | "available" | "lost" | "back" };

/** What changed between two states that somebody who does not see the screen must hear. */
export function announcementsBetween(before: LiveState, after: LiveState): Announcement[] {
  const said: Announcement[] = [];
  if (before.status === "open" && after.status === "lost") said.push({ say: "lost" });
  if (before.status === "lost" && after.status === "open") said.push({ say: "back" });
  const [old, now] = [phaseOf(before), phaseOf(after)];
  const change = changeOf(old, now);
  if (change !== null) said.push(change);
  return said;
}

function changeOf(old: Phase, now: Phase): Announcement | null {
  switch (now.kind) {
    case "connecting":
      return null;
    case "ringing":
      return old.kind === "ringing" && old.assignment.id === now.assignment.id && old.contact.id === now.contact.id ? null : { say: "ringing", contact: now.contact };
    case "idle":
      return old.kind === "idle" ? null : { say: "available" };
    case "paused":
      return old.kind === "paused" && old.agent.reason === now.agent.reason ? null : { say: "paused", reason: now.agent.reason };
    case "wrap_up":
      return old.kind === "wrap_up" ? null : { say: "wrap_up" };
    case "call":
      return old.kind === "call" && old.contact.id === now.contact.id ? callChange(old.contact, now.contact) : { say: now.part === "dialling" ? "consulting" : "talking" };
  }
}

function callChange(old: ContactView, now: ContactView): Announcement | null {
  if (old.third != null && old.third.state !== "talking" && now.third?.state === "talking") return { say: "thirdTalking" };
  if (old.state === now.state) return null;
  switch (now.state) {
    case "held":
      return { say: "hold" };
    case "talking":
      return { say: old.state === "held" ? "resumed" : "talking" };
    case "consulting":
      return { say: "consulting" };
    case "conference":
      return { say: "conference" };
    case "ivr":
    case "waiting":
    case "ringing":
    case "dialling":
    case "transferring":
    case "transferred":
    case "interrupted":
    case "wrap_up":
    case "closed":
      return null;
  }
}
