//! The engine's one time line: samples of 8 kHz since its start.
//!
//! Owns the conversion alone; who reads the system's clock passes the reading in.

use std::time::Instant;

/// Microseconds of eight samples.
const MICROS_OF_EIGHT: u128 = 1_000;

/// Samples since the engine's start, the same for all its threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn starting(start: Instant) -> Self {
        Self { start }
    }

    /// The moment as samples since the start.
    pub(crate) fn samples(self, now: Instant) -> u64 {
        let micros = now.saturating_duration_since(self.start).as_micros();
        u64::try_from(micros * 8 / MICROS_OF_EIGHT).unwrap_or(u64::MAX)
    }
}
