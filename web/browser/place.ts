/** What of the shared browser stands on the kiosk's screen, and how private the resident is meanwhile. Pure. */
import type { Privacy } from "../visit/visit-media";
import type { BrowserView } from "./browser-store";

/** `ending`: it is over, and what was typed is being erased, or could not be shown to be. */
export type Place = "nothing" | "preparing" | "page" | "ending" | "receipt";

/**
 * What stands there, given what stood there `before`: a line that is there again has told nothing for an instant, and
 * a browser that is over is followed by its receipt.
 */
export function placeOf({ status, state, receipt }: BrowserView, before: Place): Place {
  if (status === "off") return "nothing";
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
    case "verified":
      if (receipt !== null) return "receipt";
      return before === "nothing" || before === "receipt" ? "nothing" : "ending";
    case "closed":
      return receipt === null ? "nothing" : "receipt";
    case undefined:
      return before;
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
