//! The monthly workbook as another program reads and calculates it.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;

use calamine::{Data, Reader as _, Xlsx};
use documents::{Cell, MonthlyReport, RowPart, monthly_xlsx};

use super::month;
use super::programs::recalculated;
use super::workbook::{put_together, taken_apart};

/// Rows above the first of a table.
const HEAD_ROWS: u32 = 5;

static FULL: LazyLock<Vec<u8>> = LazyLock::new(|| book(&month::full()));

fn book(report: &MonthlyReport) -> Vec<u8> {
    monthly_xlsx(report).expect("a workbook")
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet_of(names: &[String], id: &str) -> String {
    names.iter().find(|name| name.starts_with(&format!("{id} "))).unwrap_or_else(|| panic!("a sheet {id}")).clone()
}

/// What a cell should read as.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn wanted(cell: &Cell) -> Data {
    let dash = Data::String("—".to_owned());
    match cell {
        Cell::Empty => dash,
        Cell::Text { text } => Data::String(text.clone()),
        Cell::Count { number } | Cell::Minutes { minutes: number } => Data::Float(*number as f64),
        Cell::DurationMs { ms } => Data::Float(*ms as f64 / 86_400_000.0),
        Cell::Share { denominator: 0, .. } => dash,
        Cell::Share { numerator, denominator } => Data::Float(*numerator as f64 / *denominator as f64),
    }
}

fn alike(read: &Data, wanted: &Data) -> bool {
    let number = |data: &Data| match data {
        Data::Float(number) => Some(*number),
        Data::DateTime(moment) => Some(moment.as_f64()),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    };
    match (number(read), number(wanted)) {
        (Some(read), Some(wanted)) => (read - wanted).abs() < 1e-9,
        (None, None) => read == wanted,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn assert_same(bytes: &[u8], report: &MonthlyReport) {
    let mut book = opened(bytes);
    let names = book.sheet_names();
    for table in &report.tables {
        let sheet = book.worksheet_range(&sheet_of(&names, &table.id)).expect("a sheet");
        for (at, row) in (HEAD_ROWS..).zip(&table.rows) {
            for (column, cell) in (0..).zip(&row.cells) {
                let read = sheet.get_value((at, column)).unwrap_or(&Data::Empty);
                assert!(alike(read, &wanted(cell)), "{}.{}.{column}: {read:?}, not {cell:?}", table.id, row.id);
            }
        }
    }
}

#[test]
fn every_cell_reads_as_the_report_has_it_without_calculating() {
    assert_same(&FULL, &month::full());
    assert_same(&book(&month::empty()), &month::empty());
}

#[test]
fn totals_and_shares_are_formulas_a_person_can_check() {
    let mut book = opened(&FULL);
    let names = book.sheet_names();
    let calls = book.worksheet_formula(&sheet_of(&names, "T3")).expect("formulas");
    let at = |row: u32, column: u32| calls.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(at(HEAD_ROWS + 31, 1), "SUM(B6:B36)");
    assert_eq!(at(HEAD_ROWS, 5), "IF(B6=0,\"—\",C6/B6)");
    assert_eq!(at(HEAD_ROWS + 31, 5), "IF(B37=0,\"—\",C37/B37)");
    let procedures = book.worksheet_formula(&sheet_of(&names, "T1")).expect("formulas");
    // The rows that break down another are not added up again.
    assert_eq!(procedures.get_value((HEAD_ROWS + 13, 1)).map(String::as_str), Some("SUM(B6,B9:B16)"));
    assert_eq!(procedures.get_value((HEAD_ROWS, 3)).map(String::as_str), Some("B6+C6"));
    let topics = book.worksheet_formula(&sheet_of(&names, "T5")).expect("formulas");
    assert!(topics.get_value((HEAD_ROWS, 2)).is_some_and(|formula| formula.starts_with("118/")));
}

/// The workbook with every value of a formula taken out, so that whoever shows one has calculated it.
fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut parts = taken_apart(bytes);
    for (_, content) in parts.iter_mut().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        let text = String::from_utf8(std::mem::take(content)).expect("text");
        let mut pieces = text.split("</f>");
        let mut out = pieces.next().expect("a piece").to_owned();
        for piece in pieces {
            out.push_str("</f>");
            out.push_str(
                piece.strip_prefix("<v>").and_then(|rest| rest.split_once("</v>")).map_or(piece, |(_, rest)| rest),
            );
        }
        *content = out.into_bytes();
    }
    put_together(&parts)
}

#[test]
fn libreoffice_opens_it_and_calculates_the_same_without_an_error() {
    for report in [month::full(), month::empty()] {
        let Some(saved) = recalculated(&without_values(&book(&report))) else { return };
        assert_same(&saved, &report);
        let mut saved = opened(&saved);
        for name in saved.sheet_names() {
            let sheet = saved.worksheet_range(&name).expect("a sheet");
            assert!(sheet.used_cells().all(|(_, _, cell)| !matches!(cell, Data::Error(_))), "{name}");
        }
    }
}

#[test]
fn charts_are_native_with_values_words_for_who_cannot_see_and_named_fonts() {
    let parts: BTreeMap<String, String> = taken_apart(&FULL)
        .into_iter()
        .map(|(name, content)| (name, String::from_utf8_lossy(&content).into_owned()))
        .collect();
    let charts: Vec<&String> =
        parts.iter().filter(|(name, _)| name.starts_with("xl/charts/chart")).map(|(_, part)| part).collect();
    // Two of the seven are heat maps, which are their tables.
    assert_eq!(charts.len(), 5);
    for chart in charts {
        assert!(
            chart.contains("<c:numCache>") && chart.contains("<c:strCache>") && chart.contains("游ゴシック"),
            "{chart}"
        );
        assert!(!chart.contains("<c:ptCount val=\"0\"/>"));
    }
    let drawings: String = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/drawings/drawing"))
        .map(|(_, part)| part.as_str())
        .collect();
    assert!(drawings.contains("日別の応答率とサービスレベル（20秒）の折れ線グラフ。13日に最も低い。"));
    let sheets: Vec<&String> =
        parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).map(|(_, part)| part).collect();
    assert_eq!(sheets.iter().filter(|sheet| sheet.contains("<colorScale>")).count(), 2);
    for sheet in sheets {
        assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"));
    }
}

#[test]
fn sheets_are_set_up_for_screen_and_paper() {
    let parts = taken_apart(&FULL);
    let text = |wanted: &str| {
        let part = parts.iter().find(|(name, _)| name == wanted).expect("a part");
        String::from_utf8_lossy(&part.1).into_owned()
    };
    let workbook = text("xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"));
    let names: Vec<String> = opened(&FULL).sheet_names();
    let at = names.iter().position(|name| name.starts_with("T3 ")).expect("T3") + 1;
    let calls = text(&format!("xl/worksheets/sheet{at}.xml"));
    for set in ["state=\"frozen\"", "topLeftCell=\"B6\"", "&amp;P / &amp;N", "下書き"] {
        assert!(calls.contains(set), "{set}");
    }
}

#[test]
fn a_correction_has_a_sheet_of_what_changed_and_every_name_is_listed() {
    let report = month::corrected(&month::signed(month::full()));
    let bytes = book(&report);
    let mut book = opened(&bytes);
    let changes = book.worksheet_range("訂正").expect("a sheet");
    assert_eq!(changes.height(), 8);
    assert_eq!(changes.get_value((1, 1)), Some(&Data::String("T3.answered.d05".to_owned())));
    let names = book.worksheet_range("名前一覧").expect("a sheet");
    let cells: usize = report.tables.iter().map(|table| table.rows.len() * table.columns.len()).sum();
    assert_eq!(names.height(), 1 + cells + 5 * report.findings.len());
    assert!(opened(&FULL).worksheet_range("訂正").is_err());
}

#[test]
fn text_is_never_a_formula_and_a_long_term_has_its_sum() {
    let mut report = month::empty();
    let incidents = month::full().tables.into_iter().find(|table| table.id == "T7").expect("T7");
    let table = report.tables.iter_mut().find(|table| table.id == "T7").expect("T7");
    *table = incidents;
    table.rows[0].cells[2] = month::text("=1+1");
    let bytes = book(&report);
    let mut opened = opened(&bytes);
    let names = opened.sheet_names();
    let sheet = opened.worksheet_range(&sheet_of(&names, "T7")).expect("a sheet");
    assert_eq!(sheet.get_value((HEAD_ROWS, 2)), Some(&Data::String("=1+1".to_owned())));
    assert!(report.tables.iter().any(|table| table.rows.iter().any(|row| row.part == RowPart::Total)));
}

#[test]
fn the_same_report_is_the_same_workbook() {
    assert!(book(&month::full()) == *FULL);
}
