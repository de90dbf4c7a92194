//! From a text to the tokens it is found by, without a dictionary.
//!
//! *Strict* tokens are words of scripts with spaces, single ideographs, and pairs of letters of Japanese, save pairs
//! that are hiragana alone (in a public set of municipal questions leaving those out raised SR@1 from .320 to .415).
//! *Loose* tokens are pairs and threes of kana as they sound, and threes of letters of longer words: with them a
//! question typed in hiragana, or with a slip, finds its entry. Pure.

use crate::letters::{self, Kind, Letter};

/// Longest word that is taken whole, in letters; what is longer is cut.
const WORD_LETTERS_MAX: usize = 40;
/// Shortest word whose threes of letters are taken.
const SLIP_LETTERS_MIN: usize = 4;

/// A token and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// What is compared.
    pub text: String,
    /// First character in the text it was taken from, counted in characters.
    pub from: usize,
    /// One past the last.
    pub to: usize,
}

/// What a text is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Words and pairs of letters.
    pub strict: Vec<Token>,
    /// Kana as they sound, and parts of words.
    pub loose: Vec<Token>,
    /// Whether the text holds ideographs.
    pub has_ideographs: bool,
}

/// The tokens of `text`.
#[must_use]
pub fn of(text: &str) -> Tokens {
    let letters = letters::of(text);
    let mut tokens = Tokens::default();
    for run in letters.chunk_by(|one, two| same_run(one.kind, two.kind)) {
        match run.first().map_or(Kind::Gap, |letter| letter.kind) {
            Kind::Gap => {}
            Kind::Word => word(run, &mut tokens),
            Kind::Hiragana | Kind::Katakana | Kind::Ideograph => japanese(run, &mut tokens),
        }
    }
    tokens
}

/// The text as one row of letters, to compare beginnings: kana as they sound, small letters, no gaps.
#[must_use]
pub fn compact(text: &str) -> String {
    let letters: Vec<Letter> = letters::of(text).into_iter().filter(|letter| letter.kind != Kind::Gap).collect();
    let mut compact = String::with_capacity(text.len());
    for run in letters.chunk_by(|one, two| one.kind.is_kana() == two.kind.is_kana()) {
        if run.first().is_some_and(|letter| letter.kind.is_kana()) {
            compact.extend(letters::sound(run));
        } else {
            compact.extend(run.iter().map(|letter| letter.letter));
        }
    }
    compact
}

/// A question being typed, without the Latin letters an input method has not yet turned into kana.
#[must_use]
pub fn compact_unfinished(text: &str) -> String {
    let mut compact = compact(text);
    let latin = compact.chars().rev().take_while(char::is_ascii_alphabetic).count();
    let japanese_before = compact.chars().rev().nth(latin).is_some_and(|letter| !letter.is_ascii());
    if (1..=2).contains(&latin) && japanese_before {
        compact.truncate(compact.len() - latin);
    }
    compact
}

fn same_run(one: Kind, two: Kind) -> bool {
    let side = |kind| match kind {
        Kind::Gap => 0,
        Kind::Word => 1,
        Kind::Hiragana | Kind::Katakana | Kind::Ideograph => 2,
    };
    side(one) == side(two)
}

fn word(run: &[Letter], tokens: &mut Tokens) {
    let run = run.get(..WORD_LETTERS_MAX).unwrap_or(run);
    tokens.strict.push(joined(run.iter().map(|letter| letter.letter), run));
    if run.len() < SLIP_LETTERS_MIN || !run.iter().all(|letter| letter.letter.is_alphabetic()) {
        return;
    }
    let bounded: Vec<char> = [' '].into_iter().chain(run.iter().map(|letter| letter.letter)).chain([' ']).collect();
    tokens.loose.extend(bounded.windows(3).map(|three| joined(three.iter().copied(), run)));
}

fn japanese(run: &[Letter], tokens: &mut Tokens) {
    let heard: Vec<&Letter> = run.iter().filter(|letter| !letters::lengthens(letter.letter)).collect();
    for letter in &heard {
        if letter.kind == Kind::Ideograph {
            tokens.has_ideographs = true;
            tokens.strict.push(joined([letter.letter].into_iter(), &[**letter]));
        }
    }
    for pair in heard.windows(2) {
        let &[one, two] = pair else { continue };
        if one.kind != Kind::Hiragana || two.kind != Kind::Hiragana {
            let text = [letters::plain(one.letter), letters::plain(two.letter)];
            tokens.strict.push(joined(text.into_iter(), &[*one, *two]));
        }
    }
    for kana in run.chunk_by(|one, two| one.kind.is_kana() == two.kind.is_kana()) {
        if kana.first().is_some_and(|letter| letter.kind.is_kana()) {
            let heard = letters::sound(kana);
            for length in [2, 3] {
                tokens.loose.extend(heard.windows(length).map(|some| joined(some.iter().copied(), kana)));
            }
        }
    }
}

fn joined(text: impl Iterator<Item = char>, of: &[Letter]) -> Token {
    let from = of.first().map_or(0, |letter| letter.from);
    let to = of.last().map_or(from, |letter| letter.to);
    Token { text: text.collect(), from, to }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strict(text: &str) -> Vec<String> {
        of(text).strict.into_iter().map(|token| token.text).collect()
    }

    fn loose(text: &str) -> Vec<String> {
        of(text).loose.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn pairs_of_hiragana_alone_are_left_out() {
        assert_eq!(
            strict("再発行の手数料"),
            ["再", "発", "行", "手", "数", "料", "再発", "発行", "行の", "の手", "手数", "数料"]
        );
        assert!(strict("なくしたときは").is_empty());
    }

    #[test]
    fn katakana_is_compared_without_its_long_marks_and_as_hiragana() {
        assert_eq!(strict("カード"), ["かど"]);
        assert_eq!(strict("ｶｰﾄﾞ"), strict("カド"));
        assert_eq!(strict("サーバー"), strict("サーバ"));
    }

    #[test]
    fn words_are_small_letters_of_normal_width() {
        assert_eq!(strict("Ｍｙ Number, 20歳"), ["my", "number", "20", "歳"]);
    }

    #[test]
    fn kana_keep_their_pairs_among_the_loose() {
        assert_eq!(loose("なくした"), ["なく", "くし", "した", "なくし", "くした"]);
        assert_eq!(loose("とーきょー"), loose("トウキョウ"));
    }

    #[test]
    fn a_slip_in_a_word_leaves_most_of_its_threes() {
        let (right, wrong) = (loose("passport"), loose("pasport"));
        let shared = wrong.iter().filter(|three| right.contains(three)).count();
        assert!(shared * 2 > wrong.len(), "{shared} of {}", wrong.len());
        assert!(loose("2024").is_empty() && loose("the").is_empty());
    }

    #[test]
    fn what_an_input_method_has_not_turned_into_kana_is_left_out() {
        assert_eq!(compact_unfinished("まいなn"), compact("まいな"));
        assert_eq!(compact_unfinished("再h"), "再");
        assert_eq!(compact_unfinished("card"), "card");
        assert_eq!(compact_unfinished("n"), "n");
    }

    proptest! {
        #[test]
        fn any_text_gives_tokens_inside_it(text in "\\PC{0,60}") {
            let length = text.chars().count();
            let tokens = of(&text);
            for token in tokens.strict.iter().chain(&tokens.loose) {
                prop_assert!(token.from < token.to && token.to <= length, "{token:?}");
            }
            let _ = (compact(&text), compact_unfinished(&text));
        }
    }
}
