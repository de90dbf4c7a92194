import { describe, expect, test } from "vitest";
import { slipAt, viewAt } from "../dev/flow-samples.mjs";
import { aKiosk, aVisit, aWelcome, told } from "../dev/kiosk-samples";
import { emptyKiosk, freshSitting, isTouched, type KioskAction, type KioskState, reduceKiosk, slipToTake } from "./kiosk-store";
import { screenOf } from "./screens";

const after = (state: KioskState, ...actions: KioskAction[]) => actions.reduce(reduceKiosk, state);
const shown = (state: KioskState, connected = false) => screenOf(state, connected).kind;

describe("the screens", () => {
  test("follow the kiosk from nothing to the start", () => {
    expect(shown(emptyKiosk)).toBe("loading");
    expect(shown(after(emptyKiosk, { type: "identity", own: null }))).toBe("enrol");
    expect(shown(aKiosk())).toBe("start");
    expect(shown(aKiosk({ open: false, next_open: "2026-04-02T00:00:00Z" }))).toBe("closed");
  });

  test("need two touches to a ticket", () => {
    const chosen = after(aKiosk(), { type: "choose", part: { wish: "lost" } });
    expect(screenOf(chosen, false)).toEqual({ kind: "consent", wish: "lost" });
    const waiting = told(chosen, { type: "visit", visit: aVisit() });
    expect(shown(waiting)).toBe("waiting");
    expect(shown(told(waiting, { type: "visit", visit: aVisit({ state: "ringing" }) }))).toBe("ringing");
    expect(shown(told(waiting, { type: "visit", visit: aVisit({ state: "talking" }) }))).toBe("talking");
  });

  test("keep a waiting visit when the counter closes for new ones", () => {
    expect(shown(told(aKiosk({ visit: aVisit() }), { type: "hours", open: false, next_open: null }))).toBe("waiting");
  });

  test("say that the line is gone, but not to somebody who still sees the operator", () => {
    const lost = (state: KioskState) => after(state, { type: "status", status: "lost" }, { type: "gone" });
    expect(screenOf(lost(aKiosk()), false)).toEqual({ kind: "gone", ticket: null, telephone: null });
    const talking = lost(aKiosk({ visit: aVisit({ state: "talking" }) }));
    expect(screenOf(talking, false)).toEqual({ kind: "gone", ticket: "A-027", telephone: null });
    expect(shown(talking, true)).toBe("talking");
    expect(shown(after(talking, { type: "status", status: "open" }))).toBe("talking");
  });

  test("are not of a line that came back just before the patience ended", () => {
    expect(after(aKiosk(), { type: "gone" }).gone).toBe(false);
  });

  test("let go when another page uses the identity", () => {
    expect(shown(after(aKiosk({ visit: aVisit({ state: "talking" }) }), { type: "status", status: "replaced" }), true)).toBe("replaced");
  });
});

describe("the end of a visit", () => {
  const ended = (...states: KioskState[]) => states.map((state) => told(state, { type: "visit_gone", contact: "v1" }).sitting.ended?.how);

  test("thanks who was served, confirms what was cancelled, and admits what broke", () => {
    const waiting = aKiosk({ visit: aVisit() });
    expect(ended(aKiosk({ visit: aVisit({ state: "talking" }) }), after(waiting, { type: "choose", part: { leaving: true } }), waiting)).toEqual(["served", "cancelled", "broken"]);
  });

  test("is the same whether the visit is over, gone, or unknown after a reconnection", () => {
    const talking = aKiosk({ visit: aVisit({ state: "talking" }) });
    const ends = [told(talking, { type: "visit", visit: aVisit({ state: "over" }) }), told(talking, { type: "visit_gone", contact: "v1" }), told(talking, aWelcome())];
    for (const end of ends) expect([shown(end), end.sitting.ended, end.visit]).toEqual(["ended", { ticket: "A-027", how: "served" }, null]);
  });

  test("of another contact is not ours", () => {
    expect(shown(told(aKiosk({ visit: aVisit() }), { type: "visit_gone", contact: "v0" }))).toBe("waiting");
  });

  test("closes a question that was about it", () => {
    const asked = after(aKiosk({ visit: aVisit() }), { type: "choose", part: { confirming: true } });
    expect(told(asked, { type: "visit", visit: aVisit({ position: 1 }) }).sitting.confirming).toBe(true);
    expect(told(asked, { type: "visit", visit: aVisit({ state: "talking" }) }).sitting.confirming).toBe(false);
  });
});

describe("what a resident chose", () => {
  test("is gone after the restart, all of it", () => {
    const state = after(aKiosk(), { type: "choose", part: { voice: "easy", size: 2, contrast: true, wish: "lost", staff: "called" } });
    const clean = after(state, { type: "restart" });
    expect([clean.sitting, clean.round, isTouched(clean)]).toEqual([freshSitting, state.round + 1, false]);
    expect(shown(clean)).toBe("start");
  });

  test.each([{ voice: "en" }, { size: 1 }, { contrast: true }, { wish: "lost" }, { staff: "failed" }] as const)("%o is something to clear", (part) => {
    expect([isTouched(aKiosk()), isTouched(after(aKiosk(), { type: "choose", part }))]).toEqual([false, true]);
  });

  test("survives a reconnection, and the visit tells a reloaded page its language", () => {
    const easy = told(after(aKiosk(), { type: "choose", part: { voice: "easy" } }), { type: "visit", visit: aVisit() });
    expect(told(easy, aWelcome({ visit: aVisit({ position: 2 }) })).sitting.voice).toBe("easy");
    expect(aKiosk({ visit: aVisit({ language: "en" }) }).sitting.voice).toBe("en");
  });

  test("leaves wishes that the page does not know unshown", () => {
    expect(aKiosk({ wishes: ["lost", "moon", "other"] }).facts?.wishes).toEqual(["lost", "other"]);
  });
});

test("a revoked kiosk knows nothing of the visit it had", () => {
  const revoked = after(aKiosk({ visit: aVisit() }), { type: "identity", own: null, revoked: true });
  expect([shown(revoked), revoked.visit, revoked.facts]).toEqual(["enrol", null, null]);
});

describe("what the visitor is guided through", () => {
  const talking = aKiosk({ visit: aVisit({ state: "talking" }) });
  const view = viewAt("lost_reissue", "done");
  const guided = told(talking, { type: "flow", contact: "v1", view }, { type: "slip", slip: slipAt("lost_reissue", "done", "v1") });

  test("stays over a reconnection, and with the slip on the farewell", () => {
    expect(told(guided, aWelcome({ visit: aVisit({ state: "talking" }) })).guide?.view).toEqual(view);
    const ended = told(guided, { type: "visit_gone", contact: "v1" });
    expect(slipToTake(ended)?.ticket).toBe("12");
    expect(slipToTake(guided)).toBeNull();
  });

  test("leaves nothing for the next visitor", () => {
    const ended = told(guided, { type: "visit_gone", contact: "v1" });
    expect(after(ended, { type: "restart" }).guide).toBeNull();
    expect(told(ended, { type: "visit", visit: aVisit({ contact: "v2" }) }).guide).toBeNull();
    expect(told(guided, { type: "flow", contact: "v2", view: null }).guide).toEqual({ contact: "v2", view: null, slip: null });
    expect(after(guided, { type: "identity", own: null }).guide).toBeNull();
  });

  test("is no slip for who took the ticket back", () => {
    const waiting = told(aKiosk({ visit: aVisit() }), { type: "slip", slip: slipAt("lost_reissue", "done", "v1") });
    const cancelled = told(after(waiting, { type: "choose", part: { leaving: true } }), { type: "visit_gone", contact: "v1" });
    expect(slipToTake(cancelled)).toBeNull();
  });
});

test("captions end with the visit, are told anew after a greeting, and are those of this visit alone", () => {
  const caption = { id: "1", speaker: "agent", text: "はい", final: true, at: "2026-04-01T00:00:00Z", redacted: [] };
  const talking = () => told(aKiosk(), { type: "visit", visit: aVisit({ state: "talking" }) });
  const told1 = told(talking(), { type: "captions", contact: "v1", lines: [caption] });
  expect(told1.captions).toEqual([caption]);
  expect(told(told1, { type: "visit_gone", contact: "v1" }).captions).toEqual([]);
  expect(told(told1, aWelcome({ visit: aVisit({ state: "talking" }) })).captions).toEqual([]);
  expect(told(talking(), { type: "captions", contact: "v2", lines: [caption] }).captions).toEqual([]);
});

describe("what is written in a visit", () => {
  const line = (number: number) => ({ number, from: "agent" as const, text: "こんにちは", at: "2026-04-01T00:00:00Z" });
  const talking = () => told(aKiosk(), { type: "visit", visit: aVisit({ state: "talking" }) });

  test("opens the writing, and is gone with the visit", () => {
    const written = told(talking(), { type: "written", contact: "v1", lines: [line(1)] });
    expect([written.written.length, written.sitting.writing]).toEqual([1, true]);
    const over = told(written, { type: "visit_gone", contact: "v1" });
    expect([over.written, over.sitting.writing]).toEqual([[], false]);
  });

  test("is told anew after a greeting, and never to another visit", () => {
    const written = told(talking(), { type: "written", contact: "v1", lines: [line(1), line(2)] });
    expect(told(written, aWelcome({ visit: aVisit({ state: "talking" }) })).written).toEqual([]);
    expect(told(talking(), { type: "written", contact: "v2", lines: [line(1)] }).written).toEqual([]);
  });
});

test("the test of the devices is for a kiosk that nobody uses", () => {
  const checking = after(aKiosk({ open: false }), { type: "choose", part: { checking: true } });
  expect([shown(checking), isTouched(checking)]).toEqual(["check", true]);
  expect(shown(told(checking, { type: "visit", visit: aVisit() }))).toBe("waiting");
});
