//! Hold music: the broken chords of J. S. Bach's first prelude (BWV 846, public domain), played by sine tones.
//!
//! Owns its own rendering so that no recording with a licence is needed. Next: nothing; the
//! player loops it.

use std::f64::consts::PI;

/// Rate in Hz.
const RATE_HZ: f64 = 8_000.0;
/// Length of one note in seconds.
const NOTE_S: f64 = 0.24;
/// Loudness of one note; quiet, since people listen to it close to the ear.
const LEVEL: f64 = 2_600.0;

/// Five notes of each of the first bars, as MIDI numbers; a bar plays them 1 2 3 4 5 3 4 5, twice.
const BARS: [[u8; 5]; 11] = [
    [60, 64, 67, 72, 76],
    [60, 62, 69, 74, 77],
    [59, 62, 67, 74, 77],
    [60, 64, 67, 72, 76],
    [60, 64, 69, 76, 81],
    [60, 62, 66, 69, 74],
    [59, 62, 67, 74, 79],
    [59, 60, 64, 67, 72],
    [57, 60, 64, 67, 72],
    [50, 57, 62, 66, 72],
    [55, 59, 62, 67, 71],
];
const ORDER: [usize; 8] = [0, 1, 2, 3, 4, 2, 3, 4];

/// About 42 seconds at 8 kHz, made to be looped.
#[must_use]
pub fn hold_music() -> Vec<i16> {
    let note = (NOTE_S * RATE_HZ) as usize;
    let notes: Vec<u8> = BARS.iter().flat_map(|bar| ORDER.iter().chain(&ORDER).map(|place| bar[*place])).collect();
    let mut mixed = vec![0.0; notes.len() * note];
    let length = mixed.len();
    for (index, midi) in notes.iter().enumerate() {
        for (offset, sample) in ringing(*midi).enumerate() {
            // The tail of the last notes runs into the first bar, so the loop has no seam.
            mixed[(index * note + offset) % length] += sample;
        }
    }
    mixed.into_iter().map(|sample| sample.clamp(-32_000.0, 32_000.0) as i16).collect()
}

/// One plucked note of a second and a half.
fn ringing(midi: u8) -> impl Iterator<Item = f64> {
    let hz = 440.0 * 2f64.powf((f64::from(midi) - 69.0) / 12.0);
    (0..(1.5 * RATE_HZ) as usize).map(move |n| {
        let t = n as f64 / RATE_HZ;
        let attack = (t / 0.008).min(1.0);
        let fade = (-3.2 * t).exp() * (1.0 - t / 1.5);
        let tone = (2.0 * PI * hz * t).sin() + 0.25 * (4.0 * PI * hz * t).sin();
        LEVEL * attack * fade * tone
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_is_long_audible_and_never_clips() {
        let music = hold_music();
        assert!(music.len() > 40 * 8_000);
        let loudest = music.iter().map(|s| s.unsigned_abs()).max().unwrap();
        assert!((3_000..20_000).contains(&loudest), "{loudest}");
    }
}
