//! What comes in and what goes out: segments of a call, and wishes.

use uuid::Uuid;

use crate::knowledge::entry::TextLanguage;
use crate::time::Timestamp;

/// Longest wish, in letters.
pub const WISH_CHARS_MAX: usize = 200;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// The resident.
    Caller,
    /// The agent who serves.
    Agent,
    /// Anybody else.
    Other,
}

/// A segment whose words will not be recognised anew; told again when more of it was redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The segment.
    pub segment: Uuid,
    /// Whose it is.
    pub voice: Voice,
    /// The language, where it is known.
    pub language: Option<TextLanguage>,
    /// The redacted text.
    pub text: String,
}

/// What is to be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The question, at most [`WISH_CHARS_MAX`] letters, without numbers and marked names.
    pub text: String,
    /// In which language.
    pub language: TextLanguage,
    /// Who said it: the caller, or the agent who said it again.
    pub by: Voice,
    /// When its last segment was final.
    pub heard_at: Timestamp,
}
