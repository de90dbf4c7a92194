//! An edition as it is handed to the city: numbered, dated, with each text's approval.

use chrono::NaiveDate;
use domain::knowledge::entry::{Entry, TextLanguage, Version};
use domain::time::Timestamp;

/// A numbered set of approved texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionDocument {
    /// The city, in Japanese: 座間市.
    pub city: String,
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// What is to be said of it; may be empty.
    pub note: String,
    /// Its texts; their order makes no difference between topics.
    pub entries: Vec<EditionEntry>,
}

/// One text of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionEntry {
    /// Which text of the entry.
    pub version: Version,
    /// The text.
    pub content: Entry,
    /// Languages whose text follows an older Japanese one.
    pub stale: Vec<TextLanguage>,
    /// Who approved it.
    pub approval: ApprovalNote,
}

/// An approval, with names instead of numbers of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalNote {
    /// On what ground.
    pub ground: ApprovalGround,
    /// Who gave or entered it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// On what ground a text counts as approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalGround {
    /// A city officer who was logged in.
    Officer,
    /// A signed review file.
    ReviewFile {
        /// The officer's name as signed.
        officer_name: String,
        /// The day as signed.
        signed_on: NaiveDate,
    },
    /// The text of an older version came back.
    RollBack {
        /// The older version.
        of: Version,
    },
    /// Nobody of the city: a demonstration.
    Demonstration,
}

impl EditionDocument {
    /// Whether the city did not approve one of its texts, so that the whole says so.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.entries.iter().any(|entry| entry.approval.ground == ApprovalGround::Demonstration)
    }
}
