//! The engine's one time line: samples of 8 kHz since its start.
//!
//! Owns the conversion alone; who reads the system's clock passes the reading in.

use std::time::Instant;

/// Samples a second.
const RATE: u64 = 8_000;
/// Nanoseconds of one sample.
const NANOS_PER_SAMPLE: u32 = 125_000;

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
        // Read for each packet, so without the 128-bit division of Duration's own conversions.
        let since = now.saturating_duration_since(self.start);
        since.as_secs() * RATE + u64::from(since.subsec_nanos() / NANOS_PER_SAMPLE)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_moment_is_told_in_whole_samples() {
        let start = Instant::now();
        let at = |span: Duration| Clock::starting(start).samples(start + span);
        assert_eq!(at(Duration::from_micros(3_600_000_374)), 28_800_002);
        assert_eq!(at(Duration::from_nanos(124_999)), 0);
        assert_eq!(Clock::starting(start + Duration::from_secs(1)).samples(start), 0);
    }
}
