//! The number check: a wording of a finding has no number that the finding has not.
//!
//! A chat endpoint may make the sentences of a finding smoother; what it returns is shown only if every number in it
//! stands in the finding's own sentences, in whatever spelling. Times of day, dates and percentages are compared as
//! such. The check knows no roles: whether two right numbers changed places is for the manager who edits and signs.

use super::finding::Finding;
use super::number_tokens::{Token, tokens};
use super::wording::{Language, proposal, sentence};
use std::collections::BTreeSet;
use thiserror::Error;

/// A wording longer than this is refused unread.
pub const WORDING_CHARS_MAX: usize = 2_000;

/// Why a wording is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordingFault {
    /// Nothing in it.
    #[error("the wording is empty")]
    Empty,
    /// Longer than `WORDING_CHARS_MAX`.
    #[error("the wording has {0} characters, more than {WORDING_CHARS_MAX}")]
    TooLong(usize),
    /// Numbers that the finding does not have.
    #[error("the wording has numbers that the finding has not: {}", .0.join(", "))]
    OtherNumbers(Vec<String>),
}

/// Holds `wording` against the numbers of `finding`.
///
/// # Errors
/// Why it is not to be shown.
pub fn check_wording(wording: &str, finding: &Finding) -> Result<(), WordingFault> {
    let length = wording.chars().count();
    if length > WORDING_CHARS_MAX {
        return Err(WordingFault::TooLong(length));
    }
    if wording.trim().is_empty() {
        return Err(WordingFault::Empty);
    }
    let own: BTreeSet<Token> = [Language::Ja, Language::En]
        .into_iter()
        .flat_map(|language| [sentence(finding, language), proposal(finding, language)])
        .flat_map(|text| tokens(&text))
        .collect();
    let other: Vec<String> = tokens(wording).difference(&own).map(spelt).collect();
    if other.is_empty() { Ok(()) } else { Err(WordingFault::OtherNumbers(other)) }
}

fn spelt(token: &Token) -> String {
    match token {
        Token::Number(number) | Token::Clock(number) | Token::Unreadable(number) => number.clone(),
        Token::Percent(number) => format!("{number}%"),
        Token::Date(month, day) => format!("{month}/{day}"),
    }
}
