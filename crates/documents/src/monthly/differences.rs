//! What differs between two versions of a report, figure by figure.

use std::collections::BTreeSet;

use super::figures::{Figure, find};
use super::shown::precise;
use super::value::{MonthlyReport, ReportChange};

/// The columns of the findings.
const FINDING_COLUMNS: [&str; 5] = ["title", "text", "proposal", "effect", "confidence"];

/// What changed from `before` to `after`: the figures in the order of `after`, then those that went; then the findings'
/// texts and the definitions. Figures that are printed alike but differ are told by milliseconds or by both numbers.
#[must_use]
pub fn differences(before: &MonthlyReport, after: &MonthlyReport) -> Vec<ReportChange> {
    let mut told = BTreeSet::new();
    let mut changes = Vec::new();
    for (name, place) in [after, before].into_iter().flat_map(figure_names) {
        if !told.insert(name.clone()) {
            continue;
        }
        let (was, is) = (text(before, &name), text(after, &name));
        if was != is {
            changes.push(ReportChange { name, place, before: was, after: is });
        }
    }
    changes
}

/// The names of all figures, findings and definitions, each with its place in words.
pub(crate) fn figure_names(report: &MonthlyReport) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for table in &report.tables {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let place = Figure::Cell { table, column, row, cell }.place();
                names.push((format!("{}.{}.{}", table.id, column.id, row.id), place));
            }
        }
    }
    for finding in &report.findings {
        let place = format!("T10 {}", finding.title);
        names.extend(FINDING_COLUMNS.map(|column| (format!("T10.{column}.{}", finding.id), place.clone())));
    }
    for definition in &report.definitions {
        names.push((format!("definition.{}", definition.id), format!("定義 {}", definition.name.ja)));
    }
    names
}

fn text(report: &MonthlyReport, name: &str) -> Option<String> {
    if let Some(id) = name.strip_prefix("definition.") {
        let definition = report.definitions.iter().find(|definition| definition.id == id)?;
        let (text, denominator) = (&definition.text.ja, &definition.denominator.ja);
        return Some(format!("v{} {text}（分母：{denominator}）", definition.version));
    }
    match find(report, name)? {
        Figure::Cell { column, cell, .. } => Some(precise(cell, column.kind)),
        Figure::Finding(text) => Some(text.to_owned()),
        Figure::Table(_) | Figure::Chart { .. } => None,
    }
}
