//! What is proposed for each group.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::group::{Grouped, QUESTIONS_MAX, groups};
use super::nearest::{Index, Known};
use crate::knowledge::entry::{ALIAS_CHARS_MAX, EntryKey};
use crate::knowledge::question_form::QuestionForm;
use crate::secret_text::{TextContext, redact};

/// Most examples of one proposal.
pub const EXAMPLES_MAX: usize = 5;

/// A group is proposed as alias of an entry it resembles at least so much.
const ALIAS_LIKENESS_MIN: f64 = 0.35;

/// Or when the search gives the entry at least this chance to be the one that was meant.
const ALIAS_CHANCE_MIN: f64 = 0.2;

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
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The words.
    pub question: String,
    /// Where it came up.
    pub origin: Origin,
    /// How often.
    pub times: u32,
    /// What the search makes of it; without, words alone tell.
    pub meant: Meant,
}

/// What the search makes of a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meant {
    /// Its vector, of length one.
    pub vector: Option<Arc<[f32]>>,
    /// The entry that comes first, and the chance that it is the right one.
    pub nearest: Option<(EntryKey, f64)>,
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposed {
    /// Another way to ask an entry.
    Alias {
        /// The entry.
        of: EntryKey,
        /// How sure that is, 0 to 1: the chance the search gives it, or how like its questions it is.
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
    meant: Meant,
}

/// Groups what was asked and proposes something for each group that was asked `times_min` times or more; the most
/// asked first. Words that are known already are left out: the search has them.
#[must_use]
pub fn proposals(asked: &[Asked], known: &[Known], times_min: u64) -> Vec<Proposal> {
    let index = Index::of(known);
    let gathered: Vec<Gathered> = gather(asked).into_iter().filter(|one| !index.holds(&one.form)).collect();
    let grouped: Vec<Grouped> = gathered.iter().map(|one| (one.form.clone(), one.meant.vector.clone())).collect();
    let mut found: Vec<Proposal> = groups(&grouped)
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
        let gathered = by_form.entry(form.text().to_owned()).or_insert_with(|| Gathered {
            form,
            words,
            by_origin: BTreeMap::new(),
            meant: one.meant.clone(),
        });
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
    let head = words.first().map(|words| (*words).to_owned()).unwrap_or_default();
    let fits = head.chars().count() <= ALIAS_CHARS_MAX;
    let proposed = match nearest(group, index) {
        Some((of, likeness, true)) if fits => Proposed::Alias { of, likeness },
        Some((key, ..)) => Proposed::NewEntry { nearest: Some(key) },
        None => Proposed::NewEntry { nearest: None },
    };
    let examples = words.iter().skip(1).take(EXAMPLES_MAX).map(|words| (*words).to_owned()).collect();
    Proposal { proposed, times: times(&by_origin), words: head, examples, by_origin }
}

/// The entry that the group's questions together come nearest to, each by how often it was asked; how near the nearest
/// of them comes, and whether that is near enough to be meant. The search is believed before likeness by words.
fn nearest(group: &[&Gathered], index: &Index<'_>) -> Option<(EntryKey, f64, bool)> {
    let by_search = most_named(group, |one| one.meant.nearest.clone());
    if let Some((key, chance)) = by_search.clone().filter(|(_, chance)| *chance >= ALIAS_CHANCE_MIN) {
        return Some((key, chance, true));
    }
    let by_words = most_named(group, |one| index.nearest(&one.form).map(|(key, likeness)| (key.clone(), likeness)));
    if let Some((key, likeness)) = by_words.clone().filter(|(_, likeness)| *likeness >= ALIAS_LIKENESS_MIN) {
        return Some((key, likeness, true));
    }
    by_search.or(by_words).map(|(key, nearness)| (key, nearness, false))
}

fn most_named(group: &[&Gathered], nearest: impl Fn(&Gathered) -> Option<(EntryKey, f64)>) -> Option<(EntryKey, f64)> {
    let mut votes: BTreeMap<EntryKey, (f64, f64)> = BTreeMap::new();
    for one in group {
        if let Some((key, nearness)) = nearest(one) {
            let vote = votes.entry(key).or_default();
            vote.0 += nearness * times(&one.by_origin) as f64;
            vote.1 = vote.1.max(nearness);
        }
    }
    let most = votes.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0));
    most.map(|(key, (_, nearness))| (key, nearness))
}
