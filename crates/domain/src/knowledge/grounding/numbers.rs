//! Numbers as digits: figures with separators, kanji, 3万5千, English number words.

use super::letters::parts_words;
use crate::written_numbers::{kanji_digit, kanji_power, value};

/// A number and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Plain digits; a point where there is one.
    pub(super) digits: String,
    /// Where it ends.
    pub(super) until: usize,
    /// Written in kanji or words alone, which may be part of another word.
    pub(super) spelled: bool,
}

impl Number {
    /// Its value where it is a whole number of everyday size.
    pub(super) fn whole(&self) -> Option<u32> {
        self.digits.parse().ok()
    }
}

/// The number that begins at `at`.
pub(super) fn number_at(letters: &[char], at: usize) -> Option<Number> {
    if letters.get(at)?.is_ascii_alphabetic() { english(letters, at) } else { figures(letters, at) }
}

fn figures(letters: &[char], at: usize) -> Option<Number> {
    let mut until = at;
    while let Some(c) = letters.get(until) {
        let part = c.is_ascii_digit() || kanji_digit(*c).is_some() || kanji_power(*c).is_some();
        if !(part || separates(letters, at, until)) {
            break;
        }
        until += 1;
    }
    if until == at {
        return None;
    }
    let run: Vec<char> = letters[at..until].iter().copied().filter(|c| *c != ',').collect();
    let spelled = run.iter().all(|c| !c.is_ascii_digit());
    let powers = run.iter().any(|c| kanji_power(*c).is_some());
    let digits = if powers { value(&run).to_string() } else { positional(&run) };
    Some(Number { digits, until, spelled })
}

/// `1,000` and `3.5`; a comma stands before three digits and no more.
fn separates(letters: &[char], from: usize, at: usize) -> bool {
    let digit = |index: usize| letters.get(index).is_some_and(char::is_ascii_digit);
    match letters[at] {
        ',' => at > from && digit(at - 1) && (1..=3).all(|ahead| digit(at + ahead)) && !digit(at + 4),
        '.' => at > from && digit(at - 1) && digit(at + 1) && !letters[from..at].contains(&'.'),
        _ => false,
    }
}

fn positional(run: &[char]) -> String {
    let digits: String = run
        .iter()
        .filter_map(|c| if *c == '.' || c.is_ascii_digit() { Some(*c) } else { char::from_digit(kanji_digit(*c)?, 10) })
        .collect();
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() || bare.starts_with('.') { format!("0{bare}") } else { bare.to_owned() }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 10] =
    ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];

/// "two", "twenty-five", "fifteen hundred", "two thousand".
fn english(letters: &[char], at: usize) -> Option<Number> {
    if !parts_words(letters, at) {
        return None;
    }
    let (word, mut until) = word_at(letters, at);
    let mut value = small(&word)?;
    if value >= 20 && letters.get(until).is_some_and(|c| matches!(c, '-' | ' ')) {
        let (next, end) = word_at(letters, until + 1);
        if let Some(ones) = small(&next).filter(|ones| (1..10).contains(ones)) {
            value += ones;
            until = end;
        }
    }
    while let Some((factor, end)) = factor_at(letters, until) {
        value = value.saturating_mul(factor);
        until = end;
    }
    Some(Number { digits: value.to_string(), until, spelled: true })
}

/// "tenth" and its like.
pub(super) fn ordinal_at(letters: &[char], at: usize) -> Option<Number> {
    let (word, until) = parts_words(letters, at).then(|| word_at(letters, at))?;
    let value = ORDINALS.iter().position(|ordinal| *ordinal == word)? + 3;
    Some(Number { digits: value.to_string(), until, spelled: true })
}

fn factor_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    if letters.get(at) != Some(&' ') {
        return None;
    }
    let (word, until) = word_at(letters, at + 1);
    match word.as_str() {
        "hundred" => Some((100, until)),
        "thousand" => Some((1_000, until)),
        _ => None,
    }
}

fn small(word: &str) -> Option<u32> {
    let ones = ONES.iter().position(|one| *one == word);
    let found = ones.or_else(|| TENS.iter().position(|ten| *ten == word).map(|at| (at + 2) * 10))?;
    u32::try_from(found).ok()
}

/// The Latin word at `at` in small letters, and where it ends.
pub(super) fn word_at(letters: &[char], at: usize) -> (String, usize) {
    let word: String = letters.get(at..).unwrap_or_default().iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    let until = at + word.len();
    (word.to_ascii_lowercase(), until)
}
