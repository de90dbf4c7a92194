//! Agent and resident come together, hold, and part.
//!
//! Owns the one place where a wait becomes an answer and where the clock of talk
//! and hold is switched. It must never know why they part. Next: `ending`.

use super::book::Book;
use super::contact_state::Stage;
use super::view::WorkKind;
use super::{hand, voice, wrap_up};
use crate::contact::{Acceptance, ContactEventKind, HoldReason, LegCause, Party};
use crate::ids::{AgentId, ContactId};

/// Joins agent and resident; the first time fixes the acceptance as answered.
pub(super) fn join(book: &mut Book, id: ContactId, agent: AgentId) {
    voice::hush(book, id);
    let now = book.now;
    let Some(contact) = book.contact(id) else {
        return;
    };
    if let Some(queued_at) = contact.queued_at {
        contact.accept(Acceptance::Answered { wait_ms: now.since_ms(queued_at) });
    }
    contact.answered_at.get_or_insert(now);
    contact.callback = None;
    contact.clock(now, Some(false));
    if !contact.tally.agents.contains(&agent) {
        contact.tally.agents.push(agent);
    }
    contact.enter(Stage::Talking { agent, held: None }, now);
    book.give(agent, id, WorkKind::Handling);
    book.record(id, ContactEventKind::Joined { agent });
    let is_listened_to = book.contacts.get(&id).is_some_and(|contact| !contact.supervisors.is_empty());
    if is_listened_to {
        voice::want_tone(book, id);
    }
}

/// Puts the resident on hold, or changes the reason; the reason is logged once.
pub(super) fn hold(book: &mut Book, id: ContactId, why: HoldReason) {
    let now = book.now;
    let Some(contact) = book.contact(id) else {
        return;
    };
    let Stage::Talking { held, .. } = &mut contact.stage else {
        return;
    };
    let before = held.replace(why);
    if before.is_none() {
        contact.clock(now, Some(true));
    }
    if before != Some(why) {
        book.record(id, ContactEventKind::Held { why });
    }
}

/// Takes the resident off hold, when on hold.
pub(super) fn resume(book: &mut Book, id: ContactId) {
    let now = book.now;
    let Some(contact) = book.contact(id) else {
        return;
    };
    let Stage::Talking { held, .. } = &mut contact.stage else {
        return;
    };
    if held.take().is_some() {
        contact.clock(now, Some(false));
        book.record(id, ContactEventKind::Resumed);
    }
}

/// The agent's part in the conversation ends and after-call work begins.
pub(super) fn part(book: &mut Book, id: ContactId, agent: AgentId, cause: LegCause) {
    let now = book.now;
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.clock(now, None);
    let party = Party::Agent(agent);
    book.record(id, ContactEventKind::Left { party, cause });
    hand::put_down(book, id, None);
    wrap_up::start(book, id, agent);
}

/// The agent's part in an interrupted conversation ends; only one who is on the floor has after-call work.
pub(super) fn part_interrupted(book: &mut Book, id: ContactId, agent: AgentId, cause: LegCause) {
    if book.work(agent, id).is_some() {
        return part(book, id, agent, cause);
    }
    let party = Party::Agent(agent);
    book.record(id, ContactEventKind::Left { party, cause });
}
