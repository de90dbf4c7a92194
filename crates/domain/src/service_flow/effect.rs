//! What a run wants done, as data; the shell around it does it.
//!
//! Records are for the contact's log and carry no personal data. It must never know how anything is shown,
//! stored or printed. Next: `movement`, which makes these.

use serde::{Deserialize, Serialize};

use super::definition::Fee;
use super::event::{BreakOffReason, GateProof};
use super::ids::{ChoiceId, FlowId, ItemId, StepId};
use super::words::{GateKind, MailChoice, OutcomeKind, PageCheck, PinKind};
use crate::ids::AgentId;
use crate::time::Timestamp;

/// One thing to be done, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum FlowEffect {
    /// Show this step to both, as the state has it.
    Show {
        /// The step.
        step: StepId,
    },
    /// Write this to the contact's log.
    Record(FlowRecord),
    /// Ask the payment counter to confirm.
    AskGate {
        /// The gate.
        gate: GateKind,
        /// What is to be paid.
        fee: Fee,
    },
    /// Somebody is still logged in on a shared page: ask for the log-out.
    AskLogOut,
    /// Keep this checked note with the contact, sealed; it is no part of the log.
    KeepNote {
        /// The note.
        text: String,
    },
    /// Make the take-away slip.
    Slip(SlipKeys),
    /// The run is over.
    Finished {
        /// How.
        outcome: OutcomeKind,
    },
}

/// Where the slip's words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipKeys {
    /// The flow.
    pub flow: FlowId,
    /// Its version.
    pub version: u32,
    /// The step that ended it.
    pub step: StepId,
}

/// One entry for the contact's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRecord {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub kind: FlowRecordKind,
}

/// What happened in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FlowRecordKind {
    /// It began.
    Started {
        /// The flow.
        flow: FlowId,
        /// Its version.
        version: u32,
    },
    /// A step was entered.
    Entered {
        /// The step.
        step: StepId,
    },
    /// An item was ticked or unticked.
    Ticked {
        /// The item.
        item: ItemId,
        /// Whether it is ticked.
        ticked: bool,
    },
    /// A way was chosen.
    Chosen {
        /// The way.
        choice: ChoiceId,
    },
    /// A gate was confirmed.
    GateConfirmed {
        /// The gate.
        gate: GateKind,
        /// By whom.
        by: AgentId,
        /// On what proof.
        how: GateProof,
        /// When, as the person who confirmed it says.
        confirmed_at: Timestamp,
    },
    /// The resident went to pay.
    DetourBegan,
    /// The resident came back.
    DetourEnded {
        /// The time away, in milliseconds.
        away_ms: u64,
    },
    /// A PIN or password was wrong, or wrong before.
    WrongPin {
        /// Which one.
        pin: PinKind,
        /// Tries left before the card locks.
        left: u8,
    },
    /// It was right.
    PinAccepted {
        /// Which one.
        pin: PinKind,
    },
    /// The guard stopped before the last try.
    PinStopped {
        /// Which one.
        pin: PinKind,
    },
    /// Where mail is read was settled.
    MailChosen {
        /// Where.
        mail: MailChoice,
    },
    /// Something was confirmed on a shared page.
    PageConfirmed {
        /// What.
        check: PageCheck,
    },
    /// One step back.
    WentBack,
    /// It was broken off.
    BrokenOff {
        /// Why.
        reason: BreakOffReason,
    },
    /// It was taken up again.
    Resumed,
    /// It ended.
    Finished {
        /// How.
        outcome: OutcomeKind,
    },
}
