//! Guests of a visit: a city officer or a supervisor who joins with picture and sound (clause 6(2)②).
//!
//! Owns who may join and that everybody leaves with the visit. A guest is seen and heard by all, so nobody
//! watches a visit in silence. It must never know legs or names. Next: `ending`.

use super::book::Book;
use super::hand;
use super::refusal::RefusalReason;
use crate::contact::{Channel, ContactEventKind};
use crate::ids::{AgentId, ContactId};

/// Guests of one visit at once; beside visitor and agent a page has lines for two more.
const GUESTS_MAX: usize = 2;

/// Somebody joins; who is in already stays in.
pub(super) fn join(book: &mut Book, guest: AgentId, id: ContactId) {
    if let Err(reason) = may_join(book, guest, id) {
        return book.refuse(guest, Some(id), reason);
    }
    let is_new = book.contact(id).is_some_and(|contact| contact.guests.insert(guest));
    if is_new {
        book.record(id, ContactEventKind::GuestJoined { guest });
        hand::put_down(book, id, Some(guest));
    }
}

/// A guest leaves, when there.
pub(super) fn leave(book: &mut Book, guest: AgentId, id: ContactId) {
    if book.contact(id).is_some_and(|contact| contact.guests.remove(&guest)) {
        book.record(id, ContactEventKind::GuestLeft { guest });
    }
}

/// Every guest leaves the visit.
pub(super) fn leave_all(book: &mut Book, id: ContactId) {
    let guests = book.contacts.get(&id).map(|contact| contact.guests.clone()).unwrap_or_default();
    for guest in guests {
        leave(book, guest, id);
    }
}

fn may_join(book: &Book, guest: AgentId, id: ContactId) -> Result<(), RefusalReason> {
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    if contact.channel != Channel::Counter {
        return Err(RefusalReason::WrongChannel(contact.channel));
    }
    if contact.talking().ok_or(RefusalReason::NotTalking)? == guest {
        return Err(RefusalReason::Busy);
    }
    if book.agents.get(&guest).is_some_and(|agent| agent.voice_works() > 0) {
        return Err(RefusalReason::Busy);
    }
    let others = contact.guests.iter().filter(|other| **other != guest).count();
    if others >= GUESTS_MAX {
        return Err(RefusalReason::GuestsFull);
    }
    Ok(())
}
