//! The way of an entry from a draft to residents and back: review, the city's approval, publication, withdrawal.
//!
//! Owns who may do what in which order, and that the text residents read changes by publication, withdrawal,
//! expiry and roll-back alone; an edit stands beside it. It never waits: events in, effects out, and what a second
//! person does on what is not what they saw is refused. It must never know a table or a page. Start with [`Dossier`].
//! Source: specification 6(1), 6(3)①b.

mod dossier;
mod drafting;
mod effect;
mod event;
mod parts;
mod publishing;
mod refusal;
mod remarks;
mod revision;
mod who;

pub use dossier::Dossier;
pub use effect::{Effect, HideReason, Record, RecordKind};
pub use event::{Event, FileMark, PublishAt, SignedFile, Verdict};
pub use parts::{
    Approval, ApprovalBy, ApprovedText, Comment, Confirmation, DossierParts, Draft, Live, Off, PartsFault, Review,
    Scheduled, Stage, Standing,
};
pub use refusal::Refusal;
pub use remarks::{COMMENTS_MAX, REMARK_CHARS_MAX};
pub use revision::Revision;
pub use who::{Actor, Duty, Occasion};

#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod tests;
