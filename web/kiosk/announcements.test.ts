import { describe, expect, test } from "vitest";
import { aKiosk, aVisit, told } from "../dev/kiosk-samples";
import { kioskSpeechIn } from "../words/kiosk-speech";
import { announcementOf } from "./announcements";
import { type KioskAction, type KioskState, reduceKiosk } from "./kiosk-store";
import type { Visit } from "./messages";

const { w } = kioskSpeechIn("ja");
const after = (state: KioskState, action: KioskAction) => reduceKiosk(state, action);
const visited = (part: Partial<Visit> = {}) => aKiosk({ visit: aVisit(part) });

describe("the live region", () => {
  test.each([
    ["the ticket with its place", aKiosk(), visited(), "受付番号は A-027 です。 順番は3番目です。"],
    ["a change of place", visited(), visited({ position: 2 }), "順番は2番目です。"],
    ["nothing when only the estimate changed", visited(), visited({ estimate_minutes: 4 }), null],
    ["that an operator comes", visited(), visited({ state: "ringing" }), "オペレーターがまいります。"],
    ["that the operator is there", visited({ state: "ringing" }), visited({ state: "talking" }), "オペレーターとつながりました。"],
    ["the place again when the operator did not come", visited({ state: "ringing", position: null }), visited({ position: 1 }), "順番は1番目です。"],
    ["the end", visited({ state: "talking" }), told(visited({ state: "talking" }), { type: "visit_gone", contact: "v1" }), "終わりました。"],
    ["that the line broke in a visit", visited(), after(visited(), { type: "status", status: "lost" }), "回線が切れました。つなぎ直しています。"],
    ["that it is back", after(visited(), { type: "status", status: "lost" }), visited(), "回線がつながりました。"],
    ["nothing of the line to nobody", aKiosk(), after(aKiosk(), { type: "status", status: "lost" }), null],
    ["that staff were called", aKiosk(), after(aKiosk(), { type: "choose", part: { staff: "called" } }), "係員を呼びました。そのままお待ちください。"],
    ["nothing when nothing changed", visited(), visited(), null],
  ])("says %s", (_, before, now, sentence) => expect(announcementOf(before, now, w)).toBe(sentence));

  test("speaks easy Japanese without the readings", () => {
    expect(announcementOf(aKiosk(), visited(), kioskSpeechIn("easy").w)).toBe("あなたの 番号は A-027 です。 順番は 3番目です。");
  });
});
