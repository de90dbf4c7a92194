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
