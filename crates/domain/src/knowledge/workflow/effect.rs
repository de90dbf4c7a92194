//! What is to be done once something was done to an entry.

use serde::{Deserialize, Serialize};

use super::event::Verdict;
use super::revision::Revision;
use crate::ids::{AgentId, ContactId};
use crate::knowledge::entry::Version;
use crate::time::Timestamp;

/// Something for the shell to do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write it into the history.
    Record(Record),
    /// Put the version into the index and on the pages, in place of whatever was there.
    Show(Version),
    /// Take the version out of the index and off the pages; who has it open is told.
    Hide(Version, HideReason),
}

impl Effect {
    /// The line of the history; None for what is shown or hidden.
    #[must_use]
    pub fn into_record(self) -> Option<Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::Show(_) | Self::Hide(..) => None,
        }
    }
}

/// Why a text is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HideReason {
    /// Another version takes its place.
    Replaced,
    /// Somebody took it away.
    Withdrawn,
    /// Its time was over.
    Expired,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// By whom; `None` where the clock did it.
    pub by: Option<AgentId>,
    /// What.
    pub what: RecordKind,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordKind {
    /// A draft was saved.
    Edited {
        /// As this revision.
        revision: Revision,
    },
    /// The draft was thrown away.
    Discarded {
        /// It was this revision.
        revision: Revision,
    },
    /// The draft went to review.
    Submitted {
        /// As this revision.
        revision: Revision,
    },
    /// It was reviewed.
    Reviewed {
        /// This revision.
        revision: Revision,
        /// With what result.
        verdict: Verdict,
        /// And why.
        remark: String,
    },
    /// The city approved it.
    Approved {
        /// This revision.
        revision: Revision,
        /// As this version.
        version: Version,
    },
    /// Somebody vouched for the fact.
    Confirmed {
        /// Of this version.
        version: Version,
    },
    /// A publication was set for later.
    Scheduled {
        /// Of this version.
        version: Version,
        /// For then.
        at: Timestamp,
    },
    /// That publication was called off.
    Unscheduled {
        /// Of this version.
        version: Version,
    },
    /// It went before residents.
    Published {
        /// This version.
        version: Version,
    },
    /// An older text came back.
    RolledBack {
        /// The text of this version.
        to: Version,
        /// As this version.
        version: Version,
    },
    /// It was taken away.
    Withdrawn {
        /// This version.
        version: Version,
        /// Why.
        reason: String,
    },
    /// Its time was over.
    Expired {
        /// This version.
        version: Version,
    },
    /// Somebody left a word.
    Commented {
        /// Its number.
        number: u32,
        /// The contact in which it came up.
        contact: Option<ContactId>,
    },
    /// A comment was dealt with.
    Resolved {
        /// Its number.
        number: u32,
    },
}
