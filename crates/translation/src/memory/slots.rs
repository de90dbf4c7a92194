//! Slots: which figure or name of what was spoken belongs into which, and how each language writes it.

use domain::knowledge::grounding::{ClaimKind, Value};

use crate::check::figures_of;
use crate::language::Language;
use crate::phrase_book::{SLOTS, Slot};
use crate::segment::NamePair;

/// What stands in a slot where only the shape of a sentence counts: Japanese, English.
const EXAMPLES: [(Slot, &str, &str); 5] = [
    (Slot::Number, "7", "7"),
    (Slot::Money, "700円", "700 yen"),
    (Slot::Date, "3月2日", "March 2"),
    (Slot::Time, "午後1時5分", "1:05 p.m."),
    (Slot::Name, "山田", "Yamada"),
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What goes into the slots, in the order they stand in the sentence that was spoken.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filling {
    /// A figure as it was read.
    Figure(Slot, Value),
    /// A name of the visit.
    Name(NamePair),
}

/// A phrase with an example in each slot.
pub(super) fn with_examples(text: &str, language: Language) -> String {
    let mut filled = text.to_owned();
    for (slot, form) in SLOTS {
        let example = EXAMPLES.iter().find(|(of, _, _)| *of == slot);
        let (ja, en) = example.map_or(("", ""), |(_, ja, en)| (*ja, *en));
        filled = filled.replace(form, if language == Language::Ja { ja } else { en });
    }
    filled
}

/// What `spoken` puts into the slots of `phrase`; None where it has too few, too many or unknown ones.
pub(super) fn filling(phrase: &str, spoken: &str, language: Language, names: &[NamePair]) -> Option<Vec<Filling>> {
    let mut figures = figures(spoken, language);
    // What the phrase says itself is no filling.
    for own in self::figures(&without_slots(phrase), language) {
        if let Some(at) = figures.iter().position(|figure| *figure == own) {
            figures.remove(at);
        }
    }
    let mut filling = Vec::new();
    for slot in slots_of(phrase) {
        if slot == Slot::Name {
            let stands = |name: &&NamePair| spoken.contains(if language == Language::Ja { &name.ja } else { &name.en });
            filling.push(Filling::Name(names.iter().find(stands)?.clone()));
        } else {
            let at = figures.iter().position(|(of, _)| *of == slot)?;
            let (_, value) = figures.remove(at);
            filling.push(Filling::Figure(slot, value));
        }
    }
    figures.is_empty().then_some(filling)
}

/// The phrase with its slots filled.
pub(super) fn filled(phrase: &str, filling: &[Filling], language: Language) -> String {
    let mut text = phrase.to_owned();
    for one in filling {
        let (slot, written) = match one {
            Filling::Figure(slot, value) => (*slot, written(value, language)),
            Filling::Name(name) => {
                (Slot::Name, if language == Language::Ja { name.ja.clone() } else { name.en.clone() })
            }
        };
        let form = SLOTS.iter().find(|(of, _)| *of == slot).map_or("", |(_, form)| *form);
        text = text.replacen(form, &written, 1);
    }
    // "Until 5 p.m." ends with one point.
    text.replace(".m..", ".m.")
}

fn without_slots(phrase: &str) -> String {
    SLOTS.iter().fold(phrase.to_owned(), |text, (_, form)| text.replace(form, "〓"))
}

/// The slots of a phrase in order.
fn slots_of(phrase: &str) -> Vec<Slot> {
    let mut found: Vec<(usize, Slot)> =
        SLOTS.iter().flat_map(|(slot, form)| phrase.match_indices(form).map(|(at, _)| (at, *slot))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, slot)| slot).collect()
}

fn figures(text: &str, language: Language) -> Vec<(Slot, Value)> {
    let slot = |kind: ClaimKind, value: &Value| match (kind, value) {
        (ClaimKind::Money, _) => Some(Slot::Money),
        (_, Value::Date { .. }) => Some(Slot::Date),
        (_, Value::Minute(_)) => Some(Slot::Time),
        (_, Value::Number { .. }) => Some(Slot::Number),
        (_, Value::Word(_) | Value::Phrase(_)) => None,
    };
    figures_of(text, language).into_iter().filter_map(|(kind, value)| Some((slot(kind, &value)?, value))).collect()
}

fn written(value: &Value, language: Language) -> String {
    match (value, language) {
        (Value::Number { digits, unit: "yen" }, Language::Ja) => format!("{}円", grouped(digits)),
        (Value::Number { digits, unit: "yen" }, Language::En) => format!("{} yen", grouped(digits)),
        (Value::Number { digits, .. }, _) => digits.clone(),
        (Value::Date { year, month, day }, Language::Ja) => {
            let part = |part: &Option<u32>, unit: &str| part.map_or_else(String::new, |part| format!("{part}{unit}"));
            [part(year, "年"), part(month, "月"), part(day, "日")].concat()
        }
        (Value::Date { year, month, day }, Language::En) => english_date(*year, *month, *day),
        (Value::Minute(minute), Language::Ja) => japanese_time(*minute),
        (Value::Minute(minute), Language::En) => {
            let half = if *minute < 720 { "a.m." } else { "p.m." };
            format!("{}:{:02} {half}", (minute / 60 + 11) % 12 + 1, minute % 60)
        }
        (Value::Word(word), _) => word.clone(),
        (Value::Phrase(phrase), _) => (*phrase).to_owned(),
    }
}

fn japanese_time(minute: u32) -> String {
    let half = if minute < 720 { "午前" } else { "午後" };
    let hour = if minute < 780 { minute / 60 } else { minute / 60 - 12 };
    if minute.is_multiple_of(60) { format!("{half}{hour}時") } else { format!("{half}{hour}時{}分", minute % 60) }
}

fn english_date(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> String {
    let named = month.and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)).copied().unwrap_or("");
    let before = match day {
        Some(day) => format!("{named} {day}"),
        None => named.to_owned(),
    };
    match year {
        Some(year) if before.is_empty() => year.to_string(),
        Some(year) if day.is_some() => format!("{before}, {year}"),
        Some(year) => format!("{before} {year}"),
        None => before,
    }
}

/// Digits with a comma before every three.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
