//! Which words around digits say what the digits are.
//!
//! Owns the terms for the individual number, the application ID, PINs and passwords, and for numbers that
//! are harmless. A card's name is no context: マイナンバーカード stands in nearly every note of this desk and
//! says nothing about a number. Knows nothing of digits; `search` and `pins` ask it.

use std::ops::Range;

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

const REACH_BEFORE_CHARS: usize = 40;
const REACH_AFTER_CHARS: usize = 20;
/// Between a label and its number: a colon, は, a blank.
const LABEL_GAP_CHARS: usize = 4;

/// The longest label and what stands between it and its number, in bytes.
const LABEL_BYTES_MAX: usize = 64;

const INDIVIDUAL_NUMBER: [&str; 9] =
    ["マイナンバー", "個人番号", "12桁", "１２桁", "十二桁", "my number", "mynumber", "individual number", "12 digit"];

/// What follows a term when it names the card, the system or the desk and not the number.
const NOT_THE_NUMBER: [&str; 18] = [
    "カード",
    "のカード",
    "制度",
    "総合",
    "コール",
    "センター",
    "ポータル",
    "通知書",
    "保険証",
    "窓口",
    "関係",
    "関連",
    "通知カード",
    "の通知",
    " card",
    "card",
    " Card",
    "Card",
];

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
    let near = text[reach.clone()].to_ascii_lowercase();
    INDIVIDUAL_NUMBER.iter().any(|term| {
        near.match_indices(term).any(|(at, _)| {
            // The reach may end within the word that follows the term, so that word is read from the text.
            let after = text[reach.start + at + term.len()..].trim_start_matches(['（', '(', '」']);
            !NOT_THE_NUMBER.iter().any(|name| after.starts_with(name))
        })
    })
}

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
    let tail = tail.to_ascii_lowercase();
    close && HARMLESS_LABELS.iter().any(|label| tail.ends_with(&label.to_ascii_lowercase()))
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
