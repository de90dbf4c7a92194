//! Takes the figures out of a text: each becomes one sign, and what it says becomes a claim.

use super::claim::{Claim, ClaimKind, Value};
use super::counting::count_at;
use super::dates::{date_at, time_at};
use super::english_dates::english_date_at;
use super::letters::{FIGURE, is_boundary};
use super::telephone::{address_at, telephone_at};

/// What all figures share: a day may stand where an amount stood, and it would be another statement.
pub(super) const FAMILY: &str = "figure";

/// The letters with a sign for each figure, and the figures' claims in order.
pub(super) fn without_figures(letters: &[char]) -> (Vec<char>, Vec<Claim>) {
    let mut kept = Vec::with_capacity(letters.len());
    let mut claims = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match figure_at(letters, at) {
            Some((kind, value, until)) => {
                let place = kept.len();
                claims.push(Claim { kind, family: FAMILY, value, at: place..place + 1 });
                kept.push(FIGURE);
                at = until;
            }
            None => {
                push(&mut kept, letters[at]);
                at += 1;
            }
        }
    }
    (kept, claims)
}

/// Blanks beside the marks that part a sentence tell nothing, and their lack tells nothing.
fn push(kept: &mut Vec<char>, c: char) {
    if c == ' ' && kept.last().is_none_or(|last| is_boundary(*last)) {
        return;
    }
    if is_boundary(c) && kept.last() == Some(&' ') {
        kept.pop();
    }
    kept.push(c);
}

fn figure_at(letters: &[char], at: usize) -> Option<(ClaimKind, Value, usize)> {
    if let Some((address, until)) = address_at(letters, at) {
        return Some((ClaimKind::Url, Value::Word(address), until));
    }
    if let Some((digits, until)) = telephone_at(letters, at) {
        return Some((ClaimKind::Telephone, Value::Word(digits), until));
    }
    // A figure within a Latin word, such as the 3 of B3, is the word's.
    if at > 0 && letters[at - 1].is_ascii_alphabetic() && letters[at].is_ascii_alphanumeric() {
        return None;
    }
    if let Some((value, until)) = date_at(letters, at).or_else(|| english_date_at(letters, at)) {
        return Some((ClaimKind::Date, value, until));
    }
    if let Some((minute, until)) = time_at(letters, at) {
        return Some((ClaimKind::Time, Value::Minute(minute), until));
    }
    count_at(letters, at)
}
