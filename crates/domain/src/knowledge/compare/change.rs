//! A piece of text and whether it stands in the old text, the new one or both.

use serde::{Deserialize, Serialize};

/// Whether a piece stands in both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// In both.
    Same,
    /// In the old one alone.
    Removed,
    /// In the new one alone.
    Added,
}

/// A piece of text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Whether it stands in both.
    pub kind: ChangeKind,
    /// The piece.
    pub text: String,
}
