//! A supervisor takes a conversation from its agent (clause 6(3)①d; ADR 0022).
//!
//! Owns who may, and that it is one step: the agent parts into after-call work and the supervisor is joined in
//! the same batch, so that the caller hears one or the other at every instant. What is being passed on is left
//! to end first. It must never know how legs are joined. Next: `joining`.

use super::book::Book;
use super::contact_state::Stage;
use super::effect::Effect;
use super::refusal::RefusalReason;
use super::view::DeskView;
use super::{joining, monitor};
use crate::contact::{Channel, ContactEventKind, LegCause};
use crate::ids::{AgentId, ContactId};

/// The supervisor becomes the agent of the contact; who had it goes to after-call work.
pub(super) fn take_over(book: &mut Book, supervisor: AgentId, id: ContactId) {
    let from = match may_take(book, supervisor, id) {
        Ok(from) => from,
        Err(reason) => return book.refuse(supervisor, Some(id), reason),
    };
    monitor::leave(book, supervisor);
    book.record(id, ContactEventKind::TakenOver { by: supervisor, from });
    // Whoever takes a call over wants to speak: a caller on hold is off it.
    joining::resume(book, id);
    joining::part(book, id, from, LegCause::Normal);
    if let Some(contact) = book.contact(id) {
        contact.taken_over_by = Some(supervisor);
    }
    joining::join(book, id, supervisor);
    book.push(Effect::TakenOver { agent: from, contact: id, by: supervisor });
}

/// Who has the contact, when the supervisor may take it.
fn may_take(book: &Book, supervisor: AgentId, id: ContactId) -> Result<AgentId, RefusalReason> {
    let agent = book.agents.get(&supervisor).ok_or(RefusalReason::NotSignedIn)?;
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    if contact.channel != Channel::Phone {
        return Err(RefusalReason::WrongChannel(contact.channel));
    }
    if matches!(contact.stage, Stage::TransferRinging { .. }) {
        return Err(RefusalReason::TransferUnderWay);
    }
    let from = contact.talking().ok_or(RefusalReason::NotTalking)?;
    if agent.voice_works() > 0 {
        return Err(RefusalReason::Busy);
    }
    if agent.desk != DeskView::Up {
        return Err(RefusalReason::DeskDown);
    }
    // Two supervisors who press at once must not take the caller from each other.
    if contact.taken_over_by == Some(from) {
        return Err(RefusalReason::TakenOverAlready);
    }
    if contact.third.is_some() {
        return Err(RefusalReason::TransferUnderWay);
    }
    Ok(from)
}
