//! Counts measures over contacts, fills tables with them, and opens a figure to the contacts behind it.
//!
//! Every figure goes through here, so that what is shown and what is opened cannot differ. It must never know which
//! tables there are. Next: `tables`.

use domain::ids::ContactId;

use crate::fact::Fact;
use crate::facts::Facts;
use crate::filter::Filter;
use crate::formula::{Edition, Formula, Gathering, Measure, Weight};
use crate::rules::Rules;
use crate::table::{Cell, Column, FormulaMark, Recipe, Row, RowKind};
use crate::value::{Unit, Value};
use crate::words::Words;

/// Which contacts behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those counted, or in the numerator.
    Counted,
    /// Those in the denominator; of a plain count those counted.
    Whole,
    /// Of a change, those of the term before.
    Before,
}

/// Facts, and what they are counted by.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The contacts.
    pub facts: &'a Facts,
    /// The definitions.
    pub edition: Edition,
    /// What the contract sets.
    pub rules: &'a Rules,
    /// Whether a term before is there to compare with.
    pub compares: bool,
}

/// What a line of a table is made of; a line over a row's contacts and one over a column's make a cell together.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name in data.
    pub id: String,
    /// What it is called.
    pub title: Words,
    /// Which contacts.
    pub filter: Filter,
    /// What of them; given by the row or by the column.
    pub measure: Option<Measure>,
    /// How a column tells it.
    pub form: Form,
    /// What several columns are together.
    pub group: Option<Words>,
    /// What a row is to the others.
    pub kind: RowKind,
    /// The definition a row has in a column of companions.
    pub beside: Option<&'static str>,
}

/// How a column tells its measure.
#[derive(Debug, Clone)]
pub enum Form {
    /// As it is.
    AsIs,
    /// As a share of the same over these contacts, whatever the row.
    PartOf(Filter),
    /// As the change on the term before.
    Change,
    /// As the row's companion, asked as the row's measure is.
    Beside,
}

impl Line {
    /// A line over some contacts.
    #[must_use]
    pub fn over(id: &str, title: Words, filter: Filter) -> Self {
        let id = id.to_owned();
        Self { id, title, filter, measure: None, form: Form::AsIs, group: None, kind: RowKind::Part, beside: None }
    }

    /// A line that measures something.
    #[must_use]
    pub fn of(id: &str, title: Words, measure: Measure) -> Self {
        Self { measure: Some(measure), ..Self::over(id, title, Filter::all()) }
    }

    /// With another place among the rows.
    #[must_use]
    pub fn kind(self, kind: RowKind) -> Self {
        Self { kind, ..self }
    }

    /// With a companion.
    #[must_use]
    pub fn beside(self, formula: &'static str) -> Self {
        Self { beside: Some(formula), ..self }
    }

    /// Told another way.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }
}

impl<'a> Reader<'a> {
    /// The rows of a table, each cell over its row's and its column's contacts. The measure is the column's where it has
    /// one, else the row's; a cell with neither stays empty.
    #[must_use]
    pub fn rows(&self, rows: Vec<Line>, columns: &[Line]) -> Vec<Row> {
        rows.into_iter().map(|row| self.row(row, columns)).collect()
    }

    fn row(&self, row: Line, columns: &[Line]) -> Row {
        let chosen = self.select(&row.filter);
        let cells = columns.iter().map(|column| self.cell(&row, column, &chosen)).collect();
        Row { id: row.id, label: row.title, kind: row.kind, cells }
    }

    fn cell(&self, row: &Line, column: &Line, chosen: &[&Fact]) -> Cell {
        let Some(measure) = measure_of(row, column) else { return Cell::nothing() };
        let Some(formula) = self.edition.formula(measure.formula) else { return Cell::nothing() };
        let within = chosen.iter().copied().filter(|fact| column.filter.holds(fact));
        let filter = row.filter.clone().and(&column.filter);
        match &column.form {
            Form::AsIs | Form::Beside => {
                let value = self.gather(formula, measure, within);
                Cell { value, unit: formula.gathering.unit(), recipe: Some(Recipe::Over { filter, measure }) }
            }
            Form::PartOf(whole) => {
                let of = self.sum(formula, measure, within).of;
                let whole_sum = self.sum(formula, measure, self.facts.this.iter().filter(|fact| whole.holds(fact)));
                let value = Value::Share { of, whole: whole_sum.of };
                Cell {
                    value,
                    unit: Unit::Percent,
                    recipe: Some(Recipe::PartOf { filter, whole: whole.clone(), measure }),
                }
            }
            Form::Change => self.change(formula, filter, measure, within),
        }
    }

    fn change<'f>(
        &self,
        formula: &Formula,
        filter: Filter,
        measure: Measure,
        within: impl Iterator<Item = &'f Fact>,
    ) -> Cell {
        if !self.compares {
            return Cell::plain(Value::Nothing, Unit::Change);
        }
        let now = self.sum(formula, measure, within).of;
        let then = self.sum(formula, measure, self.facts.before.iter().filter(|fact| filter.holds(fact))).of;
        let by = i64::try_from(now).unwrap_or(i64::MAX).saturating_sub(i64::try_from(then).unwrap_or(i64::MAX));
        Cell { value: Value::Change { by }, unit: Unit::Change, recipe: Some(Recipe::Change { filter, measure }) }
    }

    /// One measure over some contacts; nothing where the edition does not know it.
    #[must_use]
    pub fn value(&self, filter: &Filter, measure: Measure) -> Cell {
        let line = Line::of("", Words::default(), measure);
        let row = Line::over("", Words::default(), filter.clone());
        self.cell(&row, &line, &self.select(filter))
    }

    /// The contacts behind a figure, by arrival. Contacts are told by id; who may open them is not decided here.
    #[must_use]
    pub fn behind(&self, recipe: &Recipe, part: Part) -> Vec<ContactId> {
        let (over, filter, measure) = match (recipe, part) {
            (Recipe::Over { filter, measure } | Recipe::Change { filter, measure }, Part::Counted | Part::Whole) => {
                (&self.facts.this, filter, measure)
            }
            (Recipe::Change { filter, measure }, Part::Before) => (&self.facts.before, filter, measure),
            (Recipe::Over { .. } | Recipe::PartOf { .. }, Part::Before) => return Vec::new(),
            (Recipe::PartOf { filter, measure, .. }, Part::Counted) => (&self.facts.this, filter, measure),
            (Recipe::PartOf { whole, measure, .. }, Part::Whole) => (&self.facts.this, whole, measure),
        };
        let Some(formula) = self.edition.formula(measure.formula) else { return Vec::new() };
        // Who is in a mean with a time of 0 is behind it all the same.
        let by_whole = match formula.gathering {
            Gathering::Count => false,
            Gathering::Share => part == Part::Whole,
            Gathering::Mean | Gathering::Median | Gathering::NinetiethPercentile | Gathering::Longest => true,
        };
        let is_behind = |fact: &&Fact| {
            let weight = (formula.weigh)(fact, measure.param, self.rules);
            filter.holds(fact) && if by_whole { weight.whole > 0 } else { weight.of > 0 }
        };
        over.iter().filter(is_behind).map(|fact| fact.contact).collect()
    }

    /// Contacts of the term that fulfil a filter.
    #[must_use]
    pub fn select(&self, filter: &Filter) -> Vec<&'a Fact> {
        self.facts.this.iter().filter(|fact| filter.holds(fact)).collect()
    }

    /// What a column is, with the definition behind it.
    #[must_use]
    pub fn columns(&self, columns: &[Line]) -> Vec<Column> {
        let column = |line: &Line| {
            let formula = line.measure.and_then(|measure| self.edition.formula(measure.formula));
            let unit = match (&line.form, formula) {
                (Form::AsIs, Some(formula)) => formula.gathering.unit(),
                (Form::AsIs, None) => Unit::Count,
                (Form::PartOf(_), _) => Unit::Percent,
                (Form::Change, _) => Unit::Change,
                (Form::Beside, _) => Unit::Seconds,
            };
            Column {
                id: line.id.clone(),
                title: line.title.clone(),
                group: line.group.clone(),
                unit,
                formula: formula.map(FormulaMark::of),
            }
        };
        columns.iter().map(column).collect()
    }

    /// A column of a definition, named as the definition is.
    #[must_use]
    pub fn measured(&self, measure: Measure) -> Line {
        let title = self.edition.formula(measure.formula).map_or_else(Words::default, |it| it.name.words());
        Line::of(measure.formula, title, measure)
    }

    fn gather<'f>(&self, formula: &Formula, measure: Measure, facts: impl Iterator<Item = &'f Fact>) -> Value {
        match formula.gathering {
            Gathering::Count => Value::Count { n: self.sum(formula, measure, facts).of },
            Gathering::Share => {
                let sum = self.sum(formula, measure, facts);
                Value::Share { of: sum.of, whole: sum.whole }
            }
            Gathering::Mean => {
                let sum = self.sum(formula, measure, facts);
                Value::Mean { sum_ms: sum.of, count: sum.whole }
            }
            Gathering::Median => median(&self.times(formula, measure, facts)),
            Gathering::NinetiethPercentile => at_rank(&self.times(formula, measure, facts), |n| (n * 9).div_ceil(10)),
            Gathering::Longest => at_rank(&self.times(formula, measure, facts), |n| n),
        }
    }

    fn sum<'f>(&self, formula: &Formula, measure: Measure, facts: impl Iterator<Item = &'f Fact>) -> Weight {
        facts.fold(Weight::default(), |sum, fact| {
            let weight = (formula.weigh)(fact, measure.param, self.rules);
            Weight { of: sum.of.saturating_add(weight.of), whole: sum.whole.saturating_add(weight.whole) }
        })
    }

    /// The times a statistic is of, from the shortest.
    fn times<'f>(&self, formula: &Formula, measure: Measure, facts: impl Iterator<Item = &'f Fact>) -> Vec<u64> {
        let weights = facts.map(|fact| (formula.weigh)(fact, measure.param, self.rules));
        let mut times: Vec<u64> = weights.filter(|weight| weight.whole > 0).map(|weight| weight.of).collect();
        times.sort_unstable();
        times
    }
}

/// The column's measure where it has one, else the row's; of companions the row's, asked as its measure is.
fn measure_of(row: &Line, column: &Line) -> Option<Measure> {
    match column.form {
        Form::Beside => row.beside.zip(row.measure).map(|(formula, measure)| Measure { formula, ..measure }),
        Form::AsIs | Form::PartOf(_) | Form::Change => column.measure.or(row.measure),
    }
}

fn median(times: &[u64]) -> Value {
    let middle = times.len() / 2;
    let lower = if times.len().is_multiple_of(2) { middle.checked_sub(1) } else { None };
    match (lower.and_then(|at| times.get(at)), times.get(middle)) {
        (Some(low), Some(high)) => Value::Mean { sum_ms: low.saturating_add(*high), count: 2 },
        (None, Some(only)) => Value::Span { ms: *only },
        (_, None) => Value::Nothing,
    }
}

/// The time at a rank counted from 1.
fn at_rank(times: &[u64], rank: fn(usize) -> usize) -> Value {
    let found = rank(times.len()).checked_sub(1).and_then(|at| times.get(at));
    found.map_or(Value::Nothing, |ms| Value::Span { ms: *ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middle_ninth_tenth_and_longest_are_of_the_times_themselves() {
        let p90 = |times: &[u64]| at_rank(times, |n| (n * 9).div_ceil(10));
        assert_eq!(median(&[]), Value::Nothing);
        assert_eq!(median(&[7]), Value::Span { ms: 7 });
        assert_eq!(median(&[1, 2]), Value::Mean { sum_ms: 3, count: 2 });
        assert_eq!(median(&[1, 2, 9]), Value::Span { ms: 2 });
        assert_eq!(p90(&[]), Value::Nothing);
        assert_eq!(p90(&[5]), Value::Span { ms: 5 });
        assert_eq!(p90(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), Value::Span { ms: 9 });
        assert_eq!(p90(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), Value::Span { ms: 10 });
        assert_eq!(at_rank(&[4, 8], |n| n), Value::Span { ms: 8 });
    }
}
