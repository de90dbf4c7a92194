//! Whose turn it is: the next contact rings at the longest idle agent with the skills.
//!
//! Owns the choice, made after every event: first by the contact's place in line,
//! then by the agent's idleness. It must never know what made an agent free.
//! Next: `ring`.

use super::agent_state::Agent;
use super::book::Book;
use super::contact_state::Contact;
use super::{ring, waiting};
use crate::contact::RingPurpose;
use crate::ids::{AgentId, ContactId};
use crate::queue::Place;

/// Rings every contact whose turn it is at an agent who can take it.
pub(super) fn run(book: &mut Book) {
    if !book.agents.values().any(|agent| agent.presence == crate::agent::Presence::Available && agent.can_speak()) {
        return;
    }
    for id in in_line(book) {
        if let Some(agent) = choose(book, id) {
            let ring = ring::start(book, id, agent, RingPurpose::Queue, None);
            waiting::keep_ring(book, id, ring);
        }
    }
}

/// Contacts that wait for an agent, the next one first.
fn in_line(book: &Book) -> Vec<ContactId> {
    let mut places: Vec<Place> = book
        .contacts
        .values()
        .filter(|contact| contact.ring().is_none())
        .filter(|contact| {
            let not_before = contact.callback.map(|it| it.not_before);
            not_before.is_none_or(|it| it <= book.now)
        })
        .filter_map(Contact::place)
        .collect();
    places.sort_unstable();
    places.into_iter().map(|place| place.contact).collect()
}

fn choose(book: &Book, id: ContactId) -> Option<AgentId> {
    let contact = book.contacts.get(&id)?;
    let default = book.config.ivr.default_language;
    book.agents
        .values()
        .filter(|agent| agent.can_take(contact.channel))
        .filter(|agent| contact.is_served_by(&agent.skills, default))
        .filter(|agent| !agent.works.contains_key(&id))
        .min_by_key(|agent: &&Agent| (agent.works.len(), agent.idle_since, agent.id))
        .map(|agent| agent.id)
}
