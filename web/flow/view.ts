/** A guided flow as pages show it: what the server says of the step both people stand on (specification 6(2)⑤). */

/** What a resident reads, in three languages; `easy` carries furigana as `{申請|しんせい}`. */
export interface ResidentText {
  readonly ja: string;
  readonly en: string;
  readonly easy: string;
}

/** What staff read. */
export interface StaffText {
  readonly ja: string;
  readonly en: string;
}

/** A flow the agent may start for this visit. */
export interface FlowChoice {
  readonly id: string;
  readonly version: number;
  readonly title: ResidentText;
  readonly for_whom: ResidentText;
  /** Whether it fits what the visitor took the ticket for; those stand first. */
  readonly fits_wish: boolean;
}

export type OutcomeKind = "done" | "booked" | "referred_to_staff" | "not_possible_here" | "broken_off";
export type BreakOffReason =
  | "no_time"
  | "document_missing"
  | "no_mail"
  | "pin_not_known"
  | "fee_not_paid"
  | "equipment"
  | "national_system"
  | "changed_mind"
  | "needs_staff"
  | "left_silently"
  | "other";
export type ExemptionReason = "disaster" | "card_fault" | "entries_full" | "city_decision";
export type PinKind = "login" | "card_data" | "register" | "signature";
export type PageCheck = "own_login" | "own_name" | "logged_out";
export type MailChoice = "own_telephone" | "visit_mailbox" | "no_mail";

/** On what proof the fee was confirmed. */
export type GateProof =
  | { readonly proof: "payment" }
  | { readonly proof: "receipt_number"; readonly number: string }
  | { readonly proof: "exemption"; readonly reason: ExemptionReason };

/** A line of a checklist. */
export interface ItemView {
  readonly id: string;
  readonly text: ResidentText;
  readonly optional: boolean;
  readonly ticked: boolean;
}

/** One way of a branch. */
export interface ChoiceView {
  readonly id: string;
  readonly text: ResidentText;
  /** Why it cannot be taken at this kiosk. */
  readonly missing: "card_reader" | null;
}

/** What is paid at the city's payment counter, in yen. */
export interface FeeView {
  readonly card_yen: number;
  readonly certificate_yen: number;
  readonly total_yen: number;
}

/** Who confirmed the fee, and when (RFC 3339). */
export interface GateConfirmed {
  readonly by_name: string;
  readonly how: GateProof;
  readonly at: string;
}

/** What the slip says; never an individual number. */
export interface SlipView {
  readonly flow_title: ResidentText;
  readonly was_done: ResidentText;
  readonly comes_next: ResidentText;
  readonly bring: readonly ResidentText[];
  readonly call: readonly { readonly who: ResidentText; readonly number: string }[];
}

/** A public page of a slip in one language, good for thirty days. */
export interface SlipPage {
  readonly url: string;
  /** The address as a QR code, an SVG document. */
  readonly qr_svg: string;
}

/**
 * The slip every visit ends with: `GET /api/visits/{contact}/slip` for the desk, and the message
 * `{type: "slip", slip: VisitSlip}` to the kiosk, at each outcome and once more ahead of `visit_gone`.
 */
export interface VisitSlip {
  readonly contact: string;
  readonly ticket: string;
  /** The day of the visit in Japan, YYYY-MM-DD. */
  readonly date: string;
  /** One for each flow that came to its end; the general one when there was none. */
  readonly slips: readonly SlipView[];
  readonly pages: { readonly ja: SlipPage; readonly en: SlipPage; readonly easy: SlipPage };
}

/** A fee that waits to be confirmed: `GET /api/visits/fees`. */
export interface AskedFee {
  readonly contact: string;
  readonly ticket: string;
  readonly kiosk: string;
  readonly title: ResidentText;
  readonly fee: FeeView;
  /** RFC 3339. */
  readonly asked_at: string;
  readonly detour_since: string | null;
}

/** What the step waits for. */
export type ActionView =
  | { readonly kind: "explain" }
  | { readonly kind: "checklist"; readonly items: readonly ItemView[] }
  | { readonly kind: "branch"; readonly choices: readonly ChoiceView[] }
  | { readonly kind: "gate"; readonly gate: "fee"; readonly fee: FeeView; readonly confirmed: GateConfirmed | null }
  | {
      readonly kind: "pin_guard";
      readonly pin: PinKind;
      readonly tries_max: number;
      /** Tries left before the card locks. */
      readonly left: number;
    }
  | { readonly kind: "email"; readonly visit_mailbox: boolean }
  | {
      readonly kind: "shared_page";
      readonly site: StaffText;
      readonly url: string;
      readonly checks: readonly { readonly check: PageCheck; readonly confirmed: boolean }[];
    }
  | { readonly kind: "outcome"; readonly outcome: OutcomeKind; readonly slip: SlipView };

/** The run as both see it. */
export interface FlowView {
  readonly flow: string;
  readonly version: number;
  readonly title: ResidentText;
  /** When the run began (RFC 3339). */
  readonly began_at: string;
  readonly step: {
    readonly id: string;
    readonly label: StaffText;
    /** What the operator says; absent at the kiosk. */
    readonly script: StaffText | null;
    readonly text: ResidentText;
    readonly action: ActionView;
  };
  /** Labels of the steps behind, the first one first. */
  readonly trail: readonly StaffText[];
  readonly can_continue: boolean;
  readonly can_go_back: boolean;
  /** Since when the resident is at the payment counter (RFC 3339); it is no waiting. */
  readonly detour_since: string | null;
  /** A run broken off a short while ago can be taken up again. */
  readonly can_resume: boolean;
  /** Whether somebody is still logged in on a shared page. */
  readonly log_out_due: boolean;
}

/** What a page may say to the run; the server's `FlowEvent` (`crates/domain/src/service_flow/event.rs`). */
export type FlowEvent =
  | { readonly event: "tick"; readonly item: string; readonly ticked: boolean }
  | { readonly event: "choose"; readonly choice: string }
  | { readonly event: "continue" }
  | { readonly event: "back" }
  | { readonly event: "detour_began" }
  | { readonly event: "detour_ended" }
  | { readonly event: "earlier_wrong_pins"; readonly count: number }
  | { readonly event: "wrong_pin" }
  | { readonly event: "pin_accepted" }
  | { readonly event: "mail_chosen"; readonly mail: MailChoice }
  | { readonly event: "page_confirmed"; readonly check: PageCheck }
  | { readonly event: "break_off"; readonly reason: BreakOffReason; readonly note?: string }
  | { readonly event: "resume" };
