//! Telephone numbers and web addresses, which are read before any other figure.

use super::letters::{parts_words, stands_at};

/// Digits of a number within Japan.
const DIGITS: std::ops::RangeInclusive<usize> = 9..=11;

/// The telephone number that begins at `at`, as digits, and where it ends.
pub(super) fn telephone_at(letters: &[char], at: usize) -> Option<(String, usize)> {
    let (abroad, from) = if stands_at(letters, at, "+81") { (true, at + 3) } else { (false, at) };
    if at > 0 && letters[at - 1].is_ascii_digit() || !(abroad || letters.get(at) == Some(&'0')) {
        return None;
    }
    let mut digits = if abroad { "0".to_owned() } else { String::new() };
    let mut until = from;
    while let Some(c) = letters.get(until) {
        let next_digit = |ahead: usize| letters.get(until + ahead).is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() {
            digits.push(*c);
        } else if !(matches!(c, '-' | '(' | ')' | 'ー' | '~' | ' ') && next_digit(1)) {
            break;
        }
        until += 1;
    }
    // "+81 (0)46" has its zero already.
    let digits = if abroad { format!("0{}", digits.trim_start_matches('0')) } else { digits };
    DIGITS.contains(&digits.len()).then_some((digits, until))
}

/// The web address that begins at `at`, in small letters without its end mark, and where it ends.
pub(super) fn address_at(letters: &[char], at: usize) -> Option<(String, usize)> {
    let begins = ["https://", "http://", "www."].iter().any(|start| stands_at(letters, at, start));
    if !begins || !parts_words(letters, at) {
        return None;
    }
    let rest = &letters[at..];
    let mut length =
        rest.iter().take_while(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '"' | '<' | '>')).count();
    while matches!(rest[length - 1], '.' | ',' | ';' | ':' | '/') {
        length -= 1;
    }
    let address: String = rest[..length].iter().map(char::to_ascii_lowercase).collect();
    let bare = address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    Some((bare, at + length))
}
