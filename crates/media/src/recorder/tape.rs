//! Two channels on one time line: each packet placed by its timestamp, silence where nothing came.
//!
//! Pure. Owns placing, adding voices of one side, dropping doubles, and the figures of both sides. It
//! must never know files or clocks: times come in as samples.

use std::collections::BTreeMap;

use super::spoken::SpeechFinder;
use crate::LegId;
use crate::event::{Side, SideSummary};

/// Samples kept open for packets out of order: two seconds.
pub(crate) const WINDOW_SAMPLES: u64 = 16_384;
/// Bytes of one sample of both channels.
const FRAME_BYTES: usize = 4;
/// A timestamp further than this from the arrival clock is placed by arrival: 200 ms.
const DRIFT_SAMPLES_MAX: i64 = 1_600;
/// Timestamps remembered to drop doubles.
const DOUBLES_KEPT: usize = 32;
/// Samples up to this are digital silence of either law.
const SILENCE_PEAK: u16 = 16;
/// Packets of nothing but silence before a side is called silent: ten seconds.
const SILENT_PACKETS: u64 = 500;

/// One packet's sound on its way to the tape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) leg: LegId,
    pub(crate) side: Side,
    pub(crate) ssrc: u32,
    pub(crate) timestamp: u32,
    /// Samples since the engine's start.
    pub(crate) arrival: u64,
    pub(crate) samples: &'a [i16],
}

/// The stretch of a recording not yet written.
pub(crate) struct Tape {
    start: u64,
    written: u64,
    channels: [Box<[i16]>; 2],
    tracks: BTreeMap<LegId, Track>,
    sides: [SideState; 2],
    pub(crate) speech: SpeechFinder,
}

#[derive(Default, Clone, Copy)]
struct SideState {
    summary: SideSummary,
    silent_told: bool,
}

impl Tape {
    /// A tape that begins at this arrival time.
    pub(crate) fn starting(start: u64) -> Self {
        let channel = || vec![0; WINDOW_SAMPLES as usize].into_boxed_slice();
        Self {
            start,
            written: 0,
            channels: [channel(), channel()],
            tracks: BTreeMap::new(),
            sides: [SideState::default(); 2],
            speech: SpeechFinder::default(),
        }
    }

    /// An arrival time as a position on the tape.
    pub(crate) fn position(&self, arrival: u64) -> u64 {
        arrival.saturating_sub(self.start)
    }

    /// Samples taken from the tape so far.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Places one packet; says when its side turns out to be silent, once.
    pub(crate) fn place(&mut self, packet: Placed<'_>) -> bool {
        let arrival = self.position(packet.arrival) as i64;
        let track = self.tracks.entry(packet.leg).or_default();
        if track.is_double(packet.ssrc, packet.timestamp) {
            return false;
        }
        let at = track.place(packet.ssrc, packet.timestamp, arrival);
        let state = &mut self.sides[index(packet.side)];
        let peak = peak(packet.samples);
        state.summary.packets += 1;
        state.summary.peak = state.summary.peak.max(peak);
        let end = at + packet.samples.len() as i64;
        if end <= self.written as i64 || end > (self.written + WINDOW_SAMPLES) as i64 {
            state.summary.late += 1;
        } else {
            let missed = (self.written as i64 - at).clamp(0, packet.samples.len() as i64) as usize;
            let from = (at + missed as i64).unsigned_abs();
            self.add(packet.side, from, &packet.samples[missed..]);
            self.speech.look(packet.leg, from, &packet.samples[missed..]);
        }
        let state = &mut self.sides[index(packet.side)];
        let silent = state.summary.peak <= SILENCE_PEAK && state.summary.packets >= SILENT_PACKETS;
        silent && !std::mem::replace(&mut state.silent_told, true)
    }

    /// Appends everything up to `position` to `bytes`, interleaved 16-bit little endian, caller first.
    pub(crate) fn take(&mut self, position: u64, bytes: &mut Vec<u8>) {
        while self.written < position {
            let slot = slot(self.written);
            let left = usize::try_from(position - self.written).unwrap_or(usize::MAX);
            let run = slot..slot + left.min(WINDOW_SAMPLES as usize - slot);
            let [caller, others] = &mut self.channels;
            let (caller, others) = (&mut caller[run.clone()], &mut others[run.clone()]);
            let begin = bytes.len();
            bytes.resize(begin + run.len() * FRAME_BYTES, 0);
            let frames = bytes[begin..].chunks_exact_mut(FRAME_BYTES);
            for (frame, (caller, others)) in frames.zip(caller.iter().zip(others.iter())) {
                frame[..2].copy_from_slice(&caller.to_le_bytes());
                frame[2..].copy_from_slice(&others.to_le_bytes());
            }
            caller.fill(0);
            others.fill(0);
            self.written += run.len() as u64;
        }
    }

    /// The figures of one side.
    pub(crate) fn summary(&self, side: Side) -> SideSummary {
        self.sides[index(side)].summary
    }

    fn add(&mut self, side: Side, from: u64, samples: &[i16]) {
        let channel = &mut self.channels[index(side)];
        let slot = slot(from);
        // The ring's end may lie within the packet.
        let (until_end, from_begin) = samples.split_at(samples.len().min(channel.len() - slot));
        mix(&mut channel[slot..], until_end);
        mix(channel, from_begin);
    }
}

/// Where a position of the tape stands in the ring.
fn slot(position: u64) -> usize {
    (position % WINDOW_SAMPLES) as usize
}

/// Adds voice to what is there, without overflow.
fn mix(places: &mut [i16], samples: &[i16]) {
    for (place, sample) in places.iter_mut().zip(samples) {
        *place = place.saturating_add(*sample);
    }
}

/// The greatest deviation from silence.
fn peak(samples: &[i16]) -> u16 {
    let (low, high) = samples.iter().fold((0, 0), |(low, high), sample| (*sample.min(&low), *sample.max(&high)));
    i16::unsigned_abs(low).max(i16::unsigned_abs(high))
}

fn index(side: Side) -> usize {
    match side {
        Side::Left => 0,
        Side::Right => 1,
    }
}

/// Where one leg's stream stands on the tape.
#[derive(Default)]
struct Track {
    anchor: Option<(u32, u32, i64)>,
    recent: [Option<u32>; DOUBLES_KEPT],
    next_recent: usize,
}

impl Track {
    fn is_double(&mut self, ssrc: u32, timestamp: u32) -> bool {
        let same_source = self.anchor.is_some_and(|(known, _, _)| known == ssrc);
        if !same_source {
            self.recent = [None; DOUBLES_KEPT];
        }
        if self.recent.contains(&Some(timestamp)) {
            return true;
        }
        self.recent[self.next_recent % DOUBLES_KEPT] = Some(timestamp);
        self.next_recent = self.next_recent.wrapping_add(1);
        false
    }

    /// By timestamp within one source; by arrival at its begin and when the two drift apart.
    fn place(&mut self, ssrc: u32, timestamp: u32, arrival: i64) -> i64 {
        let by_timestamp = self
            .anchor
            .filter(|(known, _, _)| *known == ssrc)
            .map(|(_, reference, position)| position + i64::from(timestamp.wrapping_sub(reference) as i32));
        let near = |position: &i64| (arrival - position).abs() <= DRIFT_SAMPLES_MAX;
        let position = by_timestamp.filter(near).unwrap_or(arrival);
        self.anchor = Some((ssrc, timestamp, position));
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(leg: u64, side: Side, n: u32, arrival: u64, samples: &[i16]) -> Placed<'_> {
        let timestamp = n.wrapping_mul(160).wrapping_sub(320);
        Placed { leg: LegId(leg), side, ssrc: 5, timestamp, arrival, samples }
    }

    fn taken(tape: &mut Tape, position: u64) -> Vec<(i16, i16)> {
        let mut bytes = Vec::new();
        tape.take(position, &mut bytes);
        let sample = |part: &[u8]| i16::from_le_bytes([part[0], part[1]]);
        bytes.chunks(4).map(|frame| (sample(&frame[..2]), sample(&frame[2..]))).collect()
    }

    #[test]
    fn each_side_is_placed_by_timestamp_and_gaps_are_silent() {
        let mut tape = Tape::starting(10_000);
        for (n, arrival) in [(0, 10_000), (2, 10_470), (1, 10_480)] {
            tape.place(placed(1, Side::Left, n, arrival, &[n as i16 + 1; 160]));
        }
        tape.place(placed(2, Side::Right, 9, 10_800, &[50; 160]));
        let frames = taken(&mut tape, 1_600);
        let at = |n: usize| frames[n * 160 + 80];
        assert_eq!([at(0), at(1), at(2), at(3), at(5)], [(1, 0), (2, 0), (3, 0), (0, 0), (0, 50)]);
    }

    #[test]
    fn voices_of_one_side_add_up_and_a_double_packet_does_not() {
        let mut tape = Tape::starting(0);
        for leg in [2, 3] {
            for _ in 0..2 {
                tape.place(placed(leg, Side::Right, 0, 0, &[20_000; 160]));
            }
        }
        assert_eq!(taken(&mut tape, 160)[0], (0, i16::MAX));
        assert_eq!(tape.summary(Side::Right).packets, 2);
    }

    #[test]
    fn sound_across_the_end_of_the_ring_comes_out_whole_and_leaves_silence_behind() {
        let mut tape = Tape::starting(0);
        tape.take(WINDOW_SAMPLES - 100, &mut Vec::new());
        let samples: Vec<i16> = (1..=160).collect();
        let arrival = WINDOW_SAMPLES - 50;
        tape.place(placed(1, Side::Left, 0, arrival, &samples));
        let frames = taken(&mut tape, arrival + 160);
        assert_eq!(frames[..50], [(0, 0); 50]);
        let heard: Vec<i16> = frames[50..].iter().map(|frame| frame.0).collect();
        assert_eq!(heard, samples);
        assert!(taken(&mut tape, 2 * WINDOW_SAMPLES + 200).iter().all(|frame| *frame == (0, 0)));
    }

    #[test]
    fn the_peak_is_the_greatest_deviation_either_way() {
        for (samples, expected) in [([0, 3, -7], 7), ([i16::MIN, 1, i16::MAX], 32_768), ([0, 0, 0], 0)] {
            assert_eq!(peak(&samples), expected);
        }
    }

    #[test]
    fn a_packet_for_a_place_already_written_counts_as_late() {
        let mut tape = Tape::starting(0);
        tape.place(placed(1, Side::Left, 0, 0, &[1; 160]));
        tape.take(800, &mut Vec::new());
        tape.place(placed(1, Side::Left, 1, 900, &[1; 160]));
        assert_eq!(tape.summary(Side::Left).late, 1);
    }

    #[test]
    fn a_sender_whose_timestamps_jump_is_placed_by_arrival() {
        let mut tape = Tape::starting(0);
        tape.place(placed(1, Side::Left, 0, 0, &[1; 160]));
        tape.place(placed(1, Side::Left, 700_000, 160, &[2; 160]));
        assert_eq!(taken(&mut tape, 320)[200].0, 2);
    }

    #[test]
    fn ten_seconds_of_silent_packets_are_told_once_and_a_voice_is_never() {
        let mut tape = Tape::starting(0);
        let mut told = 0;
        for n in 0..1_200 {
            let arrival = u64::from(n) * 160;
            told += u32::from(tape.place(placed(1, Side::Left, n, arrival, &[8; 160])));
            assert!(!tape.place(placed(2, Side::Right, n, arrival, &[500; 160])));
            tape.take(arrival, &mut Vec::new());
        }
        assert_eq!(told, 1);
    }
}
