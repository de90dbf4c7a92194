//! Finds passwords that are spelt out: エー ビー シー いち に さん, capital A b c one two three.
//!
//! Owns the names of letters. It looks only where a password or a PIN is spoken of, for the rest of speech
//! is full of letters that hide nothing. `lexer` reads the digits between them, `outside` knows the topic.

use std::ops::Range;

use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::lexer::{Atom, Manner, token};
use crate::secret_text::outside::{Near, Outside};
use crate::secret_text::pins::{may_announce, passwords};
use crate::secret_text::words::Words;

/// Letters and digits of a password.
const LEN_MIN: usize = 6;
/// Letters and digits of a password that is said, corrected and said again.
const LEN_MAX: usize = 40;
/// Figures of a year.
const YEAR_LEN: usize = 4;

/// Longer names first where one begins another.
static NAMES: Words<41> = Words::new([
    "ダブリュー",
    "ダブルユー",
    "エックス",
    "エイチ",
    "エッチ",
    "キュー",
    "アール",
    "ティー",
    "ディー",
    "ジェー",
    "ジェイ",
    "ゼット",
    "ズィー",
    "ブイ",
    "ヴイ",
    "ビー",
    "シー",
    "エフ",
    "ケー",
    "ケイ",
    "エル",
    "エム",
    "エヌ",
    "オー",
    "ピー",
    "エス",
    "ユー",
    "ワイ",
    "ジー",
    "アイ",
    "エー",
    "エイ",
    "イー",
    "えい",
    "びー",
    "しー",
    "でぃー",
    "いー",
    "ぴー",
    "てぃー",
    "えす",
]);

/// What is said of a letter, and between letters.
static MODIFIERS: Words<22> = Words::new([
    "大文字の",
    "大文字で",
    "大文字",
    "小文字の",
    "小文字で",
    "小文字",
    "英語の",
    "数字の",
    "数字で",
    "数字",
    "アルファベットの",
    "アンダーバー",
    "capital",
    "uppercase",
    "upper",
    "lowercase",
    "lower",
    "case",
    "small",
    "big",
    "letter",
    "number",
]);

/// Names of things with letters and digits that are no password, in lower case.
const PRODUCTS: [&str; 12] =
    ["iphone", "ipad", "ios", "android", "windows", "galaxy", "xperia", "pixel", "aquos", "wifi", "usb", "edge"];

/// English names of the secret itself, which is no part of it, in lower case.
const SECRET_NAMES: [&str; 3] = ["pin", "password", "passcode"];

/// What follows a code that a screen shows: "EWM102と出ます". Nobody says so of a password.
const SHOWN: [&str; 8] = ["と出", "って出", "が出", "と表示", "って表示", "が表示", "というエラー", "っていうエラー"];

/// What stands in one place of a spelling.
enum Spelt {
    /// So many letters; those that are no word, being single or mixed with figures, hide something.
    Letters {
        len: usize,
        one_by_one: bool,
    },
    Digits(usize),
    Between,
}

/// Passwords spelt out in `text` where one is spoken of.
pub(super) fn spelled_passwords(text: &str, outside: &Outside) -> Vec<Finding> {
    let outside_topic = outside.parts.iter().any(|(_, near)| near.is_some_and(Near::is_of_a_password));
    if !outside_topic && !may_announce(text) {
        return Vec::new();
    }
    let mut findings = passwords(text);
    add_announced(text, outside, spellings(text, 0..text.len()), &mut findings);
    findings
}

/// Adds those of the `spellings` in `text` that are announced as passwords and touch no finding.
pub(super) fn add_announced(
    text: &str,
    outside: &Outside,
    spellings: impl IntoIterator<Item = Range<usize>>,
    findings: &mut Vec<Finding>,
) {
    for range in spellings {
        let apart = |finding: &Finding| finding.range.end <= range.start || range.end <= finding.range.start;
        if findings.iter().all(apart) && announced(text, outside, &range) && !is_shown_code(text, &range) {
            findings.push(Finding { range, kind: SecretKind::Password, confidence: Confidence::High });
        }
    }
}

/// Everything in `piece` of `text` that has the shape of a password spelt out.
pub(super) fn spellings(text: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let (text, mut at) = (&text[..piece.end], piece.start);
    let mut found = Vec::new();
    if !has_letters(&text[at..]) {
        return found;
    }
    while at < text.len() {
        let (end, spelling) = spelling_at(text, at);
        found.extend(spelling);
        at = end;
    }
    found
}

/// Whether `range` lies in one word with Latin letters at its end, of which the speaker says that a screen shows it.
pub(super) fn is_shown_code(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.end];
    let word = &before[before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len()..];
    let whole = range.end - word.len() <= range.start && word.contains(is_latin);
    whole && SHOWN.iter().any(|shown| text[range.end..].starts_with(shown))
}

/// Whether any letter stands or is named in `text`.
fn has_letters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let named = |at: usize| NAMES.at(&bytes[at..]).any(|(_, name)| bytes[at..].starts_with(name.as_bytes()));
    text.char_indices().any(|(at, letter)| is_latin(letter) || named(at))
}

fn announced(text: &str, outside: &Outside, range: &Range<usize>) -> bool {
    outside.topic(text, range).is_some_and(|near| near.fresh && near.is_of_a_password())
}

/// The spelling that begins at `at`, where it is long enough, and where to look next.
fn spelling_at(text: &str, at: usize) -> (usize, Option<Range<usize>>) {
    let (mut letters, mut digits, mut one_by_one) = (0, 0, true);
    let (mut start, mut end, mut here) = (at, at, at);
    while let Some((spelt, len)) = spelt(text, here) {
        let places = match spelt {
            Spelt::Between => 0,
            Spelt::Digits(count) => {
                digits += count;
                count
            }
            Spelt::Letters { len, one_by_one: single } => {
                letters += len;
                one_by_one &= single;
                len
            }
        };
        if places > 0 {
            if end == at {
                start = here;
            }
            end = here + len;
        }
        here += len;
    }
    let next = if here > at { here } else { at + word_len(&text[at..]) };
    let shaped = (LEN_MIN..=LEN_MAX).contains(&(letters + digits)) && letters > 0 && (digits > 0 || one_by_one);
    (next, shaped.then_some(start..end))
}

/// A whole Latin word, for its last letter alone spells nothing, or one character.
fn word_len(rest: &str) -> usize {
    let word = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    word.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// How many bytes at the end of `text` may be a letter, a digit or a word among them, however its beginning
/// is read; 0 for none. A Latin word counts as a whole, and one with figures in it always.
pub(super) fn spelt_end(text: &str) -> usize {
    let reaches_end = |at: &usize| {
        spelt(text, *at).is_some_and(|(_, len)| {
            // エイト is a digit and, where letters are looked for, エイ with something after it.
            let digits = || token(text, *at, Manner::Spoken, true).filter(|(atom, _)| *atom != Atom::Other);
            at + len == text.len() || digits().is_some_and(|(_, len)| at + len == text.len())
        })
    };
    let word = &text[text.trim_end_matches(|c: char| is_latin(c) || is_figure(c)).len()..];
    if !word.is_empty() {
        let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        return if plain && !reaches_end(&(text.len() - word.len())) { 0 } else { word.len() };
    }
    let chars = text.char_indices().rev().filter(|(_, letter)| *letter != '\n');
    let starts = chars.map(|(at, _)| at).take(LONGEST_WORD_CHARS);
    starts.filter(reaches_end).last().map_or(0, |at| text.len() - at)
}

/// Characters of the longest word that may stand in a number or a spelling, and more.
const LONGEST_WORD_CHARS: usize = 8;

fn spelt(text: &str, at: usize) -> Option<(Spelt, usize)> {
    let rest = &text[at..];
    if let Some((_, word)) = MODIFIERS.at(rest.as_bytes()).find(|(_, word)| begins_with_word(rest, word)) {
        return Some((Spelt::Between, word.len()));
    }
    if is_year(rest) {
        return None;
    }
    if let Some(read) = latin(text, at) {
        return Some(read);
    }
    if let Some((_, name)) = NAMES.at(rest.as_bytes()).find(|(_, name)| rest.starts_with(name)) {
        return Some((Spelt::Letters { len: 1, one_by_one: true }, name.len()));
    }
    let (atom, len) = token(text, at, Manner::Spoken, true)?;
    match atom {
        Atom::Digits(figures) => Some((Spelt::Digits(figures.len()), len)),
        Atom::Separator => Some((Spelt::Between, len)),
        Atom::Other => None,
    }
}

/// A word of Latin letters and figures: a single letter, capitals, or letters and figures mixed.
fn latin(text: &str, at: usize) -> Option<(Spelt, usize)> {
    let rest = &text[at..];
    if !rest.starts_with(|c: char| is_latin(c) || is_figure(c)) {
        return None;
    }
    let end = rest.find(|c: char| !is_latin(c) && !is_figure(c)).unwrap_or(rest.len());
    let word = &rest[..end];
    let (letters, figures) =
        (word.chars().filter(|c| is_latin(*c)).count(), word.chars().filter(|c| is_figure(*c)).count());
    let lower = word.to_ascii_lowercase();
    let named = PRODUCTS.iter().any(|name| lower.starts_with(name)) || SECRET_NAMES.contains(&lower.as_str());
    let capitals = word.chars().all(|c| is_figure(c) || matches!(c, 'A'..='Z' | 'Ａ'..='Ｚ'));
    let spelt = letters > 0 && !named && (letters + figures == 1 || capitals || figures > 0);
    let len = letters + figures;
    spelt.then_some((Spelt::Letters { len, one_by_one: len == 1 || figures > 0 }, end))
}

/// "2024年", which spells nothing.
fn is_year(rest: &str) -> bool {
    if !rest.starts_with(is_figure) {
        return false;
    }
    let after = rest.trim_start_matches(is_figure);
    rest[..rest.len() - after.len()].chars().count() == YEAR_LEN && after.starts_with('年')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn begins_with_word(rest: &str, word: &str) -> bool {
    let Some(start) = rest.get(..word.len()) else { return false };
    let ends = !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic());
    start.eq_ignore_ascii_case(word) && (ends || !word.is_ascii())
}
