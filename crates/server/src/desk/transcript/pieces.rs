//! Words with their times, some of them hidden: what a page shows and can be played from.

use domain::secret_text::masked_numbers;
use serde::Serialize;
use storage::transcripts::TimedText;
use utoipa::ToSchema;

use crate::desk::masking::{Masked, Veil};

/// A piece of text with its time; the pieces joined are the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WordPiece {
    /// The text; a placeholder where something was taken out or is hidden.
    pub text: String,
    /// Begin since the recording's begin, in milliseconds.
    pub start_ms: i64,
    /// End.
    pub end_ms: i64,
    /// What kind of secret was taken out here for good, such as `individual_number`.
    pub redacted: Option<String>,
    /// Whether a telephone number or a name is hidden from the reader here.
    pub masked: bool,
}

/// The words as the reader sees them; a number or a name that runs over several words is one piece.
pub(super) fn pieces(words: &[TimedText], veil: Option<&Veil>) -> Vec<WordPiece> {
    let whole: String = words.iter().map(|word| word.text.as_str()).collect();
    let hidden = veil.map(|veil| veil.masks(&whole)).unwrap_or_default();
    // The last digits of a number are shown and stand with the others all the same.
    let numbers = veil.map(|_| masked_numbers(&whole)).unwrap_or_default();
    let goes_on_over = |at: usize| {
        let mut together = hidden.iter().map(|mask| &mask.range).chain(&numbers);
        together.any(|stretch| stretch.start < at && at < stretch.end)
    };
    let mut at = 0;
    let mut pieces: Vec<WordPiece> = Vec::with_capacity(words.len());
    for word in words {
        let until = at + word.text.len();
        let (text, touched) = uncovered(&whole, at, until, &hidden);
        match pieces.last_mut().filter(|_| goes_on_over(at)) {
            Some(last) => lengthen(last, &text, word),
            None => {
                let (start_ms, end_ms, redacted) = (word.start_ms, word.end_ms, word.redacted.clone());
                pieces.push(WordPiece { text, start_ms, end_ms, redacted, masked: touched });
            }
        }
        at = until;
    }
    pieces
}

/// The part of a word that is not hidden, and what stands for the hidden part that begins in it.
fn uncovered(whole: &str, from: usize, until: usize, hidden: &[Masked]) -> (String, bool) {
    let mut text = String::new();
    let mut at = from;
    let mut touched = false;
    for mask in hidden {
        let (start, end) = (mask.range.start, mask.range.end);
        if end <= from && !(start == from && end == from) || start >= until {
            continue;
        }
        touched = true;
        text.push_str(&whole[at..start.max(at)]);
        if start >= from {
            text.push_str(&mask.shown);
        }
        at = end.clamp(at, until);
    }
    text.push_str(&whole[at..until]);
    (text, touched)
}

/// What is shown of a word that goes on with a number or a name stands in the piece where that begins.
fn lengthen(last: &mut WordPiece, text: &str, word: &TimedText) {
    last.text.push_str(text);
    last.end_ms = last.end_ms.max(word.end_ms);
    last.masked = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Vec<TimedText> {
        let word = |(index, text): (usize, &&str)| {
            let start_ms = index as i64 * 100;
            TimedText { text: (*text).to_owned(), start_ms, end_ms: start_ms + 100, redacted: None }
        };
        texts.iter().enumerate().map(word).collect()
    }

    #[test]
    fn a_number_said_over_several_words_is_hidden_as_one_piece() {
        let said = words(&["電話は", "046-", "255-", "1111", "です"]);
        let shown = pieces(&said, Some(&Veil::default()));
        let joined: String = shown.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(joined, "電話は＊＊＊＊＊＊-1111です");
        let hidden: Vec<(&str, i64, i64)> = shown
            .iter()
            .filter(|piece| piece.masked)
            .map(|piece| (piece.text.as_str(), piece.start_ms, piece.end_ms))
            .collect();
        assert_eq!(hidden, [("＊＊＊＊＊＊-1111", 100, 400)], "{shown:?}");
    }

    #[test]
    fn nothing_is_hidden_from_who_may_read_it() {
        let said = words(&["電話は", "046-255-1111", "です"]);
        let shown = pieces(&said, None);
        assert_eq!(shown.len(), 3);
        assert!(shown.iter().all(|piece| !piece.masked));
    }
}
