//! A text read for comparison: its plain words, its figures and its known phrases.

use std::collections::BTreeMap;

use domain::knowledge::grounding::{ClaimKind, Value, claims};

use super::{plain_english, plain_japanese};
use crate::Language;

/// What the phrases that deny are called, in either language.
const DENIALS: &[&str] = &[
    "cannot",
    "not needed",
    "do not",
    "is not",
    "forbidden",
    "should not",
    "will not",
    "not",
    "not covered",
    "invalid",
    "unless",
];

/// Requests in the form of a question.
const REQUESTS: &[&str] =
    &["いただけますか", "いただけませんか", "もらえますか", "もらえませんか", "くださいますか", "下さいますか"];

/// A text read.
pub(crate) struct Reading {
    /// As it was written.
    pub(crate) text: String,
    /// Its language.
    pub(crate) language: Language,
    /// Its plain words in small letters.
    pub(super) words: String,
    /// Its figures in order.
    pub(super) figures: Vec<(ClaimKind, Value)>,
    /// How often each known phrase stands in it.
    phrases: BTreeMap<&'static str, usize>,
}

impl Reading {
    pub(crate) fn of(text: &str, language: Language) -> Self {
        let plain = match language {
            Language::Ja => plain_japanese::plain(text),
            Language::En => plain_english::plain(text),
        };
        let mut figures = Vec::new();
        let mut phrases = BTreeMap::new();
        for claim in claims(&plain) {
            match (claim.kind, claim.value) {
                (_, Value::Phrase(value)) => *phrases.entry(value).or_insert(0) += 1,
                (ClaimKind::Office, _) => {}
                (kind, value) => figures.push((kind, value)),
            }
        }
        Self { text: text.to_owned(), language, words: plain.to_lowercase(), figures, phrases }
    }

    /// How often it denies.
    pub(super) fn denials(&self) -> usize {
        let denied: usize = DENIALS.iter().filter_map(|value| self.phrases.get(value)).sum();
        denied.saturating_sub(self.only_by_denial())
    }

    /// Whether it is a question in Japanese, where only its end tells; a request in the form of one is none. English
    /// tells by the order of its words, which the memory compares.
    pub(super) fn asks(&self) -> bool {
        let text = self.text.trim_end_matches(['。', ' ', '、']);
        let request = REQUESTS.iter().any(|end| text.trim_end_matches(['?', '？']).ends_with(end));
        let question = text.ends_with(['?', '？']) || text.ends_with('か');
        self.language == Language::Ja && question && !request
    }

    /// しか goes with a denial that denies nothing: 一つしかできません is "only one".
    fn only_by_denial(&self) -> usize {
        if self.language == Language::Ja { self.words.matches("しか").count() } else { 0 }
    }

    /// Whether a sign stands in it: `@value` is a known phrase, anything else words.
    pub(super) fn has(&self, sign: &str) -> bool {
        match (sign.strip_prefix('@'), self.language) {
            (Some(value), _) => self.phrases.contains_key(value),
            (None, Language::Ja) => self.words.contains(sign),
            (None, Language::En) => has_words(&self.words, sign),
        }
    }

    pub(super) fn has_any(&self, signs: &[&str]) -> bool {
        signs.iter().any(|sign| self.has(sign))
    }
}

/// Whether whole words stand in a text; a sign that ends in `*` may go on.
fn has_words(text: &str, sign: &str) -> bool {
    let (sign, open) = sign.strip_suffix('*').map_or((sign, false), |stem| (stem, true));
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(sign).any(|(at, found)| {
        let ends = open || !latin(text[at + found.len()..].chars().next());
        !latin(text[..at].chars().next_back()) && ends
    })
}
