//! A third party comes and goes: its leg, its ringing, its hanging up.
//!
//! Owns what a dialled or consulted party's doings mean for the contact. The
//! agent's commands are `transfer`'s. It must never refuse anything: these
//! things happen whether they fit or not. Next: `transfer`.

use super::book::Book;
use super::contact_state::{CallerLeg, Ring, Stage, Third, ThirdLeg};
use super::effect::Effect;
use super::{callback, ending, joining, monitor, ring, waiting};
use crate::contact::{
    Acceptance, ContactEventKind, DialPurpose, End, LegCause, NotOffered, Party, RingEnd, TargetKind,
};
use crate::ids::{AgentId, ContactId};

/// A dialled third party rings; it is only shown.
pub(super) fn ringing(book: &mut Book, id: ContactId, attempt: u32) {
    let third = book.contact(id).and_then(|contact| contact.third.as_mut());
    if let Some(third) = third.filter(|third| dials_third(third, attempt)) {
        third.rings = true;
    }
}

/// A dialled party answered; an attempt that is over is let pass, for it was cancelled.
pub(super) fn answered(book: &mut Book, id: ContactId, attempt: u32) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    if dials_caller(contact.caller, attempt) {
        return callback::reached(book, id, attempt);
    }
    let Some(third) = contact.third.as_mut() else {
        return;
    };
    if !dials_third(third, attempt) {
        return;
    }
    third.leg = ThirdLeg::External { attempt };
    let to = third.to.clone();
    book.record(id, ContactEventKind::DialAnswered { attempt });
    let is_blind = book.contacts.get(&id).is_some_and(|it| matches!(it.stage, Stage::TransferRinging { .. }));
    if is_blind {
        leave_them(book, id, to);
    }
}

/// A dialled party was not reached; `cancel` when we stop the dialling ourselves.
pub(super) fn failed(book: &mut Book, id: ContactId, attempt: u32, cause: LegCause, cancel: bool) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    if dials_caller(contact.caller, attempt) {
        return callback::not_reached(book, id, cause, cancel);
    }
    if !contact.third.as_ref().is_some_and(|it| dials_third(it, attempt)) {
        return hung_up(book, id, attempt, cause);
    }
    contact.third = None;
    let stage = contact.stage.clone();
    book.record(id, ContactEventKind::DialFailed { attempt, cause });
    if cancel {
        book.push(Effect::CancelDial { contact: id, attempt });
    }
    match stage {
        Stage::TransferRinging { from } => waiting::hand_back(book, id, from, cause),
        Stage::Talking { agent, .. } => {
            book.not_reached(agent, id, DialPurpose::Consult, cause);
            back_to_caller(book, id);
        }
        Stage::Ivr { .. }
        | Stage::Farewell
        | Stage::Waiting(_)
        | Stage::Reaching { .. }
        | Stage::Interrupted { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => {}
    }
}

/// A dialled party hung up; one that had not answered was not reached.
pub(super) fn hung_up(book: &mut Book, id: ContactId, attempt: u32, cause: LegCause) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    let is_dialled = dials_caller(contact.caller, attempt)
        || contact.third.as_ref().is_some_and(|third| dials_third(third, attempt));
    if is_dialled {
        return failed(book, id, attempt, cause, false);
    }
    let leg = contact.third.as_ref().map(|third| third.leg);
    if leg != Some(ThirdLeg::External { attempt }) {
        return;
    }
    contact.third = None;
    let party = Party::Third { attempt };
    book.record(id, ContactEventKind::Left { party, cause });
    gone(book, id);
}

/// Ringing at an agent ended without an answer, of the contact or of a consultation on it.
pub(super) fn ring_over(book: &mut Book, id: ContactId, agent: AgentId, why: RingEnd) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    if contact.ring().is_some_and(|ring| ring.agent == agent) {
        return waiting::ring_over(book, id, why);
    }
    let Some(ring) = consult_ring(contact.third.as_ref()).filter(|it| it.agent == agent) else {
        return;
    };
    contact.third = None;
    ring::stop(book, id, ring, why);
    if let Some(asking) = ring.from {
        book.not_reached(asking, id, DialPurpose::Consult, ring::cause_of(why));
    }
    back_to_caller(book, id);
}

/// A consulted agent leaves.
pub(super) fn consulted_left(book: &mut Book, id: ContactId, agent: AgentId, cause: LegCause) {
    if let Some(contact) = book.contact(id) {
        contact.third = None;
    }
    book.free(agent, id);
    let party = Party::Agent(agent);
    book.record(id, ContactEventKind::Left { party, cause });
    gone(book, id);
}

/// The agent drops the third party and is back with the caller.
pub(super) fn drop_and_resume(book: &mut Book, id: ContactId) {
    ending::drop_third(book, id);
    back_to_caller(book, id);
}

/// The agent leaves caller and third party to each other.
pub(super) fn hand_over(book: &mut Book, id: ContactId, agent: AgentId, cause: LegCause) {
    let Some(contact) = book.contact(id) else {
        return;
    };
    let Some(third) = contact.third.clone() else {
        return;
    };
    let to = third.to.clone();
    contact.tally.transfers += 1;
    let attended = true;
    book.record(id, ContactEventKind::Transferred { by: agent, to: to.clone(), attended });
    joining::part(book, id, agent, cause);
    match third.leg {
        ThirdLeg::Agent(other) => {
            if let Some(contact) = book.contact(id) {
                contact.third = None;
            }
            joining::join(book, id, other);
        }
        ThirdLeg::External { .. } | ThirdLeg::Dialling { .. } | ThirdLeg::Ringing(_) => {
            leave_them(book, id, to);
        }
    }
}

/// The agent's desk is lost for good while the agent has the contact.
pub(super) fn handler_lost(book: &mut Book, id: ContactId, agent: AgentId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.stage {
        Stage::Reaching { .. } => callback::not_reached(book, id, LegCause::Cancelled, true),
        Stage::Talking { .. } => {
            let conference = contact.third.as_ref().is_some_and(|it| it.conference);
            if conference {
                return hand_over(book, id, agent, LegCause::MediaLost);
            }
            ending::drop_third(book, id);
            joining::part(book, id, agent, LegCause::MediaLost);
            waiting::requeue(book, id, true);
        }
        // An agent who is not back in time is missed then, whether the desk was up in between or not.
        Stage::Interrupted { .. } => {}
        Stage::Ivr { .. }
        | Stage::Farewell
        | Stage::Waiting(_)
        | Stage::TransferRinging { .. }
        | Stage::Transferred { .. }
        | Stage::Ended => {}
    }
}

/// The ringing of a consultation.
pub(super) fn consult_ring(third: Option<&Third>) -> Option<Ring> {
    match third?.leg {
        ThirdLeg::Ringing(ring) => Some(ring),
        ThirdLeg::Dialling { .. } | ThirdLeg::External { .. } | ThirdLeg::Agent(_) => None,
    }
}

fn leave_them(book: &mut Book, id: ContactId, to: TargetKind) {
    monitor::leave_all(book, id);
    book.enter(id, Stage::Transferred { to });
}

fn gone(book: &mut Book, id: ContactId) {
    let Some(contact) = book.contacts.get(&id) else {
        return;
    };
    match contact.stage.clone() {
        Stage::Talking { .. } => back_to_caller(book, id),
        Stage::Transferred { to } => {
            let reason = NotOffered::Outbound;
            ending::end(book, id, Acceptance::NotOffered { reason }, End::Transferred { to }, RingEnd::Withdrawn);
        }
        Stage::Ivr { .. }
        | Stage::Farewell
        | Stage::Waiting(_)
        | Stage::Reaching { .. }
        | Stage::Interrupted { .. }
        | Stage::TransferRinging { .. }
        | Stage::Ended => {}
    }
}

fn back_to_caller(book: &mut Book, id: ContactId) {
    book.record(id, ContactEventKind::ConsultEnded);
    joining::resume(book, id);
}

fn dials_caller(caller: CallerLeg, attempt: u32) -> bool {
    matches!(caller, CallerLeg::Dialling { attempt: there, .. } if there == attempt)
}

fn dials_third(third: &Third, attempt: u32) -> bool {
    matches!(third.leg, ThirdLeg::Dialling { attempt: there, .. } if there == attempt)
}
