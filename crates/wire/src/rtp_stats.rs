//! What RFC 3550 counts for one received stream: packets, loss, jitter.
//!
//! Owns the sequence check of A.1, the expected count of A.3 and the jitter of A.8. Arrival comes in as
//! a time in samples. It must never know a clock. Go next to `playout`.

/// Largest forward jump taken as loss (RFC 3550 A.1).
const DROPOUT_MAX: u16 = 3_000;
/// Furthest back a packet still counts as reordered (RFC 3550 A.1).
const MISORDER_MAX: u16 = 100;

/// Counts of one received stream; a change of source begins the sequence anew and keeps the sums.
#[derive(Debug, Clone, Default)]
pub struct ReceiveStats {
    ssrc: Option<u32>,
    base_extended: u64,
    highest: u16,
    cycles: u64,
    bad_next: Option<u16>,
    received_of_source: u64,
    expected_before: u64,
    received: u64,
    received_of_sequences: u64,
    transit: Option<i64>,
    jitter_16: u64,
    jitter_max_16: u64,
    jitter_sum_16: u64,
    jitter_count: u64,
}

/// Sums for the contact's record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StreamSummary {
    /// Packets that came, duplicates included.
    pub packets: u64,
    /// Packets missing by sequence number; never below zero.
    pub lost: u64,
    /// Mean interarrival jitter in microseconds.
    pub jitter_mean_us: u64,
    /// Greatest interarrival jitter in microseconds.
    pub jitter_max_us: u64,
}

impl ReceiveStats {
    /// Counts one packet; `arrival` is the local time in samples of the stream's clock.
    pub fn packet(&mut self, ssrc: u32, sequence: u16, timestamp: u32, arrival: u64) {
        self.received += 1;
        if self.ssrc != Some(ssrc) {
            self.begin(ssrc, sequence);
        }
        self.sequence(sequence);
        self.jitter(timestamp, arrival);
    }

    /// The sums up to here; the clock is 8 kHz.
    #[must_use]
    pub fn summary(&self) -> StreamSummary {
        let expected = self.expected_before + self.expected_of_source();
        let to_us = |jitter_16: u64| jitter_16 * 125 / 16;
        StreamSummary {
            packets: self.received,
            lost: expected.saturating_sub(self.received_of_sequences + self.received_of_source),
            jitter_mean_us: to_us(self.jitter_sum_16 / self.jitter_count.max(1)),
            jitter_max_us: to_us(self.jitter_max_16),
        }
    }

    fn begin(&mut self, ssrc: u32, sequence: u16) {
        self.close_sequence();
        self.ssrc = Some(ssrc);
        self.restart(sequence);
        self.transit = None;
    }

    fn close_sequence(&mut self) {
        if self.ssrc.is_some() {
            self.expected_before += self.expected_of_source();
            self.received_of_sequences += self.received_of_source;
        }
    }

    fn restart(&mut self, sequence: u16) {
        self.base_extended = u64::from(sequence);
        self.highest = sequence;
        self.cycles = 0;
        self.bad_next = None;
        self.received_of_source = 0;
    }

    fn expected_of_source(&self) -> u64 {
        if self.received_of_source == 0 {
            return 0;
        }
        (self.cycles + u64::from(self.highest) + 1).saturating_sub(self.base_extended)
    }

    fn sequence(&mut self, sequence: u16) {
        let ahead = sequence.wrapping_sub(self.highest);
        if ahead < DROPOUT_MAX {
            if sequence < self.highest {
                self.cycles += 1 << 16;
            }
            self.highest = sequence;
            self.bad_next = None;
        } else if ahead <= u16::MAX - MISORDER_MAX {
            // Two in a row after a wild jump mean that the sender started again (RFC 3550 A.1).
            if self.bad_next == Some(sequence) {
                self.close_sequence();
                self.restart(sequence);
            } else {
                self.bad_next = Some(sequence.wrapping_add(1));
                return;
            }
        }
        self.received_of_source += 1;
    }

    fn jitter(&mut self, timestamp: u32, arrival: u64) {
        // Differences are taken modulo 2^32 as timestamps wrap.
        let transit = i64::from((arrival as u32).wrapping_sub(timestamp));
        if let Some(before) = self.transit {
            let change = i64::from((transit as u32).wrapping_sub(before as u32) as i32);
            let change = change.unsigned_abs().min(8_000 * 10);
            // J += (|D| - J) / 16, kept times sixteen as in A.8.
            self.jitter_16 = (self.jitter_16 + change).saturating_sub((self.jitter_16 + 8) >> 4);
            self.jitter_max_16 = self.jitter_max_16.max(self.jitter_16);
            self.jitter_sum_16 += self.jitter_16;
            self.jitter_count += 1;
        }
        self.transit = Some(transit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(packets: &[(u32, u16, u32, u64)]) -> StreamSummary {
        let mut stats = ReceiveStats::default();
        for (ssrc, sequence, timestamp, arrival) in packets {
            stats.packet(*ssrc, *sequence, *timestamp, *arrival);
        }
        stats.summary()
    }

    #[test]
    fn missing_sequence_numbers_count_as_lost_across_the_wrap() {
        let stream = [(1, 65_534, 0, 0), (1, 65_535, 160, 160), (1, 2, 640, 640), (1, 3, 800, 800)];
        let summary = fed(&stream);
        assert_eq!((summary.packets, summary.lost), (4, 2));
        assert_eq!(summary.jitter_max_us, 0);
    }

    #[test]
    fn reordering_loses_nothing_and_a_change_of_source_begins_anew() {
        let stream = [(1, 10, 0, 0), (1, 12, 320, 320), (1, 11, 160, 330), (2, 50_000, 9, 480)];
        assert_eq!(fed(&stream).lost, 0);
    }

    #[test]
    fn a_sender_that_starts_again_is_followed_after_two_packets() {
        let mut stream: Vec<_> = (0..10).map(|n| (1, n, u32::from(n) * 160, u64::from(n) * 160)).collect();
        stream.extend((0..10).map(|n| (1, 40_000 + n, u32::from(n) * 160, 1_600 + u64::from(n) * 160)));
        let summary = fed(&stream);
        assert_eq!(summary.packets, 20);
        assert!(summary.lost <= 1, "{summary:?}");
    }

    #[test]
    fn a_steady_offset_of_ten_ms_each_second_packet_shows_as_jitter() {
        let stream: Vec<_> =
            (0..1_000_u16).map(|n| (1, n, u32::from(n) * 160, u64::from(n) * 160 + u64::from(n % 2) * 80)).collect();
        let summary = fed(&stream);
        assert!((9_000..=10_500).contains(&summary.jitter_max_us), "{summary:?}");
    }
}
