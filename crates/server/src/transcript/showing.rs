//! Lines as the pages read them.
//!
//! Pure. Next: `crate::live::transcript_messages` for the shape.

use chrono::{DateTime, Utc};

use super::keeping::language_word;
use super::pieces::text_of_pieces;
use super::sheet::Line;
use crate::live::transcript_messages::{TranscriptLine, TranscriptPiece};

/// A line of a recording that began at `began_at_ms`, in milliseconds since 1970.
pub(super) fn shown(line: &Line, began_at_ms: i64) -> TranscriptLine {
    let pieces = line.pieces.iter();
    let mut redacted: Vec<String> = pieces.clone().filter_map(|piece| piece.redacted.clone()).collect();
    redacted.sort_unstable();
    redacted.dedup();
    TranscriptLine {
        id: line.id.to_string(),
        party: line.voice.party.clone(),
        label: line.voice.name.clone(),
        text: text_of_pieces(&line.pieces),
        pieces: joined(pieces.map(|piece| (piece.text.as_str(), piece.redacted.as_deref()))),
        is_final: line.is_final,
        at: moment(began_at_ms.saturating_add(line.start_ms)),
        language: line.language.map(language_word).map(str::to_owned),
        confidence: line.confidence,
        redacted,
        settled: line.is_settled,
    }
}

/// Neighbouring plain pieces as one: a page needs no word times.
fn joined<'a>(pieces: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Vec<TranscriptPiece> {
    let mut joined: Vec<TranscriptPiece> = Vec::new();
    for (text, redacted) in pieces {
        match joined.last_mut() {
            Some(last) if redacted.is_none() && last.redacted.is_none() => last.text.push_str(text),
            _ => joined.push(TranscriptPiece { text: text.to_owned(), redacted: redacted.map(str::to_owned) }),
        }
    }
    joined
}

fn moment(at_ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_become_one_piece_and_every_secret_its_own() {
        let secret = Some("pin");
        let pieces = joined([("番号", None), ("は", None), ("［暗証番号］", secret), ("です", None)].into_iter());
        let read: Vec<(&str, Option<&str>)> = pieces.iter().map(|p| (p.text.as_str(), p.redacted.as_deref())).collect();
        assert_eq!(read, [("番号は", None), ("［暗証番号］", secret), ("です", None)]);
    }
}
