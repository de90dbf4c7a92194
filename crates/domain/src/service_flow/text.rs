//! Texts of a flow in the languages they are owed: three for residents, two for staff.
//!
//! Owns length, language, furigana and the refusal of anything that looks like a secret number. It must
//! never know where a text stands. Next: `definition`, which is made of these; `check`, which asks.

use serde::{Deserialize, Serialize};

use super::ruby::{RubyFault, is_kana, is_kanji, parse_ruby, without_ruby};
use crate::secret_text::{self, SecretKind, TextContext};

/// What a resident reads (clause 6(2)⑦).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidentText {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// やさしい日本語, with furigana as `{申請|しんせい}`.
    pub easy: String,
}

/// What staff read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffText {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// What is wrong with one text in one language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing stands there.
    #[error("is empty")]
    Empty,
    /// It is longer than its place allows; furigana are not counted.
    #[error("has {chars} characters; at most {limit} have room")]
    TooLong {
        /// Its length.
        chars: usize,
        /// The most there may be.
        limit: usize,
    },
    /// English with kana or kanji in it, or Japanese without any.
    #[error("is not in its language")]
    WrongLanguage,
    /// A sign that no screen or printer should get.
    #[error("holds a control character")]
    Control,
    /// It looks like a number or word that must never be stored.
    #[error("holds what looks like a secret of kind {0:?}")]
    Secret(SecretKind),
    /// Its furigana are wrong.
    #[error("{0}")]
    Ruby(#[from] RubyFault),
}

impl ResidentText {
    /// The faults, with the language they are in; `limit` is in characters.
    pub(super) fn faults(&self, limit: usize) -> Vec<(&'static str, TextFault)> {
        let easy =
            parse_ruby(&self.easy).map_err(TextFault::from).and_then(|_| japanese(&without_ruby(&self.easy), limit));
        named([("ja", japanese(&self.ja, limit)), ("en", english(&self.en, limit)), ("easy", easy)])
    }
}

impl StaffText {
    /// The faults, with the language they are in; `limit` is in characters.
    pub(super) fn faults(&self, limit: usize) -> Vec<(&'static str, TextFault)> {
        named([("ja", japanese(&self.ja, limit)), ("en", english(&self.en, limit))])
    }
}

fn named<const N: usize>(judged: [(&'static str, Result<(), TextFault>); N]) -> Vec<(&'static str, TextFault)> {
    judged.into_iter().filter_map(|(language, verdict)| Some((language, verdict.err()?))).collect()
}

fn japanese(text: &str, limit: usize) -> Result<(), TextFault> {
    in_bounds(text, limit)?;
    if !text.chars().any(|c| is_kana(c) || is_kanji(c)) {
        return Err(TextFault::WrongLanguage);
    }
    Ok(())
}

/// English needs about twice the letters of Japanese for the same sentence.
fn english(text: &str, limit: usize) -> Result<(), TextFault> {
    in_bounds(text, limit * 2)?;
    if text.chars().any(|c| is_kana(c) || is_kanji(c)) {
        return Err(TextFault::WrongLanguage);
    }
    Ok(())
}

fn in_bounds(text: &str, limit: usize) -> Result<(), TextFault> {
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    let chars = text.chars().count();
    if chars > limit {
        return Err(TextFault::TooLong { chars, limit });
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(TextFault::Control);
    }
    match secret_text::find(text, TextContext::default()).first() {
        Some(finding) => Err(TextFault::Secret(finding.kind)),
        None => Ok(()),
    }
}
