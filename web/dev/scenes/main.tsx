/**
 * Parts that no page has mounted yet, each in a moment worth looking at, chosen by the cookie `scene`; `_easy` at its
 * end speaks easy Japanese, `_huge` has the kiosk's largest letters in high contrast. The server is this file. Never shipped.
 */
import { useState } from "react";
import { createRoot } from "react-dom/client";
import "../../shell/global.css";
import "../../kiosk/kiosk.css";
import { KioskBrowser } from "../../browser/KioskBrowser";
import { OperatorBrowser } from "../../browser/OperatorBrowser";
import { Picture } from "../../browser/picture";
import { SharedBrowser } from "../../browser/shared-browser";
import type { BrowserState, ServerMessage, Side } from "../../browser/wire";
import frame from "../../kiosk/Frame.module.css";
import { KioskSpeechContext, kioskSpeechIn, type Voice } from "../../words/kiosk-speech";
import { SpeechContext, speechIn, storedLanguage } from "../../words/useWords";
import { aControl, aHold, aKeypad, aMail, aPhoto, aReceipt, aState } from "../browser-samples";
import { DrawnCamera, tellPage } from "./drawn";

const soon = () => new Date(Date.now() + 24_000).toISOString();
const byOperator = { control: aControl({ holder: "operator" as const, may: ["release" as const] }) };
const typing = (keypad: "digits" | "letters", seed: number | null = null) => aState({ hold: aHold({ standing: "held", kind: keypad === "digits" ? "pin" : "password", is_private: true, hold: 7, keypad: aKeypad({ keypad, kind: keypad === "digits" ? "pin" : "password", scramble_seed: seed }) }) });
const over: Partial<BrowserState> = { life: "verified", can_act: false, control: null, hold: null, page: null, size: null, starts: [] };
const ask: ServerMessage = { type: "select", id: 2, label: "受取場所", multiple: false, options: ["市民課（1階）", "北地区出張所", "南地区出張所", "東地区文化センター"].map((label, at) => ({ label, group: null, chosen: at === 0, disabled: at === 3 })) };

const scenes: Record<string, [Side, () => readonly ServerMessage[]]> = {
  operator_live: ["operator", () => [aState({ ...byOperator, mailbox: "v-7k2m@mail.example.jp" }), aMail()]],
  operator_asking: ["operator", () => [aState({ control: aControl({ may: ["release"], asked_until: soon() }) }), { type: "popup", how: "refused", page: null }]],
  operator_offered: ["operator", () => [aState({ control: aControl({ may: ["take", "decline"], offered_until: soon() }) })]],
  operator_hold: ["operator", () => [aState({ ...byOperator, can_act: false, hold: aHold({ standing: "held", kind: "pin", is_private: true, is_talking: true, hold: 7 }) })]],
  operator_blank: ["operator", () => [aState({ ...byOperator, blank: "unknown_page", page: null })]],
  operator_question: ["operator", () => [aState(byOperator), ask]],
  operator_erased: ["operator", () => [aState(over), aReceipt()]],
  kiosk_live: ["resident", () => [aState({ control: aControl({ may: ["offer"] }) })]],
  kiosk_asked: ["resident", () => [aState({ control: aControl({ may: ["agree", "decline", "take_back"], asked_until: soon() }) })]],
  kiosk_offered: ["resident", () => [aState({ control: aControl({ may: ["release", "take_back"], offered_until: soon() }) })]],
  kiosk_operator: ["resident", () => [aState({ can_act: false, control: aControl({ holder: "operator", may: ["take_back"] }), mailbox: "v-7k2m@mail.example.jp" }), aMail()]],
  kiosk_date: ["resident", () => [aState({ control: aControl({ may: ["offer"] }) }), { type: "date", id: 3, label: "生年月日", kind: "date", value: "1950-02-08", min: "", max: "" }]],
  keypad_digits: ["resident", () => [typing("digits")]],
  keypad_scrambled: ["resident", () => [typing("digits", 5)]],
  keypad_letters: ["resident", () => [typing("letters")]],
  photo_booth: ["resident", () => [aState(), aPhoto()]],
  photo_busy: ["resident", () => [aState(), aPhoto()]],
  receipt: ["resident", () => [aState(over), aReceipt()]],
};

const cookie = /scene=(\w+)/.exec(document.cookie)?.[1] ?? "operator_live";
const name = cookie.replace(/_(easy|huge)$/, "");
const voice: Voice = cookie.endsWith("_easy") ? "easy" : storedLanguage();
const [side, messages] = scenes[name] ?? scenes["operator_live"] ?? ["operator", () => []];

function Scene() {
  const [browser] = useState(() => {
    const made: SharedBrowser = new SharedBrowser({
      side,
      picture: new Picture(),
      line: { say: (message) => message.type === "key_frame" && void tellPage(made, side === "operator"), secret: () => undefined, bytes: () => undefined },
    });
    made.opened();
    for (const message of messages()) made.hear(JSON.stringify(message));
    return made;
  });
  const [camera] = useState(() => new DrawnCamera(name === "photo_busy"));
  if (side === "operator") {
    return (
      <SpeechContext value={speechIn(storedLanguage())}>
        <main style={{ padding: "1rem" }}>
          <h1 className="visually-hidden">Desk</h1>
          <OperatorBrowser browser={browser} form={[{ label: "お名前", text: "座間 花子" }, { label: "フリガナ", text: "ザマ ハナコ" }]} clock_offset_ms={0} />
        </main>
      </SpeechContext>
    );
  }
  return (
    <KioskSpeechContext value={kioskSpeechIn(voice)}>
      <div className={frame.frame}>
        <span />
        <main className={frame.main}>
          <KioskBrowser browser={browser} clock_offset_ms={0} camera={camera} onPrint={() => undefined} />
        </main>
      </div>
    </KioskSpeechContext>
  );
}

/** Pictures are taken of a scene once its page is drawn, or the photo's guide has spoken; others have nothing to wait for. */
function isThere(): boolean {
  if (document.querySelector("h1") === null) return false;
  const [canvas, guide] = [document.querySelector<HTMLCanvasElement>("[data-page-picture] canvas"), document.querySelector("video")];
  return (canvas === null || canvas.hidden || canvas.width === 1_280) && (guide === null || document.querySelector("[data-finding]") !== null);
}
document.documentElement.dataset["scene"] = "waiting";
const watch = setInterval(() => {
  if (!isThere()) return;
  clearInterval(watch);
  document.documentElement.dataset["scene"] = name;
}, 50);

document.documentElement.lang = voice === "en" ? "en" : "ja";
if (cookie.endsWith("_huge")) Object.assign(document.documentElement.dataset, { size: "2", contrast: "high" });
// The kiosk's large type is the kiosk's alone.
if (side === "operator") document.documentElement.style.fontSize = "16px";
const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Scene />);
