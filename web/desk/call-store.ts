/**
 * What the desk shows, derived from the live state: the agent's own phase, the call in hand, what to announce.
 * Pure; must never know React, the socket or the clock. Messages are digested in live/live-store.ts.
 */
import type { LiveState } from "../live/live-store";
import type { AgentView, Assignment, ContactView, Work } from "../live/messages";

export type Phase =
  | { kind: "connecting" }
  | { kind: "idle"; agent: AgentView }
  | { kind: "paused"; agent: AgentView }
  | { kind: "ringing"; agent: AgentView; contact: ContactView; assignment: Assignment }
  | { kind: "call"; agent: AgentView; contact: ContactView; part: CallPart }
  | { kind: "wrap_up"; agent: AgentView; contact: ContactView };

/** What the agent is to the call: has it, is asked about it, or waits for the far end. */
export type CallPart = "own" | "consulted" | "dialling";

/** Something that rings at this desk. */
export interface Ringing {
  contact: ContactView;
  assignment: Assignment;
}

/** What is in the agent's hands, oldest first: one call or visit, or several chats. */
export function worksOf(state: LiveState): readonly Work[] {
  const agent = state.me === null ? undefined : state.agents[state.me.id];
  return (agent?.works ?? []).filter(({ contact }) => state.contacts[contact] !== undefined);
}

/** What the desk is about; of several chats the chosen one, else what is written before what rings before its record. */
export function phaseOf(state: LiveState, chosen: string | null = null): Phase {
  const agent = state.me === null ? undefined : state.agents[state.me.id];
  if (agent === undefined) return { kind: "connecting" };
  const works = worksOf(state);
  if (works.length > 1) return phaseOfWork(state, agent, works.find(({ contact }) => contact === chosen) ?? mostUrgent(works));
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

const order: Record<Work["kind"], number> = { handling: 0, consulted: 1, ringing: 2, wrap_up: 3 };

function mostUrgent(works: readonly Work[]): Work | undefined {
  return [...works].sort((one, other) => order[one.kind] - order[other.kind])[0];
}

function phaseOfWork(state: LiveState, agent: AgentView, work: Work | undefined): Phase {
  const contact = work === undefined ? undefined : state.contacts[work.contact];
  if (work === undefined || contact === undefined) return { kind: "idle", agent };
  switch (work.kind) {
    case "ringing":
      return contact.assignment === null ? { kind: "idle", agent } : { kind: "ringing", agent, contact, assignment: contact.assignment };
    case "handling":
      return { kind: "call", agent, contact, part: "own" };
    case "consulted":
      return { kind: "call", agent, contact, part: "consulted" };
    case "wrap_up":
      return { kind: "wrap_up", agent, contact };
  }
}

/** What rings while something else is shown. */
export function ringingBeside(state: LiveState, phase: Phase): Ringing | null {
  if (phase.kind === "ringing") return null;
  const work = worksOf(state).find(({ kind }) => kind === "ringing");
  const contact = work === undefined ? undefined : state.contacts[work.contact];
  return contact?.assignment ? { contact, assignment: contact.assignment } : null;
}

/** Since when a contact is in this agent's hands as it is. */
export const sinceOf = (agent: AgentView, contact: string): string => agent.works.find((work) => work.contact === contact)?.since ?? agent.since;

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

/** Which commands make sense in this phase, with something that rings beside it; the server has the last word. */
export function abilitiesIn(phase: Phase, beside: Ringing | null = null): Abilities {
  const call = phase.kind === "call" ? phase : null;
  const own = call?.part === "own" ? call.contact : null;
  // A visitor sits at a kiosk and a chat has no sound: nothing is held or dialled. A chat is passed to a colleague.
  const spoken = own?.channel === "phone" ? own : null;
  const consulting = own?.state === "consulting";
  return {
    answer: phase.kind === "ringing" || beside !== null,
    refuse: phase.kind === "ringing",
    hang_up: call !== null,
    hold: spoken?.state === "talking",
    resume: spoken?.state === "held",
    pass_on: (spoken !== null && (spoken.state === "talking" || spoken.state === "held")) || (own?.channel === "chat" && own.state === "talking"),
    complete: (consulting || own?.state === "conference") && own.third?.state === "talking",
    conference: consulting && own.third?.state === "talking",
    cancel_consult: consulting || own?.state === "conference",
    digits: spoken?.state === "talking" || spoken?.state === "consulting" || spoken?.state === "conference",
    secret: spoken !== null && ["talking", "held", "consulting", "conference"].includes(spoken.state),
    mute: call !== null && call.contact.channel === "phone",
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
  if (worksOf(before).length > 1 || worksOf(after).length > 1) return [...said, ...changesOfWorks(before, after)];
  const [old, now] = [phaseOf(before), phaseOf(after)];
  const change = changeOf(old, now);
  if (change !== null) said.push(change);
  return said;
}

/** Of several chats each is told by itself. */
function changesOfWorks(before: LiveState, after: LiveState): Announcement[] {
  const old = new Map(worksOf(before).map((work) => [work.contact, work.kind]));
  return worksOf(after).flatMap(({ contact, kind }): Announcement[] => {
    const view = after.contacts[contact];
    if (view === undefined || old.get(contact) === kind) return [];
    if (kind === "ringing") return [{ say: "ringing", contact: view }];
    return [{ say: kind === "wrap_up" ? "wrap_up" : "talking" }];
  });
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
