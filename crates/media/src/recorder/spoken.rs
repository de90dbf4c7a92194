//! Who spoke when, as side data of a recording.
//!
//! Owns the finding of speech by level and the form of the side data. It must never know files.

use std::collections::BTreeMap;

use crate::LegId;

/// Mean level that counts as speech: about -46 dBov.
const SPEECH_LEVEL: i32 = 160;
/// A pause shorter than this does not end a stretch of speech, in samples: 500 ms.
const PAUSE_SAMPLES: u64 = 4_000;
/// Bytes of one stretch: leg, start, end.
const ENTRY_BYTES: usize = 24;

/// One stretch of speech of one leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// Who spoke.
    pub leg: LegId,
    /// Begin since the recording's start, in milliseconds.
    pub start_ms: u64,
    /// End since the recording's start, in milliseconds.
    pub end_ms: u64,
}

/// Reads the side data of a recording's chunks, in their order, and joins what a chunk's end divided.
/// Bytes that are no whole entry are left out.
#[must_use]
pub fn read_spoken<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Spoken> {
    let mut found: Vec<Spoken> = Vec::new();
    for entry in chunks.into_iter().flat_map(|chunk| chunk.chunks_exact(ENTRY_BYTES)) {
        let number = |at: usize| {
            let bytes = entry.get(at..at + 8).and_then(|part| part.try_into().ok());
            u64::from_le_bytes(bytes.unwrap_or_default())
        };
        let next = Spoken { leg: LegId(number(0)), start_ms: number(8), end_ms: number(16) };
        let pause_ms = PAUSE_SAMPLES / 8;
        let before = found.iter_mut().rev().find(|entry| entry.leg == next.leg);
        match before {
            Some(before) if next.start_ms <= before.end_ms + pause_ms => {
                before.end_ms = before.end_ms.max(next.end_ms);
            }
            Some(_) | None => found.push(next),
        }
    }
    found
}

/// Finds speech in what is placed on a recording.
#[derive(Debug, Default)]
pub(crate) struct SpeechFinder {
    open: BTreeMap<LegId, (u64, u64)>,
    closed: Vec<(LegId, u64, u64)>,
}

impl SpeechFinder {
    /// Looks at samples of a leg placed at `start`.
    pub(crate) fn look(&mut self, leg: LegId, start: u64, samples: &[i16]) {
        let sum: i32 = samples.iter().map(|sample| i32::from(*sample).abs()).sum();
        let count = i32::try_from(samples.len()).unwrap_or(i32::MAX).max(1);
        if sum / count < SPEECH_LEVEL {
            return;
        }
        let end = start + samples.len() as u64;
        match self.open.get_mut(&leg) {
            Some(open) if start <= open.1 + PAUSE_SAMPLES => open.1 = open.1.max(end),
            Some(open) => {
                self.closed.push((leg, open.0, open.1));
                *open = (start, end);
            }
            None => {
                self.open.insert(leg, (start, end));
            }
        }
    }

    /// Appends what is known to `bytes`; a stretch still open goes on from here.
    pub(crate) fn take(&mut self, bytes: &mut Vec<u8>) {
        for (leg, open) in &mut self.open {
            if open.1 > open.0 {
                self.closed.push((*leg, open.0, open.1));
                open.0 = open.1;
            }
        }
        for (leg, start, end) in self.closed.drain(..) {
            for number in [leg.0, start / 8, end / 8] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: [i16; 160] = [1_000; 160];

    #[test]
    fn stretches_are_joined_over_short_pauses_and_chunk_ends_and_parted_by_long_ones() {
        let mut finder = SpeechFinder::default();
        let mut chunks = [Vec::new(), Vec::new()];
        for frame in 0..50 {
            finder.look(LegId(7), frame * 160, &LOUD);
            finder.look(LegId(8), frame * 160, &[10; 160]);
        }
        finder.take(&mut chunks[0]);
        for frame in (60..70).chain(300..310) {
            finder.look(LegId(7), frame * 160, &LOUD);
        }
        finder.take(&mut chunks[1]);
        let spoken = read_spoken(chunks.iter().map(Vec::as_slice));
        let stretch = |start_ms, end_ms| Spoken { leg: LegId(7), start_ms, end_ms };
        assert_eq!(spoken, [stretch(0, 1_400), stretch(6_000, 6_200)]);
    }

    #[test]
    fn torn_side_data_is_left_out() {
        assert!(read_spoken([[1_u8; 23].as_slice()]).is_empty());
    }
}
