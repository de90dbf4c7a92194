//! Reads the kept segments of a conversation together, each speaker's as one text.
//!
//! Owns how long a topic lasts between speakers. Keeps nothing; `conversation` does. `speech` judges.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::secret_text::digits::digit_extent;
use crate::secret_text::finding::SecretKind;
use crate::secret_text::joined::Joined;
use crate::secret_text::outside::{Near, Outside};
use crate::secret_text::redacted::RedactedSpan;
use crate::secret_text::speech;
use crate::secret_text::topics::Topic;

/// Segments after its last mention in which a topic still holds.
const TOPIC_SEGMENTS: usize = 12;
/// Segments after its mention in which a topic has just been asked for.
const FRESH_SEGMENTS: usize = 4;
/// Segments after digits in which somebody may say what they were.
const NAMED_AFTER_SEGMENTS: usize = 2;

/// One segment as it is read.
pub(super) struct Said<'a> {
    /// Who said it.
    pub(super) speaker: u64,
    /// What.
    pub(super) text: &'a str,
    /// The last topic it names.
    pub(super) topic: Option<Topic>,
}

/// What was spoken of before each segment; `before` is the topic before the first and its age in segments.
pub(super) fn topics(said: &[Said<'_>], before: Option<(Topic, usize)>) -> Vec<Option<Near>> {
    let mut before = before;
    let mut nears = Vec::with_capacity(said.len());
    for (index, segment) in said.iter().enumerate() {
        let near = aged(before).filter(|(_, ago)| *ago <= TOPIC_SEGMENTS);
        let near = near.map(|(topic, ago)| Near { topic, fresh: ago <= FRESH_SEGMENTS });
        nears.push(near.or_else(|| named_after(&said[index + 1..])));
        before = spoken_of(segment.topic, before);
    }
    nears
}

/// What is spoken of after a segment that names `topic`, and how many segments ago it was named; `before` is that
/// before the segment.
pub(super) fn spoken_of(topic: Option<Topic>, before: Option<(Topic, usize)>) -> Option<(Topic, usize)> {
    match (topic, aged(before)) {
        // "番号をどうぞ" asks for the number that was spoken of.
        (Some(Topic::SomeNumber), Some((asked, ago))) if ago <= FRESH_SEGMENTS => Some((asked, 0)),
        (Some(topic), _) => Some((topic, 0)),
        (None, aged) => aged,
    }
}

fn aged(before: Option<(Topic, usize)>) -> Option<(Topic, usize)> {
    before.map(|(topic, ago)| (topic, ago + 1))
}

/// "マイナンバーですね", says the other when it has been said.
fn named_after(next: &[Said<'_>]) -> Option<Near> {
    let named = next.iter().take(NAMED_AFTER_SEGMENTS).any(|segment| segment.topic == Some(Topic::IndividualNumber));
    named.then_some(Near { topic: Topic::IndividualNumber, fresh: false })
}

/// The numbers in the segments and those in `known`, each once, the newest first.
pub(super) fn known_numbers(said: &[Said<'_>], nears: &[Option<Near>], known: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let by_speaker = by_speaker(said, nears);
    newest_first(by_speaker.iter().flat_map(|(joined, outside)| speech::numbers(joined.text(), outside)), known)
}

/// The `said` numbers and those in `known`, each once, the last said first.
pub(super) fn newest_first(said: impl Iterator<Item = Vec<u8>>, known: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut numbers: Vec<Vec<u8>> = said.collect();
    numbers.reverse();
    numbers.extend(known.iter().cloned());
    let mut seen = BTreeSet::new();
    numbers.retain(|number| seen.insert(number.clone()));
    numbers
}

/// The secrets of each segment. Where the text is `open`, what may become one at its end counts too.
pub(super) fn secrets(
    said: &[Said<'_>],
    nears: &[Option<Near>],
    known: &[Vec<u8>],
    open: bool,
) -> Vec<Vec<RedactedSpan>> {
    let mut spans = vec![Vec::new(); said.len()];
    for (joined, outside) in by_speaker(said, nears) {
        let outside = Outside { known: known.to_vec(), open, ..outside };
        for found in speech::find(joined.text(), &outside) {
            for (index, range) in joined.pieces(&found.range) {
                let narrowed = narrowed(said[index].text, range, found.kind);
                spans[index].extend(narrowed.map(|range| RedactedSpan { range, ..found.clone() }));
            }
        }
    }
    spans
}

/// A number's piece from its first digit in this segment to its last: はい between two groups is no secret.
pub(super) fn narrowed(text: &str, piece: Range<usize>, kind: SecretKind) -> Option<Range<usize>> {
    if kind == SecretKind::Password {
        return Some(piece);
    }
    let digits = digit_extent(&text[piece.clone()])?;
    Some(piece.start + digits.start..piece.start + digits.end)
}

/// What each speaker said, as one text.
fn by_speaker(said: &[Said<'_>], nears: &[Option<Near>]) -> Vec<(Joined, Outside)> {
    let speakers: BTreeSet<u64> = said.iter().map(|segment| segment.speaker).collect();
    let of = |speaker: u64| {
        let (mut joined, mut outside) = (Joined::default(), Outside::default());
        for (index, segment) in said.iter().enumerate().filter(|(_, segment)| segment.speaker == speaker) {
            let from = joined.push(index, segment.text);
            outside.parts.push((from, nears[index]));
        }
        (joined, outside)
    };
    speakers.into_iter().map(of).collect()
}
