//! What is proposed for each group.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::{QUESTIONS_MAX, groups};
use super::nearest::{Index, Known};
use crate::knowledge::entry::{ALIAS_CHARS_MAX, EntryKey};
use crate::knowledge::question_form::QuestionForm;
use crate::secret_text::{TextContext, redact};

/// Most examples of one proposal.
pub const EXAMPLES_MAX: usize = 5;

/// A group is proposed as alias of an entry it resembles at least so much.
const ALIAS_LIKENESS_MIN: f64 = 0.35;

/// A question with fewer letters says nothing.
const LETTERS_MIN: usize = 3;

/// Where a question came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The search found nothing.
    ZeroHit,
    /// The search was not sure.
    LowBand,
    /// It was asked in a contact.
    Transcript,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The words.
    pub question: String,
    /// Where it came up.
    pub origin: Origin,
    /// How often.
    pub times: u32,
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposed {
    /// Another way to ask an entry.
    Alias {
        /// The entry.
        of: EntryKey,
        /// How like its questions it is, 0 to 1.
        likeness: f64,
    },
    /// Something nobody has answered.
    NewEntry {
        /// The entry that comes nearest, for the person who looks.
        nearest: Option<EntryKey>,
    },
}

/// A group of questions with what is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// What is proposed.
    pub proposed: Proposed,
    /// The words most asked; what would become the alias.
    pub words: String,
    /// Others of the group, the most asked first.
    pub examples: Vec<String>,
    /// How often the group was asked.
    pub times: u64,
    /// How often by origin.
    pub by_origin: BTreeMap<Origin, u64>,
}

/// One question in the many ways it was written.
struct Gathered {
    form: QuestionForm,
    words: String,
    by_origin: BTreeMap<Origin, u64>,
}

/// Groups what was asked and proposes something for each group that was asked `times_min` times or more; the most
/// asked first. Words that are known already are left out: the search has them.
#[must_use]
pub fn proposals(asked: &[Asked], known: &[Known], times_min: u64) -> Vec<Proposal> {
    let index = Index::of(known);
    let gathered: Vec<Gathered> = gather(asked).into_iter().filter(|one| !index.holds(&one.form)).collect();
    let forms: Vec<QuestionForm> = gathered.iter().map(|one| one.form.clone()).collect();
    let mut found: Vec<Proposal> = groups(&forms)
        .into_iter()
        .map(|group| proposal(&group.iter().filter_map(|at| gathered.get(*at)).collect::<Vec<_>>(), &index))
        .filter(|proposal| proposal.times >= times_min)
        .collect();
    found.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.words.cmp(&b.words)));
    found
}

/// Redacts, folds and counts; the most asked first.
fn gather(asked: &[Asked]) -> Vec<Gathered> {
    let mut by_form: BTreeMap<String, Gathered> = BTreeMap::new();
    for one in asked {
        let cut: String = one.question.chars().take(crate::knowledge::question_form::QUESTION_CHARS_MAX).collect();
        let words = redact(cut.trim(), TextContext::default()).text;
        let form = QuestionForm::of(&words);
        if form.text().chars().count() < LETTERS_MIN {
            continue;
        }
        let gathered =
            by_form.entry(form.text().to_owned()).or_insert(Gathered { form, words, by_origin: BTreeMap::new() });
        *gathered.by_origin.entry(one.origin).or_default() += u64::from(one.times);
    }
    let mut all: Vec<Gathered> = by_form.into_values().collect();
    all.sort_by_key(|one| std::cmp::Reverse(times(&one.by_origin)));
    all.truncate(QUESTIONS_MAX);
    all
}

fn times(by_origin: &BTreeMap<Origin, u64>) -> u64 {
    by_origin.values().sum()
}

fn proposal(group: &[&Gathered], index: &Index<'_>) -> Proposal {
    let mut by_origin: BTreeMap<Origin, u64> = BTreeMap::new();
    for (origin, count) in group.iter().flat_map(|one| &one.by_origin) {
        *by_origin.entry(*origin).or_default() += count;
    }
    let words: Vec<&str> = group.iter().map(|one| one.words.as_str()).collect();
    // The entry that the group's questions together come nearest to, each by how often it was asked.
    let mut votes: BTreeMap<&EntryKey, (f64, f64)> = BTreeMap::new();
    for one in group {
        if let Some((key, likeness)) = index.nearest(&one.form) {
            let vote = votes.entry(key).or_default();
            vote.0 += likeness * times(&one.by_origin) as f64;
            vote.1 = vote.1.max(likeness);
        }
    }
    let nearest = votes.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0));
    let head = words.first().map(|words| (*words).to_owned()).unwrap_or_default();
    let fits = head.chars().count() <= ALIAS_CHARS_MAX;
    let proposed = match nearest {
        Some((key, (_, likeness))) if likeness >= ALIAS_LIKENESS_MIN && fits => {
            Proposed::Alias { of: key.clone(), likeness }
        }
        Some((key, _)) => Proposed::NewEntry { nearest: Some(key.clone()) },
        None => Proposed::NewEntry { nearest: None },
    };
    let examples = words.iter().skip(1).take(EXAMPLES_MAX).map(|words| (*words).to_owned()).collect();
    Proposal { proposed, times: times(&by_origin), words: head, examples, by_origin }
}
