//! The mel filters a Whisper model listens through, computed as librosa does (Slaney's scale and norm).

/// Rate of the sound, in Hz.
const RATE_HZ: f64 = 16_000.0;
/// Width of the transform, in samples.
const WINDOW: usize = 400;
/// Bins of the transform.
pub(super) const BINS: usize = WINDOW / 2 + 1;
/// Hz a mel where the scale is linear.
const LINEAR_HZ: f64 = 200.0 / 3.0;
/// Where the scale turns logarithmic, in mel and in Hz.
const TURN_MEL: f64 = 15.0;
const TURN_HZ: f64 = 1_000.0;

/// Weights of `bands` filters, band by band, each with [`BINS`] numbers.
pub(super) fn filters(bands: usize) -> Vec<f32> {
    let edges = edges(bands);
    let mut weights = Vec::with_capacity(bands * BINS);
    for edge in edges.windows(3) {
        let &[low, centre, high] = edge else { continue };
        let norm = 2.0 / (high - low);
        for bin in 0..BINS {
            let frequency = RATE_HZ / 2.0 / (BINS - 1) as f64 * bin as f64;
            let rising = -(low - frequency) / (centre - low);
            let falling = (high - frequency) / (high - centre);
            let height = rising.min(falling);
            // Not `max`: which nought it answers for two of unlike sign is the compiler's choice, and a bit of the file.
            weights.push(if height < 0.0 { 0.0 } else { (height * norm) as f32 });
        }
    }
    weights
}

/// Borders of the filters in Hz: two more than there are bands.
fn edges(bands: usize) -> Vec<f64> {
    let top = mel(RATE_HZ / 2.0);
    let step = top / (bands + 1) as f64;
    (0..bands + 2).map(|index| if index == bands + 1 { hz(top) } else { hz(step * index as f64) }).collect()
}

fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn mel(hz: f64) -> f64 {
    if hz < TURN_HZ { hz / LINEAR_HZ } else { TURN_MEL + (hz / TURN_HZ).ln() / log_step() }
}

fn hz(mel: f64) -> f64 {
    if mel < TURN_MEL { mel * LINEAR_HZ } else { TURN_HZ * (log_step() * (mel - TURN_MEL)).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_rises_to_one_peak_and_falls() {
        let weights = filters(80);
        assert_eq!(weights.len(), 80 * BINS);
        assert_eq!(weights.iter().position(|weight| weight.is_sign_negative()), Some(0), "the one nought below nought");
        for (band, filter) in weights.chunks(BINS).enumerate() {
            let peak = filter.iter().copied().fold(0.0, f32::max);
            assert!(peak > 0.0, "filter {band} hears nothing");
            let rises = filter.windows(2).filter(|pair| pair[0] == 0.0 && pair[1] > 0.0).count();
            assert!(rises <= 1, "filter {band} hears in two places");
        }
    }

    #[test]
    fn the_scale_is_linear_below_and_logarithmic_above_one_kilohertz() {
        let check = |value: f64, wanted: f64| assert!((mel(value) - wanted).abs() < 1e-9, "{value} Hz");
        check(200.0, 3.0);
        check(1_000.0, 15.0);
        check(6_400.0, 42.0);
    }
}
