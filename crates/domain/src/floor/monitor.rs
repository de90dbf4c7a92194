//! Supervisors listen, whisper and speak (clause 6(3)①d).
//!
//! Owns who may join: a supervisor's browser leg serves one contact at a time.
//! It must never change a contact's stage. Next: `voice` for what they hear.

use super::book::Book;
use super::contact_state::Stage;
use super::refusal::RefusalReason;
use super::{hand, voice};
use crate::contact::{Channel, ContactEventKind, MonitorMode};
use crate::ids::{AgentId, ContactId};

/// A supervisor joins, changes the mode, or leaves.
pub(super) fn set(book: &mut Book, supervisor: AgentId, id: ContactId, mode: Option<MonitorMode>) {
    let Some(mode) = mode else {
        return leave(book, supervisor);
    };
    if let Err(reason) = may_join(book, supervisor, id) {
        return book.refuse(supervisor, Some(id), reason);
    }
    let before = book.agents.get(&supervisor).and_then(|it| it.monitoring);
    if before.is_some_and(|(contact, _)| contact != id) {
        leave(book, supervisor);
    }
    if let Some(agent) = book.agent(supervisor) {
        agent.monitoring = Some((id, mode));
    }
    if let Some(contact) = book.contact(id) {
        contact.supervisors.insert(supervisor, mode);
    }
    book.record(id, ContactEventKind::MonitorOn { supervisor, mode });
    hand::put_down(book, id, Some(supervisor));
    if before.is_none_or(|(contact, _)| contact != id) {
        voice::want_tone(book, id);
    }
}

/// A supervisor leaves the contact listened to, when there is one.
pub(super) fn leave(book: &mut Book, supervisor: AgentId) {
    let Some((id, _)) = book.agent(supervisor).and_then(|it| it.monitoring.take()) else {
        return;
    };
    if let Some(contact) = book.contact(id) {
        contact.supervisors.remove(&supervisor);
    }
    book.record(id, ContactEventKind::MonitorOff { supervisor });
}

/// Every supervisor leaves the contact.
pub(super) fn leave_all(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let supervisors: Vec<AgentId> = contact.supervisors.keys().copied().collect();
    for supervisor in supervisors {
        leave(book, supervisor);
    }
}

fn may_join(book: &Book, supervisor: AgentId, id: ContactId) -> Result<(), RefusalReason> {
    let agent = book.agents.get(&supervisor).ok_or(RefusalReason::NotSignedIn)?;
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    if contact.channel != Channel::Phone {
        return Err(RefusalReason::WrongChannel(contact.channel));
    }
    if agent.desk != super::view::DeskView::Up {
        return Err(RefusalReason::DeskDown);
    }
    if agent.voice_works() > 0 {
        return Err(RefusalReason::Busy);
    }
    match contact.stage {
        Stage::Ivr { .. } | Stage::Waiting(_) | Stage::Reaching { .. } | Stage::Talking { .. } => {}
        Stage::TransferRinging { .. } => {}
        Stage::Farewell | Stage::Interrupted { .. } | Stage::Transferred { .. } | Stage::Ended => {
            return Err(RefusalReason::NotTalking);
        }
    }
    let others = contact.supervisors.keys().filter(|it| **it != supervisor).count();
    if others >= usize::try_from(book.config.supervisors_max).unwrap_or(usize::MAX) {
        return Err(RefusalReason::FloorFull);
    }
    Ok(())
}
