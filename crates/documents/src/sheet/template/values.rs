//! What each name is filled with.

use std::collections::BTreeMap;

use crate::monthly::{
    Cell, ColumnKind, Figure, MonthlyReport, ReportState, figure_names, find, name, period, shown, state, version,
};
use crate::sheet::format::{CELL_UNITS_MAX, for_xml};
use crate::sheet::monthly_book::number_for_excel;
use crate::words;

/// What stands in a filled cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
}

impl Value {
    /// Everything a name may ask for, by its name in small letters.
    pub(super) fn all(report: &MonthlyReport) -> BTreeMap<String, Self> {
        let figure = |name: String| {
            let value = match find(report, &name)? {
                Figure::Cell { cell, .. } => Self::of(cell),
                Figure::Finding(text) => Self::text(text),
                Figure::Table(_) | Figure::Chart { .. } => return None,
            };
            Some((name.to_lowercase(), value))
        };
        let figures = figure_names(report).into_iter().filter_map(|(name, _)| figure(name));
        let meta = of_meta(report).into_iter().map(|(name, text)| (format!("meta.{name}"), Self::text(&text)));
        figures.chain(meta).collect()
    }

    fn of(cell: &Cell) -> Self {
        match (cell, number_for_excel(cell)) {
            (Cell::Text { text }, _) => Self::text(text),
            (_, Some(number)) => Self::Number(number),
            (_, None) => Self::Text(shown(cell, ColumnKind::Text)),
        }
    }

    fn text(text: &str) -> Self {
        Self::Text(for_xml(text).chars().take(CELL_UNITS_MAX / 2).collect())
    }
}

fn of_meta(report: &MonthlyReport) -> Vec<(&'static str, String)> {
    let meta = &report.meta;
    let (by, on) = match &meta.state {
        ReportState::Draft => (String::new(), String::new()),
        ReportState::Signed { by, on } => (by.clone(), words::date(*on)),
    };
    vec![
        ("city", meta.city.clone()),
        ("business", meta.business.clone()),
        ("contractor", meta.contractor.clone()),
        ("name", name(meta.period).ja),
        ("period", period(meta.period).ja),
        ("version", version(meta)),
        ("state", state(&meta.state)),
        ("signed_by", by),
        ("signed_on", on),
        ("made_on", words::date(words::day_of(meta.made_at))),
        ("data_version", meta.data_version.clone()),
        ("formula_version", meta.formula_version.clone()),
        ("correction", meta.correction.as_ref().map_or_else(String::new, |correction| correction.why.clone())),
    ]
}

/// Whether somebody meant a figure by this name: it begins as theirs do.
pub(super) fn looks_like_one(name: &str, report: &MonthlyReport) -> bool {
    let Some((first, _)) = name.split_once('.') else { return false };
    let numbered = |first: &str| {
        let digits = first.strip_prefix(['T', 't'])?;
        Some(digits.starts_with(|c: char| c.is_ascii_digit()))
    };
    let table = report.tables.iter().any(|table| table.id.eq_ignore_ascii_case(first));
    table || first.eq_ignore_ascii_case("meta") || numbered(first).unwrap_or(false)
}
