//! What a pool is made of, and how long an utterance is.

use std::path::PathBuf;
use std::time::Duration;

use crate::recognition::{SPEECH_RATE_HZ, Utterance};

/// The most workers a pool may have.
pub const WORKERS_MAX: usize = 32;

/// What a pool is made of.
#[derive(Debug, Clone)]
pub struct PoolConfig {
    /// The program `madoguchi-whisper`.
    pub program: PathBuf,
    /// The model's file.
    pub model: PathBuf,
    /// sha256 the model's file may have, in hex; a source each.
    pub model_sha256: Vec<String>,
    /// The name results carry, such as `whisper-base`.
    pub engine: String,
    /// Processes, 1..=[`WORKERS_MAX`].
    pub workers: usize,
    /// Last passes that may wait; half as many of the others.
    pub waiting_max: usize,
    /// The longest one stretch may take before its worker is killed.
    pub timeout: Duration,
    /// Ways followed at once in the last pass, 1..=8.
    pub final_beam: u8,
    /// Frames of 20 ms listened to behind the end of the sound.
    pub context_pad: u16,
}

impl PoolConfig {
    /// A pool of one worker with the measured settings.
    #[must_use]
    pub fn new(program: PathBuf, model: PathBuf, model_sha256: Vec<String>, engine: &str) -> Self {
        Self {
            program,
            model,
            model_sha256,
            engine: engine.to_owned(),
            workers: 1,
            waiting_max: 16,
            timeout: Duration::from_secs(30),
            final_beam: 5,
            context_pad: 64,
        }
    }
}

/// Length of the utterance, in milliseconds.
pub(crate) fn duration_ms(utterance: &Utterance) -> u32 {
    let samples = utterance.samples.len() as u64;
    u32::try_from(samples * 1_000 / u64::from(SPEECH_RATE_HZ)).unwrap_or(u32::MAX)
}
