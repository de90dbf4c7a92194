import { describe, expect, test } from "vitest";
import { aControl, aHold, aMail, aPhoto, aReceipt, aState } from "../dev/browser-samples";
import { type BrowserView, emptyBrowser, epochOf, type InputRefusal, isCovered, mayMakeMailbox, NEWS_MAX, QUESTIONS_MAX, reduceBrowser, refusalOf } from "./browser-store";
import { changeBetween } from "./changes";
import { type BrowserState, type Input, lives, type ServerMessage, type Side } from "./wire";

const told = (side: Side, ...messages: ServerMessage[]): BrowserView => messages.reduce((view, message) => reduceBrowser(view, { type: "message", message }), reduceBrowser(emptyBrowser(side), { type: "status", status: "open" }));
const own = (side: Side, part: Partial<BrowserState> = {}) => aState({ control: aControl({ holder: side }), ...part });

describe("input", () => {
  const pointer: Input = { type: "pointer", what: "down", button: 0, x: 1, y: 1, epoch: 4 };
  const text: Input = { type: "text", text: "座間", epoch: 4 };
  const key: Input = { type: "key", key: "Tab", shift: false, epoch: 4 };

  function check(side: Side, state: BrowserState, input: Input, expected: InputRefusal | null) {
    expect(refusalOf(told(side, state), input)).toBe(expected);
  }

  test("goes out for who holds control in the epoch of the screen, and for nobody else", () => {
    for (const side of ["resident", "operator"] as const) {
      check(side, own(side), pointer, null);
      check(side, own(side), { ...pointer, epoch: 3 }, "stale_epoch");
      check(side, own(side), { ...pointer, epoch: 5 }, "stale_epoch");
      check(side, own(side === "resident" ? "operator" : "resident"), pointer, "not_holder");
      check(side, own(side, { can_act: false }), pointer, "not_allowed");
    }
  });

  test("goes out only while the shared browser is live", () => {
    for (const life of lives) check("resident", own("resident", { life }), pointer, life === "live" ? null : "not_live");
    check("resident", own("resident", { control: null }), pointer, "not_live");
    const view = told("resident", own("resident"));
    expect(refusalOf(reduceBrowser(view, { type: "status", status: "lost" }), pointer)).toBe("not_live");
    expect(refusalOf(emptyBrowser("resident"), pointer)).toBe("not_live");
  });

  test("opens a start page while no browser stands: the operator's alone, in the epoch before the first", () => {
    const open: Input = { type: "open", start: "card", form_id: null, epoch: 0 };
    for (const life of lives) {
      const isRest = life === "closed" || life === "verified";
      const at = (side: Side) => aState({ life, can_act: false, control: life === "live" ? aControl({ holder: side }) : null, hold: null });
      check("operator", at("operator"), open, isRest ? null : life === "live" ? "hold" : "not_live");
      check("resident", at("resident"), open, life === "live" ? "stale_epoch" : "not_live");
      if (isRest) check("operator", at("operator"), { ...open, epoch: 1 }, "stale_epoch");
      if (isRest) check("operator", at("operator"), pointer, "not_live");
    }
    const rest = aState({ life: "closed", control: null, hold: null });
    expect([epochOf(told("operator", rest)), epochOf(told("resident", rest))]).toEqual([0, -1]);
    expect(refusalOf(reduceBrowser(told("operator", rest), { type: "status", status: "lost" }), open)).toBe("not_live");
  });

  test.each(["held", "leaving", "unguarded"] as const)("of the operator never goes out while the hold is %s, whatever it is", (standing) => {
    const state = own("operator", { hold: aHold({ standing }) });
    for (const input of [pointer, text, key, { type: "wheel", x: 0, y: 0, right_px: 0, down_px: 9, epoch: 4 }, { type: "dialog_answer", id: 1, ok: true, text: "", epoch: 4 }, { type: "open", start: "card", form_id: null, epoch: 4 }] as Input[]) check("operator", state, input, "hold");
    check("operator", own("operator", { hold: null }), pointer, "hold");
  });

  test("of the resident's goes by the keypad alone while a secret is typed, but a press leaves the field", () => {
    const state = own("resident", { hold: aHold({ standing: "held" }) });
    check("resident", state, text, "hold");
    check("resident", state, key, "hold");
    check("resident", state, pointer, null);
  });

  test("has nothing to go by once the line is there again, until everything is told anew", () => {
    const view = reduceBrowser(told("resident", own("resident")), { type: "status", status: "open" });
    expect(view.state).toBeNull();
    expect(refusalOf(view, pointer)).toBe("not_live");
  });
});

describe("the canvas", () => {
  function check(side: Side, part: Partial<BrowserState>, covered: boolean) {
    expect(isCovered(side, aState(part)), `${side} ${JSON.stringify(part)}`).toBe(covered);
  }

  test("is covered for the operator unless the page is known to be clean", () => {
    check("operator", {}, false);
    for (const standing of ["held", "leaving", "unguarded"] as const) {
      check("operator", { hold: aHold({ standing }) }, true);
      check("resident", { hold: aHold({ standing }) }, false);
    }
    check("operator", { hold: null }, true);
    check("operator", { blank: "unknown_page" }, true);
  });

  test("is covered on both sides when there is no page", () => {
    for (const side of ["operator", "resident"] as const) {
      for (const life of lives) check(side, { life }, life !== "live" && life !== "paused");
      check(side, { size: null }, true);
      expect(isCovered(side, null)).toBe(true);
    }
  });
});

describe("what is known", () => {
  test("of questions is the newest few, each once, until it is gone", () => {
    const ask = (id: number, text = ""): ServerMessage => ({ type: "dialog", id, kind: "alert", text, preset: "" });
    const view = told("resident", aState(), ...Array.from({ length: 30 }, (_, id) => ask(id)), ask(29, "again"));
    expect(view.questions.map(({ id }) => id)).toEqual([26, 27, 28, 29]);
    expect(view.questions).toHaveLength(QUESTIONS_MAX);
    expect(reduceBrowser(view, { type: "message", message: { type: "gone", id: 29 } }).questions.map(({ id }) => id)).toEqual([26, 27, 28]);
  });

  test("of news is the newest few, each put away by itself", () => {
    const view = told("operator", ...Array.from({ length: 9 }, (): ServerMessage => ({ type: "download_refused", kind: "other" })));
    expect(view.news).toHaveLength(NEWS_MAX);
    expect(reduceBrowser(view, { type: "put_away", key: 8 }).news.map(({ key }) => key)).toEqual([7, 9]);
  });

  test("goes with the browser it belonged to; the receipt stands until the next begins", () => {
    const all = told("resident", aState(), aMail(), aPhoto(), { type: "dialog", id: 1, kind: "alert", text: "", preset: "" }, aReceipt());
    expect([all.mails.length, all.questions.length, all.photo?.id]).toEqual([1, 1, 11]);
    for (const life of ["closed", "erasing", "verified", "failed"] as const) {
      const over = told("resident", aState(), aMail(), aPhoto(), aReceipt(), aState({ life, control: null, hold: null }));
      expect([over.mails, over.questions, over.photo, over.receipt?.number], life).toEqual([[], [], null, 128]);
    }
    expect(told("resident", aReceipt(), aState({ life: "starting" })).receipt).toBeNull();
  });

  test("of a photo that is not wanted any more is nothing", () => {
    expect(told("resident", aPhoto(), aPhoto({ wanted: false })).photo).toBeNull();
  });
});

test("a change of control or hold is told once, in one word", () => {
  const states: BrowserState[] = [aState(), aState({ control: aControl({ asked_until: "2026-04-01T00:00:30Z" }) }), aState({ control: aControl({ offered_until: "2026-04-01T00:00:30Z" }) }), aState({ control: aControl({ holder: "operator" }) }), aState({ control: aControl({ holder: "operator" }), hold: aHold({ standing: "held" }) }), aState({ control: aControl({ holder: "operator" }) }), aState(), aState({ life: "paused" })];
  const words = (side: Side) => states.slice(1).map((state, at) => changeBetween(told(side, states[at] ?? aState()), told(side, state)));
  expect(words("resident")).toEqual(["asked", null, "operator", "held", "clear", "resident", { life: "paused" }]);
  expect(words("operator")).toEqual([null, "offered", "operator", "held", "clear", "resident", { life: "paused" }]);
  const open = told("operator", aState());
  expect(changeBetween(open, open)).toBeNull();
  expect(changeBetween(open, reduceBrowser(open, { type: "status", status: "lost" }))).toEqual({ life: "lost" });
});

describe("the receipt", () => {
  const receiptOf = (view: BrowserView, number: number) => reduceBrowser(view, { type: "message", message: aReceipt({ number }) }).receipt?.number ?? null;

  test("that was put away stays away when it is told again, even by another line; a later one is shown", () => {
    const away = reduceBrowser(told("resident", aState({ life: "verified", control: null }), aReceipt({ number: 128 })), { type: "put_receipt_away" });
    expect([away.receipt, receiptOf(away, 128), receiptOf(away, 129)]).toEqual([null, null, 129]);
    expect(receiptOf(reduceBrowser(away, { type: "forget" }), 128)).toBeNull();
    expect(receiptOf(reduceBrowser(told("resident", aReceipt({ number: 128 })), { type: "forget" }), 128)).toBeNull();
  });
});

test("a mail address is made by the operator alone, while all is live and there is none", () => {
  const may = (side: Side, part: Partial<BrowserState>) => mayMakeMailbox(told(side, aState({ may_make_mailbox: true, ...part })));
  expect(may("operator", {})).toBe(true);
  expect(may("resident", {})).toBe(false);
  expect(may("operator", { may_make_mailbox: false })).toBe(false);
  expect(may("operator", { mailbox: "v@mail.example.jp" })).toBe(false);
  for (const life of lives) expect(may("operator", { life }), life).toBe(life === "live");
});
