//! Letters as search compares them, each with its place in the text it came from.
//!
//! Owns normalisation (NFKC, small letters) and what kind of letter each is. Pure.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What kind of letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letter or digit of a script whose words stand apart.
    Word,
    Hiragana,
    Katakana,
    /// Chinese characters, and others written without spaces.
    Ideograph,
    /// Everything that parts words.
    Gap,
}

impl Kind {
    pub(crate) fn is_kana(self) -> bool {
        matches!(self, Self::Hiragana | Self::Katakana)
    }
}

/// A normalised letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) letter: char,
    pub(crate) kind: Kind,
    /// First and one past last character of the text it came from, counted in characters.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The mark that lengthens the vowel before it.
const LONG: char = 'ー';
/// A voice mark that follows a half-width katakana.
const HALF_MARKS: [char; 2] = ['ﾞ', 'ﾟ'];

/// The letters of `text`.
pub(crate) fn of(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len() / 2);
    let mut group = String::new();
    let mut from = 0;
    let mut to = 0;
    for (at, letter) in text.chars().enumerate() {
        if !(group.is_empty() || is_combining_mark(letter) || HALF_MARKS.contains(&letter)) {
            close(&group, (from, to), &mut letters);
            group.clear();
        }
        if group.is_empty() {
            from = at;
        }
        group.push(letter);
        to = at + 1;
    }
    close(&group, (from, to), &mut letters);
    letters
}

fn close(group: &str, (from, to): (usize, usize), letters: &mut Vec<Letter>) {
    for letter in group.nfkc().flat_map(char::to_lowercase) {
        let before = letters.last().map_or(Kind::Gap, |last| last.kind);
        letters.push(Letter { letter, kind: kind(letter, before), from, to });
    }
}

fn kind(letter: char, before: Kind) -> Kind {
    match letter {
        LONG if before.is_kana() => before,
        LONG => Kind::Gap,
        '\u{3041}'..='\u{3096}' | 'ゝ' | 'ゞ' => Kind::Hiragana,
        '\u{30a1}'..='\u{30fa}' | 'ヽ' | 'ヾ' => Kind::Katakana,
        '々' | '〆' | '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
            Kind::Ideograph
        }
        '\u{ac00}'..='\u{d7a3}' => Kind::Ideograph,
        _ if letter.is_alphanumeric() => Kind::Word,
        _ => Kind::Gap,
    }
}

/// A kana as large hiragana: `ョ` and `よ` are one, `ヶ` is `か`.
pub(crate) fn plain(letter: char) -> char {
    let hiragana = match letter {
        'ヵ' | 'ヶ' => 'か',
        'ヷ'..='ヺ' => letter,
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        _ => letter,
    };
    match hiragana {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(u32::from(hiragana) + 1).unwrap_or(hiragana)
        }
        'ゕ' => 'か',
        'ゖ' => 'け',
        _ => hiragana,
    }
}

/// Whether it only lengthens the vowel before it.
pub(crate) fn lengthens(letter: char) -> bool {
    letter == LONG
}

/// Kana by their vowel, a to o.
const VOWELS: [&str; 5] = [
    "あかさたなはまやらわがざだばぱ",
    "いきしちにひみりぎじぢびぴ",
    "うくすつぬふむゆるぐずづぶぷゔ",
    "えけせてねへめれげぜでべぺ",
    "おこそとのほもよろをごぞどぼぽ",
];

/// Kana of a row of letters as they sound: large hiragana, long vowels short. `とうきょう`, `トーキョー` and `とおきよお` are one.
pub(crate) fn sound(run: &[Letter]) -> Vec<char> {
    let mut heard: Vec<char> = Vec::with_capacity(run.len());
    for letter in run {
        let letter = plain(letter.letter);
        let vowel = heard.last().and_then(|last| VOWELS.iter().position(|row| row.contains(*last)));
        let is_long = letter == LONG
            || matches!((vowel, letter), (Some(0), 'あ') | (Some(1 | 3), 'い') | (Some(2 | 4), 'う'))
            || matches!((vowel, letter), (Some(3), 'え') | (Some(4), 'お'));
        if !is_long {
            heard.push(letter);
        }
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> String {
        sound(&of(text)).into_iter().collect()
    }

    #[test]
    fn letters_know_where_they_came_from() {
        let letters = of("Ａｶﾞ㈱");
        let told: Vec<(char, usize, usize)> = letters.iter().map(|l| (l.letter, l.from, l.to)).collect();
        assert_eq!(told, [('a', 0, 1), ('ガ', 1, 3), ('(', 3, 4), ('株', 3, 4), (')', 3, 4)]);
    }

    #[test]
    fn long_vowels_and_small_kana_sound_alike() {
        for text in ["とうきょう", "トーキョー", "とおきよお", "とうきよう"] {
            assert_eq!(heard(text), "ときよ", "{text}");
        }
        assert_eq!(heard("カード"), heard("かあど"));
        assert_eq!(heard("ﾏｲﾅﾝﾊﾞｰ"), heard("まいなんば"));
        assert_eq!(heard("めい"), heard("めえ"));
    }

    #[test]
    fn a_long_mark_is_of_the_kind_before_it() {
        let kinds: Vec<Kind> = of("カーかー漢ー").iter().map(|letter| letter.kind).collect();
        use Kind::{Gap, Hiragana, Ideograph, Katakana};
        assert_eq!(kinds, [Katakana, Katakana, Hiragana, Hiragana, Ideograph, Gap]);
    }
}
