/**
 * What the kiosk and the server say to each other. Types and the list of wishes, nothing that acts.
 * The kiosk proves by its own key who it is; no resident is ever named on this line.
 */
import type { Measured } from "../api/diagnosis-types";
import type { Language } from "../api/types";
import type { Paper } from "../flow/paper";
import type { FlowView, VisitSlip } from "../flow/view";
import type { VideoGrant, VideoSaid, VideoTold } from "../visit/providers/provider";
import type { DocumentState } from "../live/messages";
import type { CaptionLine } from "../visit/captions";
import type { WrittenLine } from "../visit/written";
import type { TelephoneWay, VisitLineState } from "../visit/visit-line";

export const wishes = ["new_card", "renewal", "lost", "insurance", "bank_account", "mynaportal", "other"] as const;
export type Wish = (typeof wishes)[number];

export type VisitState = "waiting" | "ringing" | "talking" | "over";

/** Somebody of the city or of the service who joined, seen and heard by everybody. */
export interface GuestView {
  id: string;
  name: string;
  role: "city_officer" | "supervisor";
}

export interface Visit {
  contact: string;
  ticket: string;
  language: Language;
  wish: string;
  state: VisitState;
  /** 1 is next; null when the visit is not in line. */
  position: number | null;
  estimate_minutes: number | null;
  /** The name the operator shows. */
  agent: string | null;
  /** The operator looks away: the last picture is not shown on. */
  agent_away: boolean;
  /** Who carries picture and sound. */
  video: VideoTold | null;
  /** Who joined besides the operator. */
  guests: readonly GuestView[];
  /** Whether the operator asked for a document, or sees one. */
  document: DocumentState;
  /** Whether what is said is shown as text, and whether the city keeps it. */
  captions: "none" | "on" | "kept";
  /** The server was started anew: operator and visitor are being joined again. */
  interrupted: boolean;
  /** What the visit goes on with; null before it is served. */
  line: VisitLineState | null;
  /** Kept for when the line is dead and nothing can be asked. */
  telephone: TelephoneWay | null;
  issued_at: string;
}

export interface Welcome {
  type: "welcome";
  name: string;
  now: string;
  open: boolean;
  next_open: string | null;
  city_ja: string;
  city_en: string;
  call_number: string | null;
  wishes: readonly string[];
  /** What the kiosk's own printer takes; left out where there is none. */
  slip_paper?: Paper | null;
  visit: Visit | null;
}

/** The kiosk is to measure itself. */
export interface Diagnose {
  type: "diagnose";
  run: string;
  /** Opens the throughput endpoints to this run. */
  pass: string;
  /** A visitor sits here: nothing is played, and no throughput measured. */
  in_visit: boolean;
  /** Null where nothing is fitted that the kiosk agent knows. */
  agent_port: number | null;
  zoom_url: string | null;
}

export type ServerMessage =
  | { type: "challenge"; nonce: string }
  | Welcome
  | { type: "hours"; open: boolean; next_open: string | null }
  | { type: "visit"; visit: Visit }
  | { type: "visit_gone"; contact: string }
  /** The guided flow of the visit; null when none was begun. */
  | { type: "flow"; contact: string; view: FlowView | null }
  /** What the visitor takes home, at each outcome and ahead of the visit's end. */
  | { type: "slip"; slip: VisitSlip }
  /** The number that the hall's display sends here. */
  | { type: "called"; ticket: string | null }
  /** Who is in which line of the connection: `agent` or a guest's id. */
  | { type: "seats"; contact: string; seats: readonly (string | null)[] }
  | { type: "written"; contact: string; lines: WrittenLine[] }
  | { type: "captions"; contact: string; lines: CaptionLine[] }
  | { type: "media_answer"; sdp: string }
  | { type: "echo"; now: string }
  | Diagnose
  | { type: "stop_diagnosis"; run: string }
  | { type: "reload"; how: "reload" | "restart" }
  | ({ type: "video_grant" } & VideoGrant)
  | { type: "done"; id: number }
  | { type: "refused"; id: number; code: string; detail_ja: string; detail_en: string }
  | { type: "replaced" }
  | { type: "revoked" };

export type Command =
  | { type: "ticket"; language: Language; wish: Wish }
  /** A number taken at the reception. */
  | { type: "take_number"; number: string }
  | { type: "leave" }
  | { type: "call_staff" }
  | { type: "media_offer"; sdp: string; away: boolean }
  | { type: "video"; epoch: number; say: VideoSaid }
  | { type: "say"; text: string }
  | { type: "show_document"; on: boolean }
  /** The server ends picture and sound of a visitor who looks away. */
  | { type: "look_away"; on: boolean }
  /** Which devices the visitor has, so that the agent knows why nothing is seen or heard. */
  | { type: "devices"; camera: boolean; microphone: boolean }
  /** A sign of life, answered with the server's clock. */
  | { type: "echo" }
  | { type: "diagnosing"; run: string; part: string }
  | { type: "diagnosed"; run: string; measured: Measured };

/** The answer to an enrolment. */
export interface Enrolled {
  kiosk: string;
  name: string;
}

/** The wishes of both sides, in the server's order. */
export function knownWishes(offered: readonly string[]): Wish[] {
  return offered.filter((wish): wish is Wish => (wishes as readonly string[]).includes(wish));
}
