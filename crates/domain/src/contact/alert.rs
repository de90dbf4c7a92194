//! Conditions of a live contact that a supervisor should look at.
//!
//! Owns their names in the log and on pages. It must never know how they are found.
//! Next: `call_watch`, which finds them.

use serde::{Deserialize, Serialize};

/// A condition that is watched (clause 6(3)①d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A word of the list was said.
    WatchWord,
    /// Nobody has said anything for long.
    LongSilence,
    /// The resident has been on hold for long.
    LongHold,
    /// Somebody speaks far louder than before.
    RaisedVoice,
    /// The resident has waited for long.
    LongWait,
}

impl AlertKind {
    /// Every condition.
    pub const ALL: [Self; 5] = [Self::WatchWord, Self::LongSilence, Self::LongHold, Self::RaisedVoice, Self::LongWait];

    /// The name in the log and on pages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WatchWord => "watch_word",
            Self::LongSilence => "long_silence",
            Self::LongHold => "long_hold",
            Self::RaisedVoice => "raised_voice",
            Self::LongWait => "long_wait",
        }
    }

    /// The condition of that name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alert| alert.code() == code)
    }
}

/// What is to be noted of a watched condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertNote {
    /// It began.
    Raised(AlertKind),
    /// It is over.
    Cleared(AlertKind),
    /// A supervisor has seen it.
    Acknowledged(AlertKind, crate::ids::AgentId),
}
