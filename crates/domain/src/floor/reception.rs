//! Numbers taken at the reception: a visitor waits in the hall until a kiosk is theirs (clause 6(2)②).
//!
//! Owns what a number means to the visit: its wait counts from the ticket, it keeps its place by the ticket's
//! time, and nobody is offered it before the visitor sits at a kiosk. Whom to call up to which kiosk is
//! `crate::hall`'s; this must never know kiosks. Next: `arrival` for the door, `caller` for leaving.

use super::arrival::{self, Arrival};
use super::book::Book;
use super::caller;
use super::event::OpenState;
use crate::contact::{Channel, ContactEventKind, Language, LegCause};
use crate::ids::{ContactId, ServiceId};

/// A visitor takes a number and waits in the hall.
pub(super) fn issued(book: &mut Book, contact: ContactId, service: ServiceId, language: Language, open: OpenState) {
    let channel = Channel::Counter;
    let language = Some(language);
    arrival::arrive(book, Arrival { contact, channel, service, caller_known: false, language, open, in_hall: true });
}

/// The number is called up, or called up again.
pub(super) fn called_up(book: &mut Book, id: ContactId, times: u32) {
    if waits_in_hall(book, id) {
        book.record(id, ContactEventKind::CalledUp { times });
    }
}

/// The visitor sits at a kiosk: from this instant the visit may be offered, in the order of its ticket.
pub(super) fn seated(book: &mut Book, id: ContactId) {
    if !waits_in_hall(book, id) {
        return;
    }
    if let Some(contact) = book.contact(id) {
        contact.in_hall = false;
    }
    book.record(id, ContactEventKind::Seated);
}

/// The visitor was called up often enough and did not come: counted as left while waiting, told apart by this entry.
pub(super) fn set_aside(book: &mut Book, id: ContactId) {
    if waits_in_hall(book, id) {
        book.record(id, ContactEventKind::SetAside);
        caller::hung_up(book, id, LegCause::NoAnswer);
    }
}

fn waits_in_hall(book: &Book, id: ContactId) -> bool {
    book.contacts.get(&id).is_some_and(|contact| contact.in_hall && contact.waiting().is_some())
}
