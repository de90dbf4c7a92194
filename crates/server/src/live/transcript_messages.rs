//! A line of a conversation's text as supervisors' pages and desks read it.
//!
//! Owns the JSON shape and nothing else. What comes here is redacted. Next: [`super::transcript_feed`].

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody said, as far as it is recognised; told again under the same id when it changes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TranscriptLine {
    /// The segment, under which it is stored and corrected later.
    pub id: String,
    /// `caller`, `agent`, `third` or `supervisor`.
    pub party: String,
    /// The agent's or supervisor's name.
    pub label: Option<String>,
    /// The text, a placeholder where something was taken out.
    pub text: String,
    /// The same text in pieces, so that placeholders can be shown as such.
    pub pieces: Vec<TranscriptPiece>,
    /// Whether the words are the careful recognition's; false while somebody still speaks.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// When it was begun to be said.
    pub at: DateTime<Utc>,
    /// `ja` or `en`.
    pub language: Option<String>,
    /// Mean confidence of the words, 0.0..=1.0.
    pub confidence: f32,
    /// Kinds of what was taken out, such as `individual_number`.
    pub redacted: Vec<String>,
    /// Whether what is said later can still take something out of it.
    pub settled: bool,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TranscriptPiece {
    /// The text; a placeholder where something was taken out.
    pub text: String,
    /// What kind of secret stood here; null for plain text.
    pub redacted: Option<String>,
}
