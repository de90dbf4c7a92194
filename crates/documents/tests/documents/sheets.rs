//! What is written is read back the same, and no cell is a formula.

use chrono::NaiveDate;
use documents::{Bounds, DocumentError, SheetError, edition_xlsx, read_rows, table_xlsx};
use domain::knowledge::entry::{Entry, Field};
use domain::knowledge::table::{Plan, Present, columns, write_row};
use proptest::prelude::*;

use super::seed;
use super::workbook::{taken_apart, with};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day")
}

fn by_key(entries: &[Entry]) -> Present {
    Present { entries: entries.iter().map(|entry| (entry.key.clone(), entry.clone())).collect(), files: None }
}

fn table_of(entry: &Entry) -> Vec<Vec<String>> {
    let mut rows = read_rows(&table_xlsx([entry], day()).expect("a workbook"), Bounds::default()).expect("rows");
    // Empty cells at the end of a row are none in a sheet.
    rows.iter_mut().for_each(|row| row.resize(columns().count(), String::new()));
    rows
}

#[test]
fn an_edition_read_again_changes_nothing() {
    let entries = seed::entries();
    let edition = seed::edition(1, entries.iter().cloned().map(|entry| seed::approved(entry, 1)).collect());
    for file in [edition_xlsx(&edition), table_xlsx(&entries, day())] {
        let rows = read_rows(&file.expect("a workbook"), Bounds::default()).expect("rows");
        assert_eq!(rows[0], columns().collect::<Vec<_>>());
        let plan = Plan::of(&rows, &by_key(&entries)).expect("a table");
        assert!(plan.is_sound());
        assert_eq!((plan.unchanged.len(), plan.changed.len(), plan.added.len()), (entries.len(), 0, 0));
        assert!(plan.missing.is_empty());
    }
}

#[test]
fn the_same_edition_is_the_same_file() {
    let edition = seed::editions().0;
    assert_eq!(edition_xlsx(&edition), edition_xlsx(&edition));
}

#[test]
fn what_looks_like_a_formula_is_a_text_and_comes_back_the_same() {
    let mut entry = seed::entry("callcentre-hours");
    entry.ja.question = "=HYPERLINK(\"https://example.com\",\"座間\")".to_owned();
    entry.ja.answer = "- 一\n- 二".to_owned();
    entry.ja.aliases = vec!["+1".to_owned(), "@SUM(A1)".to_owned()];
    entry.owner = "'=x".to_owned();
    let file = table_xlsx([&entry], day()).expect("a workbook");
    for (name, content) in taken_apart(&file) {
        let text = String::from_utf8(content).expect("text");
        assert!(!(name.contains("worksheets") && text.contains("<f>")), "{name} has a formula");
    }
    assert_eq!(table_of(&entry)[1], write_row(&entry));
}

#[test]
fn a_text_longer_than_a_cell_is_told_by_entry_and_column() {
    let mut entry = seed::entry("callcentre-hours");
    entry.ja.answer = "あ".repeat(32_768);
    let refused = table_xlsx([&entry], day()).expect_err("too long");
    assert_eq!(refused, DocumentError::CellTooLong { key: entry.key, column: Field::AnswerJa });
}

#[test]
fn dates_and_numbers_typed_in_excel_are_read_as_text() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = ExcelDateTime::from_ymd(2027, 3, 31).expect("a day");
    sheet.write_datetime_with_format(1, 1, &date, &Format::new().set_num_format("yyyy/m/d")).expect("a cell");
    sheet.write_number(1, 2, 1000.0).expect("a cell");
    sheet.write_number(1, 3, 0.5).expect("a cell");
    sheet.write_boolean(3, 0, true).expect("a cell");
    sheet.write_formula(3, 1, Formula::new("=1+1").set_result("2")).expect("a cell");
    let rows = read_rows(&book.save_to_buffer().expect("a workbook"), Bounds::default()).expect("rows");
    let wanted: [&[&str]; 4] = [&[], &["", "2027-03-31", "1000", "0.5"], &[], &["TRUE", "2"]];
    assert_eq!(rows, wanted);
}

#[test]
fn a_workbook_without_cells_has_no_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet();
    assert_eq!(read_rows(&book.save_to_buffer().expect("a workbook"), Bounds::default()), Ok(Vec::new()));
}

#[test]
fn rows_columns_and_cells_beyond_the_bounds_are_told_by_their_place() {
    let file = table_xlsx(&seed::entries(), day()).expect("a workbook");
    let read = |bounds| read_rows(&file, bounds).expect_err("beyond the bounds");
    let all = Bounds::default();
    assert_eq!(read(Bounds { rows_max: 3, ..all }), SheetError::TooManyRows { limit: 3 });
    assert_eq!(read(Bounds { columns_max: 4, ..all }), SheetError::TooManyColumns { row: 1, limit: 4 });
    let long = SheetError::CellTooLong { row: 1, column: 6, limit: 8 };
    assert_eq!(read(Bounds { cell_chars_max: 8, ..all }), long);
    assert_eq!(read(Bounds { bytes_max: 10, ..all }), SheetError::TooLarge { bytes: file.len(), limit: 10 });
    assert_eq!(read(Bounds { unpacked_bytes_max: 1_000, ..all }), SheetError::TooMuch);
}

#[test]
fn a_cell_far_below_is_refused_and_not_made_room_for() {
    let file = table_xlsx([&seed::entry("callcentre-hours")], day()).expect("a workbook");
    let far = with(&file, "xl/worksheets/sheet1.xml", "r=\"A2\"", "r=\"XFD1048576\"");
    assert_eq!(read_rows(&far, Bounds::default()), Err(SheetError::TooManyRows { limit: 10_001 }));
}

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("="),
        Just("+"),
        Just("-"),
        Just("@"),
        Just("'"),
        Just("_x0041_"),
        Just("_x005F_"),
        Just("_x"),
        Just("\n"),
        Just(" "),
        Just("<b>"),
        Just("&amp;"),
        Just("]]>"),
        Just("あ"),
        Just("𠮷"),
        Just("a"),
        Just("\""),
        Just("\t"),
    ];
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_survives_the_sheet(question in words(), answer in words(), owner in words()) {
        let mut entry = seed::entry("callcentre-hours");
        entry.ja.question = question;
        entry.ja.answer = answer;
        entry.owner = owner;
        let rows = table_of(&entry);
        prop_assert_eq!(&rows[1], &write_row(&entry));
    }
}
