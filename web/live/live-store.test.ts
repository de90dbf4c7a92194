import { describe, expect, test } from "vitest";
import { viewAt } from "../dev/flow-samples.mjs";
import { aContact, aMe, anAgent } from "../dev/samples";
import { aLine } from "../dev/line-samples";
import type { TranscriptLine } from "../transcript/lines";
import { emptyLive, type LiveState, makeStore, reduceLive } from "./live-store";
import type { ServerMessage } from "./messages";

const NOW_MS = Date.parse("2026-04-01T00:00:00Z");

function after(messages: readonly ServerMessage[], state: LiveState = emptyLive): LiveState {
  return messages.reduce((before, message) => reduceLive(before, { type: "message", message, now_ms: NOW_MS }), state);
}

const welcome: ServerMessage = { type: "welcome", me: aMe, now: "2026-04-01T00:00:05Z", zoom: false };

describe("the live state", () => {
  test("keeps the difference between the server's clock and the browser's", () => {
    expect(after([welcome]).clock_offset_ms).toBe(5_000);
  });

  test("holds what it was last told of a contact and forgets one that is gone", () => {
    const held = after([welcome, { type: "contact", contact: aContact() }, { type: "contact", contact: aContact({ state: "held" }) }]);
    expect(held.contacts["c1"]?.state).toBe("held");
    expect(after([{ type: "contact_gone", contact: "c1" }], held).contacts).toEqual({});
  });

  test("keeps contacts over a new greeting, and sweeps those that are not confirmed", () => {
    const before = after([welcome, { type: "contact", contact: aContact() }, { type: "contact", contact: aContact({ id: "c2" }) }]);
    const greeted = after([welcome, { type: "contact", contact: aContact({ state: "held" }) }], before);
    expect(Object.keys(greeted.contacts)).toEqual(["c1", "c2"]);
    expect(Object.keys(reduceLive(greeted, { type: "sweep" }).contacts)).toEqual(["c1"]);
  });

  test("keeps a visit's flow until it is gone, and sweeps one the server no longer speaks of", () => {
    const flow: ServerMessage = { type: "flow", contact: "c1", view: viewAt("lost_reissue", "where") };
    const guided = after([welcome, { type: "contact", contact: aContact() }, flow]);
    expect(guided.flows["c1"]?.step.id).toBe("where");
    expect(after([{ type: "flow", contact: "c1", view: null }], guided).flows).toEqual({});
    expect(after([{ type: "contact_gone", contact: "c1" }], guided).flows).toEqual({});
    const greeted = after([welcome, { type: "contact", contact: aContact() }], guided);
    expect(Object.keys(greeted.flows)).toEqual(["c1"]);
    expect(reduceLive(greeted, { type: "sweep" }).flows).toEqual({});
    expect(Object.keys(reduceLive(after([flow], greeted), { type: "sweep" }).flows)).toEqual(["c1"]);
  });

  test("believes that audio is down until the server says otherwise", () => {
    const up = after([welcome, { type: "media_state", up: true }]);
    expect(up.media_up).toBe(true);
    expect(after([welcome], up).media_up).toBe(false);
    expect(reduceLive(up, { type: "audio_stopped" }).media_up).toBe(false);
  });

  test("replaces everything when the floor is sent whole", () => {
    const before = after([{ type: "contact", contact: aContact({ id: "old" }) }, { type: "agent", agent: anAgent({ id: "old" }) }]);
    const reset = after([{ type: "floor_reset", agents: [anAgent()], contacts: [aContact()] }], before);
    expect([Object.keys(reset.agents), Object.keys(reset.contacts)]).toEqual([["me"], ["c1"]]);
  });

  test("shows an alarm until it is cleared", () => {
    const alarmed = after([{ type: "alarm", code: "disk", since: "2026-04-01T00:00:00Z", message_ja: "空きなし", message_en: "Full" }]);
    expect(Object.keys(alarmed.alarms)).toEqual(["disk"]);
    expect(after([{ type: "alarm_cleared", code: "disk" }], alarmed).alarms).toEqual({});
  });

  test("keeps the last four notices and lets each be dismissed", () => {
    const notice = (code: string): ServerMessage => ({ type: "notice", code, detail_ja: "", detail_en: "" });
    const full = after(["a", "b", "c", "d", "e"].map(notice));
    expect(full.notices.map(({ code }) => code)).toEqual(["b", "c", "d", "e"]);
    const key = full.notices[0]?.key ?? 0;
    expect(reduceLive(full, { type: "dismiss", key }).notices.map(({ code }) => code)).toEqual(["c", "d", "e"]);
  });
});

describe("a store", () => {
  test("tells listeners of a change and not of a repetition", () => {
    const store = makeStore((state: number, add: number) => state + add, 1);
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.send(0);
    store.send(2);
    stop();
    store.send(3);
    expect([store.read(), told]).toEqual([6, 1]);
  });
});

describe("what is being said", () => {
  const told = (state: LiveState, lines: TranscriptLine[], whole = false) => reduceLive(state, { type: "message", message: { type: "transcript", contact: "c1", lines, whole }, now_ms: 0 });

  test("lines add up, and all of them anew replace what was known", () => {
    let state = told(emptyLive, [aLine({ id: "a" })]);
    state = told(state, [aLine({ id: "b", at: "2026-04-01T00:00:09Z" })]);
    expect(state.transcripts["c1"]?.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(told(state, [aLine({ id: "b" })], true).transcripts["c1"]?.map(({ id }) => id)).toEqual(["b"]);
  });

  test("nothing stays of a contact that is gone, nor over a new greeting", () => {
    const state = told(emptyLive, [aLine()]);
    expect(reduceLive(state, { type: "message", message: { type: "contact_gone", contact: "c1" }, now_ms: 0 }).transcripts).toEqual({});
  });
});
