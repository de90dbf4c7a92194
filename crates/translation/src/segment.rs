//! What goes to a translator and what comes back: the words of the trait every engine keeps.
//!
//! Owns the types alone. Secrets are redacted before a segment is made; nothing here outlives the visit.

use serde::Serialize;

use crate::language::{Direction, Language};
use crate::mark::Mark;

/// Longest segment, in characters; captions are cut long before.
pub const SEGMENT_CHARS_MAX: usize = 500;
/// Most turns an engine is told of.
pub const TURNS_MAX: usize = 6;
/// Most names it is told of.
pub const NAMES_MAX: usize = 8;

/// A stretch of one voice, final, to be translated whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The words, redacted; 1 to [`SEGMENT_CHARS_MAX`] characters.
    pub text: String,
    /// From which language into which.
    pub direction: Direction,
}

/// Why a text is no segment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSegment {
    /// Nothing but blanks.
    #[error("a segment has words")]
    Silence,
    /// Longer than is translated at once.
    #[error("a segment has at most {SEGMENT_CHARS_MAX} characters, this has {0}")]
    TooLong(usize),
}

impl Segment {
    /// A segment of a text, without the blanks around it.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn of(text: &str, direction: Direction) -> Result<Self, NoSegment> {
        let text = text.trim();
        let chars = text.chars().count();
        if !text.chars().any(char::is_alphanumeric) {
            return Err(NoSegment::Silence);
        }
        if chars > SEGMENT_CHARS_MAX {
            return Err(NoSegment::TooLong(chars));
        }
        Ok(Self { text: text.to_owned(), direction })
    }
}

/// What the translator may know beside the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The last turns, the oldest first; at most [`TURNS_MAX`].
    pub turns: Vec<Turn>,
    /// Names as both sides write them, so that 林さん does not become a forest; at most [`NAMES_MAX`].
    pub names: Vec<NamePair>,
    /// The procedure under way, by its flow's id.
    pub procedure: Option<String>,
}

/// Something said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its language.
    pub language: Language,
    /// The words, redacted.
    pub text: String,
}

/// A name in both ways of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePair {
    /// As Japanese writes it: 田中, ジョンソン.
    pub ja: String,
    /// As English writes it: Tanaka, Johnson.
    pub en: String,
}

/// How sure a translation is, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// Of a share, 0.0..=1.0; anything else is moved to the nearer end, no number to 0.
    #[must_use]
    pub fn of_share(share: f64) -> Self {
        let percent = (0..=100_u8).rev().find(|percent| f64::from(*percent) <= share * 100.0 + 1e-9);
        Self(percent.unwrap_or(0))
    }

    /// 0 to 100.
    #[must_use]
    pub fn percent(self) -> u8 {
        self.0
    }
}

/// Where a translation comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The phrase book or an approved pair, by its id.
    Phrase {
        /// The pair.
        id: String,
        /// Whether a person of the city approved it: shown as ✓ and never otherwise.
        approved: bool,
        /// Whether the words were the phrase's own and not only near them.
        exact: bool,
    },
    /// An engine, by its configured name.
    Engine(String),
}

/// A translation with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The words to be read.
    pub text: String,
    /// How sure whoever made it is.
    pub confidence: Confidence,
    /// What does not agree with the source; with any of them it is shown flagged, the original beside it.
    pub marks: Vec<Mark>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Translated {
    /// Whether it must be shown with the original beside it.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        !self.marks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_and_speeches_are_no_segments() {
        let of = |text: &str| Segment::of(text, Direction::JaToEn);
        assert_eq!(of("  … 。"), Err(NoSegment::Silence));
        assert_eq!(of(&"あ".repeat(501)), Err(NoSegment::TooLong(501)));
        assert_eq!(of(" はい ").map(|segment| segment.text), Ok("はい".to_owned()));
    }

    #[test]
    fn a_share_becomes_a_percentage_whatever_it_is() {
        let of = |share: f64| Confidence::of_share(share).percent();
        assert_eq!([of(0.0), of(0.5), of(1.0), of(7.0), of(-1.0), of(f64::NAN)], [0, 50, 100, 100, 0, 0]);
    }
}
