//! Sounds whose end nobody waits for: the tone that tells who speaks that somebody listens.
//!
//! Owns its rendering: short, soft and higher than voices, so that it is noticed and covers no word.
//! Next: `watching`, which plays it.

use std::f64::consts::PI;

/// Tag of sounds whose end nobody waits for.
pub(super) const NO_TAG: u64 = u64::MAX;

/// Rate in Hz.
const RATE_HZ: f64 = 8_000.0;
/// Pitch in Hz, as the tones of recording machines have it (ITU-T E.180 family: 1 400 Hz).
const PITCH_HZ: f64 = 1_400.0;
/// Length in seconds.
const LENGTH_S: f64 = 0.3;
/// Rise and fall in seconds.
const FADE_S: f64 = 0.02;
/// Loudness.
const LEVEL: f64 = 2_000.0;

/// 300 ms at 8 kHz.
#[must_use]
pub fn listen_tone() -> Vec<i16> {
    let sample = |n: usize| {
        let t = n as f64 / RATE_HZ;
        let fade = (t / FADE_S).min((LENGTH_S - t) / FADE_S).clamp(0.0, 1.0);
        (LEVEL * fade * (2.0 * PI * PITCH_HZ * t).sin()) as i16
    };
    (0..(LENGTH_S * RATE_HZ) as usize).map(sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tone_is_short_soft_and_begins_and_ends_without_a_click() {
        let tone = listen_tone();
        assert_eq!(tone.len(), 2_400);
        let loudest = tone.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!((1_500..2_500).contains(&loudest), "{loudest}");
        assert!(tone[0].unsigned_abs() < 50 && tone[2_399].unsigned_abs() < 50);
    }
}
