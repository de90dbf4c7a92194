//! Recognition: a stretch of one voice in, words with times and confidence out.
//!
//! Owns the trait every engine keeps and what goes over it. An engine decides nothing about calls: when a
//! stretch begins and ends, and what is shown of it, is `live`'s. It must never log what was said.

use async_trait::async_trait;
use thiserror::Error;

use crate::SpokenLanguage;
use crate::state::RecogniserState;

/// Rate of what engines listen to, in Hz.
pub const SPEECH_RATE_HZ: u32 = 16_000;
/// Longest stretch given at once, in milliseconds; Whisper's window is thirty seconds.
pub const UTTERANCE_MS_MAX: u32 = 28_000;

/// How hard to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Quickly, for text that is replaced a second later.
    Partial,
    /// With care, for text that stays.
    Final,
}

/// A stretch of one voice.
#[derive(Debug, Clone)]
pub struct Utterance {
    /// Sound at [`SPEECH_RATE_HZ`], one channel.
    pub samples: Vec<i16>,
    /// The language spoken, as far as it is settled; None lets the engine find out.
    pub language: Option<SpokenLanguage>,
    /// Words the engine is told to expect: the queue's vocabulary.
    pub prompt: String,
    /// How hard to listen.
    pub effort: Effort,
    /// Whether it must not leave this machine.
    pub local_only: bool,
}

/// A piece of text with its time; pieces joined without a gap are the whole text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The text, with the blanks that belong before it.
    pub text: String,
    /// Begin since the utterance's begin, in milliseconds.
    pub start_ms: u32,
    /// End since the utterance's begin, in milliseconds.
    pub end_ms: u32,
    /// How sure the engine is, 0.0..=1.0.
    pub confidence: f32,
}

/// What was heard; no words where nobody spoke.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The words in order.
    pub words: Vec<Word>,
    /// The language the engine heard, where it looked.
    pub language: Option<SpokenLanguage>,
    /// Which engine it was, such as `whisper-base` or `remote:large-v3`.
    pub engine: String,
}

impl Recognised {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// Why an utterance was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecogniseError {
    /// As many utterances wait as may; nothing is lost, it has to be asked again later.
    #[error("the recogniser is busy")]
    Busy,
    /// No engine is there: off, no model, or it does not start.
    #[error("no recogniser: {0}")]
    Unavailable(String),
    /// The engine died or did not answer in time.
    #[error("recogniser {engine}: {why}")]
    Failed {
        /// Which engine.
        engine: String,
        /// What happened, without a word of what was said.
        why: String,
    },
    /// The utterance is longer than [`UTTERANCE_MS_MAX`].
    #[error("an utterance of {0} ms is too long")]
    TooLong(u32),
}

/// A recogniser of any kind.
#[async_trait]
pub trait Recogniser: Send + Sync + std::fmt::Debug {
    /// Recognises one utterance.
    ///
    /// # Errors
    /// [`RecogniseError`]; the caller keeps the sound and may ask again.
    async fn recognise(&self, utterance: Utterance) -> Result<Recognised, RecogniseError>;

    /// How it is, for screens.
    fn state(&self) -> RecogniserState {
        RecogniserState::Ready
    }
}
