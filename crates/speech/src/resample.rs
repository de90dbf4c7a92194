//! Offline sample-rate conversion by a windowed sinc; quality before speed, for prompts only.
//!
//! Live audio never passes here: the media core has its own half-band filter.

use std::f64::consts::PI;

/// Zero crossings of the sinc on each side of its centre.
const LOBES: f64 = 16.0;

/// Converts `samples` at `from_hz` to `to_hz`, band-limited to the lower of the two rates.
/// Returns an empty vector when a rate is zero.
#[must_use]
pub fn resample(samples: &[i16], from_hz: u32, to_hz: u32) -> Vec<i16> {
    if from_hz == 0 || to_hz == 0 {
        return Vec::new();
    }
    if from_hz == to_hz {
        return samples.to_vec();
    }
    let step = f64::from(from_hz) / f64::from(to_hz);
    let cutoff = (1.0 / step).min(1.0) * 0.95;
    let count = (samples.len() as f64 / step) as usize;
    (0..count).map(|at| clamp(interpolate(samples, at as f64 * step, cutoff))).collect()
}

/// Value of the band-limited signal at `position`, in input samples.
fn interpolate(samples: &[i16], position: f64, cutoff: f64) -> f64 {
    let reach = LOBES / cutoff;
    let first = (position - reach).ceil().max(0.0) as usize;
    let last = ((position + reach).floor() as usize).min(samples.len().saturating_sub(1));
    (first..=last)
        .filter_map(|index| samples.get(index).map(|sample| (index, f64::from(*sample))))
        .map(|(index, sample)| {
            let distance = index as f64 - position;
            sample * cutoff * sinc(distance * cutoff) * window(distance / reach)
        })
        .sum()
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// Hann window over -1.0..=1.0.
fn window(x: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { 0.5 + 0.5 * (PI * x).cos() }
}

fn clamp(value: f64) -> i16 {
    value.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f64, rate_hz: u32, count: usize) -> Vec<i16> {
        (0..count).map(|n| ((2.0 * PI * hz * n as f64 / f64::from(rate_hz)).sin() * 10_000.0) as i16).collect()
    }

    fn level(samples: &[i16]) -> f64 {
        (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    #[test]
    fn a_tone_in_the_telephone_band_keeps_its_level() {
        let out = resample(&tone(1_000.0, 48_000, 48_000), 48_000, 8_000);
        assert_eq!(out.len(), 8_000);
        let ratio = level(&out[200..7_800]) / level(&tone(1_000.0, 8_000, 8_000));
        assert!((ratio - 1.0).abs() < 0.02, "ratio {ratio}");
    }

    #[test]
    fn a_tone_above_the_band_is_gone_instead_of_folded_back() {
        let out = resample(&tone(6_000.0, 48_000, 48_000), 48_000, 8_000);
        assert!(level(&out[200..7_800]) < 100.0, "level {}", level(&out));
    }

    #[test]
    fn a_rate_of_zero_gives_nothing() {
        assert!(resample(&[1, 2, 3], 0, 8_000).is_empty());
    }
}
