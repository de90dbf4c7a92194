//! From the engine's tokens to words: whole letters, honest times, no loops.
//!
//! Pure. A token of Japanese may be a part of a letter, one of English a part of a word; what is shown and
//! silenced later is made of whole ones.

use speech::workers::protocol::HeardWord;

/// Shortest run of tokens that is called a loop.
const LOOP_TOKENS_MIN: usize = 12;
/// How often a run must stand there.
const LOOP_TIMES_MIN: usize = 4;
/// Longest phrase looked for, in tokens.
const LOOP_PERIOD_MAX: usize = 12;

/// One token of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// The token's number.
    pub(crate) id: i32,
    /// The bytes it stands for.
    pub(crate) bytes: Vec<u8>,
    /// Begin and end, in milliseconds; may lie outside the sound.
    pub(crate) ms: (i64, i64),
    /// 0.0..=1.0
    pub(crate) probability: f32,
}

/// Joins tokens to words inside `duration_ms`, in order and without overlap.
pub(crate) fn words(pieces: &[Piece], duration_ms: u32) -> Vec<HeardWord> {
    let mut words = Vec::new();
    let mut open = Open::default();
    for piece in pieces {
        if !open.bytes.is_empty() && open.is_whole() && !continues(&open.bytes, &piece.bytes) {
            words.extend(std::mem::take(&mut open).closed());
        }
        open.take(piece);
    }
    words.extend(open.closed());
    let mut from = 0;
    for word in &mut words {
        let start = word.ms.0.clamp(from, duration_ms);
        word.ms = (start, word.ms.1.clamp(start, duration_ms));
        from = word.ms.1;
    }
    words
}

/// Whether a phrase stands there over and over, as it does when the engine has lost its way.
pub(crate) fn loops(pieces: &[Piece]) -> bool {
    (1..=LOOP_PERIOD_MAX).any(|period| {
        let mut alike = 0;
        pieces.iter().zip(pieces.iter().skip(period)).any(|(one, later)| {
            alike = if one.id == later.id { alike + 1 } else { 0 };
            alike + period >= LOOP_TOKENS_MIN.max(period * LOOP_TIMES_MIN)
        })
    })
}

/// A word whose end is not known.
#[derive(Default)]
struct Open {
    bytes: Vec<u8>,
    ms: (i64, i64),
    log_probability: f32,
    tokens: u16,
}

impl Open {
    fn is_whole(&self) -> bool {
        std::str::from_utf8(&self.bytes).is_ok()
    }

    fn take(&mut self, piece: &Piece) {
        if self.tokens == 0 {
            self.ms.0 = piece.ms.0;
        }
        self.ms.1 = self.ms.1.max(piece.ms.1);
        self.bytes.extend(&piece.bytes);
        self.log_probability += piece.probability.clamp(f32::MIN_POSITIVE, 1.0).ln();
        self.tokens += 1;
    }

    fn closed(self) -> Option<HeardWord> {
        let text = String::from_utf8_lossy(&self.bytes).replace('\u{fffd}', "");
        let ms = |value: i64| u32::try_from(value.max(0)).unwrap_or(u32::MAX);
        let confidence = (self.log_probability / f32::from(self.tokens.max(1))).exp().clamp(0.0, 1.0);
        (!text.is_empty()).then(|| HeardWord { text, ms: (ms(self.ms.0), ms(self.ms.1)), confidence })
    }
}

/// Whether `next` goes on inside an English word; digits stand alone, so that each keeps its own time.
fn continues(before: &[u8], next: &[u8]) -> bool {
    let inner = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'\'';
    before.last().is_some_and(inner) && next.first().is_some_and(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &[u8], ms: (i64, i64)) -> Piece {
        Piece { id: i32::from(text[0]), bytes: text.to_vec(), ms, probability: 0.5 }
    }

    #[test]
    fn parts_of_a_letter_become_one_word_and_the_text_has_no_gap() {
        let japanese = "窓口".as_bytes();
        let pieces =
            [piece(&japanese[..2], (0, 100)), piece(&japanese[2..3], (100, 200)), piece(&japanese[3..], (200, 300))];
        let words = words(&pieces, 1_000);
        let texts: Vec<(&str, (u32, u32))> = words.iter().map(|word| (word.text.as_str(), word.ms)).collect();
        assert_eq!(texts, [("窓", (0, 200)), ("口", (200, 300))]);
        assert!((words[0].confidence - 0.5).abs() < 1e-6);
    }

    #[test]
    fn english_is_joined_to_whole_words_and_digits_stand_alone() {
        let parts: [&[u8]; 7] = [b" re", b"newal", b" isn", b"'t", b" 1", b"2", b"."];
        let pieces = parts.map(|text| piece(text, (0, 10)));
        let texts: Vec<String> = words(&pieces, 10).into_iter().map(|word| word.text).collect();
        assert_eq!(texts, [" renewal", " isn't", " 1", "2", "."]);
    }

    #[test]
    fn times_stay_in_the_sound_and_in_order() {
        let pieces = [piece(b" a", (-50, 400)), piece(b" b", (300, 200)), piece(b" c", (800, 5_000))];
        let ms: Vec<(u32, u32)> = words(&pieces, 1_000).into_iter().map(|word| word.ms).collect();
        assert_eq!(ms, [(0, 400), (400, 400), (800, 1_000)]);
    }

    #[test]
    fn a_letter_that_never_ends_is_left_out() {
        assert!(words(&[piece(&"窓".as_bytes()[..2], (0, 10))], 10).is_empty());
    }

    #[test]
    fn a_phrase_over_and_over_is_a_loop_and_a_telephone_number_is_none() {
        let check = |text: &[u8], wanted: bool| {
            let pieces: Vec<Piece> = text.iter().map(|byte| piece(&[*byte], (0, 1))).collect();
            assert_eq!(loops(&pieces), wanted, "{}", String::from_utf8_lossy(text));
        };
        check(b"abcabcabcabc", true);
        check(b"xyzaaaaaaaaaaaaaaaaaa", true);
        check(b"abcdefabcdefabcdefabcdef", true);
        check(b"abcdefabcdefabcdef", false);
        check(b"000000", false);
        check(b"0120-101-366", false);
        check(b"", false);
    }
}
