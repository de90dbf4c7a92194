//! The check of a draft: every number, date and name in it must occur in what was said.
//!
//! It does not know whether a sentence is true; it keeps a draft from stating a day, a fee or a person that nobody
//! spoke of. The same for rules, which cannot fail it, and for a language model, which can.

use super::facts::{Facts, given, stated};
use super::{Statement, SummaryLine};
use crate::text_fold::Folded;

/// What in a line nobody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// A number, as digits.
    Number(String),
    /// A month and a day.
    Date(String, String),
    /// A name, folded.
    Name(String),
    /// It cites nothing, or what is not there.
    Cites,
}

/// The lines that hold nothing but what was said.
#[must_use]
pub fn checked(lines: Vec<SummaryLine>, statements: &[Statement]) -> Vec<SummaryLine> {
    let text = Said::of(statements);
    lines.into_iter().filter(|line| fault(line, &text).is_none()).collect()
}

/// What in a line was not said; the first such thing.
#[must_use]
pub fn unsupported(line: &SummaryLine, statements: &[Statement]) -> Option<Unsupported> {
    fault(line, &Said::of(statements))
}

/// What was said, ready to be compared with.
struct Said {
    facts: Facts,
    /// Everything in a row, folded: a name that is said without a mark is found here.
    folded: Folded,
    statements: usize,
}

impl Said {
    fn of(statements: &[Statement]) -> Self {
        let texts: Vec<&str> = statements.iter().map(|one| one.text.as_str()).collect();
        let text = texts.join("\n");
        Self { facts: given(&text), folded: Folded::of(&text), statements: statements.len() }
    }
}

fn fault(line: &SummaryLine, said: &Said) -> Option<Unsupported> {
    if line.cites.is_empty() || line.cites.iter().any(|cited| *cited >= said.statements) {
        return Some(Unsupported::Cites);
    }
    let facts = stated(&line.text);
    let number = facts.numbers.iter().find(|number| !said.facts.numbers.contains(*number));
    if let Some(number) = number {
        return Some(Unsupported::Number(number.clone()));
    }
    if let Some((month, day)) = facts.dates.iter().find(|date| !said.facts.dates.contains(*date)) {
        return Some(Unsupported::Date(month.clone(), day.clone()));
    }
    let name = facts.names.iter().find(|name| said.folded.find(&Folded::of(name)).is_empty());
    name.map(|name| Unsupported::Name(name.clone()))
}
