//! The caller leaves, or a leg's media is lost for good.
//!
//! Owns what leaving means at each stage: it fixes the acceptance of a wait and
//! the end of a conversation. It must never refuse: a caller who has gone has
//! gone. Next: `ending`.

use super::book::Book;
use super::contact_state::{CallerLeg, Stage, ThirdLeg};
use super::effect::Effect;
use super::view::WorkKind;
use super::{arrival, desk, ending, monitor, third, waiting};
use crate::contact::{Acceptance, End, LegCause, NotOffered, Party, RingEnd};
use crate::ids::ContactId;

/// The caller hung up.
pub(super) fn hung_up(book: &mut Book, id: ContactId, cause: LegCause) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.caller {
        // A leg that is being dialled fails by its attempt; what hung up here is a leg of
        // before, whose end was reported late, and it must not take the call-back with it.
        CallerLeg::Absent | CallerLeg::Dialling { .. } => return,
        CallerLeg::Unanswered | CallerLeg::Up | CallerLeg::Awaited { .. } => {}
    }
    let end = match contact.stage.clone() {
        Stage::Ivr { .. } => return arrival::left_in_ivr(book, id, cause),
        Stage::Farewell => {
            ending::caller_left(book, id, cause);
            return waiting::farewell_over(book, id);
        }
        Stage::Waiting(_) if contact.callback.is_some() => {
            return ending::caller_left(book, id, cause);
        }
        Stage::Waiting(_)
        | Stage::Reaching { .. }
        | Stage::Talking { .. }
        | Stage::Interrupted { .. }
        | Stage::TransferRinging { .. }
        | Stage::Ended => End::CallerHungUp,
        Stage::Transferred { to } => End::Transferred { to },
    };
    let acceptance = abandoned(book, id);
    ending::caller_left(book, id, cause);
    ending::end(book, id, acceptance, end, RingEnd::CallerHungUp);
}

/// A party's media has been lost for good: the leg is ended as if it had hung up.
pub(super) fn media_lost(book: &mut Book, id: ContactId, party: Party) {
    let cause = LegCause::MediaLost;
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    let hang_up = Effect::HangUp { contact: id, party, cause };
    match party {
        Party::Caller => {
            if contact.caller == CallerLeg::Up {
                book.push(hang_up);
                hung_up(book, id, cause);
            }
        }
        Party::Third { attempt } => {
            let leg = contact.third.as_ref().map(|third| third.leg);
            if leg == Some(ThirdLeg::External { attempt }) {
                book.push(hang_up);
                third::hung_up(book, id, attempt, cause);
            }
        }
        Party::Agent(agent) => {
            let works = book.work(agent, id);
            if matches!(works, Some(WorkKind::Handling | WorkKind::Consulted)) {
                desk::lost(book, agent);
            }
        }
        Party::Supervisor(agent) => {
            if contact.supervisors.contains_key(&agent) {
                monitor::leave(book, agent);
            }
        }
    }
}

fn abandoned(book: &Book, id: ContactId) -> Acceptance {
    let queued_at = book.contacts.get(&id).and_then(|it| it.queued_at);
    let Some(queued_at) = queued_at else {
        let reason = NotOffered::Outbound;
        return Acceptance::NotOffered { reason };
    };
    let wait_ms = book.now.since_ms(queued_at);
    Acceptance::Abandoned { wait_ms, short: wait_ms < book.config.short_abandon_ms }
}
