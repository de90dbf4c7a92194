//! Figures: each of the source in the translation and each of the translation in the source.

use domain::knowledge::grounding::{ClaimKind, Value};

use super::pair::Pair;
use super::place::stretch;
use super::reading::Reading;
use crate::mark::{Mark, MarkKind};

/// Units that say something of their own: two that differ are two statements.
const HARD_UNITS: &[&str] = &[
    "yen",
    "month",
    "week",
    "day",
    "year",
    "hour",
    "minute",
    "second",
    "age",
    "digit",
    "character",
    "%",
    "cm",
    "mm",
    "fiscal year",
];
/// Units that one language counts with and the other need not.
const SOFT_UNITS: &[&str] =
    &["", "item", "piece", "letter", "person", "time", "nth", "way", "kind", "place", "case", "account", "share"];

type Figure = (ClaimKind, Value);

pub(super) fn marks(pair: &Pair) -> Vec<Mark> {
    let (source, target) = (&pair.source, &pair.target);
    let missing = unmatched(source, target)
        .map(|figure| Mark::missing(MarkKind::of_claim(figure.0), figure.1.to_string(), place(source, figure)));
    let added = unmatched(target, source)
        .map(|figure| Mark::added(MarkKind::of_claim(figure.0), figure.1.to_string(), place(target, figure)));
    missing.chain(added).collect()
}

/// Whether two texts name the same figures.
pub(super) fn agree(one: &Reading, other: &Reading) -> bool {
    unmatched(one, other).next().is_none() && unmatched(other, one).next().is_none()
}

fn place(of: &Reading, figure: &Figure) -> Option<std::ops::Range<usize>> {
    stretch(&of.text, |part| Reading::of(part, of.language).figures.iter().any(|one| one.1 == figure.1))
}

fn unmatched<'a>(of: &'a Reading, against: &'a Reading) -> impl Iterator<Item = &'a Figure> {
    of.figures.iter().filter(move |figure| !is_matched(figure, of, against))
}

fn is_matched(figure: &Figure, of: &Reading, against: &Reading) -> bool {
    let same = against.figures.iter().any(|one| is_same(&figure.1, &one.1));
    // 2026年(令和8年)4月1日: a part of a date that the same text gives in full says nothing more.
    let within = of.figures.iter().any(|one| one.1 != figure.1 && is_part(&figure.1, &one.1));
    same || within || is_told_in_words(&figure.1, against)
}

/// One of a thing is "a" thing, two of them are "both".
fn is_told_in_words(value: &Value, against: &Reading) -> bool {
    match value {
        Value::Number { digits, unit } if SOFT_UNITS.contains(unit) => {
            let other = || against.figures.iter().any(|one| counts_other(value, &one.1));
            (digits == "1" && !other()) || (digits == "2" && against.has_any(&["@all", "@either", "2"]))
        }
        Value::Number { .. } | Value::Date { .. } | Value::Minute(_) | Value::Word(_) | Value::Phrase(_) => false,
    }
}

/// Whether a figure may stand where `value` stood: the same unit and another number.
fn counts_other(value: &Value, one: &Value) -> bool {
    match (value, one) {
        (Value::Number { digits, unit }, Value::Number { digits: other, unit: of }) => {
            digits != other && !unit.is_empty() && unit == of
        }
        _ => false,
    }
}

pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number { digits, unit }, Value::Number { digits: shown, unit: of }) => {
            digits == shown && are_units_alike(unit, of)
        }
        (
            Value::Number { digits, unit: "fiscal year" | "" },
            Value::Date { year: Some(year), month: None, day: None },
        )
        | (
            Value::Date { year: Some(year), month: None, day: None },
            Value::Number { digits, unit: "fiscal year" | "" },
        ) => *digits == year.to_string(),
        _ => one == other,
    }
}

fn are_units_alike(one: &str, other: &str) -> bool {
    let hard = |unit: &str| HARD_UNITS.contains(&unit);
    let ages = |unit: &str| matches!(unit, "age" | "year");
    // An amount is one on both sides, or the currency was lost.
    if one == "yen" || other == "yen" {
        return one == other;
    }
    one == other || !(hard(one) && hard(other)) || (ages(one) && ages(other))
}

/// Whether a date is a part of a fuller one.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Date { year, month, day }, Value::Date { year: full_year, month: full_month, day: full_day }) => {
            let within = |part: &Option<u32>, full: &Option<u32>| part.is_none() || part == full;
            within(year, full_year) && within(month, full_month) && within(day, full_day)
        }
        _ => false,
    }
}
