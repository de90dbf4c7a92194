//! Who does something to an entry, in what duty, and when.

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::JST;
use crate::ids::AgentId;
use crate::time::Timestamp;

/// What somebody may do to entries. Several roles of the house may fall under one duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Agents and supervisors: write, comment and review.
    Agent,
    /// The contractor's responsible person: all of that, and publishes what the city approved.
    Manager,
    /// The city's own staff: write, send back, approve, publish.
    CityOfficer,
}

/// Somebody in a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub id: AgentId,
    /// In what duty.
    pub duty: Duty,
}

/// By whom and when something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// By whom.
    pub by: Actor,
    /// When.
    pub now: Timestamp,
    /// Whether the system shows itself with made-up approvals.
    pub demonstration: bool,
}

impl Duty {
    /// Whether this duty puts texts before residents and takes them away.
    #[must_use]
    pub fn publishes(self) -> bool {
        match self {
            Self::Manager | Self::CityOfficer => true,
            Self::Agent => false,
        }
    }
}

/// The day in Japan; the epoch for instants no calendar has.
pub(super) fn day_of(at: Timestamp) -> NaiveDate {
    let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&JST).date_naive()
}
