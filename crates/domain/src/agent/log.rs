//! The append-only log of one agent's states, from which occupancy is computed (figures.md).
//!
//! An entry says what the agent does from that instant until the next entry. Entries carry ids and
//! codes, no names. It must never know how entries are stored. Next: `floor`, which writes them.

use serde::{Deserialize, Serialize};

use super::PauseReason;
use crate::ids::{AgentId, ContactId};
use crate::time::Timestamp;

/// One entry: from `at` on, the agent is in this state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentEvent {
    /// The agent.
    pub agent: AgentId,
    /// Since when.
    pub at: Timestamp,
    /// The contact at hand, when there is one.
    pub contact: Option<ContactId>,
    /// The state.
    #[serde(flatten)]
    pub state: LoggedState,
}

/// What an agent does, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LoggedState {
    /// Signed in and not yet declared available.
    SignedIn,
    /// Waits for a contact.
    Available,
    /// Takes none.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// Declared available, but the browser is away, so that nothing can ring.
    DeskAway,
    /// Something rings.
    Ringing,
    /// Calls somebody who has not answered.
    Dialling,
    /// Speaks with a resident, or is consulted.
    Talking,
    /// Has the resident on hold, consults, or awaits the resident after a restart.
    Holding,
    /// After-call work.
    WrapUp,
    /// Listens to another's contact.
    Monitoring,
    /// Signed out.
    SignedOut,
    /// The program stopped while the agent was signed in.
    Stopped,
}

impl PauseReason {
    /// The code of the reason, as pages and columns have it.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::SignedIn => "signed_in",
            Self::NoAnswer => "no_answer",
            Self::Refused => "refused",
            Self::DeskLost => "desk_lost",
            Self::Chosen(code) => code,
        }
    }
}
