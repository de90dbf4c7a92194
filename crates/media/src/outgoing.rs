//! One outgoing RTP stream whose sources change under it (RFC 3550 §5.1).
//!
//! Owns SSRC, sequence and timestamp: whoever speaks, the peer sees one source without a jump, and a
//! marker at each change. It must never know sockets or codecs.

use wire::mix::FRAME_SAMPLES;
use wire::rtp::RtpHeader;

use crate::LegId;

/// Timestamps of one source that jump further than this are a new source: ten seconds.
const TIMESTAMP_JUMP_MAX: u32 = 80_000;
/// Sequence numbers that jump further than this are a new source.
const SEQUENCE_JUMP_MAX: u16 = 3_000;
/// Our own frames further apart than this begin anew, in samples: 100 ms.
const MADE_GAP_MAX: u64 = 800;
const FRAME: u32 = FRAME_SAMPLES as u32;

/// Chance for an outgoing stream, drawn by the handle (RFC 3550 §5.1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) ssrc: u32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
}

/// Numbers for one packet to send; the sequence is extended beyond 16 bits (RFC 3711 §3.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    None,
    Made,
    Relayed { leg: LegId, ssrc: u32 },
}

/// The numbering of one stream to a peer.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) ssrc: u32,
    source: Source,
    highest: u64,
    timestamp: u32,
    sent_at: u64,
    sequence_in: u16,
    sequence_out: u64,
    timestamp_offset: u32,
}

impl Outgoing {
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            ssrc: seed.ssrc,
            source: Source::None,
            highest: u64::from(seed.sequence),
            timestamp: seed.timestamp,
            sent_at: 0,
            sequence_in: 0,
            sequence_out: 0,
            timestamp_offset: 0,
        }
    }

    /// Numbers for a packet passed on from another leg; loss and order of the source are kept.
    pub(crate) fn relayed(&mut self, leg: LegId, header: &RtpHeader, now: u64) -> Stamp {
        let source = Source::Relayed { leg, ssrc: header.ssrc };
        if self.source != source || self.jumps(header) {
            return self.begin_relay(source, header, now);
        }
        let step = header.sequence.wrapping_sub(self.sequence_in) as i16;
        let sequence = self.sequence_out.saturating_add_signed(i64::from(step));
        let timestamp = header.timestamp.wrapping_add(self.timestamp_offset);
        if step > 0 {
            self.sequence_in = header.sequence;
            self.sequence_out = sequence;
            self.advance(sequence, timestamp, now);
        }
        Stamp { sequence, timestamp, marker: header.marker }
    }

    /// Numbers for 20 ms made here: mixed, played or silence.
    pub(crate) fn made(&mut self, now: u64) -> Stamp {
        let goes_on = self.source == Source::Made && now.saturating_sub(self.sent_at) <= MADE_GAP_MAX;
        let timestamp = match goes_on {
            true => self.timestamp.wrapping_add(FRAME),
            false => self.next_timestamp(now),
        };
        self.source = Source::Made;
        let sequence = self.highest + 1;
        self.advance(sequence, timestamp, now);
        Stamp { sequence, timestamp, marker: !goes_on }
    }

    /// Where an event beginning now stands in the stream (RFC 4733 §2.2).
    pub(crate) fn next_timestamp(&self, now: u64) -> u32 {
        let elapsed = now.saturating_sub(self.sent_at).max(u64::from(FRAME));
        // The first packet of a stream keeps the random begin.
        let elapsed = if self.source == Source::None { 0 } else { elapsed };
        self.timestamp.wrapping_add(elapsed as u32)
    }

    /// Numbers for a packet of an event; the audio that follows goes on behind it.
    pub(crate) fn event(&mut self, timestamp: u32, marker: bool, now: u64) -> Stamp {
        let sequence = self.highest + 1;
        self.sequence_out += 1;
        self.highest = sequence;
        if self.source == Source::None || self.source == Source::Made {
            // Time goes on under the digit, so that the audio after it does not stand still.
            self.source = Source::Made;
            self.timestamp = match marker {
                true => timestamp,
                false => self.timestamp.wrapping_add(FRAME),
            };
            self.sent_at = now;
        }
        Stamp { sequence, timestamp, marker }
    }

    /// A packet of the relayed source is left out on purpose: no gap shall show.
    pub(crate) fn left_out(&mut self, leg: LegId, header: &RtpHeader) {
        if self.source == (Source::Relayed { leg, ssrc: header.ssrc }) {
            let step = header.sequence.wrapping_sub(self.sequence_in) as i16;
            if step > 0 {
                self.sequence_in = header.sequence;
            }
        }
    }

    fn jumps(&self, header: &RtpHeader) -> bool {
        let timestamp = header.timestamp.wrapping_add(self.timestamp_offset);
        let sequence_step = (header.sequence.wrapping_sub(self.sequence_in) as i16).unsigned_abs();
        let timestamp_step = (timestamp.wrapping_sub(self.timestamp) as i32).unsigned_abs();
        sequence_step > SEQUENCE_JUMP_MAX || timestamp_step > TIMESTAMP_JUMP_MAX
    }

    fn begin_relay(&mut self, source: Source, header: &RtpHeader, now: u64) -> Stamp {
        let timestamp = self.next_timestamp(now);
        let sequence = self.highest + 1;
        self.source = source;
        self.sequence_in = header.sequence;
        self.sequence_out = sequence;
        self.timestamp_offset = timestamp.wrapping_sub(header.timestamp);
        self.advance(sequence, timestamp, now);
        Stamp { sequence, timestamp, marker: true }
    }

    fn advance(&mut self, sequence: u64, timestamp: u32, now: u64) {
        self.highest = self.highest.max(sequence);
        self.timestamp = timestamp;
        self.sent_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: Seed = Seed { ssrc: 9, sequence: 100, timestamp: u32::MAX - 200 };

    fn header(ssrc: u32, sequence: u16, timestamp: u32) -> RtpHeader {
        RtpHeader { marker: false, payload_type: 0, sequence, timestamp, ssrc }
    }

    #[test]
    fn from_music_to_agent_the_stream_goes_on_with_a_marker() {
        let mut out = Outgoing::new(SEED);
        let music: Vec<Stamp> = (0..3).map(|n| out.made(1_000 + n * 160)).collect();
        let first = out.relayed(LegId(2), &header(7, 40_000, 5), 1_480);
        let second = out.relayed(LegId(2), &header(7, 40_001, 165), 1_640);
        assert!(music[0].marker && !music[1].marker && first.marker && !second.marker);
        let sequences: Vec<u64> = music.iter().chain([&first, &second]).map(|stamp| stamp.sequence).collect();
        assert_eq!(sequences, [101, 102, 103, 104, 105]);
        assert_eq!(first.timestamp, music[2].timestamp.wrapping_add(160));
        assert_eq!(second.timestamp, first.timestamp.wrapping_add(160));
    }

    #[test]
    fn loss_and_order_of_a_relayed_source_stay_visible() {
        let mut out = Outgoing::new(SEED);
        let stamps: Vec<u64> = [65_534, 0, 65_535, 1]
            .into_iter()
            .map(|n| {
                let timestamp = u32::from(n).wrapping_add(2) % 65_536 * 160;
                out.relayed(LegId(1), &header(1, n, timestamp), 160).sequence
            })
            .collect();
        assert_eq!(stamps, [101, 103, 102, 104]);
    }

    #[test]
    fn a_digit_within_relayed_sound_leaves_no_gap_in_sequence() {
        let mut out = Outgoing::new(SEED);
        let before = out.relayed(LegId(1), &header(1, 10, 0), 0);
        let begin = out.next_timestamp(160);
        let events: Vec<Stamp> = (0..3)
            .map(|n| {
                out.left_out(LegId(1), &header(1, 11 + n, 160 + 160 * u32::from(n)));
                out.event(begin, n == 0, 160 + 160 * u64::from(n))
            })
            .collect();
        let after = out.relayed(LegId(1), &header(1, 14, 640), 640);
        assert_eq!(events[2].sequence, before.sequence + 3);
        assert_eq!(after.sequence, before.sequence + 4);
        assert_eq!(after.timestamp, before.timestamp.wrapping_add(640));
        assert!(!after.marker);
    }

    #[test]
    fn a_pause_of_the_player_shows_as_time_and_not_as_loss() {
        let mut out = Outgoing::new(SEED);
        let before = out.made(0);
        let after = out.made(8_000);
        assert_eq!(after.sequence, before.sequence + 1);
        assert_eq!(after.timestamp, before.timestamp.wrapping_add(8_000));
        assert!(after.marker);
    }
}
