//! Conditions, days and ways of coming: what one side says of them the other must answer.

use super::pair::Pair;
use super::place::stretch;
use super::reading::Reading;
use super::rules::{RULES, Rule, Side};
use super::rules_calendar;
use crate::Language;
use crate::mark::Mark;

pub(super) fn marks(pair: &Pair) -> Vec<Mark> {
    let (source, target) = (&pair.source, &pair.target);
    let missing = unanswered(source, target).map(|rule| Mark::missing(rule.kind, rule.name, place(source, rule)));
    let added = unanswered(target, source).map(|rule| Mark::added(rule.kind, rule.name, place(target, rule)));
    missing.chain(added).collect()
}

/// Whether two texts of one language ask for the same.
pub(super) fn agree(one: &Reading, other: &Reading) -> bool {
    let asks = |of: &Reading, rule: &Rule| of.has_any(side(rule, of.language).asks);
    rules().all(|rule| asks(one, rule) == asks(other, rule))
}

fn unanswered<'a>(of: &'a Reading, by: &'a Reading) -> impl Iterator<Item = &'static Rule> + 'a {
    rules().filter(move |rule| of.has_any(side(rule, of.language).asks) && !by.has_any(side(rule, by.language).answers))
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(rules_calendar::RULES)
}

fn side(rule: &Rule, language: Language) -> &Side {
    match language {
        Language::Ja => &rule.ja,
        Language::En => &rule.en,
    }
}

fn place(of: &Reading, rule: &Rule) -> Option<std::ops::Range<usize>> {
    stretch(&of.text, |part| Reading::of(part, of.language).has_any(side(rule, of.language).asks))
}
