//! A contact rings at an agent: the assignment.
//!
//! Owns the beginning and the end of ringing on the agent's side. Where the
//! contact goes when nobody answers is `waiting`'s and `third`'s. It must never
//! choose an agent. Next: `offer`, which chooses.

use super::book::Book;
use super::contact_state::Ring;
use super::effect::Effect;
use super::view::WorkKind;
use crate::agent::{PauseReason, Presence};
use crate::contact::{ContactEventKind, LegCause, RingEnd, RingPurpose};
use crate::ids::{AgentId, AssignmentId, ContactId};

/// Rings at the agent; the caller keeps the returned ring where it belongs.
pub(super) fn start(
    book: &mut Book,
    id: ContactId,
    agent: AgentId,
    purpose: RingPurpose,
    from: Option<AgentId>,
) -> Option<Ring> {
    let until = book.now.plus_ms(book.config.ring_timeout_ms);
    let contact = book.contact(id)?;
    contact.counters.assignments += 1;
    let ring = Ring { agent, assignment: AssignmentId(contact.counters.assignments), until, purpose, from };
    let kind = WorkKind::Ringing { assignment: ring.assignment, purpose, ring_until: until };
    book.give(agent, id, kind);
    let assignment = ring.assignment;
    book.record(id, ContactEventKind::Assigned { assignment, agent, purpose });
    book.push(show(id, ring));
    Some(ring)
}

/// The effect that shows a ring at its desk.
pub(super) fn show(id: ContactId, ring: Ring) -> Effect {
    Effect::Ring {
        agent: ring.agent,
        contact: id,
        assignment: ring.assignment,
        purpose: ring.purpose,
        ring_until: ring.until,
    }
}

/// The agent answered: ringing stops, the work stays in the agent's hands.
pub(super) fn answered(book: &mut Book, id: ContactId, ring: Ring, kind: WorkKind) {
    let Ring { agent, assignment, .. } = ring;
    book.give(agent, id, kind);
    book.record(id, ContactEventKind::Answered { assignment, agent });
    book.push(Effect::StopRing { agent, contact: id, assignment, why: None });
}

/// Why a colleague was not reached, in the words that count for a telephone too.
pub(super) fn cause_of(why: RingEnd) -> LegCause {
    match why {
        RingEnd::NoAnswer => LegCause::NoAnswer,
        RingEnd::Refused => LegCause::Declined,
        RingEnd::AgentPaused | RingEnd::AgentSignedOut => LegCause::Unreachable,
        RingEnd::DeskLost => LegCause::MediaLost,
        RingEnd::CallerHungUp | RingEnd::Withdrawn => LegCause::Cancelled,
    }
}

/// Ringing ends without an answer: the agent is free, and pauses when it was the agent's doing.
pub(super) fn stop(book: &mut Book, id: ContactId, ring: Ring, why: RingEnd) {
    let Ring { agent, assignment, .. } = ring;
    book.free(agent, id);
    book.record(id, ContactEventKind::RingEnded { assignment, agent, why });
    book.push(Effect::StopRing { agent, contact: id, assignment, why: Some(why) });
    let reason = match why {
        RingEnd::NoAnswer => PauseReason::NoAnswer,
        RingEnd::Refused => PauseReason::Refused,
        RingEnd::AgentPaused
        | RingEnd::AgentSignedOut
        | RingEnd::DeskLost
        | RingEnd::CallerHungUp
        | RingEnd::Withdrawn => return,
    };
    if let Some(agent) = book.agent(agent) {
        agent.presence = Presence::Paused(reason);
    }
}
