//! Writes the seed edition's documents into a folder, to be looked at.
//!
//!     cargo run -p documents --example edition -- FOLDER
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use documents::{
    ApprovalGround, ApprovalNote, ChangeList, EditionDocument, EditionEntry, Fonts, ReviewEntry, ReviewSheet,
    changes_pdf, edition_pdf, edition_xlsx, review_pdf, review_xlsx,
};
use domain::knowledge::entry::{Entry, TextLanguage, Version};
use domain::knowledge::table::{read_row, unguarded};
use domain::knowledge::workflow::Revision;
use domain::time::Timestamp;

/// 2026-11-30 09:00 in Japan.
const MADE_AT: Timestamp = Timestamp(1_795_996_800_000);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say which folder")?);
    fs::create_dir_all(&folder)?;
    let (first, second) = editions(&entries()?);
    let fonts = Fonts::of_debian();
    let changes = ChangeList::between(Some(&first), &second);
    let review = review(&first, &second);
    for (name, bytes) in [
        ("edition.pdf", edition_pdf(&second, &fonts)?),
        ("edition.xlsx", edition_xlsx(&second)?),
        ("changes.pdf", changes_pdf(&changes, &fonts)?),
        ("review.pdf", review_pdf(&review, &fonts)?),
        ("review.xlsx", review_xlsx(&review)?),
    ] {
        fs::write(folder.join(name), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    Ok(())
}

fn entries() -> Result<Vec<Entry>, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../faq/zama.csv");
    let mut entries = Vec::new();
    for record in csv::Reader::from_path(file)?.records() {
        let cells: Vec<String> = record?.iter().map(|cell| unguarded(cell).to_owned()).collect();
        entries.push(read_row(&cells)?);
    }
    Ok(entries)
}

/// Two editions between which some entries came, went and changed.
fn editions(entries: &[Entry]) -> (EditionDocument, EditionDocument) {
    let text = |content: &Entry, version: u32, ground: ApprovalGround| EditionEntry {
        version: Version(version),
        content: content.clone(),
        stale: Vec::new(),
        approval: ApprovalNote { ground, by: "座間 花子（演習）".to_owned(), at: MADE_AT },
    };
    let edition = |number: u32, entries: Vec<EditionEntry>| EditionDocument {
        city: "座間市".to_owned(),
        number,
        made_at: MADE_AT,
        note: "受付時間の案内を見直しました。\n実際の承認を受けたものではありません。".to_owned(),
        entries,
    };
    let demonstration = || ApprovalGround::Demonstration;
    let first: Vec<EditionEntry> = entries.iter().skip(2).map(|entry| text(entry, 1, demonstration())).collect();
    let mut second: Vec<EditionEntry> = entries.iter().map(|entry| text(entry, 1, demonstration())).collect();
    second.truncate(entries.len().saturating_sub(2));
    for (at, entry) in second.iter_mut().enumerate().filter(|(at, _)| at % 9 == 2) {
        entry.version = Version(2);
        entry.content.ja.answer =
            entry.content.ja.answer.replace("午前8時30分", "午前9時").replace("です。", "となります。");
        entry.content.owner.push_str("（改）");
        entry.stale = vec![TextLanguage::En];
        if at % 2 == 0 {
            entry.approval.ground = ApprovalGround::RollBack { of: Version(1) };
        }
    }
    (edition(1, first), edition(2, second))
}

fn review(first: &EditionDocument, second: &EditionDocument) -> ReviewSheet {
    let before = |entry: &EditionEntry| first.entries.iter().find(|old| old.content.key == entry.content.key);
    let draft = |entry: &EditionEntry| ReviewEntry {
        version: entry.version,
        revision: Revision(4),
        content: entry.content.clone(),
        before: before(entry).map(|old| old.content.clone()),
    };
    ReviewSheet {
        city: "座間市".to_owned(),
        made_at: MADE_AT,
        entries: second.entries.iter().take(14).map(draft).collect(),
    }
}
