//! What a page may ask for in one word, and where a transfer goes.
//!
//! Owns the JSON shapes and nothing else. Next: [`super::messages`].

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The pages that connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// An agent's desk.
    Desk,
    /// The supervisor's page.
    Supervisor,
    /// The city's page at the hall.
    City,
}

/// What an agent may declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedState {
    /// Takes contacts.
    Available,
    /// Takes none.
    Paused,
}

/// How a supervisor wants to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedMonitor {
    /// Hears everybody.
    Listen,
    /// Is heard by the agent only.
    Whisper,
    /// Is heard by everybody.
    Barge,
    /// Leaves.
    Off,
}

/// Where a transfer, a consultation or a call goes; exactly one field is given.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TargetRequest {
    /// A telephone number as typed.
    pub number: Option<String>,
    /// An agent.
    pub agent: Option<Uuid>,
    /// A queue.
    pub queue: Option<String>,
    /// An entry of the directory.
    pub directory: Option<Uuid>,
}
