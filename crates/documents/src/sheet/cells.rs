//! The cells of a workbook from outside as text, row by row.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, Xlsx, XlsxError};

use super::bounds::Bounds;
use super::fault::SheetError;

/// From here on a cell does not hold every whole number.
const WHOLE_MAX: f64 = 1e15;

pub(super) type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the first sheet: numbers as they are written, dates as `YYYY-MM-DD`, formulas by their last value.
/// Empty rows between others are kept, so that a row's place is its number; empty ones at the end are not.
///
/// # Errors
/// When it is no workbook, is damaged, or goes beyond `bounds`.
pub fn read_rows(bytes: &[u8], bounds: Bounds) -> Result<Vec<Vec<String>>, SheetError> {
    opened(bytes, bounds, |book| {
        let sheets = book.sheets_metadata();
        let first = sheets.iter().find(|sheet| sheet.typ == SheetType::WorkSheet).ok_or(SheetError::NoSheet)?;
        let name = first.name.clone();
        rows(book, &name, bounds)
    })
}

/// Opens a workbook within `bounds`. The reader is other people's work: should it panic, the file is damaged.
pub(super) fn opened<T>(
    bytes: &[u8],
    bounds: Bounds,
    read: impl FnOnce(&mut Book<'_>) -> Result<T, SheetError>,
) -> Result<T, SheetError> {
    bounds.admit(bytes)?;
    let whole = || {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
        read(&mut book)
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or(Err(SheetError::Broken))
}

/// The rows of one sheet.
pub(super) fn rows(book: &mut Book<'_>, name: &str, bounds: Bounds) -> Result<Vec<Vec<String>>, SheetError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(fault)?;
    let mut table = Table { rows: Vec::new(), bytes_left: bounds.unpacked_bytes_max, bounds };
    while let Some(cell) = cells.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        table.put(row as usize, column as usize, text(cell.get_value()))?;
    }
    Ok(table.rows)
}

struct Table {
    rows: Vec<Vec<String>>,
    bytes_left: usize,
    bounds: Bounds,
}

impl Table {
    fn put(&mut self, row: usize, column: usize, text: String) -> Result<(), SheetError> {
        let Bounds { rows_max, columns_max, cell_chars_max, .. } = self.bounds;
        let blank = text.trim().is_empty();
        if text.is_empty() || (blank && (row >= rows_max || column >= columns_max)) {
            return Ok(());
        }
        if row >= rows_max {
            return Err(SheetError::TooManyRows { limit: rows_max });
        }
        if column >= columns_max {
            return Err(SheetError::TooManyColumns { row: row + 1, limit: columns_max });
        }
        if text.chars().count() > cell_chars_max {
            return Err(SheetError::CellTooLong { row: row + 1, column: column + 1, limit: cell_chars_max });
        }
        self.bytes_left = self.bytes_left.checked_sub(text.len()).ok_or(SheetError::TooMuch)?;
        *slot(slot(&mut self.rows, row), column) = text;
        Ok(())
    }
}

/// The place `index` of a list, which grows up to it.
fn slot<T: Clone + Default>(list: &mut Vec<T>, index: usize) -> &mut T {
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    &mut list[index]
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => plain_lines(text),
        DataRef::SharedString(text) => plain_lines(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => moment_text(*moment),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(fault) => fault.to_string(),
    }
}

/// Line ends as they are written everywhere else.
fn plain_lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < WHOLE_MAX { format!("{number:.0}") } else { number.to_string() }
}

fn moment_text(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

fn fault(fault: XlsxError) -> SheetError {
    match fault {
        XlsxError::Password => SheetError::OldOrLocked,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => SheetError::NotExcel,
        XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_) => SheetError::NoSheet,
        // All others are ways of being damaged; the list of them is the reader's and grows.
        _ => SheetError::Broken,
    }
}
