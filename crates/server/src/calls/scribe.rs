//! What the archive asks of whoever turns sound into text, and what it hands over for that.
//!
//! A recording lies sealed until its scribe has said which of its sound must not stay. The archive knows
//! nothing of recognition, and the scribe nothing of files, keys and states; this is what goes between.
//! Without a scribe recognition is off. Next: `archive`.

use std::fs::File;
use std::path::PathBuf;

use async_trait::async_trait;
use uuid::Uuid;
use vault::ContactKey;
use vault::recording::{ReadError, Reader};

pub use vault::recording::Channels;

/// Completes the text of recordings and finds what must not be heard.
#[async_trait]
pub trait Scribe: Send + Sync + std::fmt::Debug {
    /// Completes the text of a closed recording and says what of its sound must not stay. It may be asked
    /// again for the same recording, after a [`HeldBack::Retry`] or a stop of the program.
    ///
    /// # Errors
    /// [`HeldBack`] when the recording cannot be judged; it stays sealed unless recognition is off.
    async fn finish(&self, recording: FinishedRecording) -> Result<Vec<SilencedSpan>, HeldBack>;
}

/// A recording whose sound is complete and still sealed.
#[derive(Debug, Clone)]
pub struct FinishedRecording {
    /// The recording.
    pub id: Uuid,
    /// Whose.
    pub contact: Uuid,
    /// When it began, milliseconds since 1970; all times of its text count from here.
    pub started_at_ms: i64,
    /// How long it is.
    pub duration_ms: u64,
    /// Its sound.
    pub sound: SealedSound,
}

/// The way to a sealed recording's sound; it must leave no copy of it anywhere.
#[derive(Debug, Clone)]
pub struct SealedSound {
    path: PathBuf,
    key: ContactKey,
}

impl SealedSound {
    pub(super) fn new(path: PathBuf, key: ContactKey) -> Self {
        Self { path, key }
    }

    /// Opens it: `read_frames` gives sound by place (8 kHz, signed 16 bit, caller left), `timelines` who
    /// spoke when (`media::read_spoken`). It reads files: call it away from the threads that serve.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn open(&self) -> Result<Reader<File>, ReadError> {
        Reader::open(File::open(&self.path)?, &self.key)
    }
}

/// A stretch of sound that must not stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilencedSpan {
    /// On which side.
    pub side: Channels,
    /// Begin since the recording's begin, in milliseconds.
    pub start_ms: u64,
    /// End since the recording's begin, in milliseconds.
    pub end_ms: u64,
    /// What was said, such as `individual_number`: `domain::secret_text::SecretKind::code`.
    pub kind: String,
}

/// Why a recording could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeldBack {
    /// Recognition failed; the recording stays sealed, shows this and is tried again.
    #[error("{0}")]
    Retry(String),
    /// Recognition is switched off; the recording is kept as unredacted.
    #[error("recognition is switched off")]
    Off,
}
