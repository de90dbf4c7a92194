// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aControl, aFrame, aHold, aState, Easel } from "../dev/browser-samples";
import { FarEnd } from "../dev/kiosk-samples";
import type { BrowserEnd, BrowserLinkStatus } from "./browser-link";
import { BrowserRoom } from "./browser-room";

const kiosk: BrowserEnd = { proof: { kiosk: "k1", sign: (nonce) => Promise.resolve(`signed ${nonce}`) } };
const desk: BrowserEnd = { contact: "c1" };

function room(end: BrowserEnd) {
  const statuses: BrowserLinkStatus[] = [];
  const easel = new Easel();
  const made = new BrowserRoom({ side: end === desk ? "operator" : "resident", picture: easel, connect: FarEnd.connect, chance: () => 0.5 });
  made.line.subscribe(() => statuses.push(made.line.read()));
  made.open(end);
  return { made, statuses, easel, view: made.browser.view.read, life: () => made.browser.view.read().state?.life ?? null };
}

async function proved() {
  const all = room(kiosk);
  FarEnd.last.say({ type: "challenge", nonce: "n1" });
  await vi.advanceTimersByTimeAsync(0);
  FarEnd.last.say(aState());
  return all;
}

const close = (code: number) => FarEnd.last.onclose?.({ code });

beforeEach(() => {
  FarEnd.all = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the kiosk's line", () => {
  test("proves itself by the kiosk's key before it is told anything, and opens with the state", async () => {
    const { statuses, life } = await proved();
    expect(FarEnd.last.sent[0]).toEqual({ type: "hello", kiosk: "k1", signature: "signed n1" });
    expect([statuses, life()]).toEqual([["connecting", "open"], "live"]);
  });

  test("that proved nothing is closed and does not come back, until somebody asks for it", () => {
    const { made, statuses, life } = room(kiosk);
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    close(4001);
    vi.advanceTimersByTime(120_000);
    expect([FarEnd.all.length, statuses, life()]).toEqual([1, ["connecting", "not_yours"], null]);
    made.again();
    expect(FarEnd.all).toHaveLength(2);
  });

  test("does not send a signature on a later socket than the one that asked", async () => {
    let finish: (signature: string) => void = () => undefined;
    const { made } = room({ proof: { kiosk: "k1", sign: () => new Promise((done) => (finish = done)) } });
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    made.again();
    finish("late");
    await vi.advanceTimersByTimeAsync(0);
    expect(FarEnd.all.map(({ sent }) => sent)).toEqual([[], []]);
  });

  test("tries again when the key does not sign", async () => {
    const { statuses } = room({ proof: { kiosk: "k1", sign: () => Promise.reject(new Error("no key")) } });
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    await vi.advanceTimersByTimeAsync(0);
    expect(statuses.at(-1)).toBe("lost");
  });

  test("carries keys of the keypad and the photo's bytes, which the desk's page has no way for", async () => {
    const { made } = await proved();
    FarEnd.last.say(aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: { hold: 7, kind: "pin", keypad: "digits", asks_still_there: false, scramble_seed: null } }) }));
    expect(made.browser.secret({ character: "4" })).toBe(true);
    expect(FarEnd.last.sent.at(-1)).toEqual({ type: "secret", hold: 7, seq: 1, key: { character: "4" } });
    FarEnd.last.say({ type: "photo", id: 11, wanted: true, px_min: 480, px_max: 6_000, bytes_min: 1, bytes_max: 100, ratio: 0.78, checks: [] });
    expect(made.browser.givePhoto({ jpeg: new Uint8Array([0xff, 0xd8]), width_px: 480, height_px: 617, despite: null })).toBeNull();
    expect(FarEnd.last.parcels.map(([mark]) => mark)).toEqual([0x50]);
  });
});

describe("the desk's line", () => {
  test("goes to the visit's own address and says nothing of its own", () => {
    const opened: string[] = [];
    vi.stubGlobal("WebSocket", class extends FarEnd { constructor(url: URL) { super(); opened.push(url.pathname); } });
    const made = new BrowserRoom({ side: "operator", picture: new Easel() });
    made.open({ contact: "a/b" });
    FarEnd.last.say({ type: "challenge", nonce: "n1" });
    expect([opened, FarEnd.last.sent]).toEqual([["/api/desk/visits/a%2Fb/browser"], []]);
  });

  test("takes a state with a keypad for none: it is not for the operator's line", () => {
    const { statuses } = room(desk);
    FarEnd.last.say(aState({ hold: aHold({ keypad: { hold: 7, kind: "pin", keypad: "digits", asks_still_there: false, scramble_seed: null } }) }));
    expect(statuses).toEqual(["connecting"]);
  });
});

describe("either line", () => {
  test("paints what comes as bytes and answers that it was seen", async () => {
    const { easel } = await proved();
    FarEnd.last.show(aFrame());
    await vi.advanceTimersByTimeAsync(0);
    expect([easel.painted, FarEnd.last.sent.at(-1)]).toEqual([[1], { type: "seen", frame: 1 }]);
  });

  test("drops what comes before the state, and what an abandoned socket still says", () => {
    const { easel, life } = room(desk);
    FarEnd.last.show(aFrame());
    FarEnd.last.say({ type: "gone", id: 1 });
    const late = FarEnd.last.onmessage;
    close(1006);
    late?.({ data: JSON.stringify(aState()) });
    expect([life(), easel.painted]).toEqual([null, []]);
  });

  test("comes back by itself, is told all anew, and acts on nothing meanwhile", () => {
    const { made, statuses, view } = room(desk);
    const mine = aState({ control: aControl({ holder: "operator" }) });
    FarEnd.last.say(mine);
    FarEnd.last.say({ type: "dialog", id: 3, kind: "alert", text: "古い", preset: "" });
    close(1006);
    expect([view().status, made.browser.input({ type: "back", epoch: 4 })]).toEqual(["lost", "not_live"]);
    vi.advanceTimersByTime(150);
    FarEnd.last.say(mine);
    expect([statuses, view().questions, FarEnd.all.length]).toEqual([["connecting", "open", "lost", "open"], [], 2]);
    expect(made.browser.input({ type: "back", epoch: 4 })).toBeNull();
  });

  test("waits longer each time, and a server that is full is not asked within the first second", () => {
    room(desk);
    close(1006);
    vi.advanceTimersByTime(150);
    expect(FarEnd.all).toHaveLength(2);
    close(1006);
    vi.advanceTimersByTime(399);
    expect(FarEnd.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FarEnd.all).toHaveLength(3);
    FarEnd.last.say(aState());
    close(1013);
    vi.advanceTimersByTime(1_499);
    expect(FarEnd.all).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(FarEnd.all).toHaveLength(4);
  });

  test.each([[4001, "not_yours"], [4004, "none_here"], [4009, "taken_over"]] as const)("closed by %i forgets all and stays away as %s", (code, status) => {
    const { statuses, view, easel } = room(desk);
    FarEnd.last.say(aState());
    const wiped = easel.wiped;
    close(code);
    vi.advanceTimersByTime(120_000);
    expect([statuses.at(-1), FarEnd.all.length, view().state, view().status]).toEqual([status, 1, null, "off"]);
    expect(easel.wiped).toBeGreaterThan(wiped);
  });

  test("that another page had is taken back by a person", () => {
    const { made, statuses } = room(desk);
    FarEnd.last.say(aState());
    close(4009);
    made.again();
    FarEnd.last.say(aState());
    expect(statuses).toEqual(["connecting", "open", "taken_over", "connecting", "open"]);
  });

  test("gives up a server that says nothing", () => {
    const { statuses } = room(desk);
    vi.advanceTimersByTime(8_000);
    expect(statuses.at(-1)).toBe("lost");
  });
});
