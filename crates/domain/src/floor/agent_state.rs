//! One signed-in agent as the floor's machines hold it.
//!
//! Owns capacity and idleness. It must never know why a contact rings.
//! Next: `book`.

use std::collections::BTreeMap;

use super::view::{AgentStatus, DeskView, WorkKind};
use crate::agent::{Capacity, LoggedState, Presence, Skills};
use crate::contact::{Channel, MonitorMode};
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

/// One signed-in agent.
#[derive(Debug, Clone)]
pub(super) struct Agent {
    pub(super) id: AgentId,
    pub(super) skills: Skills,
    pub(super) capacity: Capacity,
    pub(super) presence: Presence,
    pub(super) desk: DeskView,
    /// Since when the agent has had nothing at hand; the longest idle is served first.
    pub(super) idle_since: Timestamp,
    pub(super) works: BTreeMap<ContactId, Work>,
    pub(super) monitoring: Option<(ContactId, MonitorMode)>,
    /// The status last shown and since when it holds.
    pub(super) shown: (AgentStatus, Timestamp),
    /// What the agent's log says last, with the contact at hand.
    pub(super) logged: Option<(LoggedState, Option<ContactId>)>,
}

/// One contact in an agent's hands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub(super) channel: Channel,
    pub(super) kind: WorkKind,
    pub(super) since: Timestamp,
    pub(super) extensions: u32,
}

impl Agent {
    /// True when the floor may ring this agent with a contact of the channel.
    pub(super) fn can_take(&self, channel: Channel) -> bool {
        self.presence == Presence::Available && self.can_speak() && self.has_room(channel)
    }

    /// True when the browser leg stands and is not used for listening in.
    pub(super) fn can_speak(&self) -> bool {
        self.desk == DeskView::Up && self.monitoring.is_none()
    }

    /// True when one more contact of the channel fits; a call excludes a visit, and a chat unless both may go on.
    pub(super) fn has_room(&self, channel: Channel) -> bool {
        let (own, others) = match channel {
            Channel::Phone | Channel::Counter => (self.voice_works(), self.count(Channel::Chat)),
            Channel::Chat => (self.count(Channel::Chat), self.voice_works()),
        };
        let is_excluded = others > 0 && !self.capacity.chat_beside_voice;
        !is_excluded && own < usize::from(self.capacity.of(channel))
    }

    /// Calls and visits at hand, ringing and after-call work included.
    pub(super) fn voice_works(&self) -> usize {
        self.count(Channel::Phone) + self.count(Channel::Counter)
    }

    /// True while a resident is in the agent's hands.
    pub(super) fn is_in_contact(&self) -> bool {
        self.works.values().any(|work| matches!(work.kind, WorkKind::Handling | WorkKind::Consulted))
    }

    fn count(&self, channel: Channel) -> usize {
        self.works.values().filter(|work| work.channel == channel).count()
    }
}
