//! Why an event is refused; a refused event changes nothing.
//!
//! Leaf: the machine answers with these. It must never repeat a note or a number.

use super::ids::{ChoiceId, ItemId};
use super::words::{Equipment, GateKind, MailChoice, PageCheck};
use crate::secret_text::SecretRefusal;

/// Why an event was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlowRefusal {
    /// The run is over.
    #[error("the flow has ended")]
    Ended,
    /// The step shown waits for something else.
    #[error("the step shown does not take this")]
    NotThisStep,
    /// The checklist has no such item.
    #[error("the checklist has no item {0}")]
    NoSuchItem(ItemId),
    /// Items are still open.
    #[error("the checklist still has open items")]
    ItemsOpen(Vec<ItemId>),
    /// The branch has no such choice.
    #[error("the branch has no choice {0}")]
    NoSuchChoice(ChoiceId),
    /// The kiosk lacks what the choice needs.
    #[error("this kiosk has no {0:?}")]
    NotEquipped(Equipment),
    /// The gate is not confirmed.
    #[error("the {0:?} gate is not confirmed")]
    GateClosed(GateKind),
    /// The instant of confirmation is in the future or too long ago.
    #[error("the confirmation's time is in the future or more than a day ago")]
    GateTime,
    /// The receipt's number is not one.
    #[error("a receipt number has 1 to 20 letters, digits and hyphens and is no secret number")]
    BadReceiptNumber,
    /// The gate is confirmed already.
    #[error("the {0:?} gate is confirmed already")]
    GateAlreadyConfirmed(GateKind),
    /// The resident is at the payment counter.
    #[error("the resident is at the payment counter")]
    InDetour,
    /// The resident is not at the payment counter.
    #[error("the resident is not at the payment counter")]
    NoDetour,
    /// Earlier wrong tries are told once, ahead of the first one here.
    #[error("earlier wrong tries are told once, from 1 to the card's limit, ahead of the first one here")]
    EarlierTries,
    /// The city does not allow this mail.
    #[error("{0:?} is not allowed by the city's settings")]
    MailNotAllowed(MailChoice),
    /// The page does not ask for this.
    #[error("the page does not ask for {0:?}")]
    NotAsked(PageCheck),
    /// The page still asks for something.
    #[error("the page still has open confirmations")]
    PageOpen(Vec<PageCheck>),
    /// There is no step to go back to.
    #[error("there is no way back from here")]
    NoWayBack,
    /// The reason needs words.
    #[error("this reason needs a note")]
    NoteMissing,
    /// The note is too long.
    #[error("a note on breaking off has at most {0} characters")]
    NoteTooLong(usize),
    /// The note holds a secret.
    #[error("{0}")]
    Note(SecretRefusal),
    /// It was broken off too long ago.
    #[error("the flow was broken off too long ago to be taken up again")]
    TooLate,
}
