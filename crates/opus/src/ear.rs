//! One voice's ear: packets in, samples with their place in time out.
//!
//! Owns the decoder and the order of concealment: what a later packet still carries of a lost one (RFC 6716
//! §2.1.7) comes first, the decoder's guess second, silence last.

use std::fmt;
use std::time::Duration;

use opusic_c::{Channels, Decoder, SampleRate};
use thiserror::Error;

use crate::line::{Line, Place};

/// Rate of what is heard, in Hz.
pub const SAMPLE_RATE_HZ: u32 = 8_000;
/// Longest packet (RFC 6716 §3.2.5: 120 ms), in samples.
const PACKET_SAMPLES_MAX: usize = 960;
/// Shortest step the decoder makes up sound in (2.5 ms), in samples.
const STEP_SAMPLES: usize = 20;
/// Largest packet that is looked at; a datagram carries no more.
const PACKET_BYTES_MAX: usize = 1_500;

/// Why there is no ear.
#[derive(Debug, Error)]
#[error("the Opus decoder did not start: {0}")]
pub struct OpusFault(&'static str);

/// One packet of the voice.
#[derive(Debug, Clone, Copy)]
pub struct Packet<'a> {
    /// Extended sequence number.
    pub sequence: u64,
    /// RTP timestamp at 48 kHz.
    pub timestamp: u32,
    /// When it came, since the listener began.
    pub arrived: Duration,
    /// The packet.
    pub payload: &'a [u8],
}

/// Sound and its place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Position of the first sample, in samples since the listener began; never before what was heard.
    pub at: u64,
    /// Samples at [`SAMPLE_RATE_HZ`], one channel.
    pub samples: Vec<i16>,
}

/// One voice's ear.
pub struct OpusEar {
    decoder: Decoder,
    line: Line,
    room: Box<[u16; PACKET_SAMPLES_MAX]>,
}

impl fmt::Debug for OpusEar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpusEar").field("line", &self.line).finish_non_exhaustive()
    }
}

impl OpusEar {
    /// An ear that has heard nothing.
    ///
    /// # Errors
    /// [`OpusFault`] when the decoder gets no memory.
    pub fn new() -> Result<Self, OpusFault> {
        let decoder = Decoder::new(Channels::Mono, SampleRate::Hz8000).map_err(|why| OpusFault(why.message()))?;
        Ok(Self { decoder, line: Line::default(), room: Box::new([0; PACKET_SAMPLES_MAX]) })
    }

    /// Hears a packet; None for one that came too late or cannot be one.
    pub fn hear(&mut self, packet: Packet<'_>) -> Option<Heard> {
        let length = self.length(packet.payload)?;
        let (at, missing) = match self.line.place(packet.sequence, packet.timestamp, packet.arrived) {
            Place::Late => return None,
            Place::Follows { at, missing } => (at, missing),
            Place::After { at } => (at, 0),
            Place::Anew { at } => {
                // A decoder that cannot be reset goes on as it is, which is heard as a click.
                let _ = self.decoder.reset();
                (at, 0)
            }
        };
        let mut samples = Vec::with_capacity(missing + length);
        self.conceal(missing, length, packet.payload, &mut samples);
        let decoded = self.decoder.decode_to_slice(packet.payload, &mut self.room[..], false).ok()?;
        samples.extend(sound(self.room.get(..decoded)?));
        self.line.follow(packet.sequence, packet.timestamp, decoded, at + samples.len() as u64);
        Some(Heard { at, samples })
    }

    /// How long a packet is; None for one that is none.
    fn length(&self, payload: &[u8]) -> Option<usize> {
        if payload.is_empty() || payload.len() > PACKET_BYTES_MAX {
            return None;
        }
        let length = self.decoder.get_nb_samples(payload).ok()?;
        (1..=PACKET_SAMPLES_MAX).contains(&length).then_some(length)
    }

    /// Puts exactly `missing` samples in the place of lost packets.
    fn conceal(&mut self, missing: usize, length: usize, next: &[u8], samples: &mut Vec<i16>) {
        let carried = if missing >= length { length } else { 0 };
        let mut guessed = missing - carried;
        while guessed > 0 {
            let step = guessed.min(length).next_multiple_of(STEP_SAMPLES).min(PACKET_SAMPLES_MAX);
            self.make_up(&[], step, guessed.min(step), samples);
            guessed -= guessed.min(step);
        }
        if carried > 0 {
            self.make_up(next, carried, carried, samples);
        }
    }

    /// Asks the decoder for `step` samples that no packet holds, of which `wanted` are taken.
    fn make_up(&mut self, next: &[u8], step: usize, wanted: usize, samples: &mut Vec<i16>) {
        let end = samples.len() + wanted;
        let made = self.decoder.decode_to_slice(next, &mut self.room[..step], !next.is_empty()).unwrap_or_default();
        samples.extend(sound(&self.room[..made.min(wanted)]));
        samples.resize(end, 0);
    }
}

/// The decoder's words are signed samples under an unsigned name.
fn sound(words: &[u16]) -> impl Iterator<Item = i16> + '_ {
    words.iter().map(|word| word.cast_signed())
}

#[cfg(test)]
mod tests {
    use opusic_c::{Application, Bitrate, Encoder, InbandFec};
    use proptest::prelude::*;

    use super::*;

    const FRAME: usize = 960;

    /// A voice-like sound at 48 kHz, as a browser would send it: 20 ms a packet, speech, with redundancy.
    fn packets(frames: usize) -> Vec<Vec<u8>> {
        let mut encoder = Encoder::new(Channels::Mono, SampleRate::Hz48000, Application::Voip).unwrap();
        encoder.set_bitrate(Bitrate::Value(32_000)).unwrap();
        encoder.set_inband_fec(InbandFec::Mode1).unwrap();
        encoder.set_packet_loss(10).unwrap();
        let mut packet = vec![0; PACKET_BYTES_MAX];
        let mut encoded = |frame: usize| {
            let wave: Vec<u16> = (0..FRAME).map(|n| wave(frame * FRAME + n).cast_unsigned()).collect();
            let bytes = encoder.encode_to_slice(&wave, &mut packet).unwrap();
            packet[..bytes].to_vec()
        };
        (0..frames).map(&mut encoded).collect()
    }

    /// A hum of 500 Hz with overtones.
    fn wave(n: usize) -> i16 {
        let turn = n as f32 * 500.0 * std::f32::consts::TAU / 48_000.0;
        ((turn.sin() + (2.0 * turn).sin() * 0.5 + (3.0 * turn).sin() * 0.25) * 5_000.0) as i16
    }

    fn hear_all(packets: &[Vec<u8>], is_lost: impl Fn(usize) -> bool) -> Vec<Heard> {
        let mut ear = OpusEar::new().unwrap();
        let hear = |(n, payload): (usize, &Vec<u8>)| {
            let (sequence, timestamp) = (n as u64, (n * FRAME) as u32);
            let arrived = Duration::from_millis(20 * n as u64);
            (!is_lost(n)).then(|| ear.hear(Packet { sequence, timestamp, arrived, payload })).flatten()
        };
        packets.iter().enumerate().filter_map(hear).collect()
    }

    fn level(samples: &[i16]) -> f64 {
        (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    /// How alike two sounds are at the best shift of up to 10 ms, -1.0..=1.0.
    fn likeness(heard: &[i16]) -> f64 {
        let truth: Vec<f64> = (0..heard.len()).map(|n| f64::from(wave(n * 6))).collect();
        let at = |shift: usize| {
            let pairs = || heard[shift..].iter().map(|s| f64::from(*s)).zip(&truth);
            let dot: f64 = pairs().map(|(a, b)| a * b).sum();
            let (a, b): (f64, f64) = (pairs().map(|(a, _)| a * a).sum(), pairs().map(|(_, b)| b * b).sum());
            dot / (a * b).sqrt()
        };
        (0..80).map(at).fold(-1.0, f64::max)
    }

    fn joined(heard: &[Heard]) -> Vec<i16> {
        let mut all = Vec::new();
        for Heard { at, samples } in heard {
            assert_eq!(*at, all.len() as u64, "without a hole and without an overlap");
            all.extend(samples);
        }
        all
    }

    #[test]
    fn a_voice_is_heard_as_it_was_spoken_at_a_sixth_of_the_rate() {
        let heard = joined(&hear_all(&packets(100), |_| false));
        assert_eq!(heard.len(), 100 * 160);
        assert!(likeness(&heard) > 0.95, "{}", likeness(&heard));
    }

    #[test]
    fn one_lost_packet_in_ten_leaves_no_hole() {
        let heard = joined(&hear_all(&packets(100), |n| n % 10 == 7));
        assert_eq!(heard.len(), 100 * 160);
        assert!(likeness(&heard) > 0.88, "{}", likeness(&heard));
        let levels: Vec<f64> = heard.chunks(160).map(level).collect();
        // The encoder repeats what it takes for speech; after some thirty packets it takes the hum for noise.
        let carried = [7, 17, 27].map(|lost| levels[lost]).iter().sum::<f64>() / 3.0;
        assert!(carried > 3_500.0, "a packet carries the lost one, which a guess makes 3 100: {carried}");
        // Without that the decoder's guess fades by 9 dB from 4 000, which is no hole.
        let quietest = levels[5..].iter().copied().fold(f64::MAX, f64::min);
        assert!(quietest > 1_200.0, "{quietest}");
    }

    #[test]
    fn a_pause_longer_than_can_be_made_up_is_left_out_and_what_follows_keeps_its_place() {
        let heard = hear_all(&packets(100), |n| (20..50).contains(&n));
        let at: Vec<u64> = heard.iter().map(|heard| heard.at).collect();
        assert_eq!((at[19], at[20], heard[20].samples.len()), (19 * 160, 50 * 160, 160));
    }

    #[test]
    fn a_packet_out_of_order_is_concealed_once_and_then_dropped() {
        let packets = packets(5);
        let mut ear = OpusEar::new().unwrap();
        let mut hear = |n: usize| {
            let (sequence, timestamp, payload) = (n as u64, (n * FRAME) as u32, packets[n].as_slice());
            ear.hear(Packet { sequence, timestamp, arrived: Duration::from_millis(20 * n as u64), payload })
        };
        let lengths: Vec<Option<(u64, usize)>> =
            [0, 2, 1, 3, 3].map(|n| hear(n).map(|heard| (heard.at, heard.samples.len()))).to_vec();
        assert_eq!(lengths, [Some((0, 160)), Some((160, 320)), None, Some((480, 160)), None]);
    }

    #[test]
    fn what_is_no_packet_counts_as_lost() {
        let good = packets(3);
        let huge = vec![0xF8; PACKET_BYTES_MAX + 1];
        for bad in [&[][..], &[0xFF, 0xFF][..], &[0x03][..], &huge] {
            let mut ear = OpusEar::new().unwrap();
            let mut hear = |n: u64, payload: &[u8]| {
                let (timestamp, arrived) = (n as u32 * FRAME as u32, Duration::from_millis(20 * n));
                ear.hear(Packet { sequence: n, timestamp, arrived, payload }).map(|heard| heard.samples.len())
            };
            assert_eq!(hear(0, &good[0]), Some(160));
            assert_eq!(hear(1, bad), None);
            assert_eq!(hear(2, &good[2]), Some(320), "the hole is filled");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever a stranger sends, in whatever order: no panic, time runs on, and memory stays bounded.
        #[test]
        fn hostile_packets_do_no_harm(
            hostile in proptest::collection::vec(
                (any::<u64>(), any::<u32>(), 0..100_000u64, proptest::collection::vec(any::<u8>(), 0..200), 0..4usize),
                1..12,
            ),
        ) {
            let good = packets(4);
            let mut ear = OpusEar::new().unwrap();
            let mut next_at = 0;
            for (n, (sequence, timestamp, arrived_ms, bytes, kind)) in hostile.into_iter().enumerate() {
                // Some are noise, some real packets with a few bytes changed, some with a plausible place.
                let mut payload = if kind == 0 { bytes.clone() } else { good[n % good.len()].clone() };
                for (place, byte) in bytes.iter().take(3).enumerate() {
                    let place = (usize::from(*byte) * (place + 1)) % payload.len().max(1);
                    if let Some(old) = payload.get_mut(place) {
                        *old ^= byte;
                    }
                }
                let (sequence, timestamp, arrived_ms) = if kind > 1 {
                    (n as u64, (n * FRAME * kind) as u32, 20 * n as u64)
                } else {
                    (sequence, timestamp, arrived_ms)
                };
                let arrived = Duration::from_millis(arrived_ms);
                if let Some(heard) = ear.hear(Packet { sequence, timestamp, arrived, payload: &payload }) {
                    prop_assert!(heard.at >= next_at);
                    prop_assert!((1..=2 * PACKET_SAMPLES_MAX).contains(&heard.samples.len()));
                    next_at = heard.at + heard.samples.len() as u64;
                }
            }
        }
    }
}
