//! Whose figure it is: 800 yen for the card and 200 for the certificate is not the other way round.
//!
//! Read only where everything else agrees. Two figures of one kind that stand the other way round than in the source
//! are marked, unless the terms they belong to stand the other way round as well; and the other way about.

use domain::knowledge::grounding::{ClaimKind, Value};

use super::figures::is_same;
use super::pair::Pair;
use super::reading::Reading;
use crate::glossary::Glossary;
use crate::mark::{Fault, Mark, MarkKind};

/// Categories of terms a figure can belong to. What is done stands at the end in Japanese and early in English.
const THINGS: &[&str] = &["pin", "card", "document", "account", "office", "place"];

/// Something that stands once in a text: what it may be confused with, and where it stands in the other text.
type Placed = (Option<(ClaimKind, &'static str)>, usize);

pub(super) fn marks(pair: &Pair, glossary: &Glossary) -> Vec<Mark> {
    let figures = figures(&pair.source.figures, &pair.target.figures);
    let terms = terms(&pair.source, &pair.target, glossary);
    let rivals = figures.iter().any(|one| figures.iter().filter(|other| other.0 == one.0).count() > 1);
    if is_turned(&figures) == is_turned(&terms) || !rivals {
        return Vec::new();
    }
    let what = "figures".to_owned();
    vec![Mark { kind: MarkKind::Order, fault: Fault::Swapped, what, in_source: None, in_target: None }]
}

fn figures(said: &[(ClaimKind, Value)], shown: &[(ClaimKind, Value)]) -> Vec<Placed> {
    let count = |among: &[(ClaimKind, Value)], value: &Value| among.iter().filter(|one| is_same(&one.1, value)).count();
    let once = said.iter().filter(|one| count(said, &one.1) == 1 && count(shown, &one.1) == 1);
    let placed = once.filter_map(|(kind, value)| {
        let at = shown.iter().position(|there| is_same(&there.1, value))?;
        let unit = [value, &shown[at].1].into_iter().map(unit).find(|unit| !unit.is_empty()).unwrap_or_default();
        Some((Some((*kind, unit)), at))
    });
    placed.collect()
}

/// What a number counts: the second floor and counter 6 are no rivals.
fn unit(value: &Value) -> &'static str {
    match value {
        Value::Number { unit, .. } => unit,
        Value::Date { .. } | Value::Minute(_) | Value::Word(_) | Value::Phrase(_) => "",
    }
}

fn terms(source: &Reading, target: &Reading, glossary: &Glossary) -> Vec<Placed> {
    let thing = |term: &usize| THINGS.contains(&glossary.terms()[*term].category.as_str());
    let ids = |of: &Reading| -> Vec<usize> {
        glossary.find(&of.text, of.language).iter().map(|found| found.term).filter(thing).collect()
    };
    let (said, shown) = (ids(source), ids(target));
    let count = |among: &[usize], term: usize| among.iter().filter(|one| **one == term).count();
    let once = said.iter().filter(|term| count(&said, **term) == 1 && count(&shown, **term) == 1);
    once.filter_map(|term| Some((None, shown.iter().position(|there| there == term)?))).collect()
}

/// Whether two of one sort stand the other way round.
fn is_turned(row: &[Placed]) -> bool {
    row.iter().enumerate().any(|(at, one)| row[at + 1..].iter().any(|later| later.0 == one.0 && later.1 < one.1))
}
