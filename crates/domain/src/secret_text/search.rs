//! Judges runs of digits: which of them are secrets, which are telephone numbers and dates.
//!
//! Owns the order of judging: what `harmless` explains is set aside first, then the longest secret is
//! looked for. A failed check digit never clears digits in a context that speaks of the number: one
//! misheard digit makes a true number fail. `digits` reads, `context` listens, `pins` finds the short ones;
//! what a recogniser wrote goes to `speech`.

use std::ops::Range;

use crate::secret_text::check_digits::{INDIVIDUAL_NUMBER_LEN, is_card_number, is_individual_number};
use crate::secret_text::context::{
    TextContext, has_harmless_label, speaks_of_application_id, speaks_of_individual_number,
};
use crate::secret_text::digits::{Run, runs};
use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::harmless::Explained;
use crate::secret_text::lexer::Manner;
use crate::secret_text::outside::Outside;
use crate::secret_text::pins::{passwords, pins};
use crate::secret_text::speech;

const APPLICATION_ID_LEN: usize = 23;

/// Everything in `text` that must not be stored, in order and without overlap.
#[must_use]
pub fn find(text: &str, context: TextContext) -> Vec<Finding> {
    if context.spoken {
        return speech::find(text, &Outside::of(context));
    }
    let runs = runs(text, Manner::Written);
    let mut findings: Vec<Finding> = runs.iter().flat_map(|run| Judge::new(text, context, run).judge()).collect();
    for short in passwords(text).into_iter().chain(pins(text, context, &runs)) {
        let apart = |found: &Finding| found.range.end <= short.range.start || short.range.end <= found.range.start;
        if findings.iter().all(apart) {
            findings.push(short);
        }
    }
    findings.sort_by_key(|finding| finding.range.start);
    findings
}

/// One run under judgement.
struct Judge<'a> {
    text: &'a str,
    context: TextContext,
    run: &'a Run,
    digits: Explained<'a>,
    findings: Vec<Finding>,
}

impl<'a> Judge<'a> {
    fn new(text: &'a str, context: TextContext, run: &'a Run) -> Self {
        Self { text, context, run, digits: Explained::new(text, run), findings: Vec::new() }
    }

    fn judge(mut self) -> Vec<Finding> {
        let (text, context) = (self.text, self.context);
        self.digits.set_aside(|bytes| context.individual_number || speaks_of_individual_number(text, bytes));
        self.find_application_ids();
        self.find_cards();
        self.find_individual_numbers();
        self.findings
    }

    fn find_application_ids(&mut self) {
        for indices in self.windows(APPLICATION_ID_LEN) {
            let spoken_of = speaks_of_application_id(self.text, &self.run.bytes(indices.clone()));
            let alone = self.stands_alone(&indices);
            if self.digits.is_free(&indices) && (spoken_of || alone) {
                let confidence = if spoken_of { Confidence::Certain } else { Confidence::High };
                self.report(indices, SecretKind::ApplicationId, confidence);
            }
        }
    }

    fn find_cards(&mut self) {
        for len in [16, 15, 14] {
            for indices in self.windows(len) {
                let shaped = self.stands_alone(&indices) || self.is_grouped_like_a_card(&indices);
                if shaped && self.digits.is_free(&indices) && is_card_number(&self.run.values(indices.clone())) {
                    self.report(indices, SecretKind::CardNumber, Confidence::High);
                }
            }
        }
    }

    /// Valid numbers first, so that a true one is not missed for a false one that overlaps it.
    fn find_individual_numbers(&mut self) {
        let mut windows = self.windows(INDIVIDUAL_NUMBER_LEN);
        windows.extend(self.buried_windows());
        for indices in windows.iter().cloned() {
            let valid = is_individual_number(&self.run.values(indices.clone()));
            let spoken_of = self.speaks_of_number(&indices);
            if valid && self.digits.is_free(&indices) {
                let confidence = if spoken_of { Confidence::Certain } else { Confidence::High };
                self.report(indices, SecretKind::IndividualNumber, confidence);
            }
        }
        for indices in windows {
            let labelled = has_harmless_label(self.text, self.run.bytes(indices.clone()).start);
            if !labelled && self.digits.is_free(&indices) && self.speaks_of_number(&indices) {
                self.report(indices, SecretKind::IndividualNumber, Confidence::Likely);
            }
        }
    }

    fn speaks_of_number(&self, indices: &Range<usize>) -> bool {
        self.context.individual_number || speaks_of_individual_number(self.text, &self.run.bytes(indices.clone()))
    }

    /// Twelve digits inside a longer unbroken group: looked at where digits are spoken, for speech has no
    /// clear groups, and where the text speaks of the number.
    fn buried_windows(&self) -> Vec<Range<usize>> {
        let long = self.run.groups.iter().filter(|group| group.len() > INDIVIDUAL_NUMBER_LEN);
        long.flat_map(|group| group.start..=group.end - INDIVIDUAL_NUMBER_LEN)
            .map(|start| start..start + INDIVIDUAL_NUMBER_LEN)
            .filter(|indices| self.run.digits[indices.start].word || self.speaks_of_number(indices))
            .collect()
    }

    /// Every stretch of whole groups that holds `len` digits.
    fn windows(&self, len: usize) -> Vec<Range<usize>> {
        let groups = &self.run.groups;
        let ends_a_group = |end: usize| groups.binary_search_by_key(&end, |group| group.end).is_ok();
        groups.iter().map(|group| group.start..group.start + len).filter(|window| ends_a_group(window.end)).collect()
    }

    /// Whether no unexplained digit stands before or after in this run, or the window is one group.
    fn stands_alone(&self, indices: &Range<usize>) -> bool {
        let one_group = self.run.groups.contains(indices);
        let before = indices.start.checked_sub(1).is_none_or(|index| self.digits.is_taken(index));
        let after = indices.end >= self.run.digits.len() || self.digits.is_taken(indices.end);
        one_group || before && after
    }

    fn is_grouped_like_a_card(&self, indices: &Range<usize>) -> bool {
        let first = self.run.groups.iter().position(|group| group.start == indices.start);
        first.is_some_and(|first| {
            CARD_SHAPES.iter().any(|shape| self.digits.groups_shaped(first, shape).as_ref() == Some(indices))
        })
    }

    fn report(&mut self, indices: Range<usize>, kind: SecretKind, confidence: Confidence) {
        self.findings.push(Finding { range: self.run.bytes(indices.clone()), kind, confidence });
        self.digits.take(indices);
    }
}

const CARD_SHAPES: [&[usize]; 3] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4]];
