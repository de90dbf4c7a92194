//! The agent's commands on a contact: answer, refuse, hang up, hold, resume.
//!
//! Owns which of them fit, whoever was first: an answer after a hang-up, a second
//! answer and a stale assignment are refused and leave nobody stuck. It must
//! never know how legs are joined. Next: `joining`, `third`, `ending`.

use super::book::Book;
use super::contact_state::{CallerLeg, Ring, Stage, ThirdLeg};
use super::effect::DialTo;
use super::refusal::RefusalReason;
use super::view::{DeskView, WorkKind};
use super::{callback, ending, joining, ring, third, transfer, voice};
use crate::contact::{Acceptance, End, HoldReason, LegCause, NotOffered, RingEnd};
use crate::ids::{AgentId, AssignmentId, ContactId};

/// The agent answers an assignment.
pub(super) fn answer(book: &mut Book, agent: AgentId, id: ContactId, assignment: AssignmentId) {
    let is_up = book.agents.get(&agent).map(|it| it.desk == DeskView::Up);
    let ring = match (is_up, find_ring(book, agent, id, assignment)) {
        (Some(true), Ok(ring)) => ring,
        (Some(false), Ok(_)) => return book.refuse(agent, Some(id), RefusalReason::DeskDown),
        (None, _) => return book.refuse(agent, Some(id), RefusalReason::NotSignedIn),
        (Some(_), Err(reason)) => return book.refuse(agent, Some(id), reason),
    };
    let Some(contact) = book.contact(id) else {
        return;
    };
    if contact.take_ring().is_none() {
        if let Some(third) = contact.third.as_mut() {
            third.leg = ThirdLeg::Agent(agent);
        }
        return ring::answered(book, id, ring, WorkKind::Consulted);
    }
    let caller = contact.caller;
    ring::answered(book, id, ring, WorkKind::Handling);
    match caller {
        CallerLeg::Up | CallerLeg::Unanswered | CallerLeg::Awaited { .. } => joining::join(book, id, agent),
        CallerLeg::Absent | CallerLeg::Dialling { .. } => {
            callback::dial(book, id, agent, DialTo::Caller);
        }
    }
}

/// The agent refuses an assignment and pauses.
pub(super) fn refuse(book: &mut Book, agent: AgentId, id: ContactId, assignment: AssignmentId) {
    match find_ring(book, agent, id, assignment) {
        Ok(_) => third::ring_over(book, id, agent, RingEnd::Refused),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// The agent hangs up: the consultation first, then the caller; a conference goes on.
pub(super) fn hang_up(book: &mut Book, agent: AgentId, id: ContactId) {
    let refusal = match book.work(agent, id) {
        Some(WorkKind::Handling) => return hang_up_own(book, agent, id),
        Some(WorkKind::Consulted) => {
            return third::consulted_left(book, id, agent, LegCause::Normal);
        }
        Some(WorkKind::Ringing { .. } | WorkKind::WrapUp { .. }) => RefusalReason::NotTalking,
        None if !book.agents.contains_key(&agent) => RefusalReason::NotSignedIn,
        None if book.contacts.contains_key(&id) => RefusalReason::NotYours,
        None => RefusalReason::UnknownContact,
    };
    book.refuse(agent, Some(id), refusal);
}

/// The agent puts the caller on hold.
pub(super) fn hold(book: &mut Book, agent: AgentId, id: ContactId) {
    let verdict =
        transfer::talks(book, agent, id).and_then(|contact| match (contact.held(), contact.third.is_some()) {
            (_, true) => Err(RefusalReason::ThirdPresent),
            (Some(_), false) => Err(RefusalReason::AlreadyHeld),
            (None, false) => Ok(()),
        });
    match verdict {
        Ok(()) => joining::hold(book, id, HoldReason::Agent),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// The agent takes the caller off hold.
pub(super) fn resume(book: &mut Book, agent: AgentId, id: ContactId) {
    let verdict = transfer::talks(book, agent, id).and_then(|contact| match contact.held() {
        Some(HoldReason::Agent) => Ok(()),
        Some(HoldReason::Consult) => Err(RefusalReason::ThirdPresent),
        None => Err(RefusalReason::NotHeld),
    });
    match verdict {
        Ok(()) => joining::resume(book, id),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

fn hang_up_own(book: &mut Book, agent: AgentId, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    if let Stage::Reaching { .. } = contact.stage {
        return callback::not_reached(book, id, LegCause::Cancelled, true);
    }
    match contact.third.as_ref().map(|third| third.conference) {
        Some(true) => third::hand_over(book, id, agent, LegCause::Normal),
        Some(false) => third::drop_and_resume(book, id),
        None => end_by_agent(book, agent, id),
    }
}

fn end_by_agent(book: &mut Book, agent: AgentId, id: ContactId) {
    voice::hush(book, id);
    joining::part(book, id, agent, LegCause::Normal);
    book.enter(id, Stage::Ended);
    let reason = NotOffered::Outbound;
    ending::end(book, id, Acceptance::NotOffered { reason }, End::AgentHungUp, RingEnd::Withdrawn);
}

fn find_ring(book: &Book, agent: AgentId, id: ContactId, assignment: AssignmentId) -> Result<Ring, RefusalReason> {
    if !book.agents.contains_key(&agent) {
        return Err(RefusalReason::NotSignedIn);
    }
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    contact
        .ring()
        .or_else(|| third::consult_ring(contact.third.as_ref()))
        .filter(|ring| ring.agent == agent && ring.assignment == assignment)
        .ok_or(RefusalReason::StaleAssignment)
}
