//! The review file as it goes out: texts, a list to choose the mark from, a sheet for the signature.

use domain::knowledge::entry::EntryText;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, ProtectionOptions, Workbook, Worksheet};

use super::edition_book::printed;
use super::format::{CELL_UNITS_MAX, Looks, bytes, describe, fault, for_xml, put};
use super::review_layout::{
    APPROVED, CHECK, COLUMNS, COUNT, DEPARTMENT, FINGERPRINT, FIXED, MADE_AT, MARK, MARKS_NAME, OFFICER, REMARK,
    RETURNED, SIGNATURE_NAME, SIGNED_ON,
};
use crate::changes::field_changes;
use crate::error::DocumentError;
use crate::review::{ReviewEntry, ReviewSheet, row_check};
use crate::words;

/// What stands at the end of a text that is longer than a cell.
const CUT: &str = "\n（以下はセルに入りません。PDFで確認してください）";

/// How it is filled in.
const GUIDE: [&str; 4] = [
    "1. 「審査」シートの黄色い欄で、項目ごとに「承認」か「差戻し」を選んでください。差戻しには理由を入れてください。",
    "2. 文面は変えないでください。直したいところは「差戻し理由・意見」に書いてください。",
    "3. このシートに氏名と確認日を入れてください。これが署名になります。",
    "4. 判定のない項目は、承認待ちのまま残ります。ファイルはExcelブック（.xlsx）のまま返してください。",
];

/// Writes the review file; [`super::read_review`] reads the marks back.
///
/// # Errors
/// When the workbook cannot be written.
pub fn review_xlsx(review: &ReviewSheet) -> Result<Vec<u8>, DocumentError> {
    let mut book = Workbook::new();
    let looks = Looks::plain();
    let title = format!("{} よくある質問（FAQ）審査ファイル", review.city);
    describe(&mut book, &title, words::day_of(review.made_at))?;
    let fingerprint = review.fingerprint();
    marks(book.add_worksheet(), review, &fingerprint, &looks)?;
    signature(book.add_worksheet(), review, &title, &fingerprint, &looks)?;
    bytes(book)
}

fn marks(sheet: &mut Worksheet, review: &ReviewSheet, fingerprint: &str, looks: &Looks) -> Result<(), DocumentError> {
    sheet.set_name(MARKS_NAME).map_err(fault)?;
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width).map_err(fault)?;
        put(sheet, 0, column, name, &looks.header)?;
    }
    let mut last = 0;
    for (row, entry) in (1..).zip(&review.entries) {
        let fixed = fixed_cells(entry);
        for (column, cell) in (0..).zip(&fixed) {
            put(sheet, row, column, cell, &looks.text)?;
        }
        put(sheet, row, column(MARK), "", &looks.input)?;
        put(sheet, row, column(REMARK), "", &looks.input)?;
        put(sheet, row, column(CHECK), &row_check(fingerprint, &fixed), &looks.text)?;
        last = row;
    }
    if last > 0 {
        sheet.add_data_validation(1, column(MARK), last, column(MARK), &choice()?).map_err(fault)?;
    }
    sheet.set_freeze_panes(1, 1).map_err(fault)?;
    sheet.autofilter(0, 0, last, column(CHECK)).map_err(fault)?;
    protect(sheet);
    printed(sheet)
}

fn column(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn choice() -> Result<DataValidation, DocumentError> {
    let list = DataValidation::new().allow_list_strings(&[APPROVED, RETURNED]).map_err(fault)?;
    let told = list.set_error_title("判定").and_then(|list| {
        list.set_error_style(DataValidationErrorStyle::Stop).set_error_message("承認か差戻しを選んでください。")
    });
    told.map_err(fault)
}

/// Against slips, not against anybody: there is no password.
fn protect(sheet: &mut Worksheet) {
    let options = ProtectionOptions {
        use_autofilter: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&options);
}

/// What the officer reads and must not change.
fn fixed_cells(entry: &ReviewEntry) -> [String; FIXED] {
    let content = &entry.content;
    let question = |text: Option<&EntryText>| text.map(|text| text.question.clone()).unwrap_or_default();
    let answer = |text: Option<&EntryText>| text.map(|text| text.answer.clone()).unwrap_or_default();
    let easy = content.easy.as_ref().map(|text| format!("{}\n\n{}", text.question, text.answer));
    let mut change = match &entry.before {
        None => "新規".to_owned(),
        Some(before) => match field_changes(before, content) {
            fields if fields.is_empty() => "変更なし".to_owned(),
            fields => words::changes_in_words(&fields),
        },
    };
    if !content.attachments.is_empty() {
        let files: Vec<String> = content.attachments.iter().map(words::file).collect();
        change.push_str(&format!("\n\n添付ファイル：\n{}", files.join("\n")));
    }
    let cells = [
        content.key.to_string(),
        entry.version.to_string(),
        entry.revision.0.to_string(),
        words::topic(content.topic),
        content.ja.question.clone(),
        content.ja.answer.clone(),
        question(content.en.as_ref()),
        answer(content.en.as_ref()),
        easy.unwrap_or_default(),
        change,
    ];
    cells.map(|cell| fitting(&for_xml(&cell)))
}

/// A text as far as a cell holds it.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CELL_UNITS_MAX {
        return text.to_owned();
    }
    let mut left = CELL_UNITS_MAX - CUT.encode_utf16().count();
    let kept = text.chars().take_while(|c| match left.checked_sub(c.len_utf16()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    });
    kept.chain(CUT.chars()).collect()
}

fn signature(
    sheet: &mut Worksheet,
    review: &ReviewSheet,
    title: &str,
    fingerprint: &str,
    looks: &Looks,
) -> Result<(), DocumentError> {
    sheet.set_name(SIGNATURE_NAME).map_err(fault)?;
    sheet.set_column_width(0, 18.0).map_err(fault)?;
    sheet.set_column_width(1, 70.0).map_err(fault)?;
    put(sheet, 0, 0, title, &looks.title)?;
    let mut row = 2;
    for line in GUIDE {
        sheet.merge_range(row, 0, row, 1, line, &looks.text).map_err(fault)?;
        sheet.set_row_height(row, 30).map_err(fault)?;
        row += 1;
    }
    row += 1;
    for (name, look) in [(OFFICER, &looks.input), (DEPARTMENT, &looks.input), (SIGNED_ON, &looks.input_date)] {
        put(sheet, row, 0, name, &looks.header)?;
        put(sheet, row, 1, "", look)?;
        row += 1;
    }
    row += 1;
    let count = review.entries.len().to_string();
    let made = words::moment(review.made_at);
    for (name, value) in [(MADE_AT, made.as_str()), (COUNT, &count), (FINGERPRINT, fingerprint)] {
        put(sheet, row, 0, name, &looks.header)?;
        put(sheet, row, 1, value, &looks.text)?;
        row += 1;
    }
    protect(sheet);
    Ok(())
}
