//! What pages are told of who carries their visit and what a visitor can be seen by, on both live connections.
//!
//! Owns the JSON shapes alone. Next: `calls`, which signs grants and follows the epochs.

use serde::Serialize;
use utoipa::ToSchema;

/// Who carries a visit's picture and sound; both pages follow it as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VideoState {
    /// Which attempt, from 1; 0 before the agent has answered: what is going to be tried.
    pub epoch: u32,
    /// `zoom`, `builtin`.
    pub provider: &'static str,
}

/// A page's leave to join a Zoom session; told to that page alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VideoGrant {
    /// For which attempt.
    pub epoch: u32,
    /// The session's topic, opaque.
    pub topic: String,
    /// The signed grant.
    pub token: String,
    /// The name shown at Zoom, opaque.
    pub name: String,
}

/// What a visitor can be seen and heard by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct VisitorDevices {
    /// A camera that can be used.
    pub camera: bool,
    /// A microphone that can be used.
    pub microphone: bool,
}

impl Default for VisitorDevices {
    fn default() -> Self {
        Self { camera: true, microphone: true }
    }
}
