//! Views copied out of the book.
//!
//! Owns the translation of states into what a live page may know. It must never
//! change anything. Next: `view`.

use super::agent_state::Agent;
use super::book::Book;
use super::contact_state::{Contact, Stage, Third, Waiting};
use super::view::{AgentStatus, AgentView, ContactView, DeskView, StageView, ThirdView, WorkKind, WorkView};
use super::waiting;
use crate::agent::{LoggedState, PauseReason, Presence};
use crate::contact::{Channel, HoldReason};
use crate::ids::ContactId;

/// One agent at this instant.
pub(super) fn agent(agent: &Agent) -> AgentView {
    let works = agent.works.iter().map(|(contact, work)| WorkView {
        contact: *contact,
        channel: work.channel,
        kind: work.kind,
        since: work.since,
    });
    AgentView {
        agent: agent.id,
        status: agent.shown.0.clone(),
        since: agent.shown.1,
        presence: agent.presence.clone(),
        desk: agent.desk,
        works: works.collect(),
        monitoring: agent.monitoring,
        skills: agent.skills.clone(),
        capacity: agent.capacity,
        takes_chat: agent.can_take(Channel::Chat),
    }
}

/// What an agent is doing, in one word; of several contacts the most urgent counts.
pub(super) fn status(book: &Book, agent: &Agent) -> AgentStatus {
    match busiest(agent) {
        Some((WorkKind::Ringing { .. }, _)) => AgentStatus::Ringing,
        Some((WorkKind::Handling, contact)) => handling_status(book, contact),
        Some((WorkKind::Consulted, _)) => AgentStatus::Talking,
        Some((WorkKind::WrapUp { .. }, _)) => AgentStatus::WrapUp,
        None if agent.monitoring.is_some() => AgentStatus::Monitoring,
        None => match &agent.presence {
            Presence::Available => AgentStatus::Available,
            Presence::Paused(reason) => AgentStatus::Paused(reason.clone()),
        },
    }
}

/// What the agent's log says of the status shown, with the contact at hand.
pub(super) fn logged(agent: &Agent) -> (LoggedState, Option<ContactId>) {
    let at_hand = busiest(agent).map(|(_, contact)| contact);
    let state = match &agent.shown.0 {
        AgentStatus::Available if agent.desk != DeskView::Up => LoggedState::DeskAway,
        AgentStatus::Available => LoggedState::Available,
        AgentStatus::Paused(PauseReason::SignedIn) => LoggedState::SignedIn,
        AgentStatus::Paused(reason) => LoggedState::Paused { reason: reason.clone() },
        AgentStatus::Ringing => LoggedState::Ringing,
        AgentStatus::Dialling => LoggedState::Dialling,
        AgentStatus::Talking => LoggedState::Talking,
        AgentStatus::Holding | AgentStatus::Consulting => LoggedState::Holding,
        AgentStatus::WrapUp => LoggedState::WrapUp,
        AgentStatus::Monitoring => LoggedState::Monitoring,
    };
    (state, at_hand.or(agent.monitoring.map(|(contact, _)| contact)))
}

/// One contact at this instant.
pub(super) fn contact(book: &Book, contact: &Contact) -> ContactView {
    ContactView {
        contact: contact.id,
        channel: contact.channel,
        service: contact.service.clone(),
        direction: contact.direction,
        queue: contact.tally.queue.as_ref().map(|_| contact.queue.clone()),
        language: contact.language,
        arrived_at: contact.arrived_at,
        queued_at: contact.queued_at,
        answered_at: contact.answered_at,
        stage: stage(book, contact),
        since: contact.since,
        agent: contact.handler(),
        held: contact.held(),
        third: contact.third.as_ref().map(third),
        supervisors: contact.supervisors.iter().map(|(who, mode)| (*who, *mode)).collect(),
        hand_raised_at: contact.hand_raised_at,
        guests: contact.guests.iter().copied().collect(),
        in_hall: contact.in_hall,
        acceptance: contact.acceptance,
        recording: contact.shown.recording,
        secret_hold_until: contact.secret.map(|secret| secret.until),
        estimated_wait_minutes: contact.waiting().map(|_| waiting::estimated_minutes(book, contact.id)),
    }
}

/// The contact that counts most of those at hand.
fn busiest(agent: &Agent) -> Option<(WorkKind, ContactId)> {
    let ranked = agent.works.iter().map(|(contact, work)| (urgency(work.kind), *contact, work.kind));
    ranked.min().map(|(_, contact, kind)| (kind, contact))
}

fn urgency(kind: WorkKind) -> u8 {
    match kind {
        WorkKind::Ringing { .. } => 0,
        WorkKind::Handling => 1,
        WorkKind::Consulted => 2,
        WorkKind::WrapUp { .. } => 3,
    }
}

fn handling_status(book: &Book, contact: ContactId) -> AgentStatus {
    match book.contacts.get(&contact).map(|it| &it.stage) {
        Some(Stage::Reaching { .. }) => AgentStatus::Dialling,
        Some(Stage::Talking { held: Some(HoldReason::Agent), .. } | Stage::Interrupted { .. }) => AgentStatus::Holding,
        Some(Stage::Talking { held: Some(HoldReason::Consult), .. }) => AgentStatus::Consulting,
        Some(
            Stage::Talking { held: None, .. }
            | Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Waiting(_)
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended,
        )
        | None => AgentStatus::Talking,
    }
}

fn stage(book: &Book, contact: &Contact) -> StageView {
    match &contact.stage {
        Stage::Ivr { .. } => StageView::Ivr,
        Stage::Farewell => StageView::Farewell,
        Stage::Waiting(waiting) => waiting_view(book, contact, waiting),
        Stage::Reaching { .. } => StageView::Reaching,
        Stage::Talking { .. } => StageView::Talking,
        Stage::Interrupted { .. } => StageView::Interrupted,
        Stage::TransferRinging { .. } => StageView::TransferRinging,
        Stage::Transferred { .. } => StageView::Transferred,
        Stage::Ended => StageView::WrappingUp,
    }
}

fn waiting_view(book: &Book, contact: &Contact, waiting: &Waiting) -> StageView {
    let callback = contact.callback.is_some();
    match waiting.ring {
        Some(ring) => StageView::Ringing { agent: ring.agent, assignment: ring.assignment, callback },
        None => StageView::Waiting { position: book.position(contact.id), callback },
    }
}

fn third(third: &Third) -> ThirdView {
    let answered = third.leg.party().is_some();
    ThirdView { to: third.to.clone(), rings: third.rings, answered, conference: third.conference }
}
