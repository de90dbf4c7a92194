import { describe, expect, test } from "vitest";
import { aContact, aMe, anAgent } from "../dev/samples";
import { emptyLive, type LiveState } from "../live/live-store";
import type { AgentView, ContactView, Work } from "../live/messages";
import { abilitiesIn, announcementsBetween, phaseOf, ringingBeside, sinceOf, worksOf } from "./call-store";

function desk(agent: Partial<AgentView>, contact?: Partial<ContactView>): LiveState {
  const contacts = contact === undefined ? {} : { c1: aContact(contact) };
  return { ...emptyLive, status: "open", me: aMe, agents: { me: anAgent({ contact: contact === undefined ? null : "c1", ...agent }) }, contacts };
}

const ringing = desk({ state: "ringing" }, { state: "ringing", agent: null, assignment: { id: 3, agent: "me", ring_until: "2026-04-01T00:00:20Z", purpose: "queue" } });
const talking = desk({ state: "talking" }, { state: "talking" });
const held = desk({ state: "hold" }, { state: "held" });
const consulting = desk({ state: "consulting" }, { state: "consulting", third: { label: "市民課", state: "dialling" } });
const rings = desk({ state: "consulting" }, { state: "consulting", third: { label: "市民課", state: "ringing" } });
const answered = desk({ state: "consulting" }, { state: "consulting", third: { label: "市民課", state: "talking" } });
const wrapUp = desk({ state: "wrap_up" }, { state: "wrap_up" });
const idle = desk({});

describe("the phase of the desk", () => {
  test.each([
    ["connecting", emptyLive],
    ["idle", idle],
    ["paused", desk({ state: "paused" })],
    ["ringing", ringing],
    ["call", talking],
    ["call", held],
    ["wrap_up", wrapUp],
  ] as const)("is %s", (kind, state) => expect(phaseOf(state).kind).toBe(kind));

  test("does not ring for what rings at a colleague", () => {
    const elsewhere = desk({ state: "ringing" }, { state: "ringing", assignment: { id: 3, agent: "other", ring_until: "", purpose: "queue" } });
    expect(phaseOf(elsewhere).kind).toBe("idle");
  });

  test("is a wrap-up while the caller already speaks with the city", () => {
    expect(phaseOf(desk({ state: "wrap_up" }, { state: "transferred" })).kind).toBe("wrap_up");
  });

  test("tells a consulted colleague from the agent who has the call", () => {
    expect(phaseOf(desk({ state: "talking" }, { state: "consulting", agent: "other" }))).toMatchObject({ kind: "call", part: "consulted" });
    expect(phaseOf(talking)).toMatchObject({ part: "own" });
    expect(phaseOf(desk({ state: "dialling" }, { state: "ringing" }))).toMatchObject({ part: "dialling" });
  });
});

describe("several chats at one desk", () => {
  const kinds = { c1: "handling", c2: "ringing", c3: "wrap_up" } as const;
  const states = { handling: "talking", consulted: "talking", ringing: "ringing", wrap_up: "wrap_up" } as const;
  const chats = (works: Partial<Record<keyof typeof kinds, Work["kind"]>>): LiveState => {
    const list = Object.entries(works).map(([contact, kind], at): Work => ({ contact, channel: "chat", kind, since: `2026-04-01T00:0${at}:00Z`, until: null }));
    const views = list.map(({ contact, kind }) => aContact({ id: contact, channel: "chat", state: states[kind], agent: kind === "ringing" ? null : "me", assignment: kind === "ringing" ? { id: 7, agent: "me", ring_until: "2026-04-01T00:09:00Z", purpose: "queue" } : null }));
    return { ...emptyLive, status: "open", me: aMe, agents: { me: anAgent({ state: "talking", contact: "c1", works: list }) }, contacts: Object.fromEntries(views.map((view) => [view.id, view])) };
  };

  test("are each shown when chosen, and what is written comes before what rings", () => {
    const all = chats(kinds);
    expect(phaseOf(all)).toMatchObject({ kind: "call", contact: { id: "c1" }, part: "own" });
    expect(phaseOf(all, "c2")).toMatchObject({ kind: "ringing", assignment: { id: 7 } });
    expect(phaseOf(all, "c3")).toMatchObject({ kind: "wrap_up", contact: { id: "c3" } });
    expect(phaseOf(all, "gone")).toMatchObject({ kind: "call" });
    expect(worksOf({ ...all, contacts: {} })).toEqual([]);
    const phase = phaseOf(all, "c3");
    expect(phase.kind === "wrap_up" && sinceOf(phase.agent, "c3")).toBe("2026-04-01T00:02:00Z");
  });

  test("ring beside what is shown, and are answered from there", () => {
    const all = chats(kinds);
    const shown = phaseOf(all, "c1");
    const beside = ringingBeside(all, shown);
    expect(beside?.contact.id).toBe("c2");
    expect(abilitiesIn(shown, beside)).toMatchObject({ answer: true, refuse: false, hang_up: true, pass_on: true });
    expect(ringingBeside(all, phaseOf(all, "c2"))).toBeNull();
  });

  test("are told each by itself", () => {
    const say = (before: LiveState, after: LiveState) => announcementsBetween(before, after).map(({ say }) => say);
    const [one, two] = [chats({ c1: "handling" }), chats({ c1: "handling", c2: "ringing" })];
    expect(say(one, two)).toEqual(["ringing"]);
    expect(say(two, chats({ c1: "handling", c2: "handling" }))).toEqual(["talking"]);
    expect(say(chats({ c1: "handling", c2: "handling" }), chats({ c1: "wrap_up", c2: "handling" }))).toEqual(["wrap_up"]);
    expect(say(two, two)).toEqual([]);
  });
});

describe("what the desk can do", () => {
  const able = (state: LiveState) =>
    Object.entries(abilitiesIn(phaseOf(state)))
      .filter(([, can]) => can)
      .map(([name]) => name);

  test.each([
    ["connecting", emptyLive, []],
    ["idle", idle, ["go_paused"]],
    ["paused", desk({ state: "paused" }), ["go_available"]],
    ["ringing", ringing, ["answer", "refuse"]],
    ["talking", talking, ["hang_up", "hold", "pass_on", "digits", "secret", "mute", "raise_hand", "go_paused"]],
    ["on hold", held, ["hang_up", "resume", "pass_on", "secret", "mute", "raise_hand", "go_paused"]],
    ["dialling a third party", consulting, ["hang_up", "cancel_consult", "digits", "secret", "mute", "raise_hand", "go_paused"]],
    ["in a conference", desk({ state: "talking" }, { state: "conference", third: { label: "市民課", state: "talking" } }), ["hang_up", "complete", "cancel_consult", "digits", "secret", "mute", "raise_hand", "go_paused"]],
    ["with a third party", answered, ["hang_up", "complete", "conference", "cancel_consult", "digits", "secret", "mute", "raise_hand", "go_paused"]],
    ["in wrap-up", wrapUp, ["go_paused"]],
    ["in wrap-up with a pause to come", desk({ state: "wrap_up", available_next: false }, {}), ["go_available"]],
  ] as const)("%s", (_, state, expected) => expect(able(state)).toEqual(expected));

  test("a consulted colleague can only speak, mute and leave", () => {
    expect(able(desk({ state: "talking" }, { state: "consulting", agent: "other" }))).toEqual(["hang_up", "mute", "go_paused"]);
  });
});

describe("what is announced", () => {
  const said = (before: LiveState, after: LiveState) => announcementsBetween(before, after).map(({ say }) => say);

  test.each([
    ["a call that rings", idle, ringing, ["ringing"]],
    ["the same ringing only once", ringing, ringing, []],
    ["an answer", ringing, talking, ["talking"]],
    ["hold", talking, held, ["hold"]],
    ["its end", held, talking, ["resumed"]],
    ["a third party being called", talking, consulting, ["consulting"]],
    ["its answer", consulting, answered, ["thirdTalking"]],
    ["its answer after it rang", rings, answered, ["thirdTalking"]],
    ["a conference", answered, desk({ state: "talking" }, { state: "conference", third: { label: "市民課", state: "talking" } }), ["conference"]],
    ["the end of the call", talking, wrapUp, ["wrap_up"]],
    ["being available again", wrapUp, idle, ["available"]],
    ["a pause", wrapUp, desk({ state: "paused", reason: "no_answer" }), ["paused"]],
    ["the loss of the line", idle, { ...idle, status: "lost" }, ["lost"]],
    ["the line being back", { ...idle, status: "lost" }, idle, ["back"]],
  ] as const)("%s", (_, before, after, expected) => expect(said(before, after as LiveState)).toEqual(expected));

  test("a second call that rings after the first is announced anew", () => {
    const second = desk({ state: "ringing" }, { state: "ringing", assignment: { id: 4, agent: "me", ring_until: "", purpose: "queue" } });
    expect(said(ringing, second)).toEqual(["ringing"]);
  });
});
