/** What assistive technology is told when the kiosk's state changes. Pure; one sentence or none. */
import type { KioskWords } from "../words/kiosk-words";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import type { KioskState } from "./kiosk-store";
import { latestLineOf } from "../visit/written";
import type { Visit } from "./messages";

export function announcementOf(before: KioskState, after: KioskState, w: KioskWords): string | null {
  const sentence = ofVisit(before.visit, after.visit, w) ?? ofGuide(before, after) ?? ofLine(before, after, w) ?? ofWriting(before, after, w) ?? ofStaff(before, after, w);
  return sentence === null ? null : withoutReadings(sentence);
}

function ofVisit(before: Visit | null, after: Visit | null, w: KioskWords): string | null {
  if (after === null) return before === null ? null : w.says.over;
  if (after.state === "ringing" && before?.state !== "ringing") return w.says.ringing;
  if (after.state === "talking" && before?.state !== "talking") return w.says.talking;
  if (after.state !== "waiting") return null;
  const place = after.position === null ? "" : ` ${fill(w.says.place, { position: after.position })}`;
  if (before?.contact !== after.contact) return fill(w.says.ticket, { ticket: after.ticket }) + place;
  return before.position === after.position || place === "" ? null : place.trim();
}

/** Each new step is read as it stands on the screen. */
function ofGuide(before: KioskState, after: KioskState): string | null {
  const [was, is] = [before.guide?.view ?? null, after.guide?.view ?? null];
  if (is === null || (was?.began_at === is.began_at && was.step.id === is.step.id)) return null;
  return is.step.text[after.sitting.voice];
}

function ofLine(before: KioskState, after: KioskState, w: KioskWords): string | null {
  if (after.gone && !before.gone) return w.says.gone;
  if (after.visit === null || before.status === after.status) return null;
  if (after.status === "lost" && before.status === "open") return w.says.lost;
  return after.status === "open" ? w.says.back : null;
}

function ofWriting(before: KioskState, after: KioskState, w: KioskWords): string | null {
  const news = latestLineOf("agent", before.written, after.written);
  return news === null ? null : fill(w.written.says, { text: news.text });
}

function ofStaff(before: KioskState, after: KioskState, w: KioskWords): string | null {
  const { staff } = after.sitting;
  if (staff === before.sitting.staff || staff === "quiet") return null;
  return staff === "called" ? w.tools.staffComing : w.tools.staffFailed;
}
