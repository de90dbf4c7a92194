//! Judges runs of digits: which of them are secrets, which are telephone numbers and dates.
//!
//! Owns the order of judging: dates and telephone numbers are set aside first, then the longest secret is
//! looked for. A failed check digit never clears digits in a context that speaks of the number: one
//! misheard digit makes a true number fail. `digits` reads, `context` listens, `pins` finds the short ones.

use std::ops::Range;

use crate::secret_text::check_digits::{INDIVIDUAL_NUMBER_LEN, is_card_number, is_individual_number};
use crate::secret_text::context::{
    TextContext, has_harmless_label, speaks_of_application_id, speaks_of_individual_number,
};
use crate::secret_text::digits::{Run, runs};
use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::pins::{passwords, pins};

const APPLICATION_ID_LEN: usize = 23;
/// Longest number a harmless label explains; cards and application IDs are longer.
const LABELLED_LEN_MAX: usize = 13;

/// Everything in `text` that must not be stored, in order and without overlap.
#[must_use]
pub fn find(text: &str, context: TextContext) -> Vec<Finding> {
    let runs = runs(text);
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

/// One run under judgement; `taken` marks the digits already explained.
struct Judge<'a> {
    text: &'a str,
    context: TextContext,
    run: &'a Run,
    taken: Vec<bool>,
    findings: Vec<Finding>,
}

impl<'a> Judge<'a> {
    fn new(text: &'a str, context: TextContext, run: &'a Run) -> Self {
        Self { text, context, run, taken: vec![false; run.digits.len()], findings: Vec::new() }
    }

    fn judge(mut self) -> Vec<Finding> {
        self.set_aside_abroad();
        self.set_aside_counted();
        self.set_aside_postcode();
        self.set_aside_dates();
        self.set_aside_days();
        self.set_aside_telephone_numbers();
        self.set_aside_labelled();
        self.find_application_ids();
        self.find_cards();
        self.find_individual_numbers();
        self.findings
    }

    /// A plus sign makes the first digits a telephone number with a country code.
    fn set_aside_abroad(&mut self) {
        if !self.run.plus {
            return;
        }
        let ends: Vec<usize> = self.run.groups.iter().map(|group| group.end).collect();
        let japanese = self.run.values(0..self.run.digits.len().min(2)) == [8, 1];
        let fits = |end: &usize| if japanese { (11..=13).contains(end) } else { (7..=15).contains(end) };
        let end = if japanese { ends.into_iter().find(fits) } else { ends.into_iter().rfind(fits) };
        if let Some(end) = end {
            self.take(0..end);
        }
    }

    /// A label such as 受付番号 explains the groups after it that are joined alike.
    fn set_aside_labelled(&mut self) {
        let first = self.run.groups[0].clone();
        if !has_harmless_label(self.text, self.run.bytes(first.clone()).start) {
            return;
        }
        let joint = self.gap_before(1);
        let joined = |index: &usize| self.gap_before(*index) == joint && self.is_free(&self.run.groups[*index]);
        let alike = (1..self.run.groups.len()).take_while(joined).last();
        let labelled = first.start..self.run.groups[alike.unwrap_or(0)].end;
        if labelled.len() <= LABELLED_LEN_MAX && !self.speaks_of_number(&labelled) {
            self.take(labelled);
        }
    }

    /// A year, an amount, a count or the hour of 17:00 that ends a run is no part of the number before it.
    fn set_aside_counted(&mut self) {
        let Some(last) = self.run.groups.last().cloned() else { return };
        let after = &self.text[self.run.bytes(last.clone()).end..];
        if self.run.groups.len() > 1 && after.starts_with(['年', '月', '日', '円', '時', '件', '階', ':', '：'])
        {
            self.take(last);
        }
    }

    fn set_aside_telephone_numbers(&mut self) {
        for first in 0..self.run.groups.len() {
            for shape in TELEPHONE_SHAPES {
                if let Some(indices) = self.groups_shaped(first, shape)
                    && begins_like_a_telephone_number(&self.run.values(indices.clone()), shape)
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }

    fn set_aside_postcode(&mut self) {
        let after_mark = self.text[..self.run.bytes(0..1).start].trim_end().ends_with('〒');
        let shapes: [&[usize]; 2] = [&[3, 4], &[7]];
        let postcode = shapes.into_iter().find_map(|shape| self.groups_shaped(0, shape));
        if let Some(indices) = postcode
            && after_mark
        {
            self.take(indices);
        }
    }

    /// A day without its year, 4/15; a longer chain of slashes is none.
    fn set_aside_days(&mut self) {
        for first in 0..self.run.groups.len() {
            let slashes = [first, first + 1, first + 2].map(|index| self.gap_before(index) == Some("/"));
            let shapes: [&[usize]; 4] = [&[1, 1], &[1, 2], &[2, 1], &[2, 2]];
            for shape in shapes {
                if slashes == [false, true, false]
                    && let Some(indices) = self.groups_shaped(first, shape)
                    && is_month_and_day(&self.run.values(indices.clone()), shape[0])
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }

    fn set_aside_dates(&mut self) {
        for first in 0..self.run.groups.len() {
            for shape in DATE_SHAPES {
                if let Some(indices) = self.groups_shaped(first, shape)
                    && is_date(&self.run.values(indices.clone()), shape)
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }

    fn find_application_ids(&mut self) {
        for indices in self.windows(APPLICATION_ID_LEN) {
            let spoken_of = speaks_of_application_id(self.text, &self.run.bytes(indices.clone()));
            let alone = self.stands_alone(&indices);
            if self.is_free(&indices) && (spoken_of || alone) {
                let confidence = if spoken_of { Confidence::Certain } else { Confidence::High };
                self.report(indices, SecretKind::ApplicationId, confidence);
            }
        }
    }

    fn find_cards(&mut self) {
        for len in [16, 15, 14] {
            for indices in self.windows(len) {
                let shaped = self.stands_alone(&indices) || self.is_grouped_like_a_card(&indices);
                if shaped && self.is_free(&indices) && is_card_number(&self.run.values(indices.clone())) {
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
            if valid && self.is_free(&indices) {
                let confidence = if spoken_of { Confidence::Certain } else { Confidence::High };
                self.report(indices, SecretKind::IndividualNumber, confidence);
            }
        }
        for indices in windows {
            let labelled = has_harmless_label(self.text, self.run.bytes(indices.clone()).start);
            if !labelled && self.is_free(&indices) && self.speaks_of_number(&indices) {
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

    /// The digits of the groups from `first` on, when their lengths are those of `shape`.
    fn groups_shaped(&self, first: usize, shape: &[usize]) -> Option<Range<usize>> {
        let groups = self.run.groups.get(first..first + shape.len())?;
        let alike = groups.iter().map(ExactSizeIterator::len).eq(shape.iter().copied());
        let indices = groups.first()?.start..groups.last()?.end;
        (alike && self.is_free(&indices)).then_some(indices)
    }

    /// Whether no unexplained digit stands before or after in this run, or the window is one group.
    fn stands_alone(&self, indices: &Range<usize>) -> bool {
        let one_group = self.run.groups.contains(indices);
        let before = indices.start.checked_sub(1).is_none_or(|index| self.taken[index]);
        let after = self.taken.get(indices.end).is_none_or(|taken| *taken);
        one_group || before && after
    }

    fn is_grouped_like_a_card(&self, indices: &Range<usize>) -> bool {
        let first = self.run.groups.iter().position(|group| group.start == indices.start);
        first.is_some_and(|first| {
            CARD_SHAPES.iter().any(|shape| self.groups_shaped(first, shape).as_ref() == Some(indices))
        })
    }

    /// What stands between the group at `index` and the one before it.
    fn gap_before(&self, index: usize) -> Option<&'a str> {
        let (before, group) = (self.run.groups.get(index.checked_sub(1)?)?, self.run.groups.get(index)?);
        self.text.get(self.run.bytes(before.clone()).end..self.run.bytes(group.clone()).start)
    }

    fn is_free(&self, indices: &Range<usize>) -> bool {
        self.taken[indices.clone()].iter().all(|taken| !taken)
    }

    fn take(&mut self, indices: Range<usize>) {
        self.taken[indices].fill(true);
    }

    fn report(&mut self, indices: Range<usize>, kind: SecretKind, confidence: Confidence) {
        self.findings.push(Finding { range: self.run.bytes(indices.clone()), kind, confidence });
        self.take(indices);
    }
}

/// How Japanese telephone numbers are grouped, the first digit being 0.
const TELEPHONE_SHAPES: [&[usize]; 13] = [
    &[3, 4, 4],
    &[4, 3, 4],
    &[2, 4, 4],
    &[3, 3, 4],
    &[4, 2, 4],
    &[5, 1, 4],
    &[4, 3, 3],
    &[3, 8],
    &[3, 7],
    &[2, 8],
    &[4, 6],
    &[11],
    &[10],
];

const DATE_SHAPES: [&[usize]; 5] = [&[4, 2, 2], &[4, 1, 2], &[4, 2, 1], &[4, 1, 1], &[8]];

const CARD_SHAPES: [&[usize]; 3] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4]];

/// A national number begins with 0 and an area; the areas of two digits are 03, 04 and 06.
fn begins_like_a_telephone_number(digits: &[u8], shape: &[usize]) -> bool {
    match (shape, digits) {
        ([2, ..], [0, area, ..]) => matches!(area, 3 | 4 | 6),
        (_, [0, area, ..]) => *area != 0,
        (_, _) => false,
    }
}

fn is_date(digits: &[u8], shape: &[usize]) -> bool {
    let month_len = shape.get(1).copied().unwrap_or(2);
    let (year, rest) = digits.split_at(4);
    (1900..2100).contains(&value(year)) && is_month_and_day(rest, month_len)
}

fn is_month_and_day(digits: &[u8], month_len: usize) -> bool {
    let (month, day) = digits.split_at(month_len);
    (1..=12).contains(&value(month)) && (1..=31).contains(&value(day))
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + u32::from(*digit))
}
