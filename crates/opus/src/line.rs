//! Where a packet belongs in time, from its sequence, its timestamp and its arrival.
//!
//! Pure. A voice's own clock (RTP timestamps, RFC 7587 §4.1: 48 kHz) is believed as long as it agrees with
//! the clock on the wall; a source that begins anew is placed by its arrival.

use std::time::Duration;

/// Ticks of the RTP clock in one sample at 8 kHz.
const TICKS_A_SAMPLE: u32 = 6;
/// Samples in a millisecond.
const SAMPLES_A_MS: u64 = 8;
/// Difference between both clocks from which the source is another one, in samples.
const DISAGREEMENT_SAMPLES_MAX: u64 = 2_000 * SAMPLES_A_MS;
/// A packet this far behind, in ticks, is late; one further behind is another source's.
const LATE_TICKS_MAX: u32 = 48_000;
/// Missing sound up to this length is concealed, in samples; more is silence.
pub(crate) const CONCEALED_SAMPLES_MAX: u64 = 120 * SAMPLES_A_MS;

/// What a packet is to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It follows; so many samples before it are missing and worth concealing.
    Follows {
        /// Position of the first missing sample, or of the packet.
        at: u64,
        /// Missing samples.
        missing: usize,
    },
    /// It begins at `at` after a pause.
    After {
        /// Position of the packet.
        at: u64,
    },
    /// Another source, or the first packet.
    Anew {
        /// Position of the packet.
        at: u64,
    },
    /// Its time has passed.
    Late,
}

/// The line of a voice in time.
#[derive(Debug, Default)]
pub(crate) struct Line {
    last: Option<Last>,
    /// Position after the last sample given out.
    next_at: u64,
}

#[derive(Debug, Clone, Copy)]
struct Last {
    /// Timestamp that follows without a gap.
    expected: u32,
    sequence: u64,
}

impl Line {
    /// Finds the place of a packet that arrived so long after the listener began.
    pub(crate) fn place(&self, sequence: u64, timestamp: u32, arrived: Duration) -> Place {
        let wall = samples(arrived).max(self.next_at);
        let Some(last) = self.last else { return Place::Anew { at: wall } };
        let behind = last.expected.wrapping_sub(timestamp);
        if (1..=LATE_TICKS_MAX).contains(&behind) || (behind == 0 && sequence <= last.sequence) {
            return Place::Late;
        }
        let missing = u64::from(timestamp.wrapping_sub(last.expected) / TICKS_A_SAMPLE);
        let at = self.next_at.saturating_add(missing);
        if at.abs_diff(samples(arrived)) > DISAGREEMENT_SAMPLES_MAX {
            return Place::Anew { at: wall };
        }
        if missing > CONCEALED_SAMPLES_MAX {
            return Place::After { at };
        }
        Place::Follows { at: self.next_at, missing: usize::try_from(missing).unwrap_or_default() }
    }

    /// Takes a packet whose sound ended at `next_at` and was `length` samples long.
    pub(crate) fn follow(&mut self, sequence: u64, timestamp: u32, length: usize, next_at: u64) {
        let ticks = u32::try_from(length).unwrap_or_default() * TICKS_A_SAMPLE;
        self.last = Some(Last { expected: timestamp.wrapping_add(ticks), sequence });
        self.next_at = next_at;
    }
}

fn samples(span: Duration) -> u64 {
    u64::try_from(span.as_micros() * u128::from(SAMPLES_A_MS) / 1_000).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line on which 20 ms ended at sample 160, arrived at 20 ms, with timestamp `from` and number 7.
    fn line(from: u32) -> Line {
        let mut line = Line::default();
        assert_eq!(line.place(7, from, Duration::ZERO), Place::Anew { at: 0 });
        line.follow(7, from, 160, 160);
        line
    }

    fn check(ticks: i64, sequence: u64, arrived_ms: u64, place: Place) {
        for from in [0, u32::MAX - 400, u32::MAX / 2] {
            let timestamp = (i64::from(from) + ticks).rem_euclid(1 << 32) as u32;
            let found = line(from).place(sequence, timestamp, Duration::from_millis(arrived_ms));
            assert_eq!(found, place, "{ticks} ticks from {from}");
        }
    }

    #[test]
    fn a_packet_is_placed_by_its_own_clock_while_that_agrees_with_the_wall() {
        check(960, 8, 20, Place::Follows { at: 160, missing: 0 });
        check(960, 8, 900, Place::Follows { at: 160, missing: 0 });
        check(1_920, 9, 40, Place::Follows { at: 160, missing: 160 });
        check(48_960, 60, 1_020, Place::After { at: 8_160 });
    }

    #[test]
    fn a_packet_whose_time_has_passed_is_late() {
        check(0, 6, 25, Place::Late);
        check(0, 7, 25, Place::Late);
        check(960, 7, 25, Place::Late);
        check(-9_600, 2, 25, Place::Late);
    }

    #[test]
    fn another_source_is_placed_by_its_arrival_and_never_before_what_was_heard() {
        check(48_000 * 60, 8, 5_000, Place::Anew { at: 40_000 });
        check(-48_000 * 60, 8, 5_000, Place::Anew { at: 40_000 });
        check(960, 8, 90_000, Place::Anew { at: 720_000 });
        check(48_000 * 60, 8, 0, Place::Anew { at: 160 });
    }
}
