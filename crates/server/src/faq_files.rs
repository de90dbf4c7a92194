//! FAQ tables in files: reading a CSV or an Excel file, writing a CSV (clauses 6(1), 6(3)①b).
//!
//! Owns bytes and bounds. What an entry may be and what is wrong with a row is `domain::knowledge`'s.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use domain::knowledge::entry::Entry;
use domain::knowledge::table::{Plan, Present, ROWS_MAX, columns, guarded, unguarded, write_row};

/// What an Excel file begins with, as every zip does.
const WORKBOOK: &[u8] = b"PK\x03\x04";
/// Longest file: ten thousand entries in three languages have a third of it.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What an import of `file` into an empty FAQ would do.
///
/// # Errors
/// When it cannot be read, is no CSV of UTF-8 or no table of entries.
pub fn plan(file: &Path) -> anyhow::Result<Plan> {
    let bytes = bytes_of(file).with_context(|| file.display().to_string())?;
    let rows = rows(&bytes).with_context(|| file.display().to_string())?;
    Plan::of(&rows, &Present::default()).with_context(|| file.display().to_string())
}

/// What an import of a CSV's `bytes` over what is `present` would do.
///
/// # Errors
/// When they are no CSV of UTF-8 or no table of entries.
pub fn plan_of(bytes: &[u8], present: &Present) -> anyhow::Result<Plan> {
    Ok(Plan::of(&rows(bytes)?, present)?)
}

/// The entries as a CSV that a spreadsheet opens and `plan` reads back.
///
/// # Errors
/// When it cannot be written, which memory alone could do.
pub fn written<'e>(entries: impl Iterator<Item = &'e Entry>) -> anyhow::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(columns())?;
    for entry in entries {
        writer.write_record(write_row(entry).iter().map(|cell| guarded(cell)))?;
    }
    writer.into_inner().map_err(|why| anyhow::anyhow!("{why}"))
}

/// The bytes of a file, bounded.
///
/// # Errors
/// When it cannot be read or is too large.
pub fn bytes_of(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        bail!("the file is larger than {} MiB; split it", FILE_BYTES_MAX >> 20);
    }
    Ok(bytes)
}

/// The rows of a CSV or an Excel file, with their cells as people wrote them.
fn rows(bytes: &[u8]) -> anyhow::Result<Vec<Vec<String>>> {
    if bytes.starts_with(WORKBOOK) {
        return Ok(documents::read_rows(bytes, documents::Bounds::default())?);
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.context("the file is no CSV of UTF-8; a spreadsheet saves one as \"CSV UTF-8\"")?;
        rows.push(record.iter().map(|cell| unguarded(&normal_lines(cell)).to_owned()).collect());
        if rows.len() > ROWS_MAX + 1 {
            bail!("there are more than {ROWS_MAX} rows; split the file");
        }
    }
    Ok(rows)
}

/// Lines within a cell end as everywhere else here.
fn normal_lines(cell: &str) -> String {
    cell.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use domain::knowledge::entry::Audience;

    use super::*;

    #[test]
    fn the_seed_edition_is_sound_and_each_resident_entry_is_found_by_its_own_question() {
        let seed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../faq/zama.csv"));
        let plan = plan(seed).unwrap();
        assert!(plan.is_sound(), "{:?}", plan.problems);
        assert!(plan.added.len() >= 60, "{} entries", plan.added.len());
        let edition =
            search::Edition::build(plan.added.iter().map(|entry| search::Entry::of(entry, 1)).collect()).unwrap();
        let search = search::Search::new(edition);
        for entry in plan.added.iter().filter(|entry| entry.audience == Audience::Resident) {
            let request = search::Request {
                text: &entry.ja.question,
                language: search::Language::Japanese,
                channel: search::Channel::Public,
                topic: None,
                limit: 1,
            };
            let found = search.find(&request).unwrap();
            let first = found.hits.first().map(|hit| hit.id.key.as_str());
            assert_eq!(first, Some(entry.key.as_str()), "{}", entry.ja.question);
        }
    }

    #[test]
    fn what_is_written_is_read_back_as_no_change() {
        let seed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../faq/zama.csv"));
        let entries = plan(seed).unwrap().added;
        let bytes = written(entries.iter()).unwrap();
        let entries = entries.into_iter().map(|entry| (entry.key.clone(), entry)).collect();
        let present = Present { entries, files: None };
        let again = plan_of(&bytes, &present).unwrap();
        assert!(again.is_sound() && again.added.is_empty() && again.changed.is_empty(), "{again:?}");
        assert_eq!(again.unchanged.len(), present.entries.len());
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let check = |bytes: &[u8], wanted: &str| {
            let file = folder.path().join("faq.csv");
            std::fs::write(&file, bytes).unwrap();
            let why = format!("{:#}", plan(&file).unwrap_err());
            assert!(why.contains(wanted) && why.contains("faq.csv"), "{why}");
        };
        check(b"", "no rows");
        check(b"\x83\x7d\x83\x43", "CSV UTF-8");
        check(b"PK\x03\x04 no workbook", "faq.csv");
        check("id,質問\n1,何ですか\n".as_bytes(), "column 1 must be \"key\"");
    }
}
