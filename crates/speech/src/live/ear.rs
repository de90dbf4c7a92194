//! The leg's sound cut into frames of 16 ms, each with whether somebody speaks in it.
//!
//! Owns the voice detector and what happens where sound is missing or comes twice.

use super::floor::Floor;
use super::pace::samples;
use std::fmt;
use wire::resample::Upsampler;

/// Samples in a frame at the leg's rate; the detector takes 256 at twice the rate.
pub(super) const FRAME_SAMPLES: usize = 128;
/// Missing sound up to this length is heard as silence, so that a lost packet splits no sentence.
pub(super) const GAP_FILLED_MS_MAX: u32 = 1_000;
/// Voice begins at this score of the detector.
const SCORE_ON: f32 = 0.5;
/// Voice goes on down to this score.
const SCORE_STAYS: f32 = 0.35;
/// Below this level (root mean square) nothing is voice: 64 dB under full scale.
const LEVEL_MIN: f32 = 20.0;

/// 16 ms of the leg.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Position of the first sample.
    pub(super) at: u64,
    /// The sound at 8 kHz.
    pub(super) sound: [i16; FRAME_SAMPLES],
    /// Whether somebody speaks.
    pub(super) voiced: bool,
    /// How sure the detector is of a voice, 0.0..=1.0.
    pub(super) score: f32,
    /// Root mean square.
    pub(super) level: f32,
}

/// What the ear passes on.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    /// Sound.
    Frame(Box<Frame>),
    /// Too much is missing for a sentence to go over it.
    Gap,
}

/// One leg's ear.
pub(super) struct Ear {
    detector: Box<earshot::Detector>,
    upsampler: Upsampler,
    /// Position of the frame that is not whole yet; None before the first sound.
    frame_at: Option<u64>,
    /// What is there of that frame.
    begun: Vec<i16>,
    floor: Floor,
    voiced: bool,
}

impl fmt::Debug for Ear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ear").field("frame_at", &self.frame_at).field("voiced", &self.voiced).finish_non_exhaustive()
    }
}

impl Ear {
    pub(super) fn new() -> Self {
        Self {
            detector: earshot::Detector::default_boxed(),
            upsampler: Upsampler::default(),
            frame_at: None,
            begun: Vec::with_capacity(FRAME_SAMPLES),
            floor: Floor::default(),
            voiced: false,
        }
    }

    /// Takes sound that begins at position `at`. What was heard before is not heard again.
    pub(super) fn hear(&mut self, at: u64, sound: &[i16]) -> Vec<Heard> {
        let mut out = Vec::new();
        let expected = *self.frame_at.get_or_insert(at) + self.begun.len() as u64;
        if at > expected {
            self.bridge(at, at - expected, &mut out);
        }
        let known = usize::try_from(expected.saturating_sub(at)).unwrap_or(usize::MAX);
        let fresh = sound.get(known..).unwrap_or_default();
        self.take(fresh, &mut out);
        out
    }

    /// Fills the last frame with silence.
    pub(super) fn finish(&mut self) -> Vec<Heard> {
        let mut out = Vec::new();
        self.fill_frame(&mut out);
        out
    }

    fn bridge(&mut self, at: u64, missing: u64, out: &mut Vec<Heard>) {
        if missing <= samples(GAP_FILLED_MS_MAX) {
            let silence = vec![0; usize::try_from(missing).unwrap_or_default()];
            self.take(&silence, out);
            return;
        }
        self.fill_frame(out);
        self.frame_at = Some(at);
        self.detector.reset();
        self.upsampler = Upsampler::default();
        self.voiced = false;
        out.push(Heard::Gap);
    }

    fn fill_frame(&mut self, out: &mut Vec<Heard>) {
        if !self.begun.is_empty() {
            let silence = vec![0; FRAME_SAMPLES - self.begun.len()];
            self.take(&silence, out);
        }
    }

    fn take(&mut self, sound: &[i16], out: &mut Vec<Heard>) {
        for sample in sound {
            self.begun.push(*sample);
            if let Ok(whole) = <[i16; FRAME_SAMPLES]>::try_from(self.begun.as_slice()) {
                self.begun.clear();
                let at = self.frame_at.unwrap_or_default();
                self.frame_at = Some(at + FRAME_SAMPLES as u64);
                out.push(Heard::Frame(Box::new(self.frame(at, whole))));
            }
        }
    }

    fn frame(&mut self, at: u64, sound: [i16; FRAME_SAMPLES]) -> Frame {
        let mut wide = Vec::with_capacity(2 * FRAME_SAMPLES);
        self.upsampler.push(&sound, &mut wide);
        let score = self.detector.predict_i16(&wide).clamp(0.0, 1.0);
        let level = level(&sound);
        let needed = if self.voiced { SCORE_STAYS } else { SCORE_ON };
        let is_over = self.floor.is_over(level);
        self.voiced = score >= needed && level >= LEVEL_MIN && is_over;
        Frame { at, sound, voiced: self.voiced, score, level }
    }
}

/// Root mean square.
pub(super) fn level(sound: &[i16]) -> f32 {
    let sum: f32 = sound.iter().map(|sample| f32::from(*sample).powi(2)).sum();
    (sum / sound.len().max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(heard: &[Heard]) -> Vec<u64> {
        heard.iter().filter_map(|heard| if let Heard::Frame(frame) = heard { Some(frame.at) } else { None }).collect()
    }

    #[test]
    fn sound_that_comes_twice_or_out_of_line_is_heard_once() {
        let mut ear = Ear::new();
        assert_eq!(frames(&ear.hear(1_000, &[1; 200])), [1_000]);
        assert!(frames(&ear.hear(1_000, &[1; 200])).is_empty());
        assert_eq!(frames(&ear.hear(1_100, &[1; 156])), [1_128]);
        assert!(frames(&ear.hear(0, &[1; 1_000])).is_empty());
    }

    #[test]
    fn a_lost_packet_is_silence_and_a_long_gap_is_told() {
        let mut ear = Ear::new();
        ear.hear(0, &[500; 128]);
        let heard = ear.hear(288, &[500; 96]);
        assert_eq!(frames(&heard), [128, 256]);
        let Heard::Frame(filled) = &heard[0] else { panic!("no frame") };
        assert_eq!(filled.level, 0.0);
        let heard = ear.hear(100_000, &[500; 128]);
        assert!(matches!(heard.as_slice(), [Heard::Gap, Heard::Frame(frame)] if frame.at == 100_000));
    }

    #[test]
    fn silence_hiss_and_a_steady_tone_are_no_voice_once_the_line_is_known() {
        let mut seed = 1_u32;
        let mut hiss = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 22) as i16 - 512
        };
        let noise: Vec<i16> = (0..80_000).map(|_| hiss()).collect();
        let tone: Vec<i16> = (0..80_000).map(|n| ((n as f32 * 0.345).sin() * 6_000.0) as i16).collect();
        for sound in [vec![0; 80_000], noise, tone] {
            let mut ear = Ear::new();
            let heard = ear.hear(0, &sound);
            let voiced =
                heard.iter().skip(64).filter(|heard| matches!(heard, Heard::Frame(frame) if frame.voiced)).count();
            assert!(voiced < 3, "{voiced} of {} frames", heard.len());
        }
    }
}
