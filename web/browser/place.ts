/** What of the shared browser stands on the kiosk's screen, and how private the resident is meanwhile. Pure. */
import type { Privacy } from "../visit/visit-media";
import type { BrowserView } from "./browser-store";

/** `ending`: it is over, and what was typed is being erased, or could not be shown to be. */
export type Place = "nothing" | "preparing" | "page" | "ending" | "receipt";

export function placeOf({ state, receipt }: BrowserView): Place {
  switch (state?.life) {
    case "starting":
      return "preparing";
    case "live":
    case "paused":
      return "page";
    case "ending":
    case "erasing":
    case "failed":
      return "ending";
    case "closed":
    case "verified":
    case undefined:
      return receipt === null ? "nothing" : "receipt";
  }
}

/**
 * What the resident's camera and microphone may send. While a line is lost or has not told its state yet, what held
 * before holds on: nobody is seen because a packet was.
 */
export function privacyOf({ status, state }: BrowserView, before: Privacy): Privacy {
  if (status === "off") return "none";
  if (state === null) return before;
  if (state.hold?.is_private !== true) return "none";
  return state.hold.is_talking ? "talking" : "silent";
}
