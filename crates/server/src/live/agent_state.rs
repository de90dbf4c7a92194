//! One agent as live pages know the person.
//!
//! Owns the JSON shape and nothing else. Next: [`super::messages`].

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One agent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgentState {
    /// Who.
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// The seat, when at one.
    pub seat: Option<String>,
    /// Skills by name: `phone`, `ja`, `en`, …
    pub skills: Vec<String>,
    /// `offline`, `available`, `paused`, `ringing`, `dialling`, `talking`, `hold`, `consulting`, `wrap_up`, `monitoring`, `lost`.
    pub state: String,
    /// Code of the pause reason.
    pub reason: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The contact in hand.
    pub contact: Option<Uuid>,
    /// Whether the audio leg stands.
    pub desk_up: bool,
    /// Whether the agent will take contacts when the work in hand is done.
    pub available_next: bool,
    /// Whether one more chat could be passed to the agent.
    pub takes_chat: bool,
    /// Everything in the agent's hands, oldest first; told to supervisors and to the agent's own desk alone.
    pub works: Vec<WorkState>,
}

/// A contact in an agent's hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkState {
    /// Which.
    pub contact: Uuid,
    /// `phone`, `counter` or `chat`.
    pub channel: &'static str,
    /// `ringing`, `handling`, `consulted` or `wrap_up`.
    pub kind: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when it rings, or after-call work lasts.
    pub until: Option<DateTime<Utc>>,
}
