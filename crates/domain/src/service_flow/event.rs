//! What may happen in a run.
//!
//! Owns the events and the lists of reasons. Nothing a resident says or types has a field here, but for the
//! note on breaking off, which is checked and handed on, and a receipt number. Next: `run`, which takes them.

use serde::{Deserialize, Serialize};

use super::ids::{ChoiceId, ItemId};
use super::words::{MailChoice, PageCheck};
use crate::ids::AgentId;
use crate::time::Timestamp;

/// What happened in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum FlowEvent {
    /// An item of the checklist was ticked or unticked.
    Tick {
        /// The item.
        item: ItemId,
        /// Whether it is ticked.
        ticked: bool,
    },
    /// One way of a branch was chosen.
    Choose {
        /// The way.
        choice: ChoiceId,
    },
    /// The step is finished.
    Continue,
    /// Somebody outside the flow confirmed the gate.
    GateConfirmed {
        /// Who, by name and role.
        by: AgentId,
        /// On what proof.
        how: GateProof,
        /// When it was confirmed.
        at: Timestamp,
    },
    /// The resident went to the payment counter.
    DetourBegan,
    /// The resident is back.
    DetourEnded,
    /// Wrong tries the resident remembers from before, told ahead of the first one here.
    EarlierWrongPins {
        /// How many.
        count: u8,
    },
    /// The resident's PIN or password was wrong.
    WrongPin,
    /// It was right.
    PinAccepted,
    /// Where the mail is read was settled.
    MailChosen {
        /// Where.
        mail: MailChoice,
    },
    /// The resident confirmed something on the shared page.
    PageConfirmed {
        /// What.
        check: PageCheck,
    },
    /// Back to the step before.
    Back,
    /// The flow stops here.
    BreakOff {
        /// Why.
        reason: BreakOffReason,
        /// More words, refused when they hold a secret; asked for with [`BreakOffReason::Other`].
        #[serde(default)]
        note: Option<String>,
    },
    /// Both are back: shows the step again, and takes up what was broken off a short while ago.
    Resume,
}

/// On what proof a gate was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "snake_case", deny_unknown_fields)]
pub enum GateProof {
    /// The person saw the payment.
    Payment,
    /// The number of the receipt.
    ReceiptNumber {
        /// Letters, digits and hyphens, at most twenty.
        number: String,
    },
    /// Nothing is to be paid.
    Exemption {
        /// Why.
        reason: ExemptionReason,
    },
}

/// Why a reissue costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptionReason {
    /// Lost or damaged in a disaster.
    Disaster,
    /// The card itself failed, not by the resident's doing.
    CardFault,
    /// No room is left on the card for further entries.
    EntriesFull,
    /// The city decided so in this case.
    CityDecision,
}

/// Why a flow was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakOffReason {
    /// The resident has no more time.
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
    /// The resident is unwell or needs staff beside them.
    NeedsStaff,
    /// The resident left without a word.
    LeftSilently,
    /// Something else, which the note says.
    Other,
}
