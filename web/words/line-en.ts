/** What a poor line of a visit means to an operator, in English. */
import type { lineJa } from "./line-ja";
import type { Widen } from "./words";

export const lineEn: Widen<typeof lineJa> = {
  steps: {
    video: "Full video",
    low_video: "Small video",
    still: "Stills and sound",
    audio: "Sound only",
    telephone: "Telephone",
  },
  meanings: {
    video: "The conversation is as usual.",
    low_video: "The picture is smaller. The conversation goes on.",
    still: "The picture is a still every few seconds. Sound goes on.",
    audio: "There is no picture. Sound and shared pages go on.",
    telephone: "The visitor is shown a number and a code. When they ring, their voice joins this visit.",
  },
  causes: {
    loss: "The line loses data.",
    delay: "The line is slow.",
    jitter: "The line is unsteady.",
    narrow: "The line carries little.",
    frozen: "No picture arrives.",
    silent: "The kiosk cannot be reached.",
    better: "The line is getting better.",
  },
  byTelephone: "The visitor is heard by telephone.",
  unheard: "Reconnecting to the kiosk.",
};
