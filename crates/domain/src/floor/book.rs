//! The floor's state and the batch of effects under way.
//!
//! Every machine works on the book; whoever takes an agent or a contact out of
//! it for writing has it reported as changed. It must never decide anything.
//! Next: `voice` for what parties hear, `ring`, `waiting`, `transfer` for rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::agent_state::{Agent, Work};
use super::config::FloorConfig;
use super::contact_state::{Contact, Stage};
use super::effect::Effect;
use super::refusal::RefusalReason;
use super::view::WorkKind;
use crate::agent::{AgentEvent, LoggedState};
use crate::contact::{ContactEvent, ContactEventKind, DialPurpose, LegCause};
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

/// Everything the floor knows.
#[derive(Debug, Clone)]
pub(super) struct Book {
    /// Shared, so that a copy of the floor costs no copy of its configuration.
    pub(super) config: Arc<FloorConfig>,
    pub(super) now: Timestamp,
    pub(super) draining: bool,
    pub(super) contacts: BTreeMap<ContactId, Contact>,
    pub(super) agents: BTreeMap<AgentId, Agent>,
    pub(super) outbox: Vec<Effect>,
    pub(super) touched_contacts: BTreeSet<ContactId>,
    pub(super) touched_agents: BTreeSet<AgentId>,
}

impl Book {
    /// An empty floor.
    pub(super) fn open(config: FloorConfig) -> Self {
        Self {
            config: Arc::new(config),
            now: Timestamp::default(),
            draining: false,
            contacts: BTreeMap::new(),
            agents: BTreeMap::new(),
            outbox: Vec::new(),
            touched_contacts: BTreeSet::new(),
            touched_agents: BTreeSet::new(),
        }
    }

    /// The contact for writing; it is reported as changed.
    pub(super) fn contact(&mut self, id: ContactId) -> Option<&mut Contact> {
        let contact = self.contacts.get_mut(&id)?;
        self.touched_contacts.insert(id);
        Some(contact)
    }

    /// The agent for writing; the agent is reported as changed.
    pub(super) fn agent(&mut self, id: AgentId) -> Option<&mut Agent> {
        let agent = self.agents.get_mut(&id)?;
        self.touched_agents.insert(id);
        Some(agent)
    }

    /// Adds an effect to the batch.
    pub(super) fn push(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    /// Appends to the contact's log.
    pub(super) fn record(&mut self, id: ContactId, kind: ContactEventKind) {
        let at = self.now;
        let Some(contact) = self.contact(id) else {
            return;
        };
        contact.counters.seq += 1;
        let event = ContactEvent { contact: id, seq: contact.counters.seq, at, kind };
        self.push(Effect::Record(event));
    }

    /// Appends to the agent's log.
    pub(super) fn record_agent(&mut self, agent: AgentId, state: LoggedState, contact: Option<ContactId>) {
        let at = self.now;
        self.push(Effect::RecordAgent(AgentEvent { agent, at, contact, state }));
    }

    /// Refuses a command.
    pub(super) fn refuse(&mut self, agent: AgentId, contact: Option<ContactId>, reason: RefusalReason) {
        self.push(Effect::Refused { agent, contact, reason });
    }

    /// Has the agent told that somebody was not reached.
    pub(super) fn not_reached(&mut self, agent: AgentId, contact: ContactId, purpose: DialPurpose, cause: LegCause) {
        self.push(Effect::NotReached { agent, contact, purpose, cause });
    }

    /// Moves the contact to another stage.
    pub(super) fn enter(&mut self, id: ContactId, stage: Stage) {
        let now = self.now;
        if let Some(contact) = self.contact(id) {
            contact.enter(stage, now);
        }
    }

    /// Puts work into an agent's hands, or changes what the agent does with it.
    pub(super) fn give(&mut self, agent: AgentId, contact: ContactId, kind: WorkKind) {
        let now = self.now;
        let Some(channel) = self.contacts.get(&contact).map(|it| it.channel) else {
            return;
        };
        if let Some(agent) = self.agent(agent) {
            let work = Work { channel, kind, since: now, extensions: 0 };
            agent.works.insert(contact, work);
        }
    }

    /// Takes work out of an agent's hands; the agent is idle from this instant.
    pub(super) fn free(&mut self, agent: AgentId, contact: ContactId) -> Option<Work> {
        let now = self.now;
        let agent = self.agent(agent)?;
        let work = agent.works.remove(&contact)?;
        agent.idle_since = now;
        Some(work)
    }

    /// What the agent does with the contact.
    pub(super) fn work(&self, agent: AgentId, contact: ContactId) -> Option<WorkKind> {
        let work = self.agents.get(&agent)?.works.get(&contact)?;
        Some(work.kind)
    }

    /// True when some agent still has the contact at hand.
    pub(super) fn is_at_hand(&self, contact: ContactId) -> bool {
        self.agents.values().any(|agent| agent.works.contains_key(&contact))
    }

    /// Place in line of a waiting contact, from 1; 0 when it does not wait.
    pub(super) fn position(&self, id: ContactId) -> u32 {
        let Some(contact) = self.contacts.get(&id) else {
            return 0;
        };
        let Some(place) = contact.place() else {
            return 0;
        };
        let ahead = self
            .contacts
            .values()
            .filter(|other| other.queue == contact.queue)
            .filter_map(Contact::place)
            .filter(|other| *other < place)
            .count();
        u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Contacts in line at a queue.
    pub(super) fn waiting_in(&self, queue: &crate::ids::QueueId) -> usize {
        self.contacts.values().filter(|contact| contact.queue == *queue && contact.waiting().is_some()).count()
    }
}
