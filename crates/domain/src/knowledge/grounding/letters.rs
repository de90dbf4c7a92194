//! A text as letters that can be compared: width and case make no difference, blanks stand between Latin words alone.

use unicode_normalization::UnicodeNormalization as _;

/// What stands in the place of a figure once it is read.
pub(super) const FIGURE: char = '#';

/// The plain letters of a text: NFKC, one hyphen, one kind of blank.
pub(super) fn plain(text: &str) -> Vec<char> {
    let letters: Vec<char> = text.nfkc().map(one_form).collect();
    let mut kept: Vec<char> = Vec::with_capacity(letters.len());
    for (at, c) in letters.iter().enumerate() {
        let blank = *c == ' ';
        let before = kept.last().copied().unwrap_or('\n');
        let after = letters[at + 1..].iter().copied().find(|c| *c != ' ').unwrap_or('\n');
        if !blank || (before != ' ' && is_latin(before) && is_latin(after)) {
            kept.push(*c);
        }
    }
    kept
}

fn one_form(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff70}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '～' | '〜' => '~',
        '\n' | '\r' => '\n',
        // A figure sign of the text is not one of ours.
        FIGURE => '♯',
        c if c.is_whitespace() => ' ',
        other => other,
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii() && c != '\n'
}

/// Where one part of a sentence ends and another begins. A colon is none: it parts a label from what is said of it.
pub(super) fn is_boundary(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | ','
            | '.'
            | ';'
            | '!'
            | '?'
            | '('
            | ')'
            | '「'
            | '」'
            | '『'
            | '』'
            | '\n'
            | '/'
            | '【'
            | '】'
            | '※'
            | '"'
    )
}

/// Whether a sentence ends here.
pub(super) fn is_end(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '\n' | '.')
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// Whether `text` stands at `at`.
pub(super) fn stands_at(letters: &[char], at: usize, text: &str) -> bool {
    let mut here = letters.get(at..).unwrap_or_default().iter();
    text.chars().all(|c| here.next() == Some(&c))
}

/// Whether a Latin word may begin at `at`, or end before it.
pub(super) fn parts_words(letters: &[char], at: usize) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    !(latin(at.checked_sub(1).and_then(|before| letters.get(before))) && latin(letters.get(at)))
}
