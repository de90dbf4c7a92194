//! All that is kept of one entry, as storage keeps it, and the laws it must obey.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::event::{SignedFile, Verdict};
use super::revision::Revision;
use crate::ids::{AgentId, ContactId};
use crate::knowledge::entry::{Entry, EntryKey, Links, Risk, TextLanguage, Version};
use crate::time::Timestamp;

/// All that is kept of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierParts {
    /// Its name.
    pub key: EntryKey,
    /// How often drafts were saved.
    pub revision: Revision,
    /// The text beside the live one.
    pub draft: Option<Draft>,
    /// The approved texts, version 1 first, none left out.
    pub versions: Vec<ApprovedText>,
    /// What residents read.
    pub live: Option<Live>,
    /// What they are to read later.
    pub scheduled: Option<Scheduled>,
    /// Why they read nothing, where they once did.
    pub off: Option<Off>,
    /// Words left on the entry, number 1 first.
    pub comments: Vec<Comment>,
}

/// A text on its way to approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub content: Entry,
    /// Its revision.
    pub revision: Revision,
    /// How far it is.
    pub stage: Stage,
    /// Everybody who saved it since the last approval.
    pub authors: BTreeSet<AgentId>,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// Languages found still right, though unchanged.
    pub still_right: BTreeSet<TextLanguage>,
    /// What was found of this revision.
    pub reviews: Vec<Review>,
}

/// How far a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    Writing,
    /// Waiting for review and approval.
    InReview {
        /// Since then.
        since: Timestamp,
    },
}

/// What somebody found of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub verdict: Verdict,
    /// And why.
    pub remark: String,
}

/// A text the city approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedText {
    /// Its number.
    pub version: Version,
    /// The text.
    pub content: Entry,
    /// Of which Japanese text its languages are.
    pub links: Links,
    /// The approval.
    pub approval: Approval,
    /// Who wrote it.
    pub authors: BTreeSet<AgentId>,
    /// Who reviewed it.
    pub reviews: Vec<Review>,
    /// Who vouched that the fact holds.
    pub confirmation: Option<Confirmation>,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// On what ground.
    pub by: ApprovalBy,
    /// When it was given or entered.
    pub at: Timestamp,
}

/// On what ground a text counts as approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum ApprovalBy {
    /// A city officer who was logged in.
    Officer {
        /// Who.
        officer: AgentId,
    },
    /// A signed review file.
    ReviewFile {
        /// The file.
        file: SignedFile,
        /// Who entered its marks.
        entered_by: AgentId,
    },
    /// The text of an older version came back; the city had approved that.
    RollBack {
        /// The older version.
        of: Version,
        /// Who brought it back.
        by: AgentId,
    },
    /// Nobody of the city: a demonstration.
    Demonstration {
        /// Who played it.
        by: AgentId,
    },
}

/// Somebody vouched that the fact of a text holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// How it was checked.
    pub note: String,
}

/// What residents read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// The text.
    pub version: Version,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// What residents are to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// The text.
    pub version: Version,
    /// From when.
    pub at: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Why residents read nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Off {
    /// Somebody took it away.
    Withdrawn {
        /// The text.
        version: Version,
        /// When.
        at: Timestamp,
        /// Who.
        by: AgentId,
        /// Why.
        reason: String,
    },
    /// Its time was over.
    Expired {
        /// The text.
        version: Version,
        /// When.
        at: Timestamp,
    },
}

/// A word left on an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Counted from 1.
    pub number: u32,
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// The words.
    pub text: String,
    /// The contact in which it came up.
    pub contact: Option<ContactId>,
    /// Who dealt with it, and when.
    pub resolved: Option<(AgentId, Timestamp)>,
}

/// Where an entry stands, in one word for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing but a draft, or nothing at all.
    Draft,
    /// A draft that waits for review or approval, and nothing approved.
    InReview,
    /// Approved, not published.
    Approved,
    /// Approved, to be published later.
    Scheduled,
    /// Before residents; a draft may stand beside it.
    Published,
    /// Taken away.
    Withdrawn,
    /// Its time was over.
    Expired,
}

/// What is wrong with parts that storage gave back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartsFault {
    /// A text of another entry.
    #[error("a text bears another key")]
    Key,
    /// Versions are not 1, 2, 3.
    #[error("the versions are not numbered from 1 without a gap")]
    Versions,
    /// A revision from the future.
    #[error("the draft's revision is later than the last one")]
    Revision,
    /// Something unapproved or unconfirmed before residents.
    #[error("what is live or to come is not approved, confirmed and meant for publication")]
    Live,
}

impl DossierParts {
    /// Whether the parts obey the laws.
    ///
    /// # Errors
    /// The first law that is broken.
    pub fn check(&self) -> Result<(), PartsFault> {
        let texts = self.versions.iter().map(|text| &text.content).chain(self.draft.iter().map(|draft| &draft.content));
        if texts.into_iter().any(|content| content.key != self.key) {
            return Err(PartsFault::Key);
        }
        let numbered = self.versions.iter().zip(1_u32..).all(|(text, number)| text.version == Version(number));
        if !numbered {
            return Err(PartsFault::Versions);
        }
        if self.draft.as_ref().is_some_and(|draft| draft.revision > self.revision) {
            return Err(PartsFault::Revision);
        }
        let shown = [self.live.map(|live| live.version), self.scheduled.map(|to_come| to_come.version)];
        let sound = |version: Version| self.text(version).is_some_and(ApprovedText::may_be_shown);
        if shown.into_iter().flatten().all(sound) { Ok(()) } else { Err(PartsFault::Live) }
    }

    /// An approved text.
    #[must_use]
    pub fn text(&self, version: Version) -> Option<&ApprovedText> {
        let index = usize::try_from(version.0).ok()?.checked_sub(1)?;
        self.versions.get(index)
    }
}

impl ApprovedText {
    /// Whether it is meant for publication and confirmed where it must be.
    #[must_use]
    pub fn may_be_shown(&self) -> bool {
        self.content.publish && (self.content.risk != Risk::High || self.confirmation.is_some())
    }

    /// Whether nobody of the city approved it: shown as a demonstration wherever it is shown.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        match self.approval.by {
            ApprovalBy::Demonstration { .. } => true,
            ApprovalBy::Officer { .. } | ApprovalBy::ReviewFile { .. } | ApprovalBy::RollBack { .. } => false,
        }
    }
}

impl Approval {
    /// Who gave it or entered it.
    #[must_use]
    pub fn entered_by(&self) -> AgentId {
        match &self.by {
            ApprovalBy::Officer { officer } => *officer,
            ApprovalBy::ReviewFile { entered_by, .. } => *entered_by,
            ApprovalBy::RollBack { by, .. } | ApprovalBy::Demonstration { by } => *by,
        }
    }
}
