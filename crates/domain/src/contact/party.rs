//! The words every machine shares: channels, languages, parties and causes.
//!
//! Leaf of the crate beside `ids`: it must never know queues, agents' states or
//! rules. Next: `contact::event` for the log in which these words are written.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, QueueId};

/// How a resident reaches the city (clauses 6(2)② and 6(3)①).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A telephone call.
    Phone,
    /// A visit at the video counter.
    Counter,
    /// A text chat.
    Chat,
}

/// A language a resident is served in (clause 6(3)④).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// Who began the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The resident reached us.
    Inbound,
    /// An agent called the resident.
    Outbound,
}

/// One side of a contact that can speak or listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The resident: who called, or who was called back or called out to.
    Caller,
    /// An agent who handles the contact or is consulted on it.
    Agent(AgentId),
    /// An outside party reached by dial attempt `attempt` of the contact.
    Third {
        /// Dial attempt, counted from 1 within the contact.
        attempt: u32,
    },
    /// A supervisor who listens, whispers or speaks.
    Supervisor(AgentId),
}

/// Where a transfer or a consultation goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A telephone number in E.164 that the dial plan has already allowed.
    External(String),
    /// An agent on this floor.
    Agent(AgentId),
    /// A queue on this floor.
    Queue(QueueId),
}

impl Target {
    /// The target as it may stand in the log: an outside number is left out.
    #[must_use]
    pub fn kind(&self) -> TargetKind {
        match self {
            Self::External(_) => TargetKind::External,
            Self::Agent(agent) => TargetKind::Agent(*agent),
            Self::Queue(queue) => TargetKind::Queue(queue.clone()),
        }
    }
}

/// A target without personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A telephone number outside.
    External,
    /// An agent on this floor.
    Agent(AgentId),
    /// A queue on this floor.
    Queue(QueueId),
}

/// Why a leg ended or could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegCause {
    /// Hung up in the ordinary way.
    Normal,
    /// Cancelled before it was answered.
    Cancelled,
    /// Busy (SIP 486, 600).
    Busy,
    /// Not answered in time (SIP 408, 480, or our own limit).
    NoAnswer,
    /// Declined (SIP 603).
    Declined,
    /// The number cannot be reached (SIP 404, 410, 484, 604).
    Unreachable,
    /// No media came for too long.
    MediaLost,
    /// The trunk or the network failed (SIP 5xx, transport, session expiry).
    Failed,
    /// The contact ended, so its remaining legs are ended too.
    ContactEnded,
}

/// How a supervisor takes part in a contact (clause 6(3)①d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonitorMode {
    /// Hears everybody, is heard by nobody.
    Listen,
    /// Hears everybody, is heard by our own side only.
    Whisper,
    /// Hears and is heard by everybody.
    Barge,
}
