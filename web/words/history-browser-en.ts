/** English words of the shared browser in a contact's history; spread into `en.ts`. */
import type { historyBrowserJa } from "./history-browser-ja";
import type { Widen } from "./words";

export const historyBrowserEn: Widen<typeof historyBrowserJa> = {
  eventKinds: { shared_browser: "Shared browser" },
  browserNotes: {
    opened: "opened",
    live: "shows its page",
    paused: "stands still",
    resumed: "goes on",
    control_asked: "the operator asks for control",
    control_offered: "the resident offers control",
    control_taken: "the operator has control",
    control_back: "the resident has control again",
    hold_began: "the resident types a secret, unseen by the operator",
    hold_ended: "the secret is typed",
    photo_taken: "photo taken",
    photo_handed_over: "photo given to the page",
    photo_erased: "photo erased",
    submitted: "application sent",
    ended: "ended",
    erase_failed: "erasure not verified, rebuilt",
    verified: "erasure verified",
  },
};
