//! The seed edition, as entries and as documents.

use std::path::Path;
use std::sync::LazyLock;

use documents::{ApprovalGround, ApprovalNote, EditionDocument, EditionEntry, ReviewEntry, ReviewSheet};
use domain::knowledge::entry::{Entry, TextLanguage, Version};
use domain::knowledge::table::{read_row, unguarded};
use domain::knowledge::workflow::Revision;
use domain::time::Timestamp;

/// 2026-11-30 09:00 in Japan.
pub const MADE_AT: Timestamp = Timestamp(1_795_996_800_000);

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(read);

pub fn entries() -> Vec<Entry> {
    ENTRIES.clone()
}

fn read() -> Vec<Entry> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../faq/zama.csv");
    let mut reader = csv::Reader::from_path(file).expect("the seed edition");
    let row = |record: csv::Result<csv::StringRecord>| -> Vec<String> {
        record.expect("a row").iter().map(|cell| unguarded(cell).to_owned()).collect()
    };
    reader.records().map(|record| read_row(&row(record)).expect("a sound entry")).collect()
}

pub fn entry(key: &str) -> Entry {
    ENTRIES.iter().find(|entry| entry.key.as_str() == key).cloned().expect("an entry of that key")
}

pub fn approved(content: Entry, version: u32) -> EditionEntry {
    let approval = ApprovalNote { ground: ApprovalGround::Officer, by: "座間 花子".to_owned(), at: MADE_AT };
    EditionEntry { version: Version(version), content, stale: Vec::new(), approval }
}

pub fn edition(number: u32, entries: Vec<EditionEntry>) -> EditionDocument {
    EditionDocument { city: "座間市".to_owned(), number, made_at: MADE_AT, note: String::new(), entries }
}

/// Two editions of all entries of the seed; between them one came, one went and one changed.
pub fn editions() -> (EditionDocument, EditionDocument) {
    let all = entries();
    let first: Vec<EditionEntry> = all.iter().skip(1).cloned().map(|entry| approved(entry, 1)).collect();
    let mut second: Vec<EditionEntry> = all.into_iter().map(|entry| approved(entry, 1)).collect();
    second.remove(5);
    let changed = &mut second[2];
    changed.version = Version(2);
    changed.content.ja.answer = changed.content.ja.answer.replace("午前8時30分", "午前9時");
    changed.stale = vec![TextLanguage::En];
    (edition(1, first), edition(2, second))
}

pub fn review() -> ReviewSheet {
    let mut changed = entry("counter-hours");
    changed.ja.answer = changed.ja.answer.replace("午前8時30分", "午前9時");
    let draft = |content: Entry, before: Option<Entry>, version: u32| ReviewEntry {
        version: Version(version),
        revision: Revision(version + 3),
        content,
        before,
    };
    let entries = vec![
        draft(entry("callcentre-hours"), None, 1),
        draft(changed, Some(entry("counter-hours")), 2),
        draft(entry("callcentre-scope"), Some(entry("callcentre-scope")), 3),
    ];
    ReviewSheet { city: "座間市".to_owned(), made_at: MADE_AT, entries }
}
