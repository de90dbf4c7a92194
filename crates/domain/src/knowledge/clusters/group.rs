//! Groups of questions that are alike: each joins the first group whose most-asked question it resembles.

use std::collections::BTreeMap;

use crate::knowledge::question_form::QuestionForm;

/// Most different questions that are grouped at once; the most asked ones.
pub const QUESTIONS_MAX: usize = 5_000;

/// Most groups that are kept.
pub const GROUPS_MAX: usize = 1_000;

/// A question is in a group when it shares this much with its first one.
const LIKENESS_MIN: f64 = 0.5;

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

/// The groups, as places in `forms`, the first of each its most-asked; `forms` come most-asked first.
pub(super) fn groups(forms: &[QuestionForm]) -> Vec<Vec<usize>> {
    let mut leaders = Holders::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, form) in forms.iter().enumerate().take(QUESTIONS_MAX) {
        match leaders.nearest(form).filter(|(_, likeness)| *likeness >= LIKENESS_MIN) {
            Some((group, _)) => groups[group].push(at),
            None if groups.len() < GROUPS_MAX => {
                leaders.add(form.clone());
                groups.push(vec![at]);
            }
            None => {}
        }
    }
    groups
}
