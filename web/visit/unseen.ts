/** Why a visitor is not seen, in the words of whoever looks. Pure. */
import type { ContactView } from "../live/messages";
import type { Words } from "../words/words";
import { hasPicture } from "./visit-line";

/** Null while there is a picture to be seen; `isPrivate` while the visitor types a secret in the shared browser. */
export function whyUnseen(visit: Pick<ContactView, "visitor_away" | "visitor_devices" | "document" | "line">, w: Pick<Words, "visit" | "line">, isPrivate = false): string | null {
  if (visit.visitor_away) return w.visit.visitorAway;
  if (isPrivate) return w.visit.visitorPrivate;
  if (!hasPicture(visit.line)) return w.line.noPicture;
  // A document may be shown by another camera.
  if (!visit.visitor_devices.camera && visit.document !== "shown") return w.visit.visitorUnseen;
  return null;
}
