//! Findings in words, Japanese and English, with no number but the finding's own.
//!
//! Each language is a file of its own. It must never know a model: a smoother wording is made elsewhere and held against
//! these sentences by `number_check`.

mod en;
mod ja;
mod numbers;

use super::finding::{Finding, Silence};

/// A language of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// What was found, in one or two sentences.
#[must_use]
pub fn sentence(finding: &Finding, language: Language) -> String {
    match language {
        Language::Ja => ja::sentence(finding),
        Language::En => en::sentence(finding),
    }
}

/// What could be done about it; a manager edits and signs it.
#[must_use]
pub fn proposal(finding: &Finding, language: Language) -> String {
    match language {
        Language::Ja => ja::proposal(finding),
        Language::En => en::proposal(finding),
    }
}

/// Why a rule says nothing.
#[must_use]
pub fn silence(silence: &Silence, language: Language) -> String {
    match language {
        Language::Ja => ja::silence(silence),
        Language::En => en::silence(silence),
    }
}
