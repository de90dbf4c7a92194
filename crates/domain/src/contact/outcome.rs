//! How a contact was accepted and how it ended: two fields, never mixed.
//!
//! Acceptance is fixed once, when a contact that reached the queue leaves
//! waiting, so that offered = answered + abandoned + ended by system +
//! call-back unreached always holds. It must never know the machines.

use serde::{Deserialize, Serialize};

use super::party::TargetKind;

/// What became of the contact's wait; fixed exactly once per contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum Acceptance {
    /// An agent and the resident were joined.
    Answered {
        /// Milliseconds from reaching the queue to the answer.
        wait_ms: u64,
    },
    /// The resident left while waiting.
    Abandoned {
        /// Milliseconds from reaching the queue to leaving.
        wait_ms: u64,
        /// True when the wait was shorter than the configured limit.
        short: bool,
    },
    /// We ended the wait.
    EndedBySystem {
        /// Why.
        reason: SystemEnd,
    },
    /// A call-back was accepted and the resident was not reached.
    CallbackUnreached,
    /// The contact never reached the queue, so it is not counted as offered.
    NotOffered {
        /// Why.
        reason: NotOffered,
    },
}

impl Acceptance {
    /// True when the contact counts as offered (入電).
    #[must_use]
    pub fn is_offered(self) -> bool {
        !matches!(self, Self::NotOffered { .. })
    }
}

/// Why we ended a contact of our own accord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemEnd {
    /// The longest wait allowed was over.
    WaitTooLong,
    /// An accepted call-back could not be begun within its limit.
    CallbackExpired,
    /// The program stopped while the contact was open.
    Restart,
}

/// Why a contact never reached the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotOffered {
    /// The caller hung up in the greeting or the menu.
    LeftInIvr,
    /// It came outside opening hours.
    OutOfHours,
    /// The queue was full.
    QueueFull,
    /// The program was draining for an upgrade.
    Draining,
    /// As many contacts were open as the floor holds.
    FloorFull,
    /// The service is not configured.
    UnknownService,
    /// An agent called the resident; nobody waited.
    Outbound,
    /// The program stopped before the contact reached the queue.
    Restart,
}

/// How a contact ended after an agent and the resident had been joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum End {
    /// The resident hung up.
    CallerHungUp,
    /// The agent hung up.
    AgentHungUp,
    /// Our side left by a completed transfer; the rest went on without us.
    Transferred {
        /// Where to.
        to: TargetKind,
    },
    /// We ended it.
    System {
        /// Why.
        reason: SystemEnd,
    },
}
