//! How cells look, and the one way a text gets into one.
//!
//! Each is a cell of text with Excel's own mark for it, so that `=` at its beginning stays a letter when somebody
//! edits it; what is written comes back the same.

use chrono::{Datelike as _, NaiveDate};
use domain::knowledge::entry::{EntryKey, Field};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::error::DocumentError;

/// Longest cell, in units of UTF-16 as Excel counts.
pub(super) const CELL_UNITS_MAX: usize = 32_767;

const FONT: &str = "游ゴシック";
const HEADER_GREY: u32 = 0x00e8_ecef;
const INPUT_YELLOW: u32 = 0x00ff_f9e0;
const LINE_GREY: u32 = 0x00a0_a8b0;

/// The looks of cells.
pub(super) struct Looks {
    pub(super) header: Format,
    pub(super) text: Format,
    /// Where somebody is to write.
    pub(super) input: Format,
    pub(super) input_date: Format,
    pub(super) title: Format,
}

impl Looks {
    pub(super) fn plain() -> Self {
        let cell = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::Top).set_text_wrap();
        let lined = cell.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE_GREY));
        let text = lined.clone().set_num_format("@").set_quote_prefix();
        let open = lined.clone().set_background_color(Color::RGB(INPUT_YELLOW)).set_unlocked();
        Self {
            header: lined.set_bold().set_background_color(Color::RGB(HEADER_GREY)).set_num_format("@"),
            text,
            input: open.clone().set_num_format("@"),
            input_date: open.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            title: Format::new().set_font_name(FONT).set_font_size(14).set_bold(),
        }
    }
}

/// Writes a text; what XML cannot hold is replaced.
pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    look: &Format,
) -> Result<(), DocumentError> {
    sheet.write_string_with_format(row, column, for_xml(text), look).map(drop).map_err(fault)
}

/// Writes a text of an entry, which may be longer than a cell.
pub(super) fn put_field(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    (key, field, text): (&EntryKey, Field, &str),
    look: &Format,
) -> Result<(), DocumentError> {
    if text.encode_utf16().count() > CELL_UNITS_MAX {
        return Err(DocumentError::CellTooLong { key: key.clone(), column: field });
    }
    put(sheet, row, column, text, look)
}

/// The text with what XML cannot hold replaced.
pub(super) fn for_xml(text: &str) -> String {
    let fits = |c: char| !c.is_control() || c == '\n' || c == '\t';
    let held = |c: char| if fits(c) && !matches!(c, '\u{fffe}' | '\u{ffff}') { c } else { '\u{fffd}' };
    text.chars().map(held).collect()
}

/// The workbook's own data: no clock is read, so that the same content gives the same file.
pub(super) fn describe(book: &mut Workbook, title: &str, made_on: NaiveDate) -> Result<(), DocumentError> {
    let year = u16::try_from(made_on.year()).unwrap_or(1900).clamp(1900, 9999);
    let day = u8::try_from(made_on.day()).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(year, u8::try_from(made_on.month()).unwrap_or(1), day).map_err(fault)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    Ok(())
}

pub(super) fn bytes(mut book: Workbook) -> Result<Vec<u8>, DocumentError> {
    book.save_to_buffer().map_err(fault)
}

pub(super) fn fault(fault: XlsxError) -> DocumentError {
    DocumentError::Workbook(fault.to_string())
}
