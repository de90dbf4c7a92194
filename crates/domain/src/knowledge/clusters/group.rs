//! Groups of questions that are alike: each joins the group whose most-asked question it resembles, by its words or,
//! where vectors are there, by its meaning.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::knowledge::question_form::QuestionForm;

/// Most different questions that are grouped at once; the most asked ones.
pub const QUESTIONS_MAX: usize = 5_000;

/// Most groups that are kept.
pub const GROUPS_MAX: usize = 1_000;

/// A question is in a group when it shares this much with its first one.
const LIKENESS_MIN: f64 = 0.5;

/// Or when its vector and the first one's are as near as this. Of multilingual-e5-small two ways to say the same have
/// .90 to .97, and questions that have nothing in common .78 to .87.
const COSINE_MIN: f32 = 0.92;

/// Holders that are looked up for one pair; a pair that most questions have tells nothing.
const HOLDERS_MAX: usize = 400;

/// Holders that share most pairs and are compared in full.
const COMPARED_MAX: usize = 20;

/// Questions that can be looked up by their pairs of letters.
#[derive(Debug, Default)]
pub(super) struct Holders {
    by_pair: BTreeMap<(char, char), Vec<usize>>,
    forms: Vec<QuestionForm>,
}

impl Holders {
    /// Adds a form; holders are numbered from 0 in the order they come.
    pub(super) fn add(&mut self, form: QuestionForm) {
        for pair in form.pairs() {
            let holders = self.by_pair.entry(*pair).or_default();
            if holders.len() < HOLDERS_MAX {
                holders.push(self.forms.len());
            }
        }
        self.forms.push(form);
    }

    /// The form of a holder.
    pub(super) fn form(&self, holder: usize) -> Option<&QuestionForm> {
        self.forms.get(holder)
    }

    /// The holder most like `form` and how like it is; among equals the first.
    pub(super) fn nearest(&self, form: &QuestionForm) -> Option<(usize, f64)> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for holder in form.pairs().iter().filter_map(|pair| self.by_pair.get(pair)).flatten() {
            *shared.entry(*holder).or_default() += 1;
        }
        let mut most: Vec<(usize, usize)> = shared.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let compared = most.into_iter().take(COMPARED_MAX);
        let likeness = compared.filter_map(|(holder, _)| Some((holder, self.form(holder)?.likeness(form))));
        likeness.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }
}

/// What is grouped: a form and, where it is there, a vector of length one.
pub(super) type Grouped = (QuestionForm, Option<Arc<[f32]>>);

/// The groups, as places in `all`, the first of each its most-asked; `all` comes most-asked first.
pub(super) fn groups(all: &[Grouped]) -> Vec<Vec<usize>> {
    let mut leaders = Holders::default();
    let mut vectors: Vec<Option<Arc<[f32]>>> = Vec::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, (form, vector)) in all.iter().enumerate().take(QUESTIONS_MAX) {
        let by_words = leaders.nearest(form).filter(|(_, likeness)| *likeness >= LIKENESS_MIN).map(|(group, _)| group);
        match by_words.or_else(|| nearest_in_meaning(vector.as_deref()?, &vectors)) {
            Some(group) => groups[group].push(at),
            None if groups.len() < GROUPS_MAX => {
                leaders.add(form.clone());
                vectors.push(vector.clone());
                groups.push(vec![at]);
            }
            None => {}
        }
    }
    groups
}

fn nearest_in_meaning(vector: &[f32], leaders: &[Option<Arc<[f32]>>]) -> Option<usize> {
    let cosine = |leader: &[f32]| leader.iter().zip(vector).map(|(one, other)| one * other).sum::<f32>();
    let near = leaders.iter().enumerate().filter_map(|(at, leader)| Some((at, cosine(leader.as_deref()?))));
    let near = near.filter(|(_, cosine)| *cosine >= COSINE_MIN);
    near.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))).map(|(at, _)| at)
}
