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
}
