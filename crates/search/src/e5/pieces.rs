//! How a text is cut into the pieces a model of the XLM-RoBERTa family knows.
//!
//! SentencePiece's unigram model (Kudo 2018): of all ways to cut a text the one whose pieces have the best sum of
//! scores. Normalised as that family's files say (`nmt_nfkc`). Marks such as `</s>` are never pieces of a text, so
//! nobody can write one. Pure.

use candle_core::quantized::gguf_file::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::fault::ModelFault;

/// The mark that stands for a space.
const SPACE: char = '▁';
/// llama.cpp's number for a piece of text.
const NORMAL: i32 = 1;
/// How much worse than the worst piece a letter without one is.
const UNKNOWN_BELOW: f32 = 10.0;
/// Characters of a text that are looked at: more than pieces that are used.
const CHARS_MAX: usize = 8_192;

/// The pieces a model knows.
#[derive(Debug)]
pub struct Pieces {
    /// Text, number and score, in order of the text.
    sorted: Vec<(Box<str>, u32, f32)>,
    begin: u32,
    end: u32,
    unknown: u32,
    unknown_score: f32,
    longest_chars: usize,
}

/// A way to cut a text up to some place.
#[derive(Clone, Copy)]
struct Way {
    score: f32,
    /// Place the last piece begins at, in characters, and its number.
    from: usize,
    piece: u32,
}

impl Pieces {
    /// Reads them from the facts of a GGUF file.
    ///
    /// # Errors
    /// [`ModelFault`], naming the fact.
    #[expect(clippy::disallowed_types, reason = "candle keeps facts in a HashMap; they are asked for by name only")]
    pub(super) fn read(facts: &std::collections::HashMap<String, Value>) -> Result<Self, ModelFault> {
        let fact = |name: &str| facts.get(name).ok_or_else(|| ModelFault::Fact(name.to_owned()));
        let number = |name: &str| -> Result<u32, ModelFault> { Ok(fact(name)?.to_u32()?) };
        let texts = fact("tokenizer.ggml.tokens")?.to_vec()?;
        let scores = fact("tokenizer.ggml.scores")?.to_vec()?;
        let kinds = fact("tokenizer.ggml.token_type")?.to_vec()?;
        let mut listed = Vec::with_capacity(texts.len());
        for (at, ((text, score), kind)) in texts.iter().zip(scores).zip(kinds).enumerate() {
            if kind.to_i32()? == NORMAL {
                let at = u32::try_from(at).map_err(|_| ModelFault::Fact("tokenizer.ggml.tokens".to_owned()))?;
                listed.push((text.to_string()?.as_str(), at, score.to_f32()?));
            }
        }
        let marks = [
            number("tokenizer.ggml.bos_token_id")?,
            number("tokenizer.ggml.eos_token_id")?,
            number("tokenizer.ggml.unknown_token_id")?,
        ];
        Self::of(&listed, marks).ok_or_else(|| ModelFault::Fact("tokenizer.ggml.tokens".to_owned()))
    }

    /// Pieces with their numbers and scores; begin, end and unknown. None without a piece, or with a score that is no number.
    fn of(listed: &[(&str, u32, f32)], [begin, end, unknown]: [u32; 3]) -> Option<Self> {
        let mut sorted: Vec<(Box<str>, u32, f32)> =
            listed.iter().map(|(text, number, score)| ((*text).into(), *number, *score)).collect();
        sorted.sort_unstable_by(|(one, ..), (two, ..)| one.cmp(two));
        let worst = sorted.iter().map(|(.., score)| *score).reduce(f32::min).filter(|worst| worst.is_finite())?;
        let longest_chars = sorted.iter().map(|(text, ..)| text.chars().count()).max()?;
        Some(Self { sorted, begin, end, unknown, unknown_score: worst - UNKNOWN_BELOW, longest_chars })
    }

    /// The numbers of a text's pieces between the marks of begin and end, `most` at most.
    #[must_use]
    pub fn numbers(&self, text: &str, most: usize) -> Vec<u32> {
        let mut numbers = vec![self.begin];
        numbers.extend(self.cut(&normalised(text)));
        numbers.truncate(most.saturating_sub(1));
        numbers.push(self.end);
        numbers
    }

    /// The best way to cut `text` (Viterbi's algorithm).
    fn cut(&self, text: &str) -> Vec<u32> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let letters = places.len() - 1;
        let mut best: Vec<Option<Way>> = vec![None; places.len()];
        for from in 0..letters {
            let before = if from == 0 { 0.0 } else { best.get(from).copied().flatten().map_or(0.0, |way| way.score) };
            let mut offer = |to: usize, piece: u32, score: f32| {
                let way = Way { score: before + score, from, piece };
                if let Some(known) = best.get_mut(to)
                    && known.is_none_or(|known| way.score > known.score)
                {
                    *known = Some(way);
                }
            };
            for to in from + 1..=letters.min(from + self.longest_chars) {
                let slice = match (places.get(from), places.get(to)) {
                    (Some(one), Some(two)) => text.get(*one..*two).unwrap_or_default(),
                    _ => break,
                };
                if let Some((number, score)) = self.find(slice) {
                    offer(to, number, score);
                }
            }
            offer(from + 1, self.unknown, self.unknown_score);
        }
        let mut numbers = Vec::new();
        let mut at = letters;
        while let Some(way) = best.get(at).copied().flatten().filter(|_| at > 0) {
            numbers.push(way.piece);
            at = way.from;
        }
        numbers.reverse();
        // Letters without a piece that stand together are one unknown piece, as in SentencePiece.
        numbers.dedup_by(|two, one| *two == self.unknown && *one == self.unknown);
        numbers
    }

    fn find(&self, text: &str) -> Option<(u32, f32)> {
        let at = self.sorted.binary_search_by(|(piece, ..)| piece.as_ref().cmp(text)).ok()?;
        self.sorted.get(at).map(|(_, number, score)| (*number, *score))
    }
}

/// The text in normal letters, its runs of spaces one mark, and a mark before it.
fn normalised(text: &str) -> String {
    let kept: String = text.chars().take(CHARS_MAX).filter_map(replaced).collect();
    // The wide tilde is the one letter this family keeps that NFKC would change.
    let parts: Vec<String> = kept.split('～').map(|part| part.nfkc().collect()).collect();
    let mut marked = String::with_capacity(text.len() + SPACE.len_utf8());
    for word in parts.join("～").split(' ').filter(|word| !word.is_empty()) {
        marked.push(SPACE);
        marked.push_str(word);
    }
    if marked.is_empty() {
        marked.push(SPACE);
    }
    marked
}

/// What stands for a letter before NFKC; None for one that is dropped.
fn replaced(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{c}' | '\u{1680}' | '\u{200b}'..='\u{200f}' => Some(' '),
        '\u{2028}' | '\u{2029}' | SPACE | '\u{feff}' | '\u{fffd}' => Some(' '),
        '\0'..='\u{1f}' | '\u{7f}' | '\u{8f}' | '\u{9f}' => None,
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces() -> Pieces {
        let listed =
            [("▁", 4, -4.0), ("a", 5, -5.0), ("b", 6, -5.0), ("▁a", 7, -2.5), ("ab", 8, -4.0), ("▁ab", 9, -9.0)];
        Pieces::of(&listed, [0, 2, 3]).unwrap()
    }

    #[test]
    fn the_best_sum_of_scores_wins() {
        assert_eq!(pieces().numbers("ab", 512), [0, 7, 6, 2], "▁a b is -7.5, ▁ ab is -8, ▁ab is -9");
        assert_eq!(pieces().numbers("a  b", 512), [0, 7, 4, 6, 2]);
    }

    #[test]
    fn letters_without_a_piece_are_unknown_and_marks_cannot_be_written() {
        assert_eq!(pieces().numbers("axyb", 512), [0, 7, 3, 6, 2]);
        assert_eq!(pieces().numbers("</s>", 512), [0, 4, 3, 2]);
    }

    #[test]
    fn a_long_text_is_cut_and_keeps_its_end() {
        let numbers = pieces().numbers(&"ab".repeat(100), 16);
        assert_eq!((numbers.len(), numbers.first(), numbers.last()), (16, Some(&0), Some(&2)));
    }

    #[test]
    fn letters_are_normal_but_for_the_wide_tilde() {
        assert_eq!(normalised("ｶﾞｿﾘﾝ　代～\u{7}\n"), "▁ガソリン▁代～");
        assert_eq!(normalised(" \u{feff} "), "▁");
    }

    proptest! {
        #[test]
        fn every_text_is_cut(text in "\\PC{0,40}") {
            let numbers = pieces().numbers(&text, 64);
            prop_assert!((2..=64).contains(&numbers.len()));
        }
    }
}
