import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aHold, aKeypad, aReceipt, aState, Easel } from "../dev/browser-samples";
import { SharedEnd } from "../dev/kiosk-samples";
import type { BrowserState, ServerMessage } from "../browser/wire";
import { BrowserSeat } from "./browser-seat";

const proof = { kiosk: "k1", sign: () => Promise.resolve("signed") };
const talking = { contact: "v1", state: "talking" } as const;
const over: Partial<BrowserState> = { can_act: false, control: null, hold: null, page: null, size: null };
const secret = (part = {}) => aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold: 7, keypad: aKeypad(), ...part }) });

function seat() {
  const log: string[] = [];
  const made = new BrowserSeat({ picture: new Easel(), connect: SharedEnd.connect, chance: () => 0.5, keepPrivate: (privacy) => log.push(privacy), onPlace: (place) => log.push(`place ${place}`) });
  made.prove(proof);
  return { made, log, open: () => SharedEnd.all.filter(({ readyState }) => readyState === 1).length };
}

function served(...messages: ServerMessage[]) {
  const all = seat();
  all.made.follow(talking);
  for (const message of messages) SharedEnd.last.say(message);
  all.log.length = 0;
  return all;
}

beforeEach(() => {
  SharedEnd.all = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the kiosk's line of the shared browser", () => {
  test("is opened when an agent serves the visit, once, and not before", () => {
    const { made, open } = seat();
    for (const state of ["waiting", "ringing"] as const) made.follow({ contact: "v1", state });
    expect(open()).toBe(0);
    made.follow(talking);
    made.follow({ ...talking });
    expect([open(), SharedEnd.all.length]).toEqual([1, 1]);
  });

  test("goes with a visit in which no browser was opened", () => {
    const { made, open } = served(aState({ ...over, life: "closed" }));
    made.follow(null);
    expect(open()).toBe(0);
  });

  const ended = ["ending", "erasing", "verified"] as const;
  test.each([
    ["before", [...ended.slice(0, 2).map((life) => aState({ ...over, life })), aReceipt(), aState({ ...over, life: "verified" })]],
    ["after", [...ended.map((life) => aState({ ...over, life })), aReceipt()]],
  ])("outlives the visit until the receipt, told %s the verdict, was put away, and does not show it again", (_, messages) => {
    const { made, log, open } = served(aState());
    made.follow(null);
    for (const message of messages) SharedEnd.last.say(message);
    expect([log, open()]).toEqual([["place ending", "place receipt"], 1]);
    made.putAway();
    expect([log.at(-1), open()]).toEqual(["place nothing", 0]);
    made.follow({ contact: "v2", state: "talking" });
    SharedEnd.last.say(aState({ ...over, life: "verified" }));
    SharedEnd.last.say(aReceipt());
    expect(log.at(-1)).toBe("place nothing");
  });

  test("comes back after the visit as well, and is told the receipt", () => {
    const { made, log, open } = served(aState());
    made.follow(null);
    SharedEnd.last.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(150);
    SharedEnd.last.say(aState({ ...over, life: "verified" }));
    SharedEnd.last.say(aReceipt());
    expect([log, open()]).toEqual([["place ending", "place receipt"], 1]);
  });

  test("is another one for another visit", () => {
    const { made, open } = served(aState());
    made.follow({ contact: "v2", state: "talking" });
    expect([open(), SharedEnd.all.length, made.room.browser.view.read().state]).toEqual([1, 2, null]);
  });

  test("goes when the kiosk is none any more", () => {
    const { made, log, open } = served(secret());
    made.prove(null);
    expect([open(), log]).toEqual([0, ["none", "place nothing"]]);
  });
});

describe("while a secret is typed", () => {
  test("camera and voice are kept here before the screen changes, and go again after it", () => {
    const { log } = served(aState());
    SharedEnd.last.say(secret());
    SharedEnd.last.say(secret({ is_talking: true }));
    SharedEnd.last.say(secret({ standing: "leaving", keypad: null }));
    SharedEnd.last.say(aState());
    expect(log).toEqual(["silent", "talking", "silent", "none"]);
  });

  test("a line that is lost, and one that has not told its state yet, lets nobody be seen", () => {
    const { log, made } = served(secret());
    SharedEnd.last.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(150);
    expect([log, made.room.line.read()]).toEqual([[], "lost"]);
    SharedEnd.last.say(secret());
    expect(log).toEqual([]);
    SharedEnd.last.say(aState());
    expect(log).toEqual(["none"]);
  });

  test.each([4001, 4004, 4009])("a line that is closed by %i gives camera and voice back", (code) => {
    const { log } = served(secret());
    SharedEnd.last.onclose?.({ code });
    expect(log).toEqual(["none", "place nothing"]);
  });
});
