//! Everybody leaves: the last step of every contact.
//!
//! Owns that every leg is ended, every ringing stopped and every agent sent to
//! after-call work or freed, whatever the stage. It must never decide that a
//! contact ends. Next: `book`; closing the record is `floor`'s.

use super::book::Book;
use super::contact_state::{CallerLeg, Stage, Third, ThirdLeg};
use super::effect::Effect;
use super::{guests, joining, monitor, ring, voice};
use crate::contact::{Acceptance, ContactEventKind, End, LegCause, Party, RingEnd};
use crate::ids::ContactId;

/// Ends the contact. `acceptance` and `end` count only where they are not fixed
/// already; `end` only when agent and resident had been joined.
pub(super) fn end(book: &mut Book, id: ContactId, acceptance: Acceptance, end: End, ring_end: RingEnd) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.accept(acceptance);
    if contact.answered_at.is_some() {
        contact.end.get_or_insert(end);
    }
    voice::hush(book, id);
    stop_own_ring(book, id, ring_end);
    end_own_side(book, id);
    drop_third(book, id);
    end_caller(book, id);
    monitor::leave_all(book, id);
    guests::leave_all(book, id);
    let now = book.now;
    if let Some(contact) = book.contact(id) {
        contact.ended_at = Some(now);
        contact.enter(Stage::Ended, now);
    }
}

/// Ends the third party's leg, when there is one, and forgets it.
pub(super) fn drop_third(book: &mut Book, id: ContactId) {
    let Some(third) = book.contact(id).and_then(|contact| contact.third.take()) else {
        return;
    };
    end_third_leg(book, id, &third);
}

/// Notes that the caller has left by himself or herself.
pub(super) fn caller_left(book: &mut Book, id: ContactId, cause: LegCause) {
    voice::hush(book, id);
    if let Some(contact) = book.contact(id) {
        contact.caller = CallerLeg::Absent;
    }
    let party = Party::Caller;
    book.record(id, ContactEventKind::Left { party, cause });
}

/// Ends the caller's leg, whatever state it is in.
pub(super) fn end_caller(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    let party = Party::Caller;
    let cause = LegCause::ContactEnded;
    match std::mem::replace(&mut contact.caller, CallerLeg::Absent) {
        CallerLeg::Absent => {}
        CallerLeg::Unanswered | CallerLeg::Up | CallerLeg::Awaited { .. } => {
            book.record(id, ContactEventKind::Left { party, cause });
            book.push(Effect::HangUp { contact: id, party, cause });
        }
        CallerLeg::Dialling { attempt, .. } => cancel_dial(book, id, attempt),
    }
}

/// Stops a dial attempt that has not been answered.
pub(super) fn cancel_dial(book: &mut Book, id: ContactId, attempt: u32) {
    let cause = LegCause::Cancelled;
    book.record(id, ContactEventKind::DialFailed { attempt, cause });
    book.push(Effect::CancelDial { contact: id, attempt });
}

fn stop_own_ring(book: &mut Book, id: ContactId, why: RingEnd) {
    if let Some(ring) = book.contact(id).and_then(|contact| contact.take_ring()) {
        ring::stop(book, id, ring, why);
    }
}

fn end_own_side(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.stage {
        Stage::Talking { agent, .. } => joining::part(book, id, agent, LegCause::ContactEnded),
        Stage::Interrupted { agent, .. } => joining::part_interrupted(book, id, agent, LegCause::ContactEnded),
        Stage::Reaching { agent } => {
            book.free(agent, id);
        }
        Stage::Ivr { .. }
        | Stage::Farewell
        | Stage::Waiting(_)
        | Stage::TransferRinging { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => {}
    }
}

fn end_third_leg(book: &mut Book, id: ContactId, third: &Third) {
    let cause = LegCause::ContactEnded;
    match third.leg {
        ThirdLeg::Dialling { attempt, .. } => cancel_dial(book, id, attempt),
        ThirdLeg::External { attempt } => {
            let party = Party::Third { attempt };
            book.record(id, ContactEventKind::Left { party, cause });
            book.push(Effect::HangUp { contact: id, party, cause });
        }
        ThirdLeg::Ringing(ring) => ring::stop(book, id, ring, RingEnd::Withdrawn),
        ThirdLeg::Agent(agent) => {
            let party = Party::Agent(agent);
            book.record(id, ContactEventKind::Left { party, cause });
            book.free(agent, id);
        }
    }
}
