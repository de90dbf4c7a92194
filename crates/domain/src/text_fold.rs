//! Text as it is compared: width, kana, case, spaces and light punctuation make no difference.
//!
//! Owns the folding (NFKC, then katakana to hiragana, small letters, no spaces, no hyphens) and finding a term in
//! folded text, with the place in the text as it was written. It must never keep what it folds.
//! The search of transcripts and the checks of a summary use it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// Distance between a katakana letter and its hiragana.
const KATAKANA_ABOVE_HIRAGANA: u32 = 0x60;

/// A text folded, each letter with the bytes it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    letters: Vec<Letter>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Letter {
    folded: char,
    /// Bytes of the text as written.
    from: usize,
    until: usize,
    /// Whether a term that begins with a Latin letter or a figure may begin here.
    begins: bool,
    /// Whether it is a Latin letter or a figure after a space, which parts words in Latin letters alone.
    spaced: bool,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut letters = Vec::with_capacity(text.len() / 2);
        let (mut after_word, mut after_space) = (false, false);
        for cluster in clusters(text) {
            let written = &text[cluster.clone()];
            let first = letters.len();
            for plain in written.nfkc() {
                push(&mut letters, plain, &cluster);
            }
            for letter in letters.iter_mut().skip(first) {
                letter.begins = !after_word;
                letter.spaced = after_space && letter.folded.is_ascii_alphanumeric();
            }
            after_word = written.nfkc().last().is_some_and(|c| c.is_ascii_alphanumeric());
            after_space = written.chars().all(char::is_whitespace) || (after_space && letters.len() == first);
        }
        Self { letters }
    }

    /// Whether nothing is left to be compared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How many letters there are to compare.
    #[must_use]
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.folded).collect()
    }

    /// Where `term` stands, as bytes of the text as written; finds do not overlap. A term in Latin letters or
    /// figures is found at the begin of a word alone, so that `ID` is not found in "did".
    #[must_use]
    pub fn find(&self, term: &Self) -> Vec<Range<usize>> {
        let Some(first) = term.letters.first() else { return Vec::new() };
        let word = first.folded.is_ascii_alphanumeric();
        let mut found = Vec::new();
        let mut at = 0;
        while at + term.letters.len() <= self.letters.len() {
            let here = &self.letters[at..at + term.letters.len()];
            let equal = here.iter().zip(&term.letters).all(|(a, b)| a.folded == b.folded);
            let parted = here.iter().zip(&term.letters).skip(1).all(|(a, b)| a.spaced == b.spaced);
            if equal && parted && (!word || here[0].begins) {
                found.push(here[0].from..here[here.len() - 1].until);
                at += term.letters.len();
            } else {
                at += 1;
            }
        }
        found
    }
}

/// Whether `term` stands anywhere in `text`, both folded.
#[must_use]
pub fn holds(text: &str, term: &str) -> bool {
    !Folded::of(text).find(&Folded::of(term)).is_empty()
}

fn push(letters: &mut Vec<Letter>, plain: char, cluster: &Range<usize>) {
    if is_dropped(plain) {
        return;
    }
    for small in plain.to_lowercase() {
        letters.push(Letter {
            folded: hiragana(small),
            from: cluster.start,
            until: cluster.end,
            begins: true,
            spaced: false,
        });
    }
}

/// What may stand between letters without making another word.
fn is_dropped(c: char) -> bool {
    let light = matches!(c, '、' | '。' | ',' | '・' | '「' | '」' | '『' | '』' | '(' | ')' | '"' | '\'');
    let hyphen = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    light || hyphen || c.is_whitespace() || c.is_control()
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - KATAKANA_ABOVE_HIRAGANA).unwrap_or(c),
        other => other,
    }
}

/// A letter and the marks that belong to it, such as half-width ｶﾞ.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at;
        let mut rest = text[from..].chars();
        at += rest.next()?.len_utf8();
        for mark in rest.take_while(|c| is_mark(*c)) {
            at += mark.len_utf8();
        }
        Some(from..at)
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, term: &str, wanted: &[&str]) {
        let found = Folded::of(text).find(&Folded::of(term));
        let written: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(written, wanted, "{term} in {text}");
    }

    #[test]
    fn width_kana_case_and_spaces_make_no_difference() {
        check("マイナンバーカードの更新", "まいなんばー", &["マイナンバー"]);
        check("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "カード", &["ｶｰﾄﾞ"]);
        check("ガイドとｶﾞｲﾄﾞ", "がいど", &["ガイド", "ｶﾞｲﾄﾞ"]);
        check("ＩＤカード", "id", &["ＩＤ"]);
        check("個人番号、カード", "個人番号カード", &["個人番号、カード"]);
        check("えっと 交 付 通知書", "交付通知", &["交 付 通知"]);
        check("１，０００円", "1000", &["１，０００"]);
        check("e-Tax と eTax", "ETAX", &["e-Tax", "eTax"]);
    }

    #[test]
    fn a_latin_term_is_found_at_the_begin_of_a_word_alone() {
        check("I did lose my ID card", "id", &["ID"]);
        check("cards and a postcard", "card", &["card"]);
        check("2026年の6月", "26", &[]);
        check("カードID1", "id", &["ID"]);
        check("please call you back", "call  You", &["call you"]);
        check("recall your", "call you", &[]);
    }

    #[test]
    fn finds_do_not_overlap_and_nothing_is_found_for_nothing() {
        check("ああああ", "ああ", &["ああ", "ああ"]);
        check("あ", "", &[]);
        check("", "あ", &[]);
        check("あ", " 、", &[]);
        assert!(holds("電子証明書", "証明"));
        assert_eq!(Folded::of("Ｃａｒｄ ").text(), "card");
    }
}
