// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aHold, aKeypad, aReceipt, aState } from "../dev/browser-samples";
import { aVisit, aWelcome, FarEnd, SharedEnd } from "../dev/kiosk-samples";
import { type Identity, type IdentityShelf, makeKey } from "./identity";
import { IDLE_AFTER_MS, IDLE_COUNTDOWN_MS } from "./idle";
import { FAREWELL_MS, FAREWELL_WITH_SLIP_MS, KioskRoom } from "./kiosk-room";
import { screenOf } from "./screens";

const identity: Identity = { kiosk: "k1", name: "1番", key: (await makeKey()).key };
let rooms: (() => void)[] = [];

function shelfOf(first: Identity | null): IdentityShelf & { held: Identity | null } {
  const shelf = { held: first, read: () => Promise.resolve(shelf.held), keep: (kept: Identity) => Promise.resolve(void (shelf.held = kept)), drop: () => Promise.resolve(void (shelf.held = null)) };
  return shelf;
}

async function room(first: Identity | null = identity) {
  const calls: string[] = [];
  const call = (name: string) => (on?: boolean) => {
    calls.push(on === undefined ? name : `${name} ${on}`);
    return Promise.resolve();
  };
  let ask: (sdp: string, away: boolean) => Promise<string> = () => Promise.reject(new Error("not made"));
  const shelf = shelfOf(first);
  const made = new KioskRoom({
    shelf,
    connect: FarEnd.connect,
    connectBrowser: SharedEnd.connect,
    media: (options) => {
      ask = options.ask;
      return { prepare: call("prepare"), connect: call("connect"), hurry: call("hurry"), unheard: call("unheard"), mute: call("mute"), lookAway: call("away"), keepPrivate: (privacy) => void calls.push(`private ${privacy}`), showInstead: (track: MediaStreamTrack | null) => call("instead")(track !== null), tryDevices: call("devices"), stop: call("stop") };
    },
  });
  rooms.push(made.start());
  await vi.advanceTimersByTimeAsync(0);
  return { made, shelf, calls, ask: (sdp: string, away: boolean) => ask(sdp, away), screen: () => screenOf(made.store.read(), false).kind };
}

async function greeted(welcome = aWelcome()) {
  const all = await room();
  FarEnd.last.say(welcome);
  return all;
}

beforeEach(() => {
  FarEnd.all = [];
  SharedEnd.all = [];
  rooms = [];
  vi.useFakeTimers();
  // Databases are the browser's; what is kept in them is given to the room.
  vi.stubGlobal("indexedDB", {});
});
afterEach(() => {
  for (const leave of rooms) leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("enrolment", () => {
  test("sends the public key with the code, keeps the pair, and connects", async () => {
    const { made, shelf, screen } = await room(null);
    expect(screen()).toBe("enrol");
    const sent: unknown[] = [];
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      sent.push(path, JSON.parse(String(init.body)));
      return Promise.resolve(Response.json({ kiosk: "k2", name: "2番" }));
    });
    expect(await made.enrol("CODE")).toBeNull();
    expect(sent).toEqual(["/api/kiosk/enrol", { code: "CODE", public_key: expect.stringMatching(/^B[\w-]{86}$/) }]);
    expect([shelf.held?.kiosk, shelf.held?.key.extractable, FarEnd.all.length]).toEqual(["k2", false, 1]);
  });

  test("that is refused keeps nothing and says why", async () => {
    const { made, shelf } = await room(null);
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ code: "code_wrong" }, { status: 403 })));
    expect((await made.enrol("NO"))?.code).toBe("code_wrong");
    expect([shelf.held, FarEnd.all.length]).toEqual([null, 0]);
  });

  test("that was revoked is forgotten for good", async () => {
    const { made, shelf, screen } = await greeted();
    FarEnd.last.say({ type: "revoked" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([screen(), shelf.held, made.store.read().revoked, FarEnd.all.length]).toEqual(["enrol", null, true, 1]);
  });
});

describe("a visit", () => {
  test("takes the devices while it rings, connects when the talk begins, and lets go at its end", async () => {
    const { calls } = await greeted(aWelcome({ visit: aVisit() }));
    calls.length = 0;
    for (const state of ["ringing", "talking"] as const) FarEnd.last.say({ type: "visit", visit: aVisit({ state }) });
    FarEnd.last.say({ type: "visit", visit: aVisit({ state: "talking", agent: "佐藤" }) });
    FarEnd.last.say({ type: "visit_gone", contact: "v1" });
    expect(calls).toEqual(["prepare", "connect", "stop"]);
  });

  test("lets go of the camera when the operator did not come", async () => {
    const { calls } = await greeted(aWelcome({ visit: aVisit({ state: "ringing" }) }));
    FarEnd.last.say({ type: "visit", visit: aVisit() });
    expect(calls.at(-1)).toBe("stop");
  });

  test("goes on after a reconnection without a new offer, unless the picture is lost too", async () => {
    const { calls, screen } = await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    calls.length = 0;
    FarEnd.last.onclose?.();
    await vi.advanceTimersByTimeAsync(300);
    FarEnd.last.say(aWelcome({ visit: aVisit({ state: "talking" }) }));
    expect([calls, screen()]).toEqual([["hurry"], "talking"]);
  });

  test("asks for its media by the line, and gives up when no answer comes", async () => {
    const { ask } = await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    const answered = ask("offer", false);
    expect(FarEnd.last.sent.at(-1)).toEqual({ type: "media_offer", sdp: "offer", away: false, id: 1 });
    FarEnd.last.say({ type: "media_answer", sdp: "answer" });
    FarEnd.last.say({ type: "done", id: 1 });
    await expect(answered).resolves.toBe("answer");
    const unanswered = expect(ask("offer", true)).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(6_000);
    await unanswered;
  });

  test("ends with a farewell that goes back to the start by itself, in every choice", async () => {
    const { made, screen } = await greeted(aWelcome({ visit: aVisit({ state: "talking", language: "en" }) }));
    FarEnd.last.say({ type: "visit_gone", contact: "v1" });
    expect(screen()).toBe("ended");
    await vi.advanceTimersByTimeAsync(FAREWELL_MS);
    expect([screen(), made.store.read().sitting.voice]).toEqual(["start", "ja"]);
  });

  test("that is refused says why and can be asked for again", async () => {
    const { made } = await greeted();
    const asked = made.takeTicket("lost");
    void made.takeTicket("lost");
    expect(FarEnd.last.sent).toEqual([{ type: "ticket", language: "ja", wish: "lost", id: 1 }]);
    FarEnd.last.say({ type: "refused", id: 1, code: "closed", detail_ja: "受付を終わりました。", detail_en: "Closed." });
    await asked;
    expect([made.store.read().sitting.refusal?.detail_en, made.store.read().sitting.asking]).toEqual(["Closed.", false]);
  });
});

describe("the shared browser", () => {
  const over = { can_act: false, control: null, hold: null, page: null, size: null };

  test("proves itself by the kiosk's own key, and keeps camera and voice here while a secret is typed", async () => {
    const { calls } = await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    SharedEnd.last.say({ type: "challenge", nonce: "n1" });
    await vi.waitFor(() => expect(SharedEnd.last.sent).toEqual([{ type: "hello", kiosk: "k1", signature: expect.stringMatching(/^[\w-]{86}$/) }]));
    calls.length = 0;
    SharedEnd.last.say(aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: aKeypad() }) }));
    SharedEnd.last.say(aState());
    expect(calls).toEqual(["private silent", "private none"]);
  });

  test("gives its receipt the long farewell, from when it comes", async () => {
    const { screen } = await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    SharedEnd.last.say(aState());
    FarEnd.last.say({ type: "visit_gone", contact: "v1" });
    SharedEnd.last.say(aState({ ...over, life: "erasing" }));
    await vi.advanceTimersByTimeAsync(FAREWELL_WITH_SLIP_MS - 1_000);
    SharedEnd.last.say(aReceipt());
    SharedEnd.last.say(aState({ ...over, life: "verified" }));
    await vi.advanceTimersByTimeAsync(FAREWELL_WITH_SLIP_MS - 1);
    expect([screen(), SharedEnd.last.readyState]).toEqual(["ended", 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([screen(), SharedEnd.last.readyState]).toEqual(["start", 3]);
  });

  test("is let go of where another page has the kiosk", async () => {
    await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    FarEnd.last.say({ type: "replaced" });
    expect(SharedEnd.last.readyState).toBe(3);
  });
});

describe("a resident who walks away", () => {
  test("leaves a kiosk that asks, and then knows nothing of them", async () => {
    const { made } = await greeted();
    made.choose({ voice: "easy", size: 2, wish: "lost" });
    await vi.advanceTimersByTimeAsync(IDLE_AFTER_MS);
    expect(made.store.read().sitting.idle_until_ms).not.toBeNull();
    await vi.advanceTimersByTimeAsync(IDLE_COUNTDOWN_MS);
    expect([made.store.read().sitting.voice, made.store.read().round]).toEqual(["ja", 1]);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  test("and comes back with a touch finds all as it was", async () => {
    const { made } = await greeted();
    made.choose({ voice: "en" });
    await vi.advanceTimersByTimeAsync(IDLE_AFTER_MS + 1_000);
    document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    await vi.advanceTimersByTimeAsync(IDLE_COUNTDOWN_MS);
    expect([made.store.read().sitting.voice, made.store.read().sitting.idle_until_ms]).toEqual(["en", null]);
  });

  test("with a ticket is not sent away", async () => {
    const { made, screen } = await greeted(aWelcome({ visit: aVisit() }));
    made.choose({ size: 2 });
    await vi.advanceTimersByTimeAsync(10 * IDLE_AFTER_MS);
    expect([screen(), made.store.read().sitting.size]).toEqual(["waiting", 2]);
  });
});

describe("a line that stays away", () => {
  test.each([
    ["soon where nobody waits", null, 5_000],
    ["later where somebody does", aVisit(), 8_000],
  ])("is told %s, and forgotten once it is back", async (_, visit, patience_ms) => {
    const { screen } = await greeted(aWelcome({ visit }));
    const before = screen();
    FarEnd.last.onclose?.();
    await vi.advanceTimersByTimeAsync(patience_ms - 1);
    expect(screen()).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(screen()).toBe("gone");
    FarEnd.last.say(aWelcome({ visit }));
    expect(screen()).toBe(before);
  });

  test("is told to a page that never had one", async () => {
    const { screen } = await room();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(screen()).toBe("gone");
  });

  test("cannot call staff, and says so", async () => {
    const { made } = await room();
    await made.callStaff();
    expect(made.store.read().sitting.staff).toBe("failed");
  });
});

describe("a resident who would rather write", () => {
  test("is announced to the operator by the first line, once", async () => {
    const { made } = await greeted(aWelcome({ visit: aVisit() }));
    made.choose({ voice: "easy", writing: true });
    FarEnd.last.say({ type: "visit", visit: aVisit({ state: "talking" }) });
    FarEnd.last.say({ type: "visit", visit: aVisit({ state: "talking", agent_away: true }) });
    const said = FarEnd.last.sent.filter(({ type }) => type === "say");
    expect(said).toEqual([{ type: "say", text: "文字で 話したいです。", id: expect.any(Number) }]);
  });

  test("is told by its code why a line was not sent", async () => {
    const { made } = await greeted(aWelcome({ visit: aVisit({ state: "talking" }) }));
    const saying = made.say("1234");
    FarEnd.last.say({ type: "refused", id: Number(FarEnd.last.sent.at(-1)?.["id"]), code: "secret_in_line", detail_ja: "", detail_en: "" });
    expect(await saying).toBe("secret_in_line");
    FarEnd.last.onclose?.();
    expect(await made.say("あ")).toBe("no_line");
  });
});

test("staff test the devices where no visit is, and the choice holds", async () => {
  const { made, screen } = await greeted();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { ctrlKey: true, shiftKey: true, code: "KeyK", bubbles: true }));
  expect(screen()).toBe("check");
  await made.useDevices({ camera: "c2", microphone: "" });
  expect([screen(), made.devices.camera]).toEqual(["start", "c2"]);
  FarEnd.last.say({ type: "visit", visit: aVisit() });
  made.check();
  expect(screen()).toBe("waiting");
});
