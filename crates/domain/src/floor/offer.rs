//! Whose turn it is: the next contact rings at the longest idle agent with the skills.
//!
//! Owns the choice, made after every event: first by the contact's place in line,
//! then by the agent's idleness. It must never know what made an agent free.
//! Next: `ring`.

use std::collections::BTreeMap;

use super::agent_state::Agent;
use super::book::Book;
use super::contact_state::CallerLeg;
use super::{ring, waiting};
use crate::contact::{Channel, RingPurpose};
use crate::ids::{AgentId, ContactId};
use crate::queue::Place;

/// Rings every contact whose turn it is at an agent who can take it.
pub(super) fn run(book: &mut Book) {
    // Asked once a channel and not once a contact: on a busy floor hundreds wait and nobody is free.
    let mut free: BTreeMap<Channel, Vec<AgentId>> = BTreeMap::new();
    for channel in [Channel::Phone, Channel::Counter, Channel::Chat] {
        let able = book.agents.values().filter(|agent| agent.can_take(channel));
        let able: Vec<AgentId> = able.map(|agent| agent.id).collect();
        if !able.is_empty() {
            free.insert(channel, able);
        }
    }
    if free.is_empty() {
        return;
    }
    for (id, channel) in in_line(book) {
        let Some(agent) = free.get(&channel).and_then(|free| choose(book, id, free)) else {
            continue;
        };
        let ring = ring::start(book, id, agent, RingPurpose::Queue, None);
        waiting::keep_ring(book, id, ring);
        for (channel, free) in &mut free {
            free.retain(|id| *id != agent || book.agents.get(id).is_some_and(|it| it.can_take(*channel)));
        }
    }
}

/// Contacts that wait for an agent, the next one first; nobody is rung for a resident who is not back.
fn in_line(book: &Book) -> Vec<(ContactId, Channel)> {
    let mut places: Vec<(Place, Channel)> = book
        .contacts
        .values()
        .filter(|contact| contact.ring().is_none() && !contact.in_hall)
        .filter(|contact| !matches!(contact.caller, CallerLeg::Awaited { .. }))
        .filter(|contact| {
            let not_before = contact.callback.map(|it| it.not_before);
            not_before.is_none_or(|it| it <= book.now)
        })
        .filter_map(|contact| Some((contact.place()?, contact.channel)))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(place, channel)| (place.contact, channel)).collect()
}

fn choose(book: &Book, id: ContactId, free: &[AgentId]) -> Option<AgentId> {
    let contact = book.contacts.get(&id)?;
    let default = book.config.ivr.default_language;
    free.iter()
        .filter_map(|agent| book.agents.get(agent))
        .filter(|agent| agent.can_take(contact.channel))
        .filter(|agent| contact.is_served_by(&agent.skills, default))
        .filter(|agent| !agent.works.contains_key(&id))
        .min_by_key(|agent: &&Agent| (agent.works.len(), agent.idle_since, agent.id))
        .map(|agent| agent.id)
}
