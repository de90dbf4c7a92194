//! The whole text of a recording, read once more from its begin: what was said in between may make more secret.
//!
//! Pure. Owns the last word on what is taken out, once every stretch has its text. Next: `spans`, which leads
//! from what was taken out to its sound.

use domain::secret_text::{Conversation, SegmentId, SegmentRedaction};
use domain::time::Timestamp;
use storage::transcripts::TimedText;
use uuid::Uuid;

use super::pieces::{Timed, pieces, text_of};
use super::sheet::Line;
use super::voice::Speakers;

/// A line of the whole text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// The line; its pieces are what may be kept.
    pub(super) line: Line,
    /// Where its words came from.
    pub(super) origin: Origin,
}

/// Where a line's words came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is stored already.
    Stored,
    /// It was recognised from the recording just now.
    Fresh,
}

/// Reads all parts in the order they were said; answers the stored ones that hold less by it.
pub(super) fn read_again(parts: &mut [Part]) -> Vec<Uuid> {
    parts.sort_by_key(|part| (part.line.start_ms, part.line.id));
    let mut conversation = Conversation::new();
    let mut speakers = Speakers::default();
    let mut told: Vec<SegmentRedaction> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let speaker = speakers.number(&part.line.voice);
        let now = Timestamp(part.line.end_ms);
        told.extend(conversation.settled(now));
        told.extend(conversation.hear(speaker, SegmentId(index as u64), &text_of(&words(part)), now));
    }
    told.extend(conversation.finish());
    let mut changed = Vec::new();
    for one in told.iter().filter(|one| one.settled) {
        let index = usize::try_from(one.segment.0).unwrap_or(usize::MAX);
        let Some(part) = parts.get_mut(index).filter(|_| !one.redacted.spans.is_empty()) else { continue };
        part.line.pieces = kept_kinds(part, pieces(&words(part), &one.redacted));
        if part.origin == Origin::Stored {
            changed.push(part.line.id);
        }
    }
    changed
}

fn words(part: &Part) -> Vec<Timed> {
    let word = |piece: &TimedText| Timed { text: piece.text.clone(), start_ms: piece.start_ms, end_ms: piece.end_ms };
    part.line.pieces.iter().map(word).collect()
}

/// New pieces with what was taken out before still marked as such.
fn kept_kinds(part: &Part, fresh: Vec<TimedText>) -> Vec<TimedText> {
    let known = part.line.pieces.iter().filter(|piece| piece.redacted.is_some());
    let known: Vec<&TimedText> = known.collect();
    let mark = |mut piece: TimedText| {
        if piece.redacted.is_none() {
            let same = |old: &&&TimedText| old.start_ms == piece.start_ms && old.text == piece.text;
            piece.redacted = known.iter().find(same).and_then(|old| old.redacted.clone());
        }
        piece
    };
    fresh.into_iter().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use domain::contact::Party;

    use super::*;
    use crate::transcript::pieces::text_of_pieces;
    use crate::transcript::voice::Voice;

    fn part(id: u128, start_ms: i64, texts: &[(&str, Option<&str>)], origin: Origin) -> Part {
        let piece = |(n, (text, redacted)): (usize, &(&str, Option<&str>))| TimedText {
            text: (*text).to_owned(),
            start_ms: start_ms + n as i64 * 500,
            end_ms: start_ms + n as i64 * 500 + 500,
            redacted: redacted.map(str::to_owned),
        };
        let line = Line {
            id: Uuid::from_u128(id),
            voice: Voice::of(Party::Caller, None),
            pieces: texts.iter().enumerate().map(piece).collect(),
            start_ms,
            end_ms: start_ms + texts.len() as i64 * 500,
            is_final: true,
            is_settled: true,
            language: None,
            confidence: 0.9,
            engine: "test".to_owned(),
        };
        Part { line, origin }
    }

    #[test]
    fn the_missing_middle_of_a_number_takes_out_what_was_stored_before_and_after_it() {
        let mut parts = [
            part(1, 0, &[("マイナンバーは", None), ("一二三四", None)], Origin::Stored),
            part(3, 4_000, &[("九〇一八", None), ("です", None)], Origin::Stored),
            part(2, 2_000, &[("五六七八", None)], Origin::Fresh),
        ];
        let changed = read_again(&mut parts);
        assert_eq!(changed, [Uuid::from_u128(1), Uuid::from_u128(3)]);
        for part in &parts {
            let text = text_of_pieces(&part.line.pieces);
            assert!(!text.contains('三') && !text.contains('七') && !text.contains('九'), "{text}");
        }
    }

    #[test]
    fn what_was_taken_out_before_stays_marked_and_an_unchanged_line_is_not_written_again() {
        let placeholder = ("［個人番号］", Some("individual_number"));
        let mut parts = [
            part(1, 0, &[("番号は", None), placeholder, ("です", None)], Origin::Stored),
            part(2, 3_000, &[("ありがとうございます", None)], Origin::Stored),
        ];
        let before = parts.clone();
        assert!(read_again(&mut parts).is_empty());
        assert_eq!(parts, before);
    }
}
