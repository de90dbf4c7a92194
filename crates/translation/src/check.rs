//! Whether a translation says what its source says: figures, dates, times, telephone numbers, kinds of PIN, documents,
//! offices, denials, conditions, names.
//!
//! Owns the comparison across the two languages. The reading of figures and of phrases is the FAQ's
//! (`domain::knowledge::grounding`); before it, idioms of either language that only look like a denial or a figure
//! are put into plain words (`plain_japanese`, `plain_english`). It knows no meaning beyond that: what does not
//! agree is marked, and the text is then shown flagged with the original beside it. Start with [`check`].
//! Source: specification 6(2)③c; ADR 0050.

mod conditions;
mod denials;
mod figures;
mod names;
mod order;
mod pair;
mod place;
mod plain;
mod plain_english;
mod plain_japanese;
mod reading;
mod rules;
mod rules_calendar;
mod terms;

use domain::knowledge::grounding::{ClaimKind, Value};

use crate::glossary::Glossary;
use crate::mark::Mark;
use crate::segment::{NamePair, Segment};
use pair::Pair;
use reading::Reading;

/// What a translation does not say as its source does; empty where it may be shown as it is.
#[must_use]
pub fn check(segment: &Segment, target: &str, names: &[NamePair], glossary: &Glossary) -> Vec<Mark> {
    let pair = Pair::of(segment, target);
    let mut marks = figures::marks(&pair);
    marks.extend(terms::marks(&pair, glossary));
    marks.extend(denials::marks(&pair));
    marks.extend(conditions::marks(&pair));
    marks.extend(names::marks(&pair, names));
    if marks.is_empty() {
        marks.extend(order::marks(&pair, glossary));
    }
    marks
}

/// Terms of the glossary that were said in other words than the glossary's; no reason to flag.
#[must_use]
pub fn notes(segment: &Segment, target: &str, glossary: &Glossary) -> Vec<Mark> {
    terms::notes(&Pair::of(segment, target), glossary)
}

/// Whether two texts of one language say the same as far as the check reads: what a near phrase must do.
#[must_use]
pub(crate) fn says_the_same(one: &str, other: &str, language: crate::Language, glossary: &Glossary) -> bool {
    let (one, other) = (Reading::of(one, language), Reading::of(other, language));
    figures::agree(&one, &other)
        && one.denials() == other.denials()
        && terms::agree(&one, &other, glossary)
        && conditions::agree(&one, &other)
        && one.asks() == other.asks()
}

/// The figures of a text in order, as the check reads them.
#[must_use]
pub(crate) fn figures_of(text: &str, language: crate::Language) -> Vec<(ClaimKind, Value)> {
    Reading::of(text, language).figures
}

#[cfg(test)]
mod tests;
