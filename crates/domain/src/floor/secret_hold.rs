//! 「番号を言われます」: the agent silences the recording while the resident says something secret.
//!
//! Owns who may, and that it ends: by the agent, after a limit, and whenever the agent leaves the conversation.
//! While it holds nothing of the call is recorded, not even sealed, and nothing is recognised. It must never
//! change a stage. See ADR 0020.

use super::book::Book;
use super::contact_state::{Contact, SecretHold, Stage};
use super::effect::Effect;
use super::refusal::RefusalReason;
use super::transfer;
use crate::contact::{Channel, ContactEventKind, SecretHoldEnd};
use crate::ids::{AgentId, ContactId};

/// The agent begins it, asks for more time, or ends it; ending what is over is no fault.
pub(super) fn set(book: &mut Book, agent: AgentId, id: ContactId, on: bool) {
    let holds = match may(book, agent, id) {
        Ok(contact) => contact.secret.is_some(),
        Err(reason) => return book.refuse(agent, Some(id), reason),
    };
    if !on {
        return end(book, id, SecretHoldEnd::Agent);
    }
    let until = book.now.plus_ms(book.config.secret_hold_max_ms);
    if let Some(contact) = book.contact(id) {
        contact.secret = Some(SecretHold { agent, until });
    }
    if !holds {
        book.record(id, ContactEventKind::SecretHoldOn { agent });
        book.push(Effect::SecretHold { contact: id, on: true });
    }
}

/// The limit is over.
pub(super) fn over(book: &mut Book, id: ContactId) {
    end(book, id, SecretHoldEnd::LimitOver);
}

/// Ends it once its agent has stopped speaking with the resident, whatever the reason. Call it after the recording
/// was stopped or went on, so that nothing said before is recorded after all.
pub(super) fn follow(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else { return };
    let Some(secret) = contact.secret else { return };
    if !matches!(contact.stage, Stage::Talking { agent, .. } if agent == secret.agent) {
        end(book, id, SecretHoldEnd::AgentLeft);
    }
}

fn end(book: &mut Book, id: ContactId, why: SecretHoldEnd) {
    if book.contact(id).and_then(|contact| contact.secret.take()).is_some() {
        book.record(id, ContactEventKind::SecretHoldOff { why });
        book.push(Effect::SecretHold { contact: id, on: false });
    }
}

fn may(book: &Book, agent: AgentId, id: ContactId) -> Result<&Contact, RefusalReason> {
    let contact = transfer::talks(book, agent, id)?;
    match contact.channel {
        Channel::Phone => Ok(contact),
        Channel::Counter | Channel::Chat => Err(RefusalReason::WrongChannel(contact.channel)),
    }
}
