//! The exchange table as a workbook, alone or with the data of an edition beside it.

use chrono::NaiveDate;
use domain::knowledge::entry::{Entry, Field};
use domain::knowledge::table::{columns, write_row};
use rust_xlsxwriter::{Workbook, Worksheet};

use super::format::{Looks, bytes, describe, fault, put, put_field};
use crate::edition::EditionDocument;
use crate::error::DocumentError;
use crate::words;

const TABLE_NAME: &str = "FAQ";
const ABOUT_NAME: &str = "版の情報";

/// Columns of the approvals on the sheet about the edition, with their widths in characters.
const APPROVALS: [(&str, f64); 5] =
    [("キー", 30.0), ("版", 24.0), ("承認の根拠", 44.0), ("承認した人", 34.0), ("日時", 34.0)];

/// Writes entries as the exchange table, which [`super::read_rows`] reads back the same.
///
/// # Errors
/// When a text is longer than a cell of Excel.
pub fn table_xlsx<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    made_on: NaiveDate,
) -> Result<Vec<u8>, DocumentError> {
    let mut book = Workbook::new();
    describe(&mut book, "よくある質問（FAQ）", made_on)?;
    table(book.add_worksheet(), entries, &Looks::plain())?;
    bytes(book)
}

/// Writes an edition: its table as the first sheet, number, day, note and approvals as the second.
///
/// # Errors
/// When a text is longer than a cell of Excel.
pub fn edition_xlsx(edition: &EditionDocument) -> Result<Vec<u8>, DocumentError> {
    let mut book = Workbook::new();
    let looks = Looks::plain();
    let title = format!("{} よくある質問（FAQ）{}", edition.city, words::edition(edition.number));
    describe(&mut book, &title, words::day_of(edition.made_at))?;
    table(book.add_worksheet(), edition.entries.iter().map(|entry| &entry.content), &looks)?;
    about(book.add_worksheet(), edition, &title, &looks)?;
    bytes(book)
}

fn table<'a>(
    sheet: &mut Worksheet,
    entries: impl IntoIterator<Item = &'a Entry>,
    looks: &Looks,
) -> Result<(), DocumentError> {
    sheet.set_name(TABLE_NAME).map_err(fault)?;
    for (column, name) in (0..).zip(columns()) {
        put(sheet, 0, column, name, &looks.header)?;
    }
    for (column, field) in (0..).zip(Field::ALL) {
        sheet.set_column_width(column, width(field)).map_err(fault)?;
    }
    let mut last = 0;
    for (row, entry) in (1..).zip(entries) {
        let cells = write_row(entry);
        for ((column, field), cell) in (0..).zip(Field::ALL).zip(&cells) {
            put_field(sheet, row, column, (&entry.key, field, cell), &looks.text)?;
        }
        last = row;
    }
    sheet.set_freeze_panes(1, 1).map_err(fault)?;
    let last_column = u16::try_from(Field::ALL.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last, last_column).map_err(fault)?;
    printed(sheet)
}

/// On A4 across, as wide as the paper, the header on each page.
pub(super) fn printed(sheet: &mut Worksheet) -> Result<(), DocumentError> {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0).map(drop).map_err(fault)
}

/// In characters.
fn width(field: Field) -> f64 {
    match field {
        Field::Topic | Field::Risk | Field::Publish => 8.0,
        Field::Audience | Field::ReviewBy => 12.0,
        Field::Owner | Field::Related => 20.0,
        Field::Key => 24.0,
        Field::QuestionJa | Field::ReadingJa | Field::AliasesJa | Field::QuestionEn | Field::AliasesEn => 32.0,
        Field::QuestionEasy | Field::Sources | Field::Attachments => 40.0,
        Field::AnswerJa | Field::AnswerEn | Field::AnswerEasy => 60.0,
    }
}

fn about(sheet: &mut Worksheet, edition: &EditionDocument, title: &str, looks: &Looks) -> Result<(), DocumentError> {
    sheet.set_name(ABOUT_NAME).map_err(fault)?;
    for (column, (_, width)) in (0..).zip(APPROVALS) {
        sheet.set_column_width(column, width).map_err(fault)?;
    }
    put(sheet, 0, 0, title, &looks.title)?;
    let standing = if edition.is_demonstration() {
        "デモンストレーション（市の承認を受けていません）"
    } else {
        "市の承認を受けた文面"
    };
    let facts = [
        ("版", words::edition(edition.number)),
        ("作成日", words::date(words::day_of(edition.made_at))),
        ("件数", edition.entries.len().to_string()),
        ("承認", standing.to_owned()),
        ("備考", edition.note.chars().take(super::format::CELL_UNITS_MAX / 2).collect()),
    ];
    let mut row = 2;
    for (name, value) in &facts {
        put(sheet, row, 0, name, &looks.header)?;
        put(sheet, row, 1, value, &looks.text)?;
        row += 1;
    }
    approvals(sheet, row + 1, edition, looks)
}

fn approvals(sheet: &mut Worksheet, from: u32, edition: &EditionDocument, looks: &Looks) -> Result<(), DocumentError> {
    for (column, (name, _)) in (0..).zip(APPROVALS) {
        put(sheet, from, column, name, &looks.header)?;
    }
    for (row, entry) in (from + 1..).zip(&edition.entries) {
        let note = &entry.approval;
        let (key, version) = (entry.content.key.to_string(), entry.version.to_string());
        let cells = [key, version, words::ground(&note.ground), words::approver(note), words::moment(note.at)];
        for (column, cell) in (0..).zip(&cells) {
            put(sheet, row, column, cell, &looks.text)?;
        }
    }
    Ok(())
}
