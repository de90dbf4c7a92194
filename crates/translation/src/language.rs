//! The two languages of the counter and the two ways between them.

use serde::{Deserialize, Serialize};

/// A language that is checked. Other languages are columns of the phrase book and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// From which language into which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// What the operator says, as the resident reads it.
    JaToEn,
    /// What the resident says, as the operator reads it.
    EnToJa,
}

impl Direction {
    /// The language that is spoken.
    #[must_use]
    pub fn source(self) -> Language {
        match self {
            Self::JaToEn => Language::Ja,
            Self::EnToJa => Language::En,
        }
    }

    /// The language that is read.
    #[must_use]
    pub fn target(self) -> Language {
        self.back().source()
    }

    /// The way back, for a back-translation.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::JaToEn => Self::EnToJa,
            Self::EnToJa => Self::JaToEn,
        }
    }
}
