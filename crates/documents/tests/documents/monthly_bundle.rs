//! The CSV bundle comes back cell for cell, and says what is in it.

use std::collections::BTreeMap;

use documents::{Cell, ColumnKind, MonthlyReport, ReportColumn, monthly_csv};
use sha2::{Digest as _, Sha256};

use super::month::{self, text};
use super::workbook::taken_apart;

fn files(report: &MonthlyReport) -> BTreeMap<String, Vec<u8>> {
    taken_apart(&monthly_csv(report).expect("a bundle")).into_iter().collect()
}

/// The lines of a file, read by another reader.
fn lines(file: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(file).expect("UTF-8").strip_prefix('\u{feff}').expect("a mark");
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\r'));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|line| line.expect("a line").iter().map(str::to_owned).collect()).collect()
}

/// A cell from its columns.
fn cell(column: &ReportColumn, fields: &mut impl Iterator<Item = String>) -> Cell {
    let mut next = || fields.next().expect("a field");
    let first = next();
    let number = |text: &str| text.parse::<i64>().expect("a number");
    match column.kind {
        ColumnKind::Share => {
            let (numerator, denominator) = (next(), next());
            if numerator.is_empty() {
                return Cell::Empty;
            }
            let (numerator, denominator) = (number(&numerator), number(&denominator));
            assert_eq!(first.is_empty(), denominator == 0);
            month::share(numerator, denominator)
        }
        _ if first.is_empty() => Cell::Empty,
        ColumnKind::Text => text(first.strip_prefix('\'').unwrap_or(&first)),
        ColumnKind::Count | ColumnKind::Change => Cell::Count { number: number(&first) },
        ColumnKind::DurationMs => Cell::DurationMs { ms: number(&first) },
        ColumnKind::Minutes => Cell::Minutes { minutes: number(&first) },
    }
}

#[test]
fn every_cell_comes_back_equal_of_a_full_month_and_of_an_empty_one() {
    let mut hostile = month::full();
    let incidents = hostile.tables.iter_mut().find(|table| table.id == "T7").expect("T7");
    incidents.rows[0].cells[2] = text("=HYPERLINK(\"https://evil.example\"),\"a\"\r\n＝2行目");
    incidents.rows[1].cells[2] = text("@SUM(1)");
    for report in [hostile, month::full(), month::empty()] {
        let files = files(&report);
        for table in &report.tables {
            let lines = lines(&files[&format!("{}.csv", table.id)]);
            assert_eq!(lines.len(), table.rows.len() + 1, "{}", table.id);
            for (row, line) in table.rows.iter().zip(&lines[1..]) {
                assert_eq!(line[0], row.id);
                let mut fields = line[2..].iter().cloned();
                for (column, wanted) in table.columns.iter().zip(&row.cells) {
                    let name = format!("{}.{}.{}", table.id, column.id, row.id);
                    assert_eq!(cell(column, &mut fields), *wanted, "{name}");
                }
                assert_eq!(fields.next(), None);
            }
        }
    }
}

#[test]
fn no_field_begins_with_what_a_spreadsheet_computes() {
    let mut report = month::full();
    report.findings[0].title = "=1+1".to_owned();
    report.definitions[0].text.ja = "－100".to_owned();
    report.tables[0].columns[0].meaning.ja = "+81".to_owned();
    report.tables[3].title.en = "\t=1".to_owned();
    for (name, file) in files(&report).iter().filter(|(name, _)| name.ends_with(".csv")) {
        for field in lines(file).iter().flatten() {
            let computed = field.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']);
            assert!(!computed || field.parse::<i64>().is_ok(), "{name}: {field}");
        }
    }
}

#[test]
fn every_column_is_in_the_dictionary_with_meaning_unit_and_formula() {
    let report = month::full();
    let files = files(&report);
    let dictionary = lines(&files["dictionary.csv"]);
    for table in &report.tables {
        let file = format!("{}.csv", table.id);
        let named: Vec<&str> = dictionary.iter().filter(|line| line[0] == file).map(|line| line[1].as_str()).collect();
        assert_eq!(named, lines(&files[&file])[0][2..]);
    }
    let rate = dictionary.iter().find(|line| line[1] == "answer_rate").expect("the rate");
    assert_eq!(
        rate[4..],
        [
            "応答率",
            "Answer rate",
            "応答率",
            "Answer rate",
            "％",
            "per cent",
            "0 to 1, six places, empty of nothing",
            "answer_rate",
            "2"
        ]
    );
    let definitions = lines(&files["definitions.csv"]);
    assert!(definitions.iter().any(|line| line[0] == "answer_rate" && line[6] == "入電（短時間放棄を含む）"));
}

#[test]
fn the_manifest_has_the_digest_of_every_other_file() {
    let report = month::corrected(&month::signed(month::full()));
    let files = files(&report);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    assert_eq!(manifest["period"], "2026-10");
    assert_eq!(manifest["version"], 2);
    assert_eq!(manifest["made_at"], "2026-11-12T09:30:00+09:00");
    assert_eq!(manifest["state"]["by"], "相模 太郎");
    let listed = manifest["files"].as_array().expect("a list");
    assert_eq!(listed.len() + 1, files.len());
    for one in listed {
        let file = &files[one["name"].as_str().expect("a name")];
        assert_eq!(one["sha256"], hex::encode(Sha256::digest(file)));
        assert_eq!(one["bytes"], file.len());
    }
    assert_eq!(lines(&files["changes.csv"]).len(), 8);
}

#[test]
fn the_same_report_is_the_same_bundle_and_another_moment_another() {
    let report = month::full();
    assert!(monthly_csv(&report).expect("a bundle") == monthly_csv(&report.clone()).expect("a bundle"));
    let mut later = report.clone();
    later.meta.made_at = later.meta.made_at.plus_ms(60_000);
    assert!(monthly_csv(&report).expect("a bundle") != monthly_csv(&later).expect("a bundle"));
}
