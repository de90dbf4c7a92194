//! Words with times cut into pieces of text, a placeholder where a secret stood.
//!
//! Pure. A word that a secret only touches gives its other letters to the text and its whole time to the
//! secret, so that no sound of it stays. Next: `sheet`, `spans`.

use domain::contact::Language;
use domain::secret_text::{Redacted, placeholder};
use speech::recognition::Word;
use storage::transcripts::TimedText;

/// A word at its place in the recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Timed {
    /// The text, with the blanks that belong before it.
    pub(super) text: String,
    /// Begin since the recording's begin, in milliseconds.
    pub(super) start_ms: i64,
    /// End since the recording's begin, in milliseconds.
    pub(super) end_ms: i64,
}

impl Timed {
    /// The words of a segment that begins at `start_ms`.
    pub(super) fn of(words: &[Word], start_ms: i64) -> Vec<Self> {
        let at = |ms: u32| start_ms + i64::from(ms);
        words.iter().map(|w| Self { text: w.text.clone(), start_ms: at(w.start_ms), end_ms: at(w.end_ms) }).collect()
    }
}

/// The whole text of the words.
pub(super) fn text_of(words: &[Timed]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// The words as pieces, without what `redacted` found in [`text_of`] them.
pub(super) fn pieces(words: &[Timed], redacted: &Redacted) -> Vec<TimedText> {
    let whole = Redacted { text: String::new(), spans: Vec::new() };
    let redacted = if takes_nothing_out() { &whole } else { redacted };
    let mut cut = Cut { redacted, pieces: Vec::new(), language: language_of(redacted), open: None };
    let mut from = 0;
    for word in words {
        cut.word(word, from);
        from += word.text.len();
    }
    cut.pieces
}

/// The whole text of pieces.
pub(super) fn text_of_pieces(pieces: &[TimedText]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

struct Cut<'a> {
    redacted: &'a Redacted,
    pieces: Vec<TimedText>,
    language: Language,
    /// The secret whose placeholder is the last piece.
    open: Option<usize>,
}

impl Cut<'_> {
    /// Takes one word that begins at byte `from` of the text.
    fn word(&mut self, word: &Timed, from: usize) {
        let end = from + word.text.len();
        let redacted = self.redacted;
        let mut at = from;
        while at < end {
            let next = redacted.spans.iter().enumerate().find(|(_, span)| span.range.end > at);
            let Some((index, span)) = next.filter(|(_, span)| span.range.start < end) else {
                return self.plain(word, &word.text[at - from..]);
            };
            if span.range.start > at {
                self.plain(word, &word.text[at - from..span.range.start - from]);
            }
            let kind = span.kind;
            self.secret(word, index, kind.code(), placeholder(kind, self.language));
            at = span.range.end.min(end);
        }
    }

    fn plain(&mut self, word: &Timed, text: &str) {
        self.open = None;
        self.push(word, text.to_owned(), None);
    }

    fn secret(&mut self, word: &Timed, index: usize, kind: &str, placeholder: &str) {
        if self.open == Some(index)
            && let Some(last) = self.pieces.last_mut()
        {
            last.end_ms = last.end_ms.max(word.end_ms);
            return;
        }
        self.open = Some(index);
        self.push(word, placeholder.to_owned(), Some(kind.to_owned()));
    }

    fn push(&mut self, word: &Timed, text: String, redacted: Option<String>) {
        self.pieces.push(TimedText { text, start_ms: word.start_ms, end_ms: word.end_ms, redacted });
    }
}

/// Whether a test build was asked to take nothing out, so that the search for traces can be seen to find them.
#[cfg(debug_assertions)]
fn takes_nothing_out() -> bool {
    std::env::var_os("MADOGUCHI_POSITIVE_CONTROL").is_some()
}

/// A released program always takes secrets out.
#[cfg(not(debug_assertions))]
fn takes_nothing_out() -> bool {
    false
}

/// The language of the placeholders that stand in the redacted text.
fn language_of(redacted: &Redacted) -> Language {
    let english =
        |span: &domain::secret_text::RedactedSpan| redacted.text.contains(placeholder(span.kind, Language::En));
    if redacted.spans.first().is_some_and(english) { Language::En } else { Language::Ja }
}

#[cfg(test)]
mod tests {
    use domain::secret_text::{Confidence, Finding, SecretKind};

    use super::*;

    fn words(texts: &[&str]) -> Vec<Timed> {
        let word = |(n, text): (usize, &&str)| {
            let start_ms = n as i64 * 100;
            Timed { text: (*text).to_owned(), start_ms, end_ms: start_ms + 100 }
        };
        texts.iter().enumerate().map(word).collect()
    }

    fn cut(texts: &[&str], secrets: &[(usize, usize)], text: &str) -> Vec<(String, i64, i64, bool)> {
        let finding = |(from, to): &(usize, usize)| Finding {
            range: *from..*to,
            kind: SecretKind::Pin,
            confidence: Confidence::Certain,
        };
        let redacted = Redacted { text: text.to_owned(), spans: secrets.iter().map(finding).collect() };
        let cut = pieces(&words(texts), &redacted);
        cut.into_iter().map(|piece| (piece.text, piece.start_ms, piece.end_ms, piece.redacted.is_some())).collect()
    }

    #[test]
    fn a_secret_over_several_words_is_one_placeholder_over_their_whole_time() {
        let found = cut(&["is ", "12", "34", " ok"], &[(3, 7)], "is [PIN] ok");
        let wanted = [("is ", 0, 100, false), ("[PIN]", 100, 300, true), (" ok", 300, 400, false)];
        assert_eq!(found, wanted.map(|(text, from, to, secret)| (text.to_owned(), from, to, secret)));
    }

    #[test]
    fn a_word_a_secret_only_touches_keeps_its_other_letters_and_gives_its_whole_time() {
        let found = cut(&["は1", "234です"], &[(3, 7)], "は［暗証番号］です");
        let wanted = [("は", 0, 100, false), ("［暗証番号］", 0, 200, true), ("です", 100, 200, false)];
        assert_eq!(found, wanted.map(|(text, from, to, secret)| (text.to_owned(), from, to, secret)));
    }

    #[test]
    fn two_secrets_side_by_side_are_two_placeholders_and_the_text_is_the_redactions() {
        let found = cut(&["1234", "5678"], &[(0, 4), (4, 8)], "［暗証番号］［暗証番号］");
        assert_eq!(found.len(), 2);
        let whole: String = found.iter().map(|(text, ..)| text.as_str()).collect();
        assert_eq!(whole, "［暗証番号］［暗証番号］");
    }

    #[test]
    fn words_without_a_secret_stay_as_they_are() {
        let found = cut(&["もし", "もし"], &[], "もしもし");
        assert_eq!(found.iter().map(|(text, ..)| text.as_str()).collect::<String>(), "もしもし");
    }
}
