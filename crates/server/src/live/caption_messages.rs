//! Captions of a visit as desks and kiosks read them.
//!
//! Owns the JSON shape and nothing else. Next: `domain::captions` for their order.

use chrono::{DateTime, Utc};
use domain::captions::CaptionLine;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Captions that a page has not been told, or that read otherwise now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaptionsOf {
    /// The visit.
    pub contact: Uuid,
    /// The lines, in the order of speaking; each takes the place of the one with its id.
    pub lines: Vec<CaptionView>,
}

/// A stretch of one voice as text, recognised by a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaptionView {
    /// Which stretch; stays while its text changes.
    pub id: String,
    /// `visitor`, `agent`, or a guest's id.
    pub speaker: String,
    /// The text without secrets; empty when the line is to be taken away.
    pub text: String,
    /// Whether the recogniser has done with it.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// When the stretch began.
    pub at: DateTime<Utc>,
    /// Kinds of what was taken out: `individual_number`, `application_id`, `pin`, `password`, `card_number`.
    pub redacted: Vec<&'static str>,
}

impl From<CaptionLine> for CaptionView {
    fn from(CaptionLine { caption, .. }: CaptionLine) -> Self {
        Self {
            id: caption.id.0.to_string(),
            speaker: caption.speaker,
            text: caption.text,
            is_final: caption.is_final,
            at: DateTime::from_timestamp_millis(caption.at.0).unwrap_or_default(),
            redacted: caption.redacted.into_iter().map(domain::secret_text::SecretKind::code).collect(),
        }
    }
}
