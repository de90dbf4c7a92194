import { describe, expect, test } from "vitest";
import { aBrowser, aControl, aFrame, aHold, aKeypad, aPhoto, aState } from "../dev/browser-samples";
import { KEY_FRAMES_ASKED_MAX } from "./shared-browser";
import { type PageMessage, SECRET_KEYS_MAX, TEXT_CHARS_MAX } from "./wire";

/** Painting is told of in the next turn. */
const settled = () => new Promise<void>((done) => setImmediate(done));
const asked = (said: readonly PageMessage[]) => said.filter(({ type }) => type === "key_frame").length;
const seen = (said: readonly PageMessage[]) => said.flatMap((message) => (message.type === "seen" ? [message.frame] : []));

describe("the picture", () => {
  test("begins with a whole picture that is asked for once", async () => {
    const { browser, said, easel } = aBrowser("resident");
    expect(said).toEqual([{ type: "key_frame" }]);
    browser.hear(aFrame({ frame: 5, is_key: false }));
    browser.hear(aFrame({ frame: 6, is_key: false }));
    expect([easel.painted, asked(said)]).toEqual([[], 1]);
    browser.hear(aFrame({ frame: 7 }));
    browser.hear(aFrame({ frame: 8, is_key: false }));
    await settled();
    expect([easel.painted, seen(said), browser.view.read().picture]).toEqual([[7, 8], [7, 8], "shown"]);
  });

  test("asks for all of it when a frame was lost, and is said to be old until it comes", async () => {
    const { browser, said, easel } = aBrowser("resident");
    browser.hear(aFrame({ frame: 1 }));
    await settled();
    browser.hear(aFrame({ frame: 3, is_key: false }));
    expect([asked(said), browser.view.read().picture]).toEqual([2, "waiting"]);
    browser.hear(aFrame({ frame: 4, is_key: false }));
    expect([easel.painted, asked(said)]).toEqual([[1], 2]);
    browser.hear(aFrame({ frame: 5 }));
    await settled();
    expect([easel.painted, browser.view.read().picture]).toEqual([[1, 5], "shown"]);
  });

  test("passes over a frame that came already", async () => {
    const { browser, said, easel } = aBrowser("resident");
    for (const frame of [1, 2, 2, 1]) browser.hear(aFrame({ frame, is_key: frame === 1 && easel.painted.length === 0 }));
    await settled();
    expect([easel.painted, asked(said)]).toEqual([[1, 2], 1]);
  });

  test("asks again when a tile is no picture, but not for ever", async () => {
    const { browser, said, easel } = aBrowser("resident");
    easel.next = "broken";
    for (let frame = 1; frame < 20; frame += 1) {
      browser.hear(aFrame({ frame }));
      await settled();
    }
    expect(asked(said)).toBe(KEY_FRAMES_ASKED_MAX);
    for (let each = 0; each < 20; each += 1) browser.hear(new ArrayBuffer(3));
    expect([asked(said), seen(said)]).toEqual([KEY_FRAMES_ASKED_MAX, []]);
  });

  test("is gone from the operator's canvas before anybody is told of a hold, and stays away", async () => {
    const { browser, hear, easel, said } = aBrowser("operator");
    browser.hear(aFrame({ frame: 1 }));
    await settled();
    const order: string[] = [];
    easel.wipe = () => void order.push("wiped");
    browser.view.subscribe(() => browser.view.read().state?.hold?.standing === "held" && order.push("told"));
    hear(aState({ hold: aHold({ standing: "held", kind: "pin" }) }));
    expect(order[0]).toBe("wiped");
    expect(order).toContain("told");
    browser.hear(aFrame({ frame: 2 }));
    await settled();
    expect([easel.painted, seen(said), browser.view.read().picture]).toEqual([[1], [1], "waiting"]);
    hear(aState({ hold: aHold({ standing: "leaving" }) }));
    expect(asked(said)).toBe(1);
    hear(aState());
    expect(asked(said)).toBe(2);
  });

  test("is not told as seen when a hold began while it was painted", async () => {
    const { browser, hear, said } = aBrowser("operator");
    browser.hear(aFrame({ frame: 1 }));
    hear(aState({ hold: aHold({ standing: "held", kind: "pin" }) }));
    await settled();
    expect([seen(said), browser.view.read().picture]).toEqual([[], "waiting"]);
  });

  test("is wiped when the line is lost, and asked for when it is back", () => {
    const { browser, hear, easel, said } = aBrowser("resident");
    browser.hear(aFrame({ frame: 1 }));
    browser.lost();
    expect(easel.painted).toEqual([]);
    browser.opened();
    hear(aState());
    expect(asked(said)).toBe(2);
  });
});

describe("what is sent", () => {
  test("is what may act, with the epoch it began in", () => {
    const { browser, hear, said } = aBrowser("resident");
    expect(browser.input({ type: "text", text: "座間市", epoch: browser.epoch() })).toBeNull();
    expect(said.at(-1)).toEqual({ type: "text", text: "座間市", epoch: 4 });
    const began = browser.epoch();
    hear(aState({ control: aControl({ epoch: 6 }) }));
    expect(browser.input({ type: "text", text: "x", epoch: began })).toBe("stale_epoch");
    expect(said.filter(({ type }) => type === "text")).toHaveLength(1);
  });

  test("is never more text than one message holds, nor none", () => {
    const { browser } = aBrowser("resident");
    expect(browser.input({ type: "text", text: "あ".repeat(TEXT_CHARS_MAX), epoch: 4 })).toBeNull();
    expect(browser.input({ type: "text", text: "あ".repeat(TEXT_CHARS_MAX + 1), epoch: 4 })).toBe("too_much");
    expect(browser.input({ type: "text", text: "", epoch: 4 })).toBe("too_much");
  });

  test("of control is only what this side may do", () => {
    const { browser, hear, said } = aBrowser("operator");
    expect(browser.control("take")).toBe(false);
    hear(aState({ control: aControl({ may: ["take", "decline"], offered_until: "2026-04-01T00:00:30Z" }) }));
    expect(browser.control("take")).toBe(true);
    expect(said.at(-1)).toEqual({ type: "control", act: "take", epoch: 4 });
  });

  test("changes nothing when what came is not as agreed", () => {
    const { browser } = aBrowser("operator");
    const before = browser.view.read();
    browser.hear("{}");
    browser.hear(JSON.stringify({ ...aState(), more: 1 }));
    expect(browser.view.read()).toBe(before);
  });
});

describe("a secret", () => {
  const held = (hold = 7) => aState({ hold: aHold({ standing: "held", kind: "pin", is_private: true, hold, keypad: aKeypad({ hold }) }) });

  test("goes out by its own channel, counted within the hold", () => {
    const { browser, hear, secrets, said } = aBrowser("resident", held());
    const before = said.length;
    for (const character of "12") expect(browser.secret({ character })).toBe(true);
    browser.secret("backspace");
    expect(secrets).toEqual([{ type: "secret", hold: 7, seq: 1, key: { character: "1" } }, { type: "secret", hold: 7, seq: 2, key: { character: "2" } }, { type: "secret", hold: 7, seq: 3, key: "backspace" }]);
    hear(held(8));
    browser.secret("enter");
    expect(secrets.at(-1)).toEqual({ type: "secret", hold: 8, seq: 1, key: "enter" });
    expect(said.length).toBe(before);
    expect(JSON.stringify(browser.view.read())).not.toContain("character");
  });

  test("goes nowhere without a hold, from the operator's side, or as more than one printable character", () => {
    expect(aBrowser("resident").browser.secret({ character: "1" })).toBe(false);
    expect(aBrowser("operator", held()).browser.secret({ character: "1" })).toBe(false);
    const { browser, secrets } = aBrowser("resident", held());
    for (const character of ["", "12", "あ", "\n", "\u007f"]) expect(browser.secret({ character }), character).toBe(false);
    expect(secrets).toEqual([]);
  });

  test("has an end of keys", () => {
    const { browser, secrets } = aBrowser("resident", held());
    for (let each = 0; each < SECRET_KEYS_MAX + 5; each += 1) browser.secret({ character: "1" });
    expect(secrets).toHaveLength(SECRET_KEYS_MAX);
  });

  test("has the talk button of the resident alone", () => {
    const { browser, said } = aBrowser("resident", held());
    browser.talk(true);
    browser.talk(false);
    expect(said.slice(-2)).toEqual([{ type: "talk", hold: 7, on: true }, { type: "talk", hold: 7, on: false }]);
    const other = aBrowser("operator");
    other.browser.talk(true);
    expect(other.said.some(({ type }) => type === "talk")).toBe(false);
  });
});

describe("a photo", () => {
  const photo = () => ({ jpeg: new Uint8Array([0xff, 0xd8, 1, 2, 3]), width_px: 480, height_px: 617, despite: null });

  test("is the resident's to give, whoever holds control, and is wiped here", () => {
    const { browser, hear, parcels } = aBrowser("resident", aState({ control: aControl({ holder: "operator" }) }));
    hear(aPhoto());
    const taken = photo();
    expect(browser.givePhoto(taken)).toBeNull();
    expect([...taken.jpeg]).toEqual([0, 0, 0, 0, 0]);
    expect([...(parcels[0] ?? [])].slice(-5)).toEqual([0xff, 0xd8, 1, 2, 3]);
  });

  test("is wiped when it may not be handed over, too", () => {
    const { browser, hear, parcels } = aBrowser("resident");
    const unasked = photo();
    expect(browser.givePhoto(unasked)).toBe("not_allowed");
    hear(aPhoto());
    hear(aState({ life: "paused" }));
    const taken = photo();
    expect(browser.givePhoto(taken)).toBe("not_live");
    expect([...unasked.jpeg, ...taken.jpeg].every((byte) => byte === 0)).toBe(true);
    expect(parcels).toEqual([]);
  });
});
