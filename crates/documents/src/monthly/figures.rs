//! Figures by name: `T3.answered.total` is table T3, column answered, row total.

use super::value::{Cell, ColumnKind, MonthlyReport, ReportColumn, ReportRow, ReportTable};

/// The table of findings, which is a list here and has the columns `title`, `text`, `proposal`, `effect`, `confidence`.
pub(super) const FINDINGS: &str = "T10";

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Figure<'a> {
    /// A cell, with where it stands.
    Cell { table: &'a ReportTable, column: &'a ReportColumn, row: &'a ReportRow, cell: &'a Cell },
    /// A text of a finding.
    Finding(&'a str),
    /// A whole table.
    Table(&'a ReportTable),
    /// A chart, with its title.
    Chart { id: &'a str, title: &'a str },
}

/// Finds what `name` names; None when the report has no such thing.
pub(crate) fn find<'a>(report: &'a MonthlyReport, name: &str) -> Option<Figure<'a>> {
    let mut parts = name.splitn(3, '.');
    let (first, column, row) = (parts.next()?, parts.next(), parts.next());
    match (column, row) {
        (None, None) => whole(report, first),
        (Some(column), Some(row)) if first == FINDINGS => finding(report, column, row),
        (Some(column), Some(row)) => cell(report.tables.iter().find(|table| table.id == first)?, column, row),
        (Some(_), None) | (None, Some(_)) => None,
    }
}

fn whole<'a>(report: &'a MonthlyReport, id: &str) -> Option<Figure<'a>> {
    let chart = || report.charts.iter().find(|chart| chart.id == id);
    let table = report.tables.iter().find(|table| table.id == id).map(Figure::Table);
    table.or_else(|| chart().map(|chart| Figure::Chart { id: &chart.id, title: &chart.title.ja }))
}

fn cell<'a>(table: &'a ReportTable, column: &str, row: &str) -> Option<Figure<'a>> {
    let at = table.columns.iter().position(|one| one.id == column)?;
    let row = table.rows.iter().find(|one| one.id == row)?;
    Some(Figure::Cell { table, column: table.columns.get(at)?, row, cell: row.cells.get(at)? })
}

fn finding<'a>(report: &'a MonthlyReport, column: &str, row: &str) -> Option<Figure<'a>> {
    let finding = report.findings.iter().find(|finding| finding.id == row)?;
    let text = match column {
        "title" => &finding.title,
        "text" => &finding.text,
        "proposal" => &finding.proposal,
        "effect" => &finding.effect,
        "confidence" => &finding.confidence,
        _ => return None,
    };
    Some(Figure::Finding(text))
}

impl Figure<'_> {
    /// The place in words: table, row, column.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Cell { table, column, row, .. } => {
                let place = format!("{} {}｜{}", table.id, table.title.ja, row_name(row));
                if table.columns.first().is_some_and(|first| first.id == column.id) {
                    place
                } else {
                    format!("{place}｜{}", column.title.ja)
                }
            }
            Self::Finding(_) => FINDINGS.to_owned(),
            Self::Table(table) => format!("{} {}", table.id, table.title.ja),
            Self::Chart { title, .. } => format!("図 {title}"),
        }
    }
}

/// A row's name: what stands in its first cell.
pub(crate) fn row_name(row: &ReportRow) -> String {
    row.cells.first().map_or_else(String::new, |cell| super::shown::shown(cell, ColumnKind::Text))
}
