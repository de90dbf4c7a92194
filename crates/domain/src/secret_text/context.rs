//! Which words around digits say what the digits are.
//!
//! Owns the terms for the individual number, the application ID, PINs and passwords, and for numbers that
//! are harmless. A card's name is no context: マイナンバーカード stands in nearly every note of this desk and
//! says nothing about a number. Knows nothing of digits; `search` and `pins` ask it.

use std::ops::Range;

use crate::secret_text::topics::{NAMES_OF_NO_NUMBER, NAMES_OF_THE_NUMBER};
use crate::secret_text::words::{Words, begins};

/// What is known from outside the text, such as the question an agent has just asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextContext {
    /// The conversation speaks of the individual number.
    pub individual_number: bool,
    /// The conversation speaks of a PIN or a password.
    pub pin_or_password: bool,
    /// The text was written by a speech recogniser: digits may be dropped, doubled, misheard and torn apart.
    pub spoken: bool,
}

/// How far before digits the number may be named, in characters.
pub(super) const REACH_BEFORE_CHARS: usize = 40;
/// How far after digits the number may be named, in characters.
pub(super) const REACH_AFTER_CHARS: usize = 20;
/// Between a label and its number: a colon, は, a blank.
const LABEL_GAP_CHARS: usize = 4;

/// The longest label and what stands between it and its number, in bytes.
const LABEL_BYTES_MAX: usize = 64;

/// What else follows a term when it names the card and not the number.
const CARD_AFTER: [&str; 4] = [" card", "card", " Card", "Card"];

const APPLICATION_ID: [&str; 6] = ["申請書ID", "申請書ＩＤ", "申請書id", "申請書番号", "23桁", "application id"];

const HARMLESS_LABELS: [&str; 14] = [
    "受付番号",
    "受付No",
    "受付no",
    "整理番号",
    "予約番号",
    "伝票番号",
    "追跡番号",
    "問合せ番号",
    "問い合わせ番号",
    "お問い合わせ番号",
    "管理番号",
    "案件番号",
    "reception number",
    "booking number",
];

/// Whether the text around `range` speaks of the individual number itself.
pub(super) fn speaks_of_individual_number(text: &str, range: &Range<usize>) -> bool {
    let reach = reach(text, range);
    let near = &text[reach.clone()];
    near.char_indices().any(|(at, _)| {
        let rest = &near.as_bytes()[at..];
        NUMBER_TERMS.at(rest).filter(|(_, term)| begins(rest, term)).any(|(_, term)| {
            // The reach may end within the word that follows the term, so that word is read from the text.
            let after = text[reach.start + at + term.len()..].trim_start_matches(['（', '(', '」']);
            !NAMES_OF_NO_NUMBER.iter().chain(&CARD_AFTER).any(|name| after.starts_with(name))
        })
    })
}

static NUMBER_TERMS: Words<9> = Words::new(NAMES_OF_THE_NUMBER);

/// Whether the text around `range` speaks of an application ID.
pub(super) fn speaks_of_application_id(text: &str, range: &Range<usize>) -> bool {
    let near = text[reach(text, range)].to_ascii_lowercase();
    APPLICATION_ID.iter().any(|term| near.contains(&term.to_ascii_lowercase()))
}

/// Whether the words straight before `at` label the digits as a harmless number.
pub(super) fn has_harmless_label(text: &str, at: usize) -> bool {
    let before = &text[boundary_after(text, at.saturating_sub(LABEL_BYTES_MAX))..at];
    let tail = before.trim_end_matches([' ', '\u{3000}', ':', '：', 'は', '=', '＝', '「', '[', '#', '.', '(', '（']);
    let close = before[tail.len()..].chars().count() <= LABEL_GAP_CHARS;
    let ends = |label: &&str| {
        let from = tail.len().checked_sub(label.len());
        from.is_some_and(|from| tail.as_bytes()[from..].eq_ignore_ascii_case(label.as_bytes()))
    };
    close && HARMLESS_LABELS.iter().any(ends)
}

/// The first character boundary at or after `at`.
pub(super) fn boundary_after(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The bytes from some way before `range` to some way after.
fn reach(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].char_indices().rev().nth(REACH_BEFORE_CHARS - 1).map_or(0, |(at, _)| at);
    let end = text[range.end..].char_indices().nth(REACH_AFTER_CHARS).map_or(text.len(), |(at, _)| range.end + at);
    start..end
}
