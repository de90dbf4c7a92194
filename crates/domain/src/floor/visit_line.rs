//! What a visit's log keeps of its line: each step of the ladder with its cause, and a telephone that joined.
//!
//! Owns the records alone: a poor line changes neither who serves a visit nor how long it takes. Next:
//! `visit_ladder` for the steps.

use super::book::Book;
use super::contact_state::Stage;
use crate::contact::{Channel, ContactEventKind};
use crate::ids::ContactId;
use crate::visit_ladder::{LineCause, LineStep};

/// Notes a step of a visit that is being served.
pub(super) fn stepped(book: &mut Book, id: ContactId, step: LineStep, cause: LineCause) {
    if is_served_visit(book, id) {
        book.record(id, ContactEventKind::LineStep { step, cause });
    }
}

/// Notes that the visitor is heard by telephone, or as before.
pub(super) fn telephone(book: &mut Book, id: ContactId, joined: bool) {
    if is_served_visit(book, id) {
        let kind = if joined { ContactEventKind::TelephoneJoined } else { ContactEventKind::TelephoneLeft };
        book.record(id, kind);
    }
}

fn is_served_visit(book: &Book, id: ContactId) -> bool {
    let contact = book.contacts.get(&id);
    contact.is_some_and(|it| it.channel == Channel::Counter && matches!(it.stage, Stage::Talking { .. }))
}
