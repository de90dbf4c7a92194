import { describe, expect, test } from "vitest";
import { aControl, aHold, aKeypad, aMail, aPhoto, aReceipt, aState } from "../dev/browser-samples";
import { MESSAGE_CHARS_MAX, OPTIONS_MAX, readServerMessage, type ServerMessage } from "./wire";

const read = (value: unknown, side: "operator" | "resident" = "resident") => readServerMessage(JSON.stringify(value), side);
const option = { label: "神奈川県", group: null, chosen: false, disabled: false };

const good: ServerMessage[] = [
  aState(),
  aState({ life: "closed", control: null, hold: null, page: null, size: null, starts: [], can_act: false }),
  { type: "dialog", id: 1, kind: "prompt", text: "お名前は", preset: "" },
  { type: "select", id: 2, label: "都道府県", multiple: false, options: [option] },
  { type: "date", id: 3, label: "生年月日", kind: "date", value: "", min: "1900-01-01", max: "" },
  { type: "popup", how: "opened", page: null },
  { type: "print", how: "ready", pages: 2 },
  { type: "download_refused", kind: "document" },
  aMail(),
  aPhoto(),
  aReceipt(),
  { type: "gone", id: 3 },
  { type: "refused", code: "stale_epoch" },
];

describe("what the server says", () => {
  test.each(good.map((message) => [message.type, message] as const))("is read as it was written: %s", (_, message) => {
    expect(read(message)).toEqual(message);
  });

  const wrong: [string, unknown][] = [
    ["no JSON object", [aState()]],
    ["no type", { life: "live" }],
    ["a type that nobody agreed on", { type: "navigate", url: "https://example.jp" }],
    ["a type out of every object's own", { type: "constructor" }],
    ["a field that nobody agreed on", { ...aState(), url: "https://example.jp" }],
    ["a field in the depth that nobody agreed on", aState({ control: { ...aControl(), by: "x" } as never })],
    ["a missing field", { type: "gone" }],
    ["an address for a page's label", aState({ page: { label_ja: "https://example.jp/a?token=1", label_en: "" } })],
    ["a life that there is none of", aState({ life: "asleep" as never })],
    ["an epoch below nothing", aState({ control: aControl({ epoch: -1 }) })],
    ["an epoch between two", aState({ control: aControl({ epoch: 1.5 }) })],
    ["a page larger than any", aState({ size: { width_px: 5_000, height_px: 800 } })],
    ["an instant that is none", aState({ control: aControl({ asked_until: "soon" }) })],
    ["more choices than are shown", { type: "select", id: 2, label: "", multiple: false, options: Array.from({ length: OPTIONS_MAX + 1 }, () => option) }],
    ["a link without a number", aMail({ links: [{ number: 0, label: "x" }] })],
    ["control characters in a text", { type: "dialog", id: 1, kind: "alert", text: "a\u0000b", preset: "" }],
    ["a photo larger than any site takes", aPhoto({ bytes_max: 8_000_000 })],
  ];

  test.each(wrong)("is refused with %s", (_, value) => {
    expect(read(value)).toBeNull();
  });

  test("is refused when it is no JSON, or longer than any message", () => {
    expect(readServerMessage("{", "resident")).toBeNull();
    expect(readServerMessage(JSON.stringify({ type: "gone", id: 1, pad: "x".repeat(MESSAGE_CHARS_MAX) }), "resident")).toBeNull();
    expect(readServerMessage(" ".repeat(MESSAGE_CHARS_MAX) + JSON.stringify({ type: "gone", id: 1 }), "resident")).toBeNull();
  });

  test("never tells the operator's side of the keypad", () => {
    const state = aState({ hold: aHold({ standing: "held", kind: "pin", keypad: aKeypad() }) });
    expect(read(state, "resident")).toEqual(state);
    expect(read(state, "operator")).toBeNull();
  });
});
