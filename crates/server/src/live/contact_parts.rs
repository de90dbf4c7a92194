//! What stands beside a contact on live pages: what rings, third parties, guests, earlier contacts, a visit's line.
//!
//! Owns the JSON shapes and nothing else. Next: [`super::messages`].

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody who joined a visit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GuestState {
    /// Who.
    pub id: Uuid,
    /// The name everybody is shown.
    pub name: String,
    /// `city_officer`, `supervisor`.
    pub role: String,
}

/// A supervisor on a contact.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonitorState {
    /// Who.
    pub id: Uuid,
    /// The name the agent is shown.
    pub name: String,
    /// `listen`, `whisper`, `barge`.
    pub mode: String,
}

/// A watched condition that stands (clause 6(3)①d).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlertState {
    /// `watch_word`, `long_silence`, `long_hold`, `raised_voice`, `long_wait`.
    pub code: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The word of the list, when it is one.
    pub word: Option<String>,
    /// Who has seen it, by name.
    pub seen_by: Option<String>,
    /// When it was seen.
    pub seen_at: Option<DateTime<Utc>>,
}

/// A ringing assignment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AssignmentState {
    /// Which.
    pub id: u32,
    /// At whom.
    pub agent: Uuid,
    /// Until when.
    pub ring_until: DateTime<Utc>,
    /// `queue`, `transfer`, `return`, `consult`.
    pub purpose: String,
}

/// The third party of a contact.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThirdState {
    /// What the desk shows for it.
    pub label: String,
    /// `dialling`, `talking`.
    pub state: String,
}

/// An earlier contact of the same number.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PreviousContact {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Topic code.
    pub topic: Option<String>,
    /// Outcome.
    pub outcome: Option<String>,
}

/// What a visit goes on with (clause 6(2)⑧).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitLine {
    /// `video`, `low_video`, `still`, `audio`, `telephone`.
    pub step: &'static str,
    /// `loss`, `delay`, `jitter`, `narrow`, `frozen`, `silent`, `better`.
    pub cause: &'static str,
    /// Whether the server hears the kiosk's page.
    pub visitor_heard: bool,
    /// Whether the server hears the agent's page.
    pub agent_heard: bool,
    /// Whether the visitor is heard by telephone.
    pub by_telephone: bool,
}
