//! What goes into a stream and what comes out of it.

use super::guards::Rejection;
use super::pace::Pace;
use super::vocabulary::Prompts;
use crate::SpokenLanguage;
use crate::recognition::{Effort, Utterance, Word};

/// What is known of a leg before it speaks.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The language chosen in the announcement; None where nobody chose.
    pub language: Option<SpokenLanguage>,
    /// What the engine is told to expect; the default is nothing.
    pub prompts: Prompts,
    /// Whether the sound must not leave this machine.
    pub local_only: bool,
    /// Times; the default is what was measured best.
    pub pace: Pace,
}

/// Names a decode until its answer is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub(super) u64);

/// Sound that is to be recognised now.
#[derive(Debug, Clone)]
pub struct Decode {
    /// Goes back with the answer.
    pub ticket: Ticket,
    /// How hard to listen; the same as in the utterance.
    pub effort: Effort,
    /// What the recogniser gets.
    pub utterance: Utterance,
}

/// Text as it becomes known. Each segment ends in exactly one `Final` or `Missed`; partials come before it.
#[derive(Debug, Clone, PartialEq)]
pub enum LiveText {
    /// What two passes agree on so far; it replaces the segment's earlier partial and begins with its text.
    Partial {
        /// Counts up from 0 within the stream.
        segment: u64,
        /// Where the segment begins, in samples of the leg.
        start: u64,
        /// The words, their times in milliseconds since `start`.
        words: Vec<Word>,
    },
    /// Text that stays. No words: it was no speech after all, and what was shown of it is taken away.
    Final {
        /// As in the partials before it.
        segment: u64,
        /// Where the segment begins, in samples of the leg.
        start: u64,
        /// Where it ends (exclusive), in samples of the leg.
        end: u64,
        /// The words, their times in milliseconds since `start`.
        words: Vec<Word>,
        /// How sure the engine is of the whole, 0.0..=1.0.
        confidence: f32,
        /// The language spoken, as far as it is known.
        language: Option<SpokenLanguage>,
        /// Which engine it was.
        engine: String,
    },
    /// Speech that has no text yet: it is completed from the recording, or shown as not understood.
    Missed {
        /// As in the partials before it.
        segment: u64,
        /// Where the segment begins, in samples of the leg.
        start: u64,
        /// Where it ends (exclusive), in samples of the leg.
        end: u64,
        /// Why there is none.
        why: MissedWhy,
    },
}

/// Why speech has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissedWhy {
    /// The recogniser could not keep up.
    Behind,
    /// There is no recogniser at the moment.
    NoEngine,
    /// The engine failed at each try.
    EngineFailed,
    /// What the engine answered cannot be what was said, at each try.
    NotUnderstood(Rejection),
    /// The stream was closed before its turn came.
    GivenUp,
}

impl MissedWhy {
    /// Whether another try with the same engine may well succeed. False: show it as not understood.
    #[must_use]
    pub fn is_worth_another_try(self) -> bool {
        match self {
            Self::Behind | Self::NoEngine | Self::EngineFailed | Self::GivenUp => true,
            Self::NotUnderstood(_) => false,
        }
    }
}
