//! Finds PINs and passwords, which only their context betrays.
//!
//! Owns the terms that announce them and the units that show four digits to be a year, a price or a
//! number of things. It must never flag four digits without such a term near. `search` joins the results.

use crate::secret_text::context::{TextContext, has_harmless_label};
use crate::secret_text::digits::Run;
use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::words::{Words, begins};

const PIN_LEN: usize = 4;
const PASSWORD_LEN_MIN: usize = 6;
const PASSWORD_LEN_MAX: usize = 16;
/// Between a term and its PIN, such as "の4桁を確認したところ".
const TERM_REACH_CHARS: usize = 14;
/// Between digits and the term that follows them, such as "という".
const TERM_AFTER_CHARS: usize = 4;

const TERMS: [&str; 8] = ["暗証番号", "暗証", "パスワード", "パスコード", "password", "passcode", "pin", "署名用"];

static TERM_WORDS: Words<8> = Words::new(TERMS);

/// What shows digits to be something else: counters, units, and a colon as in 12:30.
const UNITS: &str = "年月日円時分秒件人回名番号桁台個通枚階歳才世条:：%％";

/// What may stand between a term and the password itself.
const LINKS: [&str; 27] = [
    "番号",
    "コード",
    "数字",
    "英数字",
    "4桁",
    "４桁",
    "は",
    "が",
    "を",
    "の",
    "と",
    "is",
    ":",
    "：",
    "=",
    "＝",
    "「",
    "『",
    "\"",
    "'",
    "“",
    "→",
    "(",
    "（",
    " ",
    "\u{3000}",
    "、",
];

/// Whether a term may stand in `text`; most texts are told by one look.
pub(super) fn may_announce(text: &str) -> bool {
    let latin = text.bytes().any(|byte| byte | 0x20 == b'p');
    latin || ["暗証", "パス", "署名用"].iter().any(|term| text.contains(term))
}

/// Runs of four digits near a term that announces a PIN.
pub(super) fn pins(text: &str, context: TextContext, runs: &[Run]) -> Vec<Finding> {
    if !context.pin_or_password && !may_announce(text) {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    let candidates = runs.iter().filter(|run| is_pin_shaped(run));
    candidates
        .filter_map(|run| {
            let range = run.bytes(0..PIN_LEN);
            let announced = announced_before(&lower, range.start) || announced_after(&lower, range.end);
            let counted = text[range.end..].trim_start().starts_with(|c| UNITS.contains(c));
            let harmless = counted || run.plus || has_harmless_label(text, range.start);
            let confidence = if announced { Confidence::High } else { Confidence::Likely };
            let secret = (announced || context.pin_or_password) && !harmless;
            secret.then_some(Finding { range, kind: SecretKind::Pin, confidence })
        })
        .collect()
}

/// Words of six to sixteen letters and digits straight after a term that announces a password.
pub(super) fn passwords(text: &str) -> Vec<Finding> {
    ranked_passwords(text).into_iter().map(|(_, finding)| finding).collect()
}

/// The same, each with the rank of the term that announces it, those of the first term first.
pub(super) fn ranked_passwords(text: &str) -> Vec<(usize, Finding)> {
    let bytes = text.as_bytes();
    let announced = |at: usize| TERM_WORDS.at(&bytes[at..]).any(|(_, term)| begins(&bytes[at..], term));
    if !text.char_indices().any(|(at, _)| announced(at)) {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    for (rank, term) in TERMS.into_iter().enumerate() {
        for (at, _) in lower.match_indices(term).filter(|(at, _)| stands_as_word(&lower, *at, term)) {
            let start = skip_links(&lower, at + term.len());
            let len = text[start..].find(|c: char| !is_password_char(c)).unwrap_or(text.len() - start);
            let (range, word) = (start..start + len, &text[start..start + len]);
            let counted = text[range.end..].starts_with(|c| UNITS.contains(c));
            let seen = findings.iter().any(|(_, finding)| finding.range == range);
            if is_password_shaped(word) && !counted && !seen {
                findings.push((rank, Finding { range, kind: SecretKind::Password, confidence: Confidence::High }));
            }
        }
    }
    findings
}

/// Four digits in one group, or each apart.
fn is_pin_shaped(run: &Run) -> bool {
    run.digits.len() == PIN_LEN && (run.groups.len() == 1 || run.groups.len() == PIN_LEN)
}

fn announced_before(lower: &str, at: usize) -> bool {
    let clause = lower[..at].rsplit(['。', '\n']).next().unwrap_or_default();
    TERMS.iter().any(|term| {
        let offset = at - clause.len();
        clause.match_indices(term).any(|(found, _)| {
            let between = &clause[found + term.len()..];
            stands_as_word(lower, offset + found, term) && between.chars().count() <= TERM_REACH_CHARS
        })
    })
}

fn announced_after(lower: &str, at: usize) -> bool {
    let clause = lower[at..].split(['。', '\n']).next().unwrap_or_default();
    TERMS.iter().any(|term| {
        clause.find(term).is_some_and(|found| {
            stands_as_word(lower, at + found, term) && clause[..found].chars().count() <= TERM_AFTER_CHARS
        })
    })
}

/// An English term counts as a whole word only: neither "shopping" nor "pinned" speaks of a PIN.
fn stands_as_word(lower: &str, at: usize, term: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic();
    let japanese = !term.is_ascii();
    japanese || !lower[..at].ends_with(letter) && !lower[at + term.len()..].starts_with(letter)
}

fn skip_links(lower: &str, mut at: usize) -> usize {
    while let Some(link) = LINKS.iter().find(|link| lower[at..].starts_with(**link)) {
        at += link.len();
    }
    at
}

fn is_password_char(c: char) -> bool {
    matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '_' | '!' | '@' | '#' | '$' | '-')
}

fn is_password_shaped(word: &str) -> bool {
    let len = word.chars().count();
    let digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    let letter = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let mixed = word.contains(digit) && word.contains(letter);
    // Digits alone are a password too, unless they read as a telephone number or a date.
    let all_digits = word.chars().all(digit) && len != 8 && !word.starts_with(['0', '０']);
    (PASSWORD_LEN_MIN..=PASSWORD_LEN_MAX).contains(&len) && (mixed || all_digits)
}
