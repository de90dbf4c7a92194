//! FAQ tables in files: reading a CSV and making what search takes of its entries (clauses 6(1), 6(3)①b).
//!
//! Owns bytes and bounds. What an entry may be and what is wrong with a row is `domain::knowledge`'s; how a
//! question finds its entry is `search`'s.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use domain::knowledge::entry::{Audience, Entry, EntryText, TextLanguage};
use domain::knowledge::table::{Plan, ROWS_MAX, unguarded};
use search::{EntryId, Language, Text};

/// Longest file: ten thousand entries in three languages have a third of it.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The version of texts that no edition holds yet.
const UNPUBLISHED: u32 = 0;

/// What an import of `file` into an empty FAQ would do.
///
/// # Errors
/// When it cannot be read, is no CSV of UTF-8 or no table of entries.
pub fn plan(file: &Path) -> anyhow::Result<Plan> {
    let bytes = bytes_of(file).with_context(|| file.display().to_string())?;
    let rows = rows(&bytes).with_context(|| file.display().to_string())?;
    Plan::of(&rows, &BTreeMap::new()).with_context(|| file.display().to_string())
}

fn bytes_of(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        bail!("the file is larger than {} MiB; split it", FILE_BYTES_MAX >> 20);
    }
    Ok(bytes)
}

/// The rows with their cells as people wrote them.
fn rows(bytes: &[u8]) -> anyhow::Result<Vec<Vec<String>>> {
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

/// An entry as search takes it.
#[must_use]
pub fn searched(entry: &Entry) -> search::Entry {
    let languages = [
        (TextLanguage::Ja, Language::Japanese),
        (TextLanguage::En, Language::English),
        (TextLanguage::JaEasy, Language::EasyJapanese),
    ];
    let texts = languages.into_iter().filter_map(|(of, to)| Some((to, text(entry.text(of)?)))).collect();
    search::Entry {
        id: EntryId { key: entry.key.to_string(), version: UNPUBLISHED },
        topic: entry.topic.code().to_owned(),
        audience: match entry.audience {
            Audience::Resident => search::Audience::Resident,
            Audience::Operator => search::Audience::Operator,
        },
        texts,
    }
}

fn text(text: &EntryText) -> Text {
    Text {
        question: text.question.clone(),
        answer: text.answer.clone(),
        reading: text.reading.clone(),
        aliases: text.aliases.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_edition_is_sound_and_each_resident_entry_is_found_by_its_own_question() {
        let seed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../faq/zama.csv"));
        let plan = plan(seed).unwrap();
        assert!(plan.is_sound(), "{:?}", plan.problems);
        assert!(plan.added.len() >= 60, "{} entries", plan.added.len());
        let edition = search::Edition::build(plan.added.iter().map(searched).collect()).unwrap();
        let search = search::Search::new(edition);
        for entry in plan.added.iter().filter(|entry| entry.audience == Audience::Resident) {
            let request = search::Request {
                text: &entry.ja.question,
                language: Language::Japanese,
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
        check(b"PK\x03\x04 a workbook", "column 1 must be \"key\"");
        check("id,質問\n1,何ですか\n".as_bytes(), "column 1 must be \"key\"");
    }
}
