//! Agents come and go: signing in and out, the browser leg, available and paused.
//!
//! Owns the grace in which a reloaded page is back in its contact as if nothing
//! had happened. It must never know what the contact is about. Next: `third` for
//! what becomes of contacts whose agent is lost.

use std::collections::BTreeMap;

use super::agent_state::Agent;
use super::book::Book;
use super::refusal::RefusalReason;
use super::view::{AgentStatus, DeskView, WorkKind};
use super::{monitor, ring, taking_up, third, voice, wrap_up};
use crate::agent::{Capacity, LoggedState, PauseReason, Presence, Skills};
use crate::contact::{LegCause, RingEnd, WrapUpEnd};
use crate::ids::{AgentId, ContactId};

/// An agent signs in, paused until declared available; again renews skills and capacity.
pub(super) fn sign_in(book: &mut Book, id: AgentId, skills: Skills, capacity: Capacity) {
    if let Some(agent) = book.agent(id) {
        agent.skills = skills;
        agent.capacity = capacity;
        return;
    }
    let presence = Presence::Paused(PauseReason::SignedIn);
    let status = AgentStatus::Paused(PauseReason::SignedIn);
    let agent = Agent {
        id,
        skills,
        capacity,
        presence,
        desk: DeskView::Down,
        idle_since: book.now,
        works: BTreeMap::new(),
        monitoring: None,
        shown: (status, book.now),
        logged: None,
    };
    book.agents.insert(id, agent);
    book.touched_agents.insert(id);
    taking_up::agent_there(book, id);
}

/// An agent signs out; refused while a resident is in the agent's hands.
pub(super) fn sign_out(book: &mut Book, id: AgentId) {
    let Some(agent) = book.agent(id) else {
        return book.refuse(id, None, RefusalReason::NotSignedIn);
    };
    if agent.is_in_contact() {
        return book.refuse(id, None, RefusalReason::InContact);
    }
    // Not available any more, so that a contact handed on does not come straight back.
    agent.presence = Presence::Paused(PauseReason::SignedIn);
    agent.desk = DeskView::Down;
    end_ringing(book, id, RingEnd::AgentSignedOut);
    for contact in at_hand(book, id) {
        wrap_up::finish(book, contact, id, WrapUpEnd::SignedOut);
    }
    monitor::leave(book, id);
    book.agents.remove(&id);
    book.record_agent(id, LoggedState::SignedOut, None);
}

/// The browser leg stands: rings are shown again and routes sent again.
pub(super) fn up(book: &mut Book, id: AgentId) {
    let Some(agent) = book.agent(id) else {
        return book.refuse(id, None, RefusalReason::NotSignedIn);
    };
    agent.desk = DeskView::Up;
    let monitored = agent.monitoring.map(|(contact, _)| contact);
    for contact in at_hand(book, id) {
        voice::forget_routes(book, contact);
        show_again(book, id, contact);
        taking_up::join_again(book, contact);
    }
    if let Some(contact) = monitored {
        voice::forget_routes(book, contact);
    }
}

/// The browser leg is gone: the grace begins.
pub(super) fn down(book: &mut Book, id: AgentId) {
    let until = book.now.plus_ms(book.config.desk_grace_ms);
    if let Some(agent) = book.agent(id)
        && agent.desk == DeskView::Up
    {
        agent.desk = DeskView::Awaited { until };
    }
}

/// The browser leg did not come back in time.
pub(super) fn lost(book: &mut Book, id: AgentId) {
    let Some(agent) = book.agent(id) else {
        return;
    };
    agent.desk = DeskView::Down;
    if agent.presence == Presence::Available {
        agent.presence = Presence::Paused(PauseReason::DeskLost);
    }
    monitor::leave(book, id);
    end_ringing(book, id, RingEnd::DeskLost);
    for contact in at_hand(book, id) {
        match book.work(id, contact) {
            Some(WorkKind::Handling) => third::handler_lost(book, contact, id),
            Some(WorkKind::Consulted) => {
                third::consulted_left(book, contact, id, LegCause::MediaLost);
            }
            Some(WorkKind::Ringing { .. } | WorkKind::WrapUp { .. }) | None => {}
        }
    }
}

/// The agent declares to be available.
pub(super) fn set_available(book: &mut Book, id: AgentId) {
    let now = book.now;
    let Some(agent) = book.agent(id) else {
        return book.refuse(id, None, RefusalReason::NotSignedIn);
    };
    if agent.presence != Presence::Available {
        agent.presence = Presence::Available;
        agent.idle_since = now;
    }
}

/// The agent pauses; what rings goes to the next agent, what is in hand is finished.
pub(super) fn set_paused(book: &mut Book, id: AgentId, reason: PauseReason) {
    let Some(agent) = book.agent(id) else {
        return book.refuse(id, None, RefusalReason::NotSignedIn);
    };
    agent.presence = Presence::Paused(reason);
    end_ringing(book, id, RingEnd::AgentPaused);
}

fn end_ringing(book: &mut Book, id: AgentId, why: RingEnd) {
    for contact in at_hand(book, id) {
        if let Some(WorkKind::Ringing { .. }) = book.work(id, contact) {
            third::ring_over(book, contact, id, why);
        }
    }
}

fn at_hand(book: &Book, id: AgentId) -> Vec<ContactId> {
    book.agents.get(&id).map(|agent| agent.works.keys().copied().collect()).unwrap_or_default()
}

fn show_again(book: &mut Book, id: AgentId, contact: ContactId) {
    let ring = book
        .contacts
        .get(&contact)
        .and_then(|it| it.ring().or_else(|| third::consult_ring(it.third.as_ref())).filter(|ring| ring.agent == id));
    if let Some(ring) = ring {
        book.push(ring::show(contact, ring));
    }
}
