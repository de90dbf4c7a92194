//! Key tones in sound (ITU-T Q.23, Q.24): where they are, never which key it was.
//!
//! Pure. Half-overlapping windows of 25 ms are tried for the eight frequencies (Goertzel). A tone counts when
//! one low and one high frequency stand alone, about equally loud, and carry most of the window, in two
//! windows in a row: 38 ms, what Q.24 lets a receiver ask for. It must never know recordings.

/// Frequencies of the rows and columns of a keypad, in hertz.
const ROWS: [f32; 4] = [697.0, 770.0, 852.0, 941.0];
const COLUMNS: [f32; 4] = [1_209.0, 1_336.0, 1_477.0, 1_633.0];
const SAMPLE_RATE: f32 = 8_000.0;
/// Samples of a window: long enough to part neighbouring rows, short enough for a short key.
const WINDOW: usize = 205;
/// Samples between two windows.
const STEP: usize = 102;
/// Windows in a row that make a tone.
const WINDOWS_MIN: usize = 2;
/// Smallest amplitude of each of the two frequencies, of 32768: about -46 dB.
const AMPLITUDE_MIN: f32 = 160.0;
/// Largest ratio of the two amplitudes: 10 dB (Q.24 asks for 8).
const TWIST_MAX: f32 = 3.2;
/// Largest other frequency of the same group beside the chosen one.
const NEIGHBOUR_MAX: f32 = 0.5;
/// Smallest share of the window's energy the two frequencies carry before they are measured where they really are.
const SHARE_ROUGH_MIN: f32 = 0.55;
/// The same after: a key's tones are almost all there is, a voice always brings more of its harmonics along.
const SHARE_MIN: f32 = 0.9;
/// How far a telephone's frequencies may be off, in steps tried (Q.24: 1.8 %).
const OFFSETS: [f32; 7] = [-0.018, -0.012, -0.006, 0.0, 0.006, 0.012, 0.018];

/// Where a tone is, in samples of 8 kHz from the first heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToneSpan {
    /// First sample.
    pub start: u64,
    /// First sample after it.
    pub end: u64,
}

/// Finds key tones in one side's sound, however it is divided.
#[derive(Debug, Clone, Default)]
pub struct ToneFinder {
    waiting: Vec<i16>,
    /// Place of the first waiting sample.
    at: u64,
    open: Option<Open>,
    found: Vec<ToneSpan>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    /// Row and column, to tell one key from the next; it leaves this file in no form.
    key: (usize, usize),
    span: ToneSpan,
    windows: usize,
}

impl ToneFinder {
    /// Looks at further samples of 8 kHz.
    pub fn hear(&mut self, samples: &[i16]) {
        self.waiting.extend_from_slice(samples);
        let mut done = 0;
        while let Some(window) = self.waiting.get(done..done + WINDOW) {
            let key = key(window);
            self.window(key, self.at + done as u64);
            done += STEP;
        }
        self.waiting.drain(..done);
        self.at += done as u64;
    }

    /// The tones of everything heard, in order.
    #[must_use]
    pub fn finish(mut self) -> Vec<ToneSpan> {
        self.close();
        self.found
    }

    fn window(&mut self, key: Option<(usize, usize)>, start: u64) {
        let end = start + WINDOW as u64;
        match (key, &mut self.open) {
            (Some(key), Some(open)) if open.key == key => {
                open.span.end = end;
                open.windows += 1;
            }
            (Some(key), _) => {
                self.close();
                self.open = Some(Open { key, span: ToneSpan { start, end }, windows: 1 });
            }
            (None, _) => self.close(),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take().filter(|open| open.windows >= WINDOWS_MIN) {
            // The windows at both ends held the tone in part.
            let step = STEP as u64;
            self.found.push(ToneSpan { start: open.span.start.saturating_sub(step), end: open.span.end + step });
        }
    }
}

/// The row and column of the tone that fills a window.
fn key(window: &[i16]) -> Option<(usize, usize)> {
    let samples = window.len() as f32;
    let energy = window.iter().map(|sample| f32::from(*sample).powi(2)).sum::<f32>() / samples;
    if energy < AMPLITUDE_MIN * AMPLITUDE_MIN {
        return None;
    }
    let (row, low) = alone(window, &ROWS)?;
    let (column, high) = alone(window, &COLUMNS)?;
    let share = |low: f32, high: f32| (low * low + high * high) / (2.0 * energy);
    if share(low, high) < SHARE_ROUGH_MIN {
        return None;
    }
    let (low, high) = (loudest_near(window, ROWS[row]), loudest_near(window, COLUMNS[column]));
    let even = low <= high * TWIST_MAX && high <= low * TWIST_MAX;
    (even && share(low, high) >= SHARE_MIN).then_some((row, column))
}

/// The amplitude where a frequency really is, a little off its place.
fn loudest_near(window: &[i16], frequency: f32) -> f32 {
    OFFSETS.iter().map(|off| amplitude(window, frequency * (1.0 + off))).fold(0.0, f32::max)
}

/// The loudest frequency of a group and its amplitude, when no other comes near it.
fn alone(window: &[i16], group: &[f32; 4]) -> Option<(usize, f32)> {
    let loud = group.map(|frequency| amplitude(window, frequency));
    let (best, most) = loud.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let others = loud.iter().enumerate().filter(|(at, _)| *at != best);
    let is_alone = others.map(|(_, one)| *one).all(|one| one <= most * NEIGHBOUR_MAX);
    (most >= AMPLITUDE_MIN && is_alone).then_some((best, most))
}

/// Amplitude of one frequency in a window (Goertzel).
fn amplitude(window: &[i16], frequency: f32) -> f32 {
    let turn = 2.0 * (std::f32::consts::TAU * frequency / SAMPLE_RATE).cos();
    let (mut before, mut earlier) = (0.0_f32, 0.0_f32);
    for sample in window {
        let now = f32::from(*sample) + turn * before - earlier;
        (before, earlier) = (now, before);
    }
    let power = before * before + earlier * earlier - turn * before * earlier;
    2.0 * power.max(0.0).sqrt() / window.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::g711;
    use crate::sdp::Codec;

    /// A tone of a key as a telephone sends it, through G.711.
    fn tone(row: usize, column: usize, samples: usize, level: f32, off: f32) -> Vec<i16> {
        let wave = |n: usize, frequency: f32| (std::f32::consts::TAU * frequency * off * n as f32 / SAMPLE_RATE).sin();
        (0..samples)
            .map(|n| (level * (wave(n, ROWS[row]) + wave(n, COLUMNS[column]))) as i16)
            .map(through_g711)
            .collect()
    }

    fn through_g711(sample: i16) -> i16 {
        g711::decode(Codec::Pcmu, g711::encode(Codec::Pcmu, sample))
    }

    fn found(samples: &[i16], piece: usize) -> Vec<ToneSpan> {
        let mut finder = ToneFinder::default();
        samples.chunks(piece).for_each(|piece| finder.hear(piece));
        finder.finish()
    }

    /// A voiced sound: harmonics of a pitch that moves, shaped by two formants.
    fn voice(pitch: f32, formants: [f32; 2], samples: usize) -> Vec<i16> {
        let mut phase = 0.0_f32;
        let shape = |f: f32| formants.iter().map(|at| 1.0 / (1.0 + ((f - at) / 120.0).powi(2))).sum::<f32>();
        let sample = |n: usize| {
            let now = pitch * (1.0 + 0.05 * (n as f32 / 900.0).sin());
            phase += std::f32::consts::TAU * now / SAMPLE_RATE;
            let sum: f32 = (1..24).map(|k| shape(k as f32 * now) * (k as f32 * phase).sin()).sum();
            (sum * 4_000.0) as i16
        };
        (0..samples).map(sample).collect()
    }

    #[test]
    fn every_key_is_found_where_it_is_in_pieces_of_any_length_loud_and_faint_and_off_by_one_percent() {
        for (row, column) in (0..4).flat_map(|row| (0..4).map(move |column| (row, column))) {
            for (level, off) in [(8_000.0, 1.0), (400.0, 1.0), (8_000.0, 1.01), (8_000.0, 0.99)] {
                let mut sound = vec![0; 1_000];
                sound.extend(tone(row, column, 640, level, off));
                sound.extend(vec![0; 1_000]);
                let spans = found(&sound, sound.len());
                assert_eq!(spans, found(&sound, 160), "the division does not matter");
                let [span] = spans.as_slice() else { panic!("{row} {column} {level} {off}: {spans:?}") };
                assert!(span.start.abs_diff(1_000) <= 205 && span.end.abs_diff(1_640) <= 205, "{span:?}");
            }
        }
    }

    #[test]
    fn two_keys_in_a_row_are_two_tones_and_a_click_is_none() {
        let gap = vec![0; 400];
        let twice = [tone(0, 0, 800, 6_000.0, 1.0), gap.clone(), tone(3, 1, 800, 6_000.0, 1.0), gap].concat();
        assert_eq!(found(&twice, 160).len(), 2);
        let click = [vec![0; 500], tone(0, 0, 100, 6_000.0, 1.0), vec![0; 500]].concat();
        assert_eq!(found(&click, 160), []);
    }

    #[test]
    fn a_tone_over_a_quiet_room_is_found() {
        let mut sound = [vec![0; 800], tone(2, 2, 960, 5_000.0, 1.0), vec![0; 800]].concat();
        let mut seed = 7_u32;
        for sample in &mut sound {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *sample = sample.saturating_add((seed >> 16) as i16 / 32);
        }
        assert_eq!(found(&sound, 160).len(), 1);
    }

    #[test]
    fn voices_noise_single_tones_and_silence_are_no_keys() {
        for pitch in (90..320).step_by(7) {
            for formants in [[300.0, 2_200.0], [500.0, 900.0], [700.0, 1_220.0], [770.0, 1_336.0], [941.0, 1_477.0]] {
                let spans = found(&voice(pitch as f32, formants, 8_000), 160);
                assert_eq!(spans, [], "pitch {pitch}, {formants:?}");
            }
        }
        let mut seed = 1_u32;
        let noise = (0..80_000).map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as i16
        });
        assert_eq!(found(&noise.collect::<Vec<_>>(), 160), []);
        let single = |n: usize| (8_000.0 * (std::f32::consts::TAU * 400.0 * n as f32 / SAMPLE_RATE).sin()) as i16;
        assert_eq!(found(&(0..8_000).map(single).collect::<Vec<_>>(), 160), [], "a dialling tone");
        assert_eq!(found(&[0; 8_000], 160), []);
    }
}
