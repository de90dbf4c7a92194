//! The bundle of CSV files: a file a table, a data dictionary, and a manifest with the digest of each.
//!
//! UTF-8 with a mark at its beginning, by which Excel knows it, lines and quotes by RFC 4180. Figures are written so that
//! they read back exactly: a share with both its numbers, a duration in milliseconds.

use std::io::{Cursor, Write as _};

use chrono::{DateTime as Moment, Datelike as _, Timelike as _};
use domain::calendar::JST;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::check::check;
use super::shown;
use super::value::{Cell, ColumnKind, Definition, MonthlyReport, ReportColumn, ReportRow, ReportTable, RowPart};
use crate::error::DocumentError;

/// By which Excel knows that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// What makes a spreadsheet compute, in wide letters too, or drops what stands before it. Source: OWASP, "CSV Injection".
const COMPUTES: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes the bundle as a zip: `T0.csv` and so on, `dictionary.csv`, `definitions.csv`, `findings.csv`, `changes.csv` of a
/// correction, `manifest.json`.
///
/// # Errors
/// When the report contradicts itself.
pub fn monthly_csv(report: &MonthlyReport) -> Result<Vec<u8>, DocumentError> {
    check(report)?;
    let mut files: Vec<(String, String)> = Vec::new();
    for table in &report.tables {
        files.push((format!("{}.csv", table.id), csv(&table_lines(table))));
    }
    files.push(("dictionary.csv".to_owned(), csv(&dictionary(report))));
    files.push(("definitions.csv".to_owned(), csv(&definitions(&report.definitions))));
    files.push(("findings.csv".to_owned(), csv(&findings(report))));
    if report.meta.correction.is_some() {
        files.push(("changes.csv".to_owned(), csv(&changes(report))));
    }
    let manifest = serde_json::to_string_pretty(&Manifest::of(report, &files)).map_err(fault)?;
    files.push(("manifest.json".to_owned(), manifest + "\n"));
    zipped(report, &files)
}

fn table_lines(table: &ReportTable) -> Vec<Vec<String>> {
    let heads = table.columns.iter().flat_map(|column| heads(column).into_iter().map(|(name, _)| name));
    let first = ["row.id".to_owned(), "row.part".to_owned()].into_iter().chain(heads).collect();
    std::iter::once(first).chain(table.rows.iter().map(|row| line(table, row))).collect()
}

fn line(table: &ReportTable, row: &ReportRow) -> Vec<String> {
    let part = match row.part {
        RowPart::Body => "body",
        RowPart::Detail => "detail",
        RowPart::Total => "total",
        RowPart::Apart => "apart",
    };
    let cells = table.columns.iter().zip(&row.cells).flat_map(|(column, cell)| fields(cell, column.kind));
    [row.id.clone(), part.to_owned()].into_iter().chain(cells).collect()
}

/// What a column is in CSV: names and what each holds. Names of columns have no dot, so that these cannot meet another.
fn heads(column: &ReportColumn) -> Vec<(String, &'static str)> {
    let id = &column.id;
    match column.kind {
        ColumnKind::Text => vec![(id.clone(), "text")],
        ColumnKind::Count | ColumnKind::Change => vec![(id.clone(), "integer")],
        ColumnKind::Share => vec![
            (id.clone(), "0 to 1, six places, empty of nothing"),
            (format!("{id}.numerator"), "integer"),
            (format!("{id}.denominator"), "integer"),
        ],
        ColumnKind::DurationMs => vec![(format!("{id}.ms"), "integer, milliseconds")],
        ColumnKind::Minutes => vec![(format!("{id}.minutes"), "integer, minutes")],
    }
}

fn fields(cell: &Cell, kind: ColumnKind) -> Vec<String> {
    match cell {
        Cell::Empty if kind == ColumnKind::Share => vec![String::new(); 3],
        Cell::Empty => vec![String::new()],
        Cell::Text { text } => vec![guarded(text)],
        Cell::Count { number } | Cell::DurationMs { ms: number } | Cell::Minutes { minutes: number } => {
            vec![number.to_string()]
        }
        Cell::Share { numerator, denominator } => {
            vec![decimal(*numerator, *denominator), numerator.to_string(), denominator.to_string()]
        }
    }
}

/// Rounded half up to six places.
fn decimal(numerator: u64, denominator: u64) -> String {
    const PLACES: u128 = 1_000_000;
    let (part, whole) = (u128::from(numerator), u128::from(denominator));
    match (part * PLACES * 2 + whole).checked_div(whole * 2) {
        Some(millionths) => format!("{}.{:06}", millionths / PLACES, millionths % PLACES),
        None => String::new(),
    }
}

fn dictionary(report: &MonthlyReport) -> Vec<Vec<String>> {
    let head = [
        "file",
        "column",
        "table_ja",
        "table_en",
        "name_ja",
        "name_en",
        "meaning_ja",
        "meaning_en",
        "unit_ja",
        "unit_en",
        "holds",
        "formula",
        "formula_version",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for table in &report.tables {
        for column in &table.columns {
            let unit = shown::unit(column);
            let formula = column.formula.as_ref().and_then(|id| report.definitions.iter().find(|one| one.id == *id));
            for (name, holds) in heads(column) {
                lines.push(vec![
                    format!("{}.csv", table.id),
                    name,
                    guarded(&table.title.ja),
                    guarded(&table.title.en),
                    guarded(&column.title.ja),
                    guarded(&column.title.en),
                    guarded(&column.meaning.ja),
                    guarded(&column.meaning.en),
                    guarded(&unit.ja),
                    guarded(&unit.en),
                    holds.to_owned(),
                    formula.map_or_else(String::new, |one| one.id.clone()),
                    formula.map_or_else(String::new, |one| one.version.to_string()),
                ]);
            }
        }
    }
    lines
}

fn definitions(all: &[Definition]) -> Vec<Vec<String>> {
    let head =
        ["formula", "formula_version", "name_ja", "name_en", "text_ja", "text_en", "denominator_ja", "denominator_en"];
    let line = |one: &Definition| {
        let texts = [&one.name.ja, &one.name.en, &one.text.ja, &one.text.en, &one.denominator.ja, &one.denominator.en];
        [one.id.clone(), one.version.to_string()].into_iter().chain(texts.map(|text| guarded(text))).collect()
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(all.iter().map(line)).collect()
}

fn findings(report: &MonthlyReport) -> Vec<Vec<String>> {
    let head = ["finding", "title", "text", "proposal", "effect", "confidence", "figures"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for one in &report.findings {
        let texts = [&one.title, &one.text, &one.proposal, &one.effect, &one.confidence].map(|text| guarded(text));
        let ends = [one.figures.join(" ")];
        lines.push([one.id.clone()].into_iter().chain(texts).chain(ends).collect());
    }
    lines
}

fn changes(report: &MonthlyReport) -> Vec<Vec<String>> {
    let mut lines = vec![["name", "place", "before", "after"].map(str::to_owned).to_vec()];
    for change in report.meta.correction.iter().flat_map(|correction| &correction.changes) {
        let text = |text: &Option<String>| guarded(text.as_deref().unwrap_or_default());
        lines.push(vec![change.name.clone(), guarded(&change.place), text(&change.before), text(&change.after)]);
    }
    lines
}

/// The cell with an apostrophe before what a spreadsheet would compute. One that looks guarded is guarded too, so that
/// each reads back as it was.
fn guarded(cell: &str) -> String {
    if cell.trim_start_matches('\'').starts_with(COMPUTES) { format!("'{cell}") } else { cell.to_owned() }
}

fn csv(lines: &[Vec<String>]) -> String {
    let quoted = |cell: &String| {
        let plain = !cell.contains([',', '"', '\r', '\n']);
        if plain { cell.clone() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let line = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
    MARK.to_owned() + &lines.iter().map(line).collect::<String>()
}

#[derive(Serialize)]
struct Manifest<'a> {
    city: &'a str,
    business: &'a str,
    contractor: &'a str,
    period: String,
    version: u32,
    state: &'a super::value::ReportState,
    data_version: &'a str,
    formula_version: &'a str,
    made_at: String,
    encoding: &'static str,
    files: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    bytes: usize,
    sha256: String,
}

impl<'a> Manifest<'a> {
    fn of(report: &'a MonthlyReport, files: &'a [(String, String)]) -> Self {
        let meta = &report.meta;
        let made_at = Moment::from_timestamp_millis(meta.made_at.0).unwrap_or_default().with_timezone(&JST);
        let listed = |(name, text): &'a (String, String)| Listed {
            name,
            bytes: text.len(),
            sha256: hex::encode(Sha256::digest(text.as_bytes())),
        };
        Self {
            city: &meta.city,
            business: &meta.business,
            contractor: &meta.contractor,
            period: shown::period(meta.period).en,
            version: meta.version,
            state: &meta.state,
            data_version: &meta.data_version,
            formula_version: &meta.formula_version,
            made_at: made_at.to_rfc3339(),
            encoding: "UTF-8 with BOM, RFC 4180, an apostrophe before text that a spreadsheet would compute",
            files: files.iter().map(listed).collect(),
        }
    }
}

/// Every file bears the moment the report was made, so that the same report gives the same bytes.
fn zipped(report: &MonthlyReport, files: &[(String, String)]) -> Result<Vec<u8>, DocumentError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(moment(report).unwrap_or_default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(name.as_str(), options).map_err(fault)?;
        writer.write_all(text.as_bytes()).map_err(fault)?;
    }
    Ok(writer.finish().map_err(fault)?.into_inner())
}

fn moment(report: &MonthlyReport) -> Option<DateTime> {
    let at = Moment::from_timestamp_millis(report.meta.made_at.0)?.with_timezone(&JST);
    let small = |number: u32| u8::try_from(number).ok();
    let (month, day) = (small(at.month())?, small(at.day())?);
    let (hour, minute, second) = (small(at.hour())?, small(at.minute())?, small(at.second())?);
    DateTime::from_date_and_time(u16::try_from(at.year()).ok()?, month, day, hour, minute, second).ok()
}

fn fault(fault: impl std::fmt::Display) -> DocumentError {
    DocumentError::Bundle(fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_gets_an_apostrophe_and_reads_back() {
        for computed in ["=1+1", "+81", "-1", "@x", "\t=1", "\r=1", "＝1", "'=1", "''＋1"] {
            assert_eq!(guarded(computed), format!("'{computed}"));
        }
        for plain in ["", "1=1", "応答", "'90s", " x"] {
            assert_eq!(guarded(plain), plain);
        }
    }

    #[test]
    fn lines_and_quotes_follow_rfc_4180() {
        let lines = [vec!["a,b".to_owned(), "c\"d".to_owned(), "e\r\nf".to_owned(), "g".to_owned()]];
        assert_eq!(csv(&lines), "\u{feff}\"a,b\",\"c\"\"d\",\"e\r\nf\",g\r\n");
    }

    #[test]
    fn shares_are_written_to_six_places() {
        assert_eq!(decimal(2, 3), "0.666667");
        assert_eq!(decimal(5, 5), "1.000000");
        assert_eq!(decimal(0, 0), "");
    }
}
