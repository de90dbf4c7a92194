//! When stretches begin and end, and how often an open one is listened to.

use crate::TELEPHONE_RATE_HZ;

/// Times that shape the running text, in milliseconds of the leg's sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Sound of an open segment that must be new before it is listened to again.
    pub partial_every_ms: u32,
    /// Silence after which the final pass begins, in the hope that nothing follows.
    pub early_silence_ms: u32,
    /// Silence that ends a segment.
    pub end_silence_ms: u32,
    /// Length from which a short pause ends a segment too.
    pub cut_from_ms: u32,
    /// Length at which a segment is cut at its quietest late moment.
    pub cut_at_ms: u32,
    /// Sound kept before the first voice.
    pub lead_ms: u32,
    /// Silence kept after the last voice.
    pub tail_ms: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            partial_every_ms: 1_000,
            early_silence_ms: 300,
            end_silence_ms: 700,
            cut_from_ms: 10_000,
            cut_at_ms: 12_000,
            lead_ms: 240,
            tail_ms: 200,
        }
    }
}

/// Milliseconds as samples of the leg.
pub(super) fn samples(ms: u32) -> u64 {
    u64::from(ms) * u64::from(TELEPHONE_RATE_HZ) / 1_000
}

/// Samples of the leg as milliseconds; what is beyond 49 days is cut.
pub(super) fn ms(samples: u64) -> u32 {
    u32::try_from(samples * 1_000 / u64::from(TELEPHONE_RATE_HZ)).unwrap_or(u32::MAX)
}
