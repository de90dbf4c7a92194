//! Terms of the glossary: kinds of PIN, documents, offices and accounts must be the same on both sides.

use std::collections::BTreeSet;

use super::pair::Pair;
use super::reading::Reading;
use crate::glossary::{Found, Glossary, Hold};
use crate::mark::{Mark, MarkKind};

pub(super) fn marks(pair: &Pair, glossary: &Glossary) -> Vec<Mark> {
    compared(pair, glossary, |hold| hold != Hold::Advice)
}

pub(super) fn notes(pair: &Pair, glossary: &Glossary) -> Vec<Mark> {
    compared(pair, glossary, |hold| hold == Hold::Advice)
}

/// Whether two texts of one language name the same terms, those included that are said in many ways: a forgotten
/// umbrella is no forgotten PIN.
pub(super) fn agree(one: &Reading, other: &Reading, glossary: &Glossary) -> bool {
    let held = |of: &Reading| -> BTreeSet<usize> {
        glossary.find(&of.text, of.language).into_iter().map(|found| found.term).collect()
    };
    held(one) == held(other)
}

fn compared(pair: &Pair, glossary: &Glossary, held: impl Fn(Hold) -> bool) -> Vec<Mark> {
    let find = |of: &Reading| -> Vec<Found> {
        let found = glossary.find(&of.text, of.language).into_iter();
        found.filter(|found| held(glossary.terms()[found.term].hold)).collect()
    };
    let (said, shown) = (find(&pair.source), find(&pair.target));
    let mut marks = Vec::new();
    for found in only_in(&said, &shown) {
        let term = &glossary.terms()[found.term];
        marks.push(Mark::missing(kind_of(&term.category), term.id.clone(), Some(found.at.clone())));
    }
    for found in only_in(&shown, &said) {
        let term = &glossary.terms()[found.term];
        marks.push(Mark::added(kind_of(&term.category), term.id.clone(), Some(found.at.clone())));
    }
    marks
}

/// What stands in the first and not in the second, each term once.
fn only_in<'a>(one: &'a [Found], other: &[Found]) -> Vec<&'a Found> {
    let mut told = BTreeSet::new();
    let alone = one.iter().filter(|found| !other.iter().any(|there| there.term == found.term));
    alone.filter(|found| told.insert(found.term)).collect()
}

fn kind_of(category: &str) -> MarkKind {
    match category {
        "pin" => MarkKind::Pin,
        "office" | "place" => MarkKind::Office,
        _ => MarkKind::Term,
    }
}
