//! A contact in figures, recomputed from its log alone.
//!
//! Owns the formula (figures.md's terms: wait, talk, hold, after-call work). It
//! must never know the machines; that the machines agree is a tested property.

use serde::{Deserialize, Serialize};

use super::outcome::{Acceptance, End};
use super::party::{Channel, Direction, Language};
use crate::ids::{AgentId, ContactId, QueueId, ServiceId};
use crate::time::Timestamp;

/// One contact in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: Channel,
    /// Its service.
    pub service: ServiceId,
    /// Who began it.
    pub direction: Direction,
    /// The language settled.
    pub language: Option<Language>,
    /// The first queue reached.
    pub queue: Option<QueueId>,
    /// When it came to be.
    pub arrived_at: Timestamp,
    /// When it first reached a queue.
    pub queued_at: Option<Timestamp>,
    /// When agent and resident were first joined.
    pub answered_at: Option<Timestamp>,
    /// When the last party left.
    pub ended_at: Option<Timestamp>,
    /// What became of the wait; `None` while it is not fixed.
    pub acceptance: Option<Acceptance>,
    /// How it ended, once answered and ended.
    pub end: Option<End>,
    /// Agent and resident joined and not on hold, in milliseconds.
    pub talk_ms: u64,
    /// Resident on hold while an agent has the contact, in milliseconds.
    pub hold_ms: u64,
    /// After-call work of all agents, in milliseconds.
    pub after_call_ms: u64,
    /// Agents who had the contact, in order, each once.
    pub agents: Vec<AgentId>,
    /// Times the contact was passed on, failed transfers included.
    pub transfers: u32,
    /// Times it rang at an agent.
    pub assignments: u32,
    /// Times the resident was dialled for a call-back.
    pub callback_attempts: u32,
}
