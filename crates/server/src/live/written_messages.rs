//! The line of a visit's writing as desks and kiosks read it.
//!
//! Owns the JSON shape and nothing else. Next: `domain::visit_chat` for what may be written.

use chrono::{DateTime, Utc};
use domain::visit_chat::{Line, Side};
use serde::Serialize;
use utoipa::ToSchema;

/// A line written in a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrittenLine {
    /// Counted up from 1 within the visit.
    pub number: u32,
    /// `visitor` or `agent`.
    pub from: &'static str,
    /// What was written.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<Line> for WrittenLine {
    fn from(line: Line) -> Self {
        let Line { number, side, text, at } = line;
        let from = match side {
            Side::Visitor => "visitor",
            Side::Agent => "agent",
        };
        Self { number, from, text, at: DateTime::from_timestamp_millis(at.0).unwrap_or_default() }
    }
}
