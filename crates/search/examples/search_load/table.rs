//! The made-up entries as a table that can be brought into an installation.

use std::path::Path;

use domain::knowledge::entry::{RawEntry, RawSource, RawText};
use domain::knowledge::table::{columns, guarded, write_row};
use search::{Language, Text};

use super::made_up;

type Fault = Box<dyn std::error::Error>;

/// Writes so many entries; every `edition` has other answers.
pub(crate) fn write(file: &Path, count: usize, edition: usize) -> Result<(), Fault> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(file)?;
    writer.write_record(columns())?;
    for number in 0..count {
        let entry = raw(number, edition).read().map_err(|problems| format!("entry {number}: {problems:?}"))?;
        writer.write_record(write_row(&entry).iter().map(|cell| guarded(cell)))?;
    }
    Ok(writer.flush()?)
}

fn raw(number: usize, edition: usize) -> RawEntry {
    let entry = made_up::entry(number);
    let of = |language: Language| {
        let Text { question, answer, reading, aliases } = entry.texts.get(&language).cloned().unwrap_or_default();
        let answer = if edition > 0 { format!("{answer}\n\n（{edition}回目の見直し）") } else { answer };
        RawText { question, reading, answer, aliases }
    };
    RawEntry {
        key: entry.id.key.clone(),
        topic: entry.topic.clone(),
        audience: "resident".to_owned(),
        risk: "low".to_owned(),
        publish: "yes".to_owned(),
        ja: of(Language::Japanese),
        en: of(Language::English),
        sources: vec![RawSource {
            title: "窓口案内".to_owned(),
            place: "窓口案内".to_owned(),
            date: "2026-10".to_owned(),
        }],
        owner: "マイナンバー係".to_owned(),
        review_by: "2027-03-31".to_owned(),
        related: if number > 0 { vec![format!("entry-{}", number - 1)] } else { Vec::new() },
        ..RawEntry::default()
    }
}
