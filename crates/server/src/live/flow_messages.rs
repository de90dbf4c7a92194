//! A guided flow as pages are told it, and what desks say to it, as `web/flow/view.ts` tells them.
//!
//! Owns the JSON shapes and nothing else: no rule, no state. No personal data has a field here but the
//! name of the staff member who confirmed a fee. Next: `calls::flow_picture`, which fills them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a resident reads, in three languages; `easy` carries furigana as `{申請|しんせい}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResidentWords {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// やさしい日本語.
    pub easy: String,
}

/// What staff read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffWords {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// A flow the agent may start for a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlowChoice {
    /// The flow.
    pub id: String,
    /// Its version that holds today.
    pub version: u32,
    /// What it is called.
    pub title: ResidentWords,
    /// Who it is for.
    pub for_whom: ResidentWords,
    /// Whether it fits what the visitor took the ticket for.
    pub fits_wish: bool,
}

/// A line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemView {
    /// The item.
    pub id: String,
    /// What is checked.
    pub text: ResidentWords,
    /// Whether it may stay open.
    pub optional: bool,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// One way of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceView {
    /// The way.
    pub id: String,
    /// What stands on the button.
    pub text: ResidentWords,
    /// `card_reader` when this kiosk lacks one and the way needs it.
    pub missing: Option<&'static str>,
}

/// What is paid at the city's payment counter, in yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeeView {
    /// For the card.
    pub card_yen: u32,
    /// For the electronic certificates.
    pub certificate_yen: u32,
    /// Both.
    pub total_yen: u32,
}

/// On what proof a fee is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "proof", rename_all = "snake_case")]
pub enum FeeProof {
    /// The person saw the payment.
    Payment,
    /// The number of the receipt.
    ReceiptNumber {
        /// 1 to 20 letters, digits and hyphens.
        number: String,
    },
    /// Nothing is to be paid.
    Exemption {
        /// Why.
        reason: Exemption,
    },
}

/// Why a reissue costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    /// Lost or damaged in a disaster.
    Disaster,
    /// The card itself failed.
    CardFault,
    /// No room is left on the card for entries.
    EntriesFull,
    /// The city decided so.
    CityDecision,
}

/// Who confirmed a fee, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateConfirmed {
    /// The person's name; empty when the account is gone.
    pub by_name: String,
    /// On what proof.
    pub how: FeeProof,
    /// When.
    pub at: DateTime<Utc>,
}

/// A number on the slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallView {
    /// Who answers.
    pub who: ResidentWords,
    /// The number.
    pub number: String,
}

/// What the slip says of one flow, or of a visit without any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SlipView {
    /// What the flow is called.
    pub flow_title: ResidentWords,
    /// What was done.
    pub was_done: ResidentWords,
    /// What comes next, and when.
    pub comes_next: ResidentWords,
    /// What to bring.
    pub bring: Vec<ResidentWords>,
    /// Whom to call.
    pub call: Vec<CallView>,
}

/// Something the resident confirms on a shared page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// `own_login`, `own_name` or `logged_out`.
    pub check: &'static str,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

/// What a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActionView {
    /// Something is said.
    Explain,
    /// Items to be ticked.
    Checklist {
        /// The items.
        items: Vec<ItemView>,
    },
    /// One of several ways.
    Branch {
        /// The ways.
        choices: Vec<ChoiceView>,
    },
    /// Blocks until somebody outside the visit confirms.
    Gate {
        /// `fee`.
        gate: &'static str,
        /// What is to be paid.
        fee: FeeView,
        /// Who confirmed.
        confirmed: Option<GateConfirmed>,
    },
    /// A PIN or password is entered by the resident alone.
    PinGuard {
        /// `login`, `card_data`, `register` or `signature`.
        pin: &'static str,
        /// Tries of a fresh card.
        tries_max: u8,
        /// Tries left before it locks.
        left: u8,
    },
    /// Where mail is read.
    Email {
        /// Whether the city allows a mailbox for one visit.
        visit_mailbox: bool,
    },
    /// A site opened together.
    SharedPage {
        /// What the site is called.
        site: StaffWords,
        /// Its address.
        url: String,
        /// What the resident confirms there.
        checks: Vec<CheckView>,
    },
    /// The end.
    Outcome {
        /// `done`, `booked`, `referred_to_staff`, `not_possible_here` or `broken_off`.
        outcome: &'static str,
        /// What the slip says.
        slip: SlipView,
    },
}

/// The step both people stand on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// The step.
    pub id: String,
    /// Its name on the desk.
    pub label: StaffWords,
    /// What the operator says; null at the kiosk.
    pub script: Option<StaffWords>,
    /// What the resident reads.
    pub text: ResidentWords,
    /// What it waits for.
    pub action: ActionView,
}

/// A run as both see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowView {
    /// The flow.
    pub flow: String,
    /// Its version.
    pub version: u32,
    /// What it is called.
    pub title: ResidentWords,
    /// When the run began.
    pub began_at: DateTime<Utc>,
    /// The step.
    pub step: StepView,
    /// Names of the steps one may go back to, the first one first.
    pub trail: Vec<StaffWords>,
    /// Whether the step may be left.
    pub can_continue: bool,
    /// Whether there is a way back.
    pub can_go_back: bool,
    /// Since when the resident is at the payment counter.
    pub detour_since: Option<DateTime<Utc>>,
    /// Whether a run broken off can be taken up again.
    pub can_resume: bool,
    /// Whether somebody is still logged in on a shared page.
    pub log_out_due: bool,
}

impl FlowView {
    /// The same for the kiosk, without the operator's words.
    #[must_use]
    pub fn for_kiosk(&self) -> Self {
        let mut view = self.clone();
        view.step.script = None;
        view
    }
}

/// A fee that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedFee {
    /// The visit.
    pub contact: Uuid,
    /// Its ticket.
    pub ticket: String,
    /// Its kiosk, by name.
    pub kiosk: String,
    /// What the flow is called.
    pub title: ResidentWords,
    /// What is to be paid.
    pub fee: FeeView,
    /// Since when it is asked.
    pub asked_at: DateTime<Utc>,
    /// Since when the resident is at the payment counter.
    pub detour_since: Option<DateTime<Utc>>,
}

/// A public page of a slip in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SlipPage {
    /// Its address, good for thirty days.
    pub url: String,
    /// The address as a QR code, an SVG document.
    pub qr_svg: String,
}

/// The public pages of a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SlipPages {
    /// Japanese.
    pub ja: SlipPage,
    /// English.
    pub en: SlipPage,
    /// やさしい日本語.
    pub easy: SlipPage,
}

/// The slip a visit ends with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitSlip {
    /// The visit.
    pub contact: Uuid,
    /// Its ticket.
    pub ticket: String,
    /// The day of the visit in Japan.
    pub date: NaiveDate,
    /// One for each flow that came to its end; the general one when there was none.
    pub slips: Vec<SlipView>,
    /// The same as public pages.
    pub pages: SlipPages,
}

/// What a desk says to a run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum FlowEventRequest {
    /// An item was ticked or unticked.
    Tick {
        /// The item.
        item: String,
        /// Ticked?
        ticked: bool,
    },
    /// A way was chosen.
    Choose {
        /// The way.
        choice: String,
    },
    /// The step is finished.
    Continue,
    /// One step back.
    Back,
    /// The resident went to pay.
    DetourBegan,
    /// The resident is back.
    DetourEnded,
    /// Wrong tries of an earlier day.
    EarlierWrongPins {
        /// How many.
        count: u8,
    },
    /// A PIN or password was wrong.
    WrongPin,
    /// It was right.
    PinAccepted,
    /// Where mail is read.
    MailChosen {
        /// Where.
        mail: Mail,
    },
    /// The resident confirmed something on the shared page.
    PageConfirmed {
        /// What.
        check: Check,
    },
    /// The flow stops here.
    BreakOff {
        /// Why.
        reason: Reason,
        /// More words; wanted with `other`.
        note: Option<String>,
    },
    /// Both are back.
    Resume,
}

/// Where the link of the national application is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// On the resident's own telephone.
    OwnTelephone,
    /// In a mailbox that lives for one visit.
    VisitMailbox,
    /// Nowhere.
    NoMail,
}

/// What is confirmed on a shared page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Logged in with the own card.
    OwnLogin,
    /// The name shown is the own.
    OwnName,
    /// Nobody is logged in any more.
    LoggedOut,
}

/// Why a flow is broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No more time.
    NoTime,
    /// A document or the card is not at hand.
    DocumentMissing,
    /// No mail can be read.
    NoMail,
    /// A PIN or password is not known.
    PinNotKnown,
    /// The fee was not paid.
    FeeNotPaid,
    /// The line or a device failed.
    Equipment,
    /// The national system is away.
    NationalSystem,
    /// The resident does not want to go on.
    ChangedMind,
    /// The resident needs staff beside them.
    NeedsStaff,
    /// The resident left without a word.
    LeftSilently,
    /// Something else, which the note says.
    Other,
}
