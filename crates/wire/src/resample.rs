//! 8 kHz to 16 kHz by a half-band filter, for speech recognition.
//!
//! Owns the filter and its history over frame borders. It must never know streams.

use std::f32::consts::PI;

/// Taps on each side of the new sample.
const SIDE_TAPS: usize = 8;

/// A running 8 → 16 kHz conversion; sound comes out [`SIDE_TAPS`] input samples late.
#[derive(Debug, Clone)]
pub struct Upsampler {
    taps: [f32; SIDE_TAPS],
    history: [f32; 2 * SIDE_TAPS],
}

impl Default for Upsampler {
    fn default() -> Self {
        Self { taps: taps(), history: [0.0; 2 * SIDE_TAPS] }
    }
}

impl Upsampler {
    /// Appends two samples to `wide` for each of `narrow`.
    pub fn push(&mut self, narrow: &[i16], wide: &mut Vec<i16>) {
        wide.reserve(narrow.len() * 2);
        for sample in narrow {
            self.history.copy_within(1.., 0);
            self.history[2 * SIDE_TAPS - 1] = f32::from(*sample);
            let middle = self.history[SIDE_TAPS - 1];
            wide.push(rounded(middle));
            wide.push(rounded(self.halfway()));
        }
    }

    fn halfway(&self) -> f32 {
        let pair = |(k, tap): (usize, &f32)| tap * (self.history[SIDE_TAPS - 1 - k] + self.history[SIDE_TAPS + k]);
        self.taps.iter().enumerate().map(pair).sum()
    }
}

/// A windowed sinc at half-sample distances, scaled so that a constant stays itself.
fn taps() -> [f32; SIDE_TAPS] {
    let mut taps = [0.0; SIDE_TAPS];
    for (k, tap) in taps.iter_mut().enumerate() {
        let distance = k as f32 + 0.5;
        let sinc = (PI * distance).sin() / (PI * distance);
        let window = 0.54 + 0.46 * (PI * distance / SIDE_TAPS as f32).cos();
        *tap = sinc * window;
    }
    let sum: f32 = taps.iter().sum();
    taps.map(|tap| tap / (2.0 * sum))
}

fn rounded(value: f32) -> i16 {
    value.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(samples: &[i16], rate_hz: f32, tone_hz: f32) -> f32 {
        let step = 2.0 * PI * tone_hz / rate_hz;
        let sum = |f: fn(f32) -> f32| -> f32 {
            samples.iter().enumerate().map(|(n, s)| f32::from(*s) * f(step * n as f32)).sum()
        };
        sum(f32::sin).hypot(sum(f32::cos)) * 2.0 / samples.len() as f32
    }

    #[test]
    fn a_tone_keeps_its_level_and_its_mirror_image_is_40_db_down() {
        let narrow: Vec<i16> =
            (0..8_000).map(|n| ((2.0 * PI * 1_000.0 * n as f32 / 8_000.0).sin() * 10_000.0) as i16).collect();
        let mut wide = Vec::new();
        let mut upsampler = Upsampler::default();
        for frame in narrow.chunks(160) {
            upsampler.push(frame, &mut wide);
        }
        assert_eq!(wide.len(), 16_000);
        let settled = &wide[1_600..];
        let tone = level(settled, 16_000.0, 1_000.0);
        assert!((9_800.0..=10_200.0).contains(&tone), "{tone}");
        assert!(level(settled, 16_000.0, 7_000.0) < tone / 100.0);
    }
}
