/** Which screen the kiosk shows. Pure: the state decides, the screens only draw. */
import type { TelephoneWay } from "../visit/visit-line";
import type { KioskState } from "./kiosk-store";
import type { Visit, Wish } from "./messages";

export type Screen =
  | { kind: "loading" }
  | { kind: "enrol" }
  | { kind: "replaced" }
  | { kind: "gone"; ticket: string | null; telephone: TelephoneWay | null }
  | { kind: "ended" }
  | { kind: "check" }
  | { kind: "closed" }
  | { kind: "start" }
  | { kind: "number" }
  | { kind: "consent"; wish: Wish }
  | { kind: "waiting"; visit: Visit }
  | { kind: "ringing"; visit: Visit }
  | { kind: "talking"; visit: Visit };

/** `connected` says that picture or sound still flow: a talk goes on while only the line to the server is lost. */
export function screenOf(state: KioskState, connected: boolean): Screen {
  if (state.own === undefined) return { kind: "loading" };
  if (state.own === null) return { kind: "enrol" };
  if (state.status === "replaced") return { kind: "replaced" };
  if (state.visit?.state === "talking" && connected) return { kind: "talking", visit: state.visit };
  if (state.gone) return { kind: "gone", ticket: state.visit?.ticket ?? null, telephone: state.visit?.telephone ?? null };
  if (state.visit !== null) return screenOfVisit(state.visit);
  if (state.sitting.ended !== null) return { kind: "ended" };
  if (state.facts === null) return { kind: "loading" };
  if (state.sitting.checking) return { kind: "check" };
  if (!state.facts.open) return { kind: "closed" };
  if (state.sitting.numbering) return { kind: "number" };
  return state.sitting.wish === null ? { kind: "start" } : { kind: "consent", wish: state.sitting.wish };
}

function screenOfVisit(visit: Visit): Screen {
  switch (visit.state) {
    case "waiting":
      return { kind: "waiting", visit };
    case "ringing":
      return { kind: "ringing", visit };
    case "talking":
      return { kind: "talking", visit };
    case "over":
      return { kind: "ended" };
  }
}
