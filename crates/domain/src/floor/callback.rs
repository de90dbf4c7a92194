//! The caller hangs up, keeps the place in line and is called back; and agents call out.
//!
//! Owns every dialling of the resident. It must never know how a number looks.
//! Next: `waiting` for the line, `joining` for the answer.

use super::book::Book;
use super::contact_state::{Callback, CallerLeg, Stage};
use super::effect::{DialTo, Effect};
use super::{ending, joining, voice, waiting};
use crate::contact::{
    Acceptance, Channel, ContactEventKind, DialPurpose, Direction, End, LegCause, NotOffered, Party, RingEnd, SystemEnd,
};
use crate::ids::{AgentId, ContactId};
use crate::ivr::Prompt;

/// A waiting caller asks to be called back; nothing happens where that does not fit.
pub(super) fn accept(book: &mut Book, id: ContactId) {
    let (now, default) = (book.now, book.config.ivr.default_language);
    let enabled = book.config.callback.enabled;
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let fits = enabled
        && contact.channel == Channel::Phone
        && contact.caller_known
        && contact.caller == CallerLeg::Up
        && contact.waiting().is_some()
        && contact.acceptance.is_none()
        && contact.callback.is_none();
    if !fits {
        return;
    }
    let language = contact.language_or(default);
    voice::hush(book, id);
    if let Some(contact) = book.contact(id) {
        contact.callback = Some(Callback { accepted_at: now, attempts: 0, not_before: now });
    }
    book.record(id, ContactEventKind::CallbackAccepted);
    voice::say(book, id, vec![(Prompt::CallbackAccepted, language)]);
}

/// The last word to a caller who will be called back has been said: we hang up.
pub(super) fn release_caller(book: &mut Book, id: ContactId) {
    let waits_for_callback = book.contacts.get(&id).is_some_and(|it| it.callback.is_some() && it.waiting().is_some());
    if waits_for_callback {
        ending::end_caller(book, id);
    }
}

/// Dials the resident while the agent waits on the line.
pub(super) fn dial(book: &mut Book, id: ContactId, agent: AgentId, to: DialTo) {
    let until = book.now.plus_ms(book.config.dial_timeout_ms);
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.counters.attempts += 1;
    let attempt = contact.counters.attempts;
    contact.caller = CallerLeg::Dialling { attempt, until };
    let purpose = purpose_of(contact.direction);
    if purpose == DialPurpose::Callback {
        contact.tally.callback_attempts += 1;
    }
    book.enter(id, Stage::Reaching { agent });
    book.give(agent, id, super::view::WorkKind::Handling);
    book.record(id, ContactEventKind::Dialled { attempt, purpose });
    book.push(Effect::Dial { contact: id, attempt, party: Party::Caller, to, purpose, ring_until: until });
}

/// The dialled resident answered.
pub(super) fn reached(book: &mut Book, id: ContactId, attempt: u32) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    let Stage::Reaching { agent } = contact.stage else {
        return;
    };
    contact.caller = CallerLeg::Up;
    book.record(id, ContactEventKind::DialAnswered { attempt });
    joining::join(book, id, agent);
}

/// The dialled resident was not reached; `cancel` when we stop the dialling ourselves.
pub(super) fn not_reached(book: &mut Book, id: ContactId, cause: LegCause, cancel: bool) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    let (Stage::Reaching { agent }, CallerLeg::Dialling { attempt, .. }) = (contact.stage.clone(), contact.caller)
    else {
        return;
    };
    contact.caller = CallerLeg::Absent;
    let purpose = purpose_of(contact.direction);
    book.record(id, ContactEventKind::DialFailed { attempt, cause });
    if cancel {
        book.push(Effect::CancelDial { contact: id, attempt });
    }
    if cause != LegCause::Cancelled {
        book.not_reached(agent, id, purpose, cause);
    }
    book.free(agent, id);
    let Some(callback) = book.contact(id).and_then(|it| it.callback) else {
        return ended_outbound(book, id);
    };
    after_attempt(book, id, callback);
}

/// The call-back could not be begun within its limit.
pub(super) fn expired(book: &mut Book, id: ContactId) {
    let reason = SystemEnd::CallbackExpired;
    waiting::system_end(book, id, reason);
    ending::end(book, id, Acceptance::EndedBySystem { reason }, End::System { reason }, RingEnd::Withdrawn);
}

/// Why the resident is dialled.
fn purpose_of(direction: Direction) -> DialPurpose {
    match direction {
        Direction::Outbound => DialPurpose::Outbound,
        Direction::Inbound => DialPurpose::Callback,
    }
}

fn after_attempt(book: &mut Book, id: ContactId, callback: Callback) {
    let attempts = callback.attempts + 1;
    if attempts >= book.config.callback.attempts_max {
        book.record(id, ContactEventKind::CallbackUnreached);
        return finish(book, id, Acceptance::CallbackUnreached);
    }
    let not_before = book.now.plus_ms(book.config.callback.attempt_gap_ms);
    if let Some(contact) = book.contact(id) {
        contact.callback = Some(Callback { attempts, not_before, ..callback });
    }
    waiting::requeue(book, id, false);
}

fn ended_outbound(book: &mut Book, id: ContactId) {
    let reason = NotOffered::Outbound;
    finish(book, id, Acceptance::NotOffered { reason });
}

fn finish(book: &mut Book, id: ContactId, acceptance: Acceptance) {
    // The stage still names the agent who has just been freed; freeing twice does nothing.
    ending::end(book, id, acceptance, End::AgentHungUp, RingEnd::Withdrawn);
}
