//! The sheet for the city's review: what awaits approval, and what makes one export known among others.

use domain::knowledge::entry::{Entry, Version};
use domain::knowledge::table::write_row;
use domain::knowledge::workflow::Revision;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

/// What awaits the city's approval at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSheet {
    /// The city, in Japanese.
    pub city: String,
    /// When it was exported.
    pub made_at: Timestamp,
    /// The drafts; each key once.
    pub entries: Vec<ReviewEntry>,
}

/// One draft that awaits approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewEntry {
    /// The version it becomes once it is approved.
    pub version: Version,
    /// The draft's revision as it stands in the sheet.
    pub revision: Revision,
    /// The text.
    pub content: Entry,
    /// The text the city approved last.
    pub before: Option<Entry>,
}

impl ReviewSheet {
    /// By what a file of this export is known: 32 hexadecimal digits over its moment and all its texts.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.made_at.0.to_be_bytes());
        for entry in &self.entries {
            part(&mut digest, &entry.version.to_string());
            part(&mut digest, &entry.revision.0.to_string());
            write_row(&entry.content).iter().for_each(|cell| part(&mut digest, cell));
        }
        short(digest, 16)
    }
}

/// What stands beside a row, so that a row that was altered, or belongs to another export, is known.
pub(crate) fn row_check(fingerprint: &str, cells: &[String]) -> String {
    let mut digest = Sha256::new();
    part(&mut digest, fingerprint);
    cells.iter().for_each(|cell| part(&mut digest, &cell.replace("\r\n", "\n")));
    short(digest, 8)
}

/// With its length before it, so that no two lists of cells look the same.
fn part(digest: &mut Sha256, text: &str) {
    digest.update(text.len().to_be_bytes());
    digest.update(text.as_bytes());
}

fn short(digest: Sha256, bytes: usize) -> String {
    let whole = digest.finalize();
    hex::encode(whole.get(..bytes).unwrap_or(&whole))
}
