//! Whether a report is whole before anything is printed of it: names, kinds, sums, shares, what findings rest on.
//!
//! A report that contradicts itself is refused in all three formats, so that none of them has to say which half is true.

use std::collections::BTreeSet;

use super::figures::{FINDINGS, find};
use super::value::{
    Cell, ColumnKind, ColumnRule, MonthlyReport, ReportChart, ReportColumn, ReportPeriod, ReportRow, ReportTable,
    RowPart,
};

const TABLES_MAX: usize = 40;
const COLUMNS_MAX: usize = 40;
/// A term of years, day by day.
const ROWS_MAX: usize = 2_000;
const CHARTS_MAX: usize = 60;
const SERIES_MAX: usize = 31;
const FINDINGS_MAX: usize = 200;
const DEFINITIONS_MAX: usize = 500;
const CHANGES_MAX: usize = 100_000;
const NAME_CHARS_MAX: usize = 32;
/// Longest text, in characters; a cell of Excel holds more.
const TEXT_CHARS_MAX: usize = 8_000;
/// Largest number in a cell: Excel holds every whole number below it, and sums stay far from the end of `i64`.
const NUMBER_MAX: i64 = 1_000_000_000_000;

/// Why a report cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MonthlyFault {
    /// Too many of something.
    #[error("there are {count} {what}; at most {limit} are printed")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A name that cannot stand in a workbook and in an address.
    #[error("{0:?} is no name: a letter, then letters, figures and underscores, {NAME_CHARS_MAX} at most")]
    Name(String),
    /// A name that stands for two things.
    #[error("the name {0} stands twice")]
    Twice(String),
    /// A text that is too long.
    #[error("the text of {0} has more than {TEXT_CHARS_MAX} characters")]
    LongText(String),
    /// A row with too many or too few cells.
    #[error("row {row} of {table} has {cells} cells for {columns} columns")]
    Cells {
        /// The table.
        table: String,
        /// The row.
        row: String,
        /// Its cells.
        cells: usize,
        /// The table's columns.
        columns: usize,
    },
    /// A cell of another kind than its column, or a number no sheet holds.
    #[error("{0} does not hold what its column holds, or a number beyond {NUMBER_MAX}")]
    Kind(String),
    /// A share of more than the whole.
    #[error("{0} is a share of more than its whole")]
    Share(String),
    /// A figure that does not follow from those it is said to follow from.
    #[error("{name} is {stated}; from what it is made of it should be {should}")]
    Sum {
        /// The figure.
        name: String,
        /// What stands there.
        stated: String,
        /// What should.
        should: String,
    },
    /// Something that is pointed at and not there.
    #[error("{from} points at {to}, which the report does not have")]
    Absent {
        /// Where it is pointed at.
        from: String,
        /// What is missing.
        to: String,
    },
    /// A chart whose columns cannot be drawn together.
    #[error("the columns of the chart {0} are of different kinds, or words, or more than {SERIES_MAX}")]
    Chart(String),
    /// A version that does not fit its correction, or a period that is none.
    #[error("{0}")]
    Meta(&'static str),
}

/// Looks a report over.
///
/// # Errors
/// The first thing that is wrong.
pub(crate) fn check(report: &MonthlyReport) -> Result<(), MonthlyFault> {
    counts(report)?;
    meta(report)?;
    texts(report)?;
    let ids = |ids: Vec<&str>| unique(ids.into_iter());
    let tables = report.tables.iter().map(|table| table.id.as_str()).chain([FINDINGS]);
    ids(tables.chain(report.charts.iter().map(|chart| chart.id.as_str())).collect())?;
    ids(report.findings.iter().map(|finding| finding.id.as_str()).collect())?;
    ids(report.definitions.iter().map(|definition| definition.id.as_str()).collect())?;
    report.tables.iter().try_for_each(|table| check_table(report, table))?;
    report.charts.iter().try_for_each(|chart| check_chart(report, chart))?;
    let rests = report.findings.iter().flat_map(|finding| finding.figures.iter().map(move |name| (finding, name)));
    for (finding, name) in rests {
        if find(report, name).is_none() {
            return Err(absent(&format!("finding {}", finding.id), name));
        }
    }
    Ok(())
}

fn counts(report: &MonthlyReport) -> Result<(), MonthlyFault> {
    let changes = report.meta.correction.as_ref().map_or(0, |correction| correction.changes.len());
    at_most("tables", report.tables.len(), TABLES_MAX)?;
    at_most("charts", report.charts.len(), CHARTS_MAX)?;
    at_most("findings", report.findings.len(), FINDINGS_MAX)?;
    at_most("definitions", report.definitions.len(), DEFINITIONS_MAX)?;
    at_most("changes", changes, CHANGES_MAX)?;
    for table in &report.tables {
        at_most("columns", table.columns.len(), COLUMNS_MAX)?;
        at_most("rows", table.rows.len(), ROWS_MAX)?;
    }
    Ok(())
}

fn at_most(what: &'static str, count: usize, limit: usize) -> Result<(), MonthlyFault> {
    if count > limit { Err(MonthlyFault::TooMany { what, count, limit }) } else { Ok(()) }
}

fn meta(report: &MonthlyReport) -> Result<(), MonthlyFault> {
    let meta = &report.meta;
    match meta.period {
        ReportPeriod::Month { year, month } if !(1..=12).contains(&month) || !(1900..=9999).contains(&year) => {
            return Err(MonthlyFault::Meta("the month is none of the calendar"));
        }
        ReportPeriod::Term { from, to } if to < from => {
            return Err(MonthlyFault::Meta("the term ends before it begins"));
        }
        ReportPeriod::Month { .. } | ReportPeriod::Term { .. } => {}
    }
    match (&meta.correction, meta.version) {
        (None, 1) => Ok(()),
        (Some(correction), version) if version > 1 && correction.previous_version < version => {
            if correction.why.trim().is_empty() {
                return Err(MonthlyFault::Meta("a correction says why"));
            }
            Ok(())
        }
        (None | Some(_), _) => {
            Err(MonthlyFault::Meta("version 1 has no correction, and every later one names an earlier version"))
        }
    }
}

fn texts(report: &MonthlyReport) -> Result<(), MonthlyFault> {
    let fits = |text: &str, of: &dyn Fn() -> String| {
        let long = text.len() > TEXT_CHARS_MAX && text.chars().count() > TEXT_CHARS_MAX;
        if long { Err(MonthlyFault::LongText(of())) } else { Ok(()) }
    };
    let meta = &report.meta;
    for text in [&meta.city, &meta.business, &meta.contractor, &meta.data_version, &meta.formula_version] {
        fits(text, &|| "the cover".to_owned())?;
    }
    if let Some(correction) = &meta.correction {
        fits(&correction.why, &|| "the correction".to_owned())?;
    }
    for table in &report.tables {
        fits(&table.note.ja, &|| table.id.clone())?;
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            if let Cell::Text { text } = cell {
                fits(text, &|| table.id.clone())?;
            }
        }
    }
    for finding in &report.findings {
        for text in [&finding.title, &finding.text, &finding.proposal, &finding.effect, &finding.confidence] {
            fits(text, &|| finding.id.clone())?;
        }
    }
    Ok(())
}

/// Names that differ only in capitals are one to Excel.
fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), MonthlyFault> {
    let mut seen = BTreeSet::new();
    for name in names {
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !begins || !plain || name.len() > NAME_CHARS_MAX {
            return Err(MonthlyFault::Name(name.chars().take(NAME_CHARS_MAX).collect()));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(MonthlyFault::Twice(name.to_owned()));
        }
    }
    Ok(())
}

fn check_table(report: &MonthlyReport, table: &ReportTable) -> Result<(), MonthlyFault> {
    unique(table.columns.iter().map(|column| column.id.as_str()))?;
    unique(table.rows.iter().map(|row| row.id.as_str()))?;
    for column in &table.columns {
        let name = format!("{}.{}", table.id, column.id);
        let formula = column.formula.as_ref();
        if let Some(formula) = formula.filter(|id| !report.definitions.iter().any(|one| one.id == **id)) {
            return Err(absent(&name, formula));
        }
        let others = match &column.rule {
            None => Vec::new(),
            Some(ColumnRule::SumOf { columns }) => columns.iter().collect(),
            Some(ColumnRule::ShareOf { numerator, denominator }) => vec![numerator, denominator],
        };
        if let Some(missing) = others.into_iter().find(|other| !table.columns.iter().any(|one| one.id == **other)) {
            return Err(absent(&name, missing));
        }
    }
    for row in &table.rows {
        check_row(table, row)?;
    }
    check_totals(table)
}

fn check_row(table: &ReportTable, row: &ReportRow) -> Result<(), MonthlyFault> {
    if row.cells.len() != table.columns.len() {
        return Err(MonthlyFault::Cells {
            table: table.id.clone(),
            row: row.id.clone(),
            cells: row.cells.len(),
            columns: table.columns.len(),
        });
    }
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        let name = || format!("{}.{}.{}", table.id, column.id, row.id);
        if !fits(cell, column.kind) {
            return Err(MonthlyFault::Kind(name()));
        }
        if let Cell::Share { numerator, denominator } = cell
            && numerator > denominator
        {
            return Err(MonthlyFault::Share(name()));
        }
        let Some(should) = followed(table, row, column, cell) else { continue };
        if *cell != Cell::Empty && *cell != should {
            return Err(contradiction(name(), cell, &should, column.kind));
        }
    }
    Ok(())
}

fn fits(cell: &Cell, kind: ColumnKind) -> bool {
    let small = |number: i64| number.checked_abs().is_some_and(|number| number <= NUMBER_MAX);
    match (cell, kind) {
        (Cell::Empty, _) | (Cell::Text { .. }, ColumnKind::Text) => true,
        (Cell::Count { number }, ColumnKind::Count | ColumnKind::Change)
        | (Cell::DurationMs { ms: number }, ColumnKind::DurationMs)
        | (Cell::Minutes { minutes: number }, ColumnKind::Minutes) => small(*number),
        (Cell::Share { denominator, .. }, ColumnKind::Share) => i64::try_from(*denominator).is_ok_and(small),
        _ => false,
    }
}

/// What a cell should be by its column's rule; None where there is none, or where what it is made of is not there.
fn followed(table: &ReportTable, row: &ReportRow, column: &ReportColumn, cell: &Cell) -> Option<Cell> {
    let of = |id: &String| table.columns.iter().zip(&row.cells).find(|(one, _)| one.id == *id).map(|(_, cell)| cell);
    match column.rule.as_ref()? {
        ColumnRule::SumOf { columns } => {
            let numbers: Vec<i64> = columns.iter().filter_map(of).filter_map(number).collect();
            with_number(cell, numbers.iter().sum())
        }
        ColumnRule::ShareOf { numerator, denominator } => {
            let count = |id| of(id).and_then(number).and_then(|number| u64::try_from(number).ok());
            Some(Cell::Share { numerator: count(numerator)?, denominator: count(denominator)? })
        }
    }
}

fn check_totals(table: &ReportTable) -> Result<(), MonthlyFault> {
    for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.summed) {
        let mut sum = 0_i64;
        for row in &table.rows {
            let Some(cell) = row.cells.get(at) else { continue };
            match row.part {
                RowPart::Body => sum = sum.saturating_add(number(cell).unwrap_or(0)),
                RowPart::Detail | RowPart::Apart => {}
                RowPart::Total => {
                    let should = with_number(cell, sum);
                    if let Some(should) = should.filter(|should| should != cell) {
                        let name = format!("{}.{}.{}", table.id, column.id, row.id);
                        return Err(contradiction(name, cell, &should, column.kind));
                    }
                    sum = 0;
                }
            }
        }
    }
    Ok(())
}

/// The number of a cell that can be added up.
pub(crate) fn number(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Count { number } | Cell::DurationMs { ms: number } | Cell::Minutes { minutes: number } => Some(*number),
        Cell::Empty | Cell::Text { .. } | Cell::Share { .. } => None,
    }
}

fn with_number(like: &Cell, number: i64) -> Option<Cell> {
    match like {
        Cell::Count { .. } => Some(Cell::Count { number }),
        Cell::DurationMs { .. } => Some(Cell::DurationMs { ms: number }),
        Cell::Minutes { .. } => Some(Cell::Minutes { minutes: number }),
        Cell::Empty | Cell::Text { .. } | Cell::Share { .. } => None,
    }
}

fn check_chart(report: &MonthlyReport, chart: &ReportChart) -> Result<(), MonthlyFault> {
    let Some(table) = report.tables.iter().find(|table| table.id == chart.table) else {
        return Err(absent(&format!("chart {}", chart.id), &chart.table));
    };
    let mut kinds = Vec::new();
    for id in &chart.series {
        let column = table.columns.iter().find(|column| column.id == *id);
        kinds.push(column.ok_or_else(|| absent(&format!("chart {}", chart.id), id))?.kind);
    }
    let alike = kinds.windows(2).all(|pair| pair.first() == pair.last());
    let drawn = kinds.first().is_some_and(|kind| *kind != ColumnKind::Text);
    let target = chart.target.as_ref().is_none_or(|target| kinds.first().is_some_and(|kind| fits(&target.at, *kind)));
    let told = !chart.alternative.ja.trim().is_empty();
    if alike && drawn && target && told && chart.series.len() <= SERIES_MAX {
        Ok(())
    } else {
        Err(MonthlyFault::Chart(chart.id.clone()))
    }
}

fn absent(from: &str, to: &str) -> MonthlyFault {
    MonthlyFault::Absent { from: from.to_owned(), to: to.chars().take(3 * NAME_CHARS_MAX).collect() }
}

fn contradiction(name: String, stated: &Cell, should: &Cell, kind: ColumnKind) -> MonthlyFault {
    let text = |cell| super::shown::precise(cell, kind);
    MonthlyFault::Sum { name, stated: text(stated), should: text(should) }
}
