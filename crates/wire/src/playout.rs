//! The playout buffer: packets in by timestamp, one frame out each 20 ms.
//!
//! Owns reordering, the delay that follows the jitter, and concealment (the last frame again, fading).
//! Used only where streams are mixed. It must never know a clock: `pull` is the clock. RFC 3550 §6.4.1
//! gives the jitter; the delay here grows on late packets and shrinks when it was not needed for 5 s.

use crate::mix::{FRAME_SAMPLES, Frame};

/// Samples the buffer can hold: just over a second.
const RING_SAMPLES: usize = 8_192;
const FRAME: u64 = FRAME_SAMPLES as u64;
/// Delay at the start and least delay kept, in samples: 40 ms.
const DELAY_MIN: u64 = 2 * FRAME;
/// Greatest delay, in samples: 200 ms.
const DELAY_MAX: u64 = 10 * FRAME;
/// A packet later than this is a sender that paused its clock, in samples: 500 ms.
const LATE_MAX: u64 = 25 * FRAME;
/// Frames over which the smallest head start is watched: 5 s.
const WATCH_FRAMES: u32 = 250;
/// Frames concealed before silence.
const CONCEALED_MAX: u32 = 3;

/// What `pull` gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Sound that arrived.
    Voice,
    /// Sound made up for a missing packet.
    Concealed,
    /// Nothing to hear.
    Silence,
}

/// One stream on its way to being mixed.
#[derive(Debug, Clone)]
pub struct Playout {
    samples: Box<[i16]>,
    present: Box<[bool]>,
    /// Where the next frame is taken from, in unwrapped timestamps; `None` before the first packet.
    position: Option<u64>,
    /// One past the newest sample.
    newest: u64,
    /// Unwrapped timestamp of the last packet, to unwrap the next.
    reference: u64,
    delay: u64,
    head_start_min: u64,
    watched: u32,
    concealed: u32,
    last: Frame,
    late: u64,
}

impl Default for Playout {
    fn default() -> Self {
        Self {
            samples: vec![0; RING_SAMPLES].into_boxed_slice(),
            present: vec![false; RING_SAMPLES].into_boxed_slice(),
            position: None,
            newest: 0,
            reference: 0,
            delay: DELAY_MIN,
            head_start_min: u64::MAX,
            watched: 0,
            concealed: CONCEALED_MAX,
            last: [0; FRAME_SAMPLES],
            late: 0,
        }
    }
}

impl Playout {
    /// Puts one packet's samples where its timestamp says.
    pub fn push(&mut self, timestamp: u32, samples: &[i16]) {
        let samples = &samples[..samples.len().min(RING_SAMPLES / 4)];
        let mut start = self.unwrapped(timestamp);
        let mut end = start + samples.len() as u64;
        let mut position = match self.position {
            Some(position) if self.belongs(position, start, end) => position,
            _ => {
                self.position = None;
                start = self.unwrapped(timestamp);
                end = start + samples.len() as u64;
                self.begin(start)
            }
        };
        self.reference = start;
        if end <= position {
            self.late += 1;
            position = self.widen(position);
        }
        for (offset, sample) in samples.iter().enumerate() {
            let at = start + offset as u64;
            if at >= position {
                self.samples[slot(at)] = *sample;
                self.present[slot(at)] = true;
            }
        }
        self.newest = self.newest.max(end);
    }

    /// Takes the next 20 ms.
    pub fn pull(&mut self, out: &mut Frame) -> Heard {
        let Some(position) = self.position else {
            *out = [0; FRAME_SAMPLES];
            return Heard::Silence;
        };
        let mut arrived = 0;
        for (offset, sample) in out.iter_mut().enumerate() {
            let slot = slot(position + offset as u64);
            let present = std::mem::take(&mut self.present[slot]);
            *sample = if present { self.samples[slot] } else { 0 };
            arrived += usize::from(present);
        }
        self.position = Some(position + FRAME);
        self.narrow(position);
        if arrived * 2 >= FRAME_SAMPLES {
            self.concealed = 0;
            self.last = *out;
            return Heard::Voice;
        }
        self.conceal(out)
    }

    /// Forgets the stream, as after a change of source; the counts stay.
    pub fn reset(&mut self) {
        self.position = None;
        self.concealed = CONCEALED_MAX;
    }

    /// Packets that came after their turn.
    #[must_use]
    pub fn late(&self) -> u64 {
        self.late
    }

    fn unwrapped(&self, timestamp: u32) -> u64 {
        if self.position.is_none() {
            // Room below for packets that come out of order at the start.
            return (1 << 32) + u64::from(timestamp);
        }
        let ahead = timestamp.wrapping_sub(self.reference as u32) as i32;
        self.reference.saturating_add_signed(i64::from(ahead))
    }

    fn belongs(&self, position: u64, start: u64, end: u64) -> bool {
        let not_too_early = end <= position + (RING_SAMPLES as u64) / 2;
        let not_too_late = start + LATE_MAX >= position;
        not_too_early && not_too_late
    }

    fn begin(&mut self, start: u64) -> u64 {
        let position = start - self.delay;
        self.present.fill(false);
        self.position = Some(position);
        self.newest = start;
        self.head_start_min = u64::MAX;
        self.watched = 0;
        position
    }

    /// A late packet: play later from here on, up to the greatest delay.
    fn widen(&mut self, position: u64) -> u64 {
        if self.delay >= DELAY_MAX {
            return position;
        }
        self.delay += FRAME;
        self.watched = 0;
        self.head_start_min = u64::MAX;
        self.position = Some(position - FRAME);
        position - FRAME
    }

    /// A head start never needed for 5 s: play one frame sooner.
    fn narrow(&mut self, position: u64) {
        let head_start = self.newest.saturating_sub(position + FRAME);
        self.head_start_min = self.head_start_min.min(head_start);
        self.watched += 1;
        if self.watched < WATCH_FRAMES {
            return;
        }
        if self.head_start_min > DELAY_MIN && self.head_start_min != u64::MAX {
            self.position = Some(position + 2 * FRAME);
            for offset in 0..FRAME {
                self.present[slot(position + FRAME + offset)] = false;
            }
            self.delay = self.delay.saturating_sub(FRAME).max(DELAY_MIN);
        }
        self.watched = 0;
        self.head_start_min = u64::MAX;
    }

    fn conceal(&mut self, out: &mut Frame) -> Heard {
        if self.concealed >= CONCEALED_MAX {
            return Heard::Silence;
        }
        self.concealed += 1;
        for (sample, before) in out.iter_mut().zip(&mut self.last) {
            *before /= 2;
            *sample = *before;
        }
        Heard::Concealed
    }
}

fn slot(at: u64) -> usize {
    (at % RING_SAMPLES as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(playout: &mut Playout, index: u32) {
        let value = (index % 100) as i16 + 1;
        playout.push(index.wrapping_mul(160).wrapping_sub(480), &[value; FRAME_SAMPLES]);
    }

    fn heard(playout: &mut Playout) -> (Heard, i16) {
        let mut out = [0; FRAME_SAMPLES];
        let heard = playout.pull(&mut out);
        (heard, out[80])
    }

    #[test]
    fn reordered_packets_come_out_in_order_across_the_timestamp_wrap() {
        let mut playout = Playout::default();
        let mut values = Vec::new();
        for pair in 0..10 {
            packet(&mut playout, 2 * pair + 1);
            packet(&mut playout, 2 * pair);
            values.push(heard(&mut playout).1);
            values.push(heard(&mut playout).1);
        }
        let spoken: Vec<i16> = values.into_iter().filter(|value| *value != 0).collect();
        assert!(spoken.len() >= 17, "{spoken:?}");
        assert!(spoken.windows(2).all(|pair| pair[1] == pair[0] + 1), "{spoken:?}");
    }

    #[test]
    fn a_lost_packet_is_concealed_and_a_silent_stream_fades_out() {
        let mut playout = Playout::default();
        let mut seen = Vec::new();
        for index in 0..25 {
            if index != 10 && index < 15 {
                packet(&mut playout, index);
            }
            seen.push(heard(&mut playout).0);
        }
        assert_eq!(seen.iter().filter(|kind| **kind == Heard::Voice).count(), 14, "{seen:?}");
        assert_eq!(seen[12], Heard::Concealed);
        assert_eq!(seen.last(), Some(&Heard::Silence));
    }

    #[test]
    fn a_late_packet_widens_the_delay_and_the_next_late_one_is_in_time() {
        let mut playout = Playout::default();
        for index in 0..5 {
            packet(&mut playout, index);
            heard(&mut playout);
        }
        for _ in 0..3 {
            heard(&mut playout);
        }
        packet(&mut playout, 5);
        assert_eq!(playout.late(), 1);
        packet(&mut playout, 6);
        packet(&mut playout, 7);
        assert_eq!(heard(&mut playout).0, Heard::Voice);
    }

    #[test]
    fn a_sender_whose_clock_stood_still_is_heard_again_at_once() {
        let mut playout = Playout::default();
        for index in 0..5 {
            packet(&mut playout, index);
            heard(&mut playout);
        }
        for _ in 0..100 {
            heard(&mut playout);
        }
        let voices = (5..15).filter(|index| {
            packet(&mut playout, *index);
            heard(&mut playout).0 == Heard::Voice
        });
        assert!(voices.count() >= 7);
    }

    #[test]
    fn unneeded_delay_is_given_back() {
        let mut playout = Playout::default();
        for index in 0..6 {
            packet(&mut playout, index);
        }
        for index in 6..2_000 {
            packet(&mut playout, index);
            heard(&mut playout);
        }
        let position = playout.position.unwrap();
        assert!(playout.newest - position <= DELAY_MIN + FRAME, "{}", playout.newest - position);
    }
}
