//! The agent's commands about third parties: blind, consult, complete, conference.
//!
//! Owns which of them fit (clause 6(3)②). A command that does not fit is refused
//! and changes nothing. It must never know how a leg is dialled. Next: `third`.

use super::book::Book;
use super::contact_state::{Contact, Stage, Third, ThirdLeg};
use super::effect::{DialTo, Effect};
use super::refusal::RefusalReason;
use super::{joining, ring, third, waiting};
use crate::contact::{Channel, ContactEventKind, DialPurpose, HoldReason, LegCause, Party, RingPurpose, Target};
use crate::ids::{AgentId, ContactId};

type Verdict = Result<(), RefusalReason>;

/// Passes the caller on unannounced; the agent is in after-call work at once.
pub(super) fn blind(book: &mut Book, agent: AgentId, id: ContactId, to: Target) {
    let verdict = may_bring_in(book, agent, id).and_then(|()| fits_blind(book, agent, id, &to));
    if let Err(reason) = verdict {
        return book.refuse(agent, Some(id), reason);
    }
    if let Some(contact) = book.contact(id) {
        contact.tally.transfers += 1;
    }
    let attended = false;
    let kind = to.kind();
    book.record(id, ContactEventKind::Transferred { by: agent, to: kind, attended });
    joining::part(book, id, agent, LegCause::Normal);
    match to {
        Target::External(number) => {
            book.enter(id, Stage::TransferRinging { from: agent });
            dial(book, id, number, DialPurpose::Blind);
        }
        Target::Agent(other) => {
            waiting::ring_at(book, id, other, RingPurpose::Transfer, Some(agent));
        }
        Target::Queue(queue) => waiting::requeue_to(book, id, queue),
    }
}

/// Asks a third party while the caller hears music.
pub(super) fn consult(book: &mut Book, agent: AgentId, id: ContactId, to: Target) {
    let verdict = may_bring_in(book, agent, id)
        .and_then(|()| is_phone(book, id))
        .and_then(|()| fits_consult(book, agent, id, &to));
    if let Err(reason) = verdict {
        return book.refuse(agent, Some(id), reason);
    }
    let kind = to.kind();
    book.record(id, ContactEventKind::ConsultStarted { to: kind });
    joining::hold(book, id, HoldReason::Consult);
    match to {
        Target::External(number) => dial(book, id, number, DialPurpose::Consult),
        Target::Agent(other) => {
            let kind = Target::Agent(other).kind();
            let ring = ring::start(book, id, other, RingPurpose::Consult, Some(agent));
            if let (Some(ring), Some(contact)) = (ring, book.contact(id)) {
                contact.third = Some(Third { to: kind, leg: ThirdLeg::Ringing(ring), rings: true, conference: false });
            }
        }
        // Refused above: nobody in a queue can be asked for advice.
        Target::Queue(_) => {}
    }
}

/// Leaves caller and third party to each other.
pub(super) fn complete(book: &mut Book, agent: AgentId, id: ContactId) {
    match answered_third(book, agent, id) {
        Ok(_) => third::hand_over(book, id, agent, LegCause::Normal),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// Joins all three.
pub(super) fn conference(book: &mut Book, agent: AgentId, id: ContactId) {
    match answered_third(book, agent, id) {
        Ok(false) => {
            set_conference(book, id, true);
            book.record(id, ContactEventKind::ConferenceStarted);
            joining::resume(book, id);
        }
        Ok(true) => book.refuse(agent, Some(id), RefusalReason::WrongConference),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// Makes a consultation of the conference again.
pub(super) fn split_back(book: &mut Book, agent: AgentId, id: ContactId) {
    match answered_third(book, agent, id) {
        Ok(true) => {
            set_conference(book, id, false);
            let to = book.contacts.get(&id).and_then(|it| Some(it.third.as_ref()?.to.clone()));
            if let Some(to) = to {
                book.record(id, ContactEventKind::ConsultStarted { to });
            }
            joining::hold(book, id, HoldReason::Consult);
        }
        Ok(false) => book.refuse(agent, Some(id), RefusalReason::WrongConference),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// Drops the third party.
pub(super) fn cancel_consult(book: &mut Book, agent: AgentId, id: ContactId) {
    let verdict = talks(book, agent, id).and_then(|contact| match contact.third {
        Some(_) => Ok(()),
        None => Err(RefusalReason::NoThird),
    });
    match verdict {
        Ok(()) => third::drop_and_resume(book, id),
        Err(reason) => book.refuse(agent, Some(id), reason),
    }
}

/// The contact, when the agent is joined with its caller.
pub(super) fn talks(book: &Book, agent: AgentId, id: ContactId) -> Result<&Contact, RefusalReason> {
    if !book.agents.contains_key(&agent) {
        return Err(RefusalReason::NotSignedIn);
    }
    let contact = book.contacts.get(&id).ok_or(RefusalReason::UnknownContact)?;
    match (&contact.stage, contact.handler() == Some(agent)) {
        (Stage::Talking { .. }, true) => Ok(contact),
        (_, true) => Err(RefusalReason::NotTalking),
        (_, false) => Err(RefusalReason::NotYours),
    }
}

fn may_bring_in(book: &Book, agent: AgentId, id: ContactId) -> Verdict {
    match talks(book, agent, id)?.third {
        Some(_) => Err(RefusalReason::ThirdPresent),
        None => Ok(()),
    }
}

/// Whether caller and third are in conference, when the third has answered.
fn answered_third(book: &Book, agent: AgentId, id: ContactId) -> Result<bool, RefusalReason> {
    let contact = talks(book, agent, id)?;
    let third = contact.third.as_ref().ok_or(RefusalReason::NoThird)?;
    match third.leg.party() {
        Some(_) => Ok(third.conference),
        None => Err(RefusalReason::ThirdNotAnswered),
    }
}

fn is_phone(book: &Book, id: ContactId) -> Verdict {
    match book.contacts.get(&id).map(|it| it.channel) {
        Some(Channel::Phone) => Ok(()),
        Some(channel) => Err(RefusalReason::WrongChannel(channel)),
        None => Err(RefusalReason::UnknownContact),
    }
}

fn fits_blind(book: &Book, agent: AgentId, id: ContactId, to: &Target) -> Verdict {
    match to {
        Target::External(_) => is_phone(book, id),
        Target::Agent(other) => can_be_rung(book, agent, *other, id),
        Target::Queue(queue) => {
            let channel = book.contacts.get(&id).map(|it| it.channel);
            let config = book.config.queue(queue).ok_or(RefusalReason::UnknownTarget)?;
            if Some(config.channel) != channel {
                return Err(RefusalReason::TargetNotAllowed);
            }
            if waiting::is_full(book, queue) {
                return Err(RefusalReason::QueueFull);
            }
            Ok(())
        }
    }
}

fn fits_consult(book: &Book, agent: AgentId, id: ContactId, to: &Target) -> Verdict {
    match to {
        Target::External(_) => Ok(()),
        Target::Agent(other) => can_be_rung(book, agent, *other, id),
        Target::Queue(_) => Err(RefusalReason::TargetNotAllowed),
    }
}

fn can_be_rung(book: &Book, agent: AgentId, other: AgentId, id: ContactId) -> Verdict {
    if agent == other {
        return Err(RefusalReason::TargetNotAllowed);
    }
    let channel = book.contacts.get(&id).map(|it| it.channel);
    let target = book.agents.get(&other);
    match (channel, target) {
        (Some(channel), Some(it)) if it.can_take(channel) && !it.works.contains_key(&id) => Ok(()),
        _ => Err(RefusalReason::TargetUnavailable),
    }
}

fn set_conference(book: &mut Book, id: ContactId, conference: bool) {
    if let Some(third) = book.contact(id).and_then(|it| it.third.as_mut()) {
        third.conference = conference;
    }
}

fn dial(book: &mut Book, id: ContactId, number: String, purpose: DialPurpose) {
    let until = book.now.plus_ms(book.config.dial_timeout_ms);
    let Some(contact) = book.contact(id) else {
        return;
    };
    contact.counters.attempts += 1;
    let attempt = contact.counters.attempts;
    let to = Target::External(number.clone()).kind();
    contact.third = Some(Third { to, leg: ThirdLeg::Dialling { attempt, until }, rings: false, conference: false });
    book.record(id, ContactEventKind::Dialled { attempt, purpose });
    book.push(Effect::Dial {
        contact: id,
        attempt,
        party: Party::Third { attempt },
        to: DialTo::External(number),
        purpose,
        ring_until: until,
    });
}
