/** What a poor line means to a resident, in English. */
import type { kioskLineJa } from "./kiosk-line-ja";
import type { Widen } from "./words";

export const kioskLineEn: Widen<typeof kioskLineJa> = {
  steps: {
    video: "The line is good again.",
    low_video: "The line is busy, so the picture is smaller. You can go on talking.",
    still: "The line is busy, so you see a photo every few seconds. Your voices go on as before.",
    audio: "The line is busy, so there is no picture. Your voices and the pages on this screen go on.",
    telephone: "The line is very weak and your voice may not arrive. You can go on by telephone.",
  },
  byTelephone: "You are talking by telephone. Your procedure goes on here.",
  ringTitle: "To go on by telephone",
  ring: "Please call {number}.",
  key: "When you hear the announcement, press:",
  keys: "* {code}",
  keep: "Your ticket and your procedure stay as they are. You reach the same operator.",
};
