//! A waiting line: what it asks of an agent, and whose turn it is.
//!
//! Owns the order of service and the estimated wait. It must never know agents'
//! states. Next: `floor`, which offers the next contact to the next agent.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::agent::Skills;
use crate::contact::Channel;
use crate::ids::{ContactId, QueueId};
use crate::time::Timestamp;

/// One waiting line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueConfig {
    /// Its name.
    pub id: QueueId,
    /// The channel it serves.
    pub channel: Channel,
    /// Skills asked for besides the channel's and the language's.
    #[serde(default)]
    pub skills: Skills,
    /// Most contacts that wait at once; the next one is turned away.
    pub waiting_max: u32,
    /// Longest wait in milliseconds, after which we end it with a message.
    pub wait_max_ms: u64,
    /// Milliseconds between announcements of place and estimated wait.
    pub announce_interval_ms: u64,
    /// Handling time in milliseconds on which the estimated wait rests.
    pub handle_time_ms: u64,
}

/// Place of a waiting contact: the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Contacts that come back from a failed transfer or a lost desk go to the head.
    pub returned_first: Reverse<bool>,
    /// Higher priority first.
    pub priority: Reverse<u8>,
    /// Then who reached the queue first.
    pub queued_at: Timestamp,
    /// Then by id, so that the order is the same on every run.
    pub contact: ContactId,
}

/// Estimated wait in whole minutes, at least 1: the place in line times the
/// handling time, shared by the agents who serve the line.
#[must_use]
pub fn estimated_wait_minutes(position: u32, agents: u32, handle_time_ms: u64) -> u32 {
    let wait_ms = u64::from(position).saturating_mul(handle_time_ms) / u64::from(agents.max(1));
    u32::try_from(wait_ms.div_ceil(60_000)).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn place(returned: bool, priority: u8, queued_at: i64, id: u128) -> Place {
        Place {
            returned_first: Reverse(returned),
            priority: Reverse(priority),
            queued_at: Timestamp(queued_at),
            contact: ContactId(Uuid::from_u128(id)),
        }
    }

    #[test]
    fn returned_goes_before_priority_goes_before_age() {
        let in_order = [place(true, 0, 9, 1), place(false, 7, 9, 2), place(false, 0, 1, 3), place(false, 0, 1, 4)];
        assert!(in_order.is_sorted(), "{in_order:?}");
    }

    #[test]
    fn estimated_wait_is_shared_by_the_agents_and_never_under_a_minute() {
        for (position, agents, handle_time_ms, minutes) in
            [(1, 1, 300_000, 5), (3, 3, 300_000, 5), (2, 3, 300_000, 4), (1, 9, 60_000, 1), (4, 0, 60_000, 4)]
        {
            assert_eq!(estimated_wait_minutes(position, agents, handle_time_ms), minutes, "{position} {agents}");
        }
    }
}
