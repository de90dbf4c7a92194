//! The small texts of a profile: ids, and words in both languages.
//!
//! Owns their bounds. Words stand on the operator's and the resident's screens instead of addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Characters of an id.
pub const ID_CHARS_MAX: usize = 40;
/// Characters of a label or a name.
pub const WORDS_CHARS_MAX: usize = 80;

/// A short name in code: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

/// A text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id: 1 to {ID_CHARS_MAX} of a-z, 0-9 and `-`, beginning with a letter")]
pub struct IdFault(String);

impl Id {
    /// The id of a text.
    ///
    /// # Errors
    /// When it has other characters than an id, or too many.
    pub fn new(text: &str) -> Result<Self, IdFault> {
        let fits = text.len() <= ID_CHARS_MAX
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(IdFault(text.chars().take(ID_CHARS_MAX).collect())) }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of a rule that was added at the desk.
    pub(super) fn of_desk(number: u32) -> Self {
        Self(format!("desk-{number}"))
    }
}

impl TryFrom<String> for Id {
    type Error = IdFault;

    fn try_from(text: String) -> Result<Self, IdFault> {
        Self::new(&text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// What is wrong with them: empty, too long, or with characters that show nothing.
    pub(super) fn fault(&self) -> Option<&'static str> {
        [&self.ja, &self.en].into_iter().find_map(|text| fault_of(text))
    }
}

/// What is wrong with a label.
pub(super) fn fault_of(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        Some("is empty")
    } else if text.chars().count() > WORDS_CHARS_MAX {
        Some("is longer than 80 characters")
    } else if text.chars().any(shows_nothing) {
        Some("has a control or direction character")
    } else {
        None
    }
}

/// Control characters, and those that turn the direction of a line or have no width.
pub(super) fn shows_nothing(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
