//! The monthly report as a workbook: a sheet a table, with formulas where a person would check, and native charts.
//!
//! Every formula bears its value, so that programs which do not calculate show it too.

mod charts;
mod lists;
mod looks;
mod numbers;
mod paper;
mod table;

use rust_xlsxwriter::Workbook;

use self::looks::MonthlyLooks;
pub(super) use self::numbers::value as number_for_excel;
use super::format::{bytes, describe};
use crate::error::DocumentError;
use crate::monthly::{MonthlyReport, check, name, period, version};
use crate::words;

/// Writes the report as a workbook.
///
/// # Errors
/// When the report contradicts itself.
pub fn monthly_xlsx(report: &MonthlyReport) -> Result<Vec<u8>, DocumentError> {
    check(report)?;
    let mut book = Workbook::new();
    let looks = MonthlyLooks::plain();
    let meta = &report.meta;
    let title = format!("{} {} {} {}", meta.city, name(meta.period).ja, period(meta.period).ja, version(meta));
    describe(&mut book, &title, words::day_of(meta.made_at))?;
    lists::cover(book.add_worksheet(), report, &title, &looks)?;
    if let Some(correction) = &meta.correction {
        lists::changes(book.add_worksheet(), correction, &looks)?;
    }
    for one in &report.tables {
        table::write(book.add_worksheet(), report, one, &looks)?;
    }
    lists::findings(book.add_worksheet(), report, &looks)?;
    lists::definitions(book.add_worksheet(), report, &looks)?;
    charts::data(book.add_worksheet(), report, &looks)?;
    lists::names(book.add_worksheet(), report, &looks)?;
    bytes(book)
}
