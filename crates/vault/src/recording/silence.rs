//! Which stretches of which side are to be silent: joined, widened, clipped, applied to sound.
//!
//! Pure. It must never know why a stretch is silenced. Next: `silenced_copy`, which uses it on files.

use std::ops::Range;

/// One side of a stereo recording, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channels {
    /// The caller.
    Left,
    /// Everyone but the caller.
    Right,
    /// Both.
    Both,
}

/// A stretch to be silenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// On which side.
    pub channels: Channels,
    /// Begin since the recording's begin, in milliseconds.
    pub start_ms: u64,
    /// End since the recording's begin, in milliseconds.
    pub end_ms: u64,
}

/// All silenced stretches of a stereo recording, in frames, in order, none touching another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Silences {
    sides: [Vec<Range<u64>>; 2],
}

/// Bytes of one sample.
const SAMPLE_LEN: usize = 2;
/// Bytes of one frame of both sides.
const FRAME_LEN: usize = 2 * SAMPLE_LEN;

impl Silences {
    /// Joins stretches in any order, each widened by `margin_ms` on both ends and clipped to `frames`.
    /// A stretch whose end lies before its begin is taken as the time between both: it is unsure, and
    /// unsure means silent.
    #[must_use]
    pub fn of(stretches: &[Silence], margin_ms: u64, sample_rate: u32, frames: u64) -> Self {
        let place = |ms: u64| ms.saturating_mul(u64::from(sample_rate)) / 1_000;
        let mut sides = [Vec::new(), Vec::new()];
        for one in stretches {
            let (start_ms, end_ms) = (one.start_ms.min(one.end_ms), one.start_ms.max(one.end_ms));
            let start = place(start_ms.saturating_sub(margin_ms)).min(frames);
            let end = place(end_ms.saturating_add(margin_ms).saturating_add(1)).min(frames);
            for side in of_channels(one.channels) {
                sides[*side].push(start..end);
            }
        }
        Self { sides: sides.map(joined) }
    }

    /// Silenced stretches of the caller's side and of the other, in frames.
    #[must_use]
    pub fn sides(&self) -> &[Vec<Range<u64>>; 2] {
        &self.sides
    }

    /// Whether nothing is silenced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sides.iter().all(Vec::is_empty)
    }

    /// Writes silence into interleaved 16-bit stereo whose first frame is `first` of the recording.
    pub fn apply(&self, first: u64, sound: &mut [u8]) {
        let until = first + (sound.len() / FRAME_LEN) as u64;
        for (side, stretches) in self.sides.iter().enumerate() {
            let begin = stretches.partition_point(|one| one.end <= first);
            for one in stretches[begin..].iter().take_while(|one| one.start < until) {
                let from = one.start.max(first) - first;
                let to = one.end.min(until) - first;
                for frame in from..to {
                    let at = frame as usize * FRAME_LEN + side * SAMPLE_LEN;
                    sound[at..at + SAMPLE_LEN].fill(0);
                }
            }
        }
    }
}

fn of_channels(channels: Channels) -> &'static [usize] {
    match channels {
        Channels::Left => &[0],
        Channels::Right => &[1],
        Channels::Both => &[0, 1],
    }
}

/// In order, with touching and overlapping stretches made one.
fn joined(mut stretches: Vec<Range<u64>>) -> Vec<Range<u64>> {
    stretches.retain(|one| one.start < one.end);
    stretches.sort_unstable_by_key(|one| (one.start, one.end));
    let mut joined: Vec<Range<u64>> = Vec::with_capacity(stretches.len());
    for one in stretches {
        match joined.last_mut() {
            Some(last) if one.start <= last.end => last.end = last.end.max(one.end),
            Some(_) | None => joined.push(one),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stretch(channels: Channels, start_ms: u64, end_ms: u64) -> Silence {
        Silence { channels, start_ms, end_ms }
    }

    #[test]
    fn stretches_are_widened_clipped_and_joined_on_their_own_side() {
        let check = |stretches: &[Silence], margin_ms, left: &[(u64, u64)], right: &[(u64, u64)]| {
            let silences = Silences::of(stretches, margin_ms, 8_000, 80_000);
            let wanted = [left, right].map(|side| side.iter().map(|(from, to)| *from..*to).collect::<Vec<_>>());
            assert_eq!(silences.sides(), &wanted, "{stretches:?} + {margin_ms}");
        };
        let (l, r, b) = (Channels::Left, Channels::Right, Channels::Both);
        check(&[], 100, &[], &[]);
        check(&[stretch(l, 1_000, 2_000)], 0, &[(8_000, 16_008)], &[]);
        check(&[stretch(r, 1_000, 2_000)], 100, &[], &[(7_200, 16_808)]);
        check(&[stretch(b, 0, 10)], 100, &[(0, 888)], &[(0, 888)]);
        check(&[stretch(l, 9_900, 20_000)], 100, &[(78_400, 80_000)], &[]);
        check(&[stretch(l, 50_000, 60_000)], 100, &[], &[]);
        check(&[stretch(l, 3_000, 4_000), stretch(l, 1_000, 2_000)], 0, &[(8_000, 16_008), (24_000, 32_008)], &[]);
        check(&[stretch(l, 1_000, 2_000), stretch(l, 2_150, 3_000)], 100, &[(7_200, 24_808)], &[]);
        check(&[stretch(l, 1_000, 5_000), stretch(l, 2_000, 3_000)], 0, &[(8_000, 40_008)], &[]);
        check(&[stretch(l, 2_000, 1_000)], 0, &[(8_000, 16_008)], &[]);
        check(&[stretch(l, 0, u64::MAX)], u64::MAX, &[(0, 80_000)], &[]);
    }

    proptest! {
        #[test]
        fn a_frame_is_silent_exactly_where_a_stretch_covers_it_in_chunks_of_any_size(
            spans in prop::collection::vec((0u8..3, 0u64..60, 0u64..60), 0..6), chunk in 1usize..300,
        ) {
            let stretches: Vec<Silence> = spans.iter().map(|(side, start_ms, end_ms)| {
                let channels = [Channels::Left, Channels::Right, Channels::Both][usize::from(*side)];
                stretch(channels, *start_ms, *end_ms)
            }).collect();
            let silences = Silences::of(&stretches, 0, 8_000, 400);
            let mut sound = vec![7_u8; 400 * FRAME_LEN];
            let mut first = 0;
            for part in sound.chunks_mut(chunk * FRAME_LEN) {
                silences.apply(first, part);
                first += (part.len() / FRAME_LEN) as u64;
            }
            for (frame, bytes) in sound.chunks(FRAME_LEN).enumerate() {
                let ms = frame as u64 / 8;
                for side in 0..2 {
                    let covered = stretches.iter().any(|one| {
                        let (a, b) = (one.start_ms.min(one.end_ms), one.start_ms.max(one.end_ms));
                        of_channels(one.channels).contains(&side) && (a..=b).contains(&ms)
                    });
                    let expected = if covered { [0, 0] } else { [7, 7] };
                    prop_assert_eq!(&bytes[side * 2..side * 2 + 2], &expected, "frame {} side {}", frame, side);
                }
            }
        }
    }
}
