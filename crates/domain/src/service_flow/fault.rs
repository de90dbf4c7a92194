//! What can be wrong with a flow file, each with its name and its place.
//!
//! Leaf: `check` finds these. It must never carry a text of the file, which could be what is refused.

use super::ids::{ChoiceId, ItemId, StepId};
use super::text::TextFault;
use super::words::GateKind;

/// One fault of a flow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlowFault {
    /// An id is not 1 to 40 small letters, digits and `_`.
    #[error("{place}: {id:?} is no id; write small letters, digits and _, beginning with a letter, at most 40")]
    BadId {
        /// Where.
        place: String,
        /// What stands there.
        id: String,
    },
    /// Versions count from 1.
    #[error("the version is 0; versions count from 1")]
    NoVersion,
    /// It ends before it begins.
    #[error("valid_until is before valid_from")]
    EndsBeforeItBegins,
    /// There is no step at all.
    #[error("the flow has no steps")]
    NoSteps,
    /// There are too many of something.
    #[error("{place}: {count} are too many; at most {limit}")]
    TooMany {
        /// Where.
        place: String,
        /// How many stand there.
        count: usize,
        /// The most there may be.
        limit: usize,
    },
    /// There are too few of something.
    #[error("{place}: {count} are too few; at least {least}")]
    TooFew {
        /// Where.
        place: String,
        /// How many stand there.
        count: usize,
        /// The least there may be.
        least: usize,
    },
    /// Two steps have one id.
    #[error("step {0} stands twice")]
    DuplicateStep(StepId),
    /// Two items of a checklist have one id.
    #[error("step {step}: item {item} stands twice")]
    DuplicateItem {
        /// The checklist.
        step: StepId,
        /// The item.
        item: ItemId,
    },
    /// Two choices of a branch have one id.
    #[error("step {step}: choice {choice} stands twice")]
    DuplicateChoice {
        /// The branch.
        step: StepId,
        /// The choice.
        choice: ChoiceId,
    },
    /// A step leads to one that does not exist.
    #[error("step {step} leads to {target}, which does not exist")]
    UnknownTarget {
        /// The step.
        step: StepId,
        /// Where it leads.
        target: StepId,
    },
    /// No way leads to the step.
    #[error("step {0} cannot be reached")]
    Unreachable(StepId),
    /// No end can be reached from the step.
    #[error("from step {0} no outcome can be reached")]
    NoOutcome(StepId),
    /// The step is on a loop that is never left.
    #[error("step {0} is on a loop without a way out")]
    LoopWithoutWayOut(StepId),
    /// A stopped guard leads only to where a PIN is asked again.
    #[error("step {0}: behind its stop no outcome can be reached without a PIN")]
    StoppedWithoutWayOut(StepId),
    /// Every choice needs something a kiosk may not have.
    #[error("step {0}: every choice needs equipment; a kiosk without it could not go on")]
    NoChoiceEverywhere(StepId),
    /// Breaking off has no end, and so no slip.
    #[error("the flow has no broken_off outcome")]
    NoBreakOff,
    /// There is more than one end for breaking off.
    #[error("the flow has {0} broken_off outcomes; it needs one")]
    SeveralBreakOffs(usize),
    /// A step leads to the end for breaking off, which asks a reason.
    #[error("step {0} leads to the broken_off outcome; only breaking off, with its reason, may")]
    LeadsToBreakOff(StepId),
    /// The step can be reached without passing the gate it needs.
    #[error("step {step} can be reached without passing a {gate:?} gate")]
    ReachableWithoutGate {
        /// The step.
        step: StepId,
        /// The gate.
        gate: GateKind,
    },
    /// A procedure that costs a fee has no step marked as its application.
    #[error("the flow has no application step, so its {0:?} gate protects nothing")]
    NoApplication(GateKind),
    /// Somebody may stay logged in.
    #[error("step {0}: an outcome can be reached without a confirmed log-out")]
    LoginWithoutLogOut(StepId),
    /// A fee nobody asks for.
    #[error("step {0}: the fee must be 1 to 10,000 yen")]
    BadFee(StepId),
    /// An address that must not be opened.
    #[error("step {0}: the address must be plain https, at most 200 characters, without credentials")]
    BadUrl(StepId),
    /// A number nobody can dial.
    #[error("step {0}: a number to call has 10 or 11 digits with hyphens and begins with 0")]
    BadNumber(StepId),
    /// An application flow without its mail.
    #[error("step {0}: an application can be reached without asking where its mail is read")]
    ApplicationWithoutMail(StepId),
    /// A text is wrong in one language.
    #[error("{place} ({language}) {why}")]
    Text {
        /// Where.
        place: String,
        /// `ja`, `en` or `easy`.
        language: &'static str,
        /// What is wrong.
        why: TextFault,
    },
}
