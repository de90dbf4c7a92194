//! Entries that answer one question.

use std::collections::{BTreeMap, BTreeSet};

use super::differences::{Difference, differences};
use crate::knowledge::entry::{Entry, EntryKey, EntryText, TextLanguage};
use crate::knowledge::markdown;
use crate::knowledge::question_form::QuestionForm;

/// Most conflicts that are listed; the rest are counted.
pub const CONFLICTS_MAX: usize = 1_000;

/// Two entries with one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The first by key.
    pub one: EntryKey,
    /// The second.
    pub other: EntryKey,
    /// The language of the question.
    pub language: TextLanguage,
    /// The question as the first has it.
    pub question: String,
    /// How they stand to each other.
    pub kind: ConflictKind,
}

/// How two entries with one question stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictKind {
    /// They say nothing against each other: one is enough.
    Duplicate,
    /// They say different things.
    Contradiction(Vec<Difference>),
}

/// An entry, its text in a language, and one way to ask it.
type Asking<'a> = (&'a Entry, &'a EntryText, &'a str);

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts {
    /// Contradictions first, then by key; the first [`CONFLICTS_MAX`].
    pub found: Vec<Conflict>,
    /// How many are not listed.
    pub further: usize,
}

/// Finds entries whose questions or aliases are the same for the search. Each pair is told once a language.
/// An entry is compared with the next one of the same question, so that many alike give a chain and not every pair.
#[must_use]
pub fn find<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Conflicts {
    let mut asked: BTreeMap<(TextLanguage, String), Vec<Asking<'_>>> = BTreeMap::new();
    for entry in entries {
        for (language, text, question, form) in ways(entry) {
            asked.entry((language, form)).or_default().push((entry, text, question));
        }
    }
    let mut pairs: BTreeMap<(EntryKey, EntryKey, TextLanguage), Conflict> = BTreeMap::new();
    for ((language, _), mut alike) in asked {
        alike.sort_by(|a, b| a.0.key.cmp(&b.0.key));
        alike.dedup_by(|a, b| a.0.key == b.0.key);
        for pair in alike.windows(2) {
            let ((one, first, question), (other, second, _)) = (pair[0], pair[1]);
            let key = (one.key.clone(), other.key.clone(), language);
            pairs.entry(key).or_insert_with(|| conflict(one, first, other, second, language, question));
        }
    }
    let mut found: Vec<Conflict> = pairs.into_values().collect();
    found.sort_by_key(|conflict| conflict.kind == ConflictKind::Duplicate);
    let further = found.len().saturating_sub(CONFLICTS_MAX);
    found.truncate(CONFLICTS_MAX);
    Conflicts { found, further }
}

/// What an entry's questions and aliases are to the search: two entries that share one are told by [`find`].
#[must_use]
pub fn forms(entry: &Entry) -> BTreeSet<(TextLanguage, String)> {
    ways(entry).map(|(language, _, _, form)| (language, form)).collect()
}

/// Every way to ask an entry, with its text in that language and its form.
fn ways(entry: &Entry) -> impl Iterator<Item = (TextLanguage, &EntryText, &str, String)> {
    let texts = TextLanguage::ALL.into_iter().filter_map(|language| Some((language, entry.text(language)?)));
    texts.flat_map(|(language, text)| {
        let questions = std::iter::once(&text.question).chain(&text.aliases);
        questions.filter_map(move |question| {
            let form = QuestionForm::of(question);
            (!form.is_empty()).then(|| (language, text, question.as_str(), form.text().to_owned()))
        })
    })
}

fn conflict(
    one: &Entry,
    first: &EntryText,
    other: &Entry,
    second: &EntryText,
    language: TextLanguage,
    question: &str,
) -> Conflict {
    let plain =
        |text: &EntryText| markdown::parse(&text.answer).map(|page| markdown::to_plain(&page)).unwrap_or_default();
    let different = differences(&plain(first), &plain(second));
    let kind = if different.is_empty() { ConflictKind::Duplicate } else { ConflictKind::Contradiction(different) };
    Conflict { one: one.key.clone(), other: other.key.clone(), language, question: question.to_owned(), kind }
}
