//! Pauses in sound: where a silenced stretch may begin and end without leaving half a digit.
//!
//! Pure. Works on 8 kHz samples of one side. Next: `scribe`.

/// Samples looked at together: 20 ms.
const FRAME: usize = 160;
/// Mean level below which nobody speaks; the recorder's own measure of speech.
const QUIET_LEVEL: u32 = 160;
/// Quiet frames in a row that make a pause: 120 ms.
const PAUSE_FRAMES: usize = 6;

/// How many samples before the end of `sound` the pause nearest to that end begins to be quiet; all of them
/// where there is none.
pub(super) fn back_to_pause(sound: &[i16]) -> usize {
    let frames = sound.rchunks(FRAME);
    reach(frames, sound.len())
}

/// How many samples after the begin of `sound` the pause nearest to that begin starts; all where there is none.
pub(super) fn on_to_pause(sound: &[i16]) -> usize {
    reach(sound.chunks(FRAME), sound.len())
}

fn reach<'a>(frames: impl Iterator<Item = &'a [i16]>, whole: usize) -> usize {
    let mut passed = 0;
    let mut quiet = 0;
    for frame in frames {
        quiet = if is_quiet(frame) { quiet + 1 } else { 0 };
        passed += frame.len();
        if quiet == PAUSE_FRAMES {
            return passed - quiet * FRAME;
        }
    }
    whole
}

fn is_quiet(frame: &[i16]) -> bool {
    let sum: u32 = frame.iter().map(|sample| u32::from(sample.unsigned_abs())).sum();
    sum < QUIET_LEVEL * u32::try_from(frame.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(parts: &[(usize, i16)]) -> Vec<i16> {
        parts.iter().flat_map(|(frames, level)| vec![*level; frames * FRAME]).collect()
    }

    #[test]
    fn the_nearest_pause_that_is_long_enough_counts() {
        let forth = sound(&[(10, 2_000), (3, 0), (4, 2_000), (8, 0), (5, 2_000)]);
        assert_eq!(on_to_pause(&forth), 17 * FRAME);
        let back = sound(&[(5, 2_000), (8, 0), (4, 2_000), (3, 0), (10, 2_000)]);
        assert_eq!(back_to_pause(&back), 17 * FRAME);
    }

    #[test]
    fn without_a_pause_the_whole_reach_is_taken_and_in_silence_nothing() {
        assert_eq!(on_to_pause(&sound(&[(20, 2_000)])), 20 * FRAME);
        assert_eq!(back_to_pause(&sound(&[(20, 0)])), 0);
        assert_eq!(on_to_pause(&[]), 0);
    }
}
