//! The city's own layout: a workbook of the city's with named cells is filled and everything else in it is kept.
//!
//! A cell named `T3.answered.total` gets that figure. Only the cells' own XML is written anew; every other part of the
//! file goes over packed as it came. What comes is hostile until it is read: macros, links to elsewhere and functions
//! that would send figures away are refused, not removed, so that nobody signs a file that differs from what was sent.

mod admission;
mod cells;
mod fault;
mod formulas;
mod names;
mod values;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use self::admission::Parts;
use self::cells::Place;
use self::values::Value;
use super::fault::SheetError;
use crate::monthly::{MonthlyReport, check};

pub use fault::TemplateError;

/// A filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledTemplate {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// The names that were filled, in order.
    pub filled: Vec<String>,
    /// Names that look like a figure's and name none, in order; their cells are as they came.
    pub unknown: Vec<String>,
}

/// Fills the named cells of a workbook with the figures of a report. The names are those of the workbook's sheet
/// 名前一覧, and `meta.city`, `meta.period`, `meta.version`, `meta.state`, `meta.made_on` and their like; capitals
/// make no difference. The same file and report give the same bytes.
///
/// # Errors
/// When the file is no workbook, is damaged or too large, can do more than calculate, or has nothing to fill.
pub fn fill_template(template: &[u8], report: &MonthlyReport) -> Result<FilledTemplate, TemplateError> {
    check(report)?;
    // The readers are other people's work: should one panic, the file is damaged.
    let filled = catch_unwind(AssertUnwindSafe(|| fill(template, report)));
    filled.unwrap_or(Err(TemplateError::Sheet(SheetError::Broken)))
}

fn fill(template: &[u8], report: &MonthlyReport) -> Result<FilledTemplate, TemplateError> {
    let parts = Parts::admit(template)?;
    let book = names::Book::read(&parts)?;
    let values = Value::all(report);
    let (mut filled, mut unknown) = (Vec::new(), Vec::new());
    let mut by_sheet: BTreeMap<&str, BTreeMap<Place, (&str, &Value)>> = BTreeMap::new();
    for (name, reference) in &book.names {
        let Some(value) = values.get(&name.to_lowercase()) else {
            if values::looks_like_one(name, report) {
                unknown.push(name.clone());
            }
            continue;
        };
        let (sheet, place) = book.place(name, reference)?;
        by_sheet.entry(sheet).or_default().insert(place, (name.as_str(), value));
        filled.push(name.clone());
    }
    if filled.is_empty() {
        return Err(TemplateError::NothingToFill);
    }
    let mut changed = BTreeMap::from([(book.part.as_str(), names::calculating(parts.text(&book.part)?)?)]);
    for part in book.sheets.values() {
        let nothing = BTreeMap::new();
        let fills = by_sheet.get(part.as_str()).unwrap_or(&nothing);
        changed.insert(part, cells::filled(parts.text(part)?, fills)?);
    }
    filled.sort();
    unknown.sort();
    Ok(FilledTemplate { bytes: packed(template, &changed)?, filled, unknown })
}

/// The file with these parts in place of its own; the others are copied as they are packed.
fn packed(template: &[u8], changed: &BTreeMap<&str, String>) -> Result<Vec<u8>, TemplateError> {
    let broken = |_| TemplateError::Sheet(SheetError::Broken);
    let mut archive = ZipArchive::new(Cursor::new(template)).map_err(broken)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(broken)?;
        match changed.get(part.name()) {
            Some(text) => {
                let options = part.last_modified().map_or(options, |moment| options.last_modified_time(moment));
                writer.start_file(part.name(), options).map_err(broken)?;
                writer.write_all(text.as_bytes()).map_err(|_| TemplateError::Sheet(SheetError::Broken))?;
            }
            None => writer.raw_copy_file(part).map_err(broken)?,
        }
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}
