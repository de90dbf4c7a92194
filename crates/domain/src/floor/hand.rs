//! An agent asks for a supervisor without a word (clause 6(3)①d).
//!
//! Owns that a hand goes down with what answers it: a supervisor joins, or the agent's part ends.
//! It must never change a stage. Next: `monitor`, `take_over`.

use super::book::Book;
use super::contact_state::Stage;
use super::refusal::RefusalReason;
use crate::contact::ContactEventKind;
use crate::ids::{AgentId, ContactId};

/// The agent who has the contact asks for a supervisor.
pub(super) fn raise(book: &mut Book, agent: AgentId, id: ContactId) {
    if let Err(reason) = has(book, agent, id) {
        return book.refuse(agent, Some(id), reason);
    }
    let is_up = book.contacts.get(&id).is_some_and(|contact| contact.hand_raised_at.is_some());
    if is_up {
        return;
    }
    let now = book.now;
    if let Some(contact) = book.contact(id) {
        contact.hand_raised_at = Some(now);
    }
    book.record(id, ContactEventKind::HandRaised { agent });
}

/// The agent takes it back, or a supervisor has seen to it; a hand that is down stays down.
pub(super) fn lower(book: &mut Book, by: AgentId, id: ContactId, supervises: bool) {
    let verdict = match book.contacts.get(&id) {
        None => Err(RefusalReason::UnknownContact),
        Some(contact) if supervises || contact.handler() == Some(by) => Ok(()),
        Some(_) => Err(RefusalReason::NotYours),
    };
    match verdict {
        Ok(()) => put_down(book, id, Some(by)),
        Err(reason) => book.refuse(by, Some(id), reason),
    }
}

/// Takes the hand down, when it is up.
pub(super) fn put_down(book: &mut Book, id: ContactId, by: Option<AgentId>) {
    let is_up = book.contacts.get(&id).is_some_and(|contact| contact.hand_raised_at.is_some());
    if !is_up {
        return;
    }
    if let Some(contact) = book.contact(id) {
        contact.hand_raised_at = None;
    }
    book.record(id, ContactEventKind::HandLowered { by });
}

fn has(book: &Book, agent: AgentId, id: ContactId) -> Result<(), RefusalReason> {
    if !book.agents.contains_key(&agent) {
        return Err(RefusalReason::NotSignedIn);
    }
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    match (&contact.stage, contact.handler() == Some(agent)) {
        (Stage::Talking { .. }, true) => Ok(()),
        (_, true) => Err(RefusalReason::NotTalking),
        (_, false) => Err(RefusalReason::NotYours),
    }
}
