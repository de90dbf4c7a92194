//! Figures as Excel counts them.

use super::super::format::for_xml;
use crate::monthly::{Cell, ColumnKind, ReportRow, shown};

const MS_PER_DAY: f64 = 86_400_000.0;

/// A cell as Excel counts: shares of one, durations in days; None of a share of nothing.
#[expect(clippy::cast_precision_loss, reason = "checked to be below 10^12")]
pub(in crate::sheet) fn value(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Empty | Cell::Text { .. } | Cell::Share { denominator: 0, .. } => None,
        Cell::Count { number } | Cell::Minutes { minutes: number } => Some(*number as f64),
        Cell::DurationMs { ms } => Some(*ms as f64 / MS_PER_DAY),
        Cell::Share { numerator, denominator } => Some(*numerator as f64 / *denominator as f64),
    }
}

/// The text of a first cell, for the charts' data.
pub(super) fn label(row: &ReportRow) -> String {
    row.cells.first().map_or_else(String::new, |cell| for_xml(&shown(cell, ColumnKind::Text)))
}
