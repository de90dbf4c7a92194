//! What people do to an entry. What they saw comes along, so that nobody decides on another text than they read.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::revision::Revision;
use crate::ids::ContactId;
use crate::knowledge::entry::{Entry, TextLanguage, Version};
use crate::time::Timestamp;

/// Something somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Saves a text beside the live one; in review it falls back to a draft and its reviews are void.
    Edit {
        /// The whole entry.
        content: Box<Entry>,
        /// The revision it was written over; 0 where there was no draft.
        seen: Revision,
        /// Languages that were looked at and still follow the Japanese text.
        still_right: BTreeSet<TextLanguage>,
    },
    /// Throws the draft away.
    Discard {
        /// The draft as it was seen.
        seen: Revision,
    },
    /// Hands the draft to review.
    Submit {
        /// The draft as it was seen.
        seen: Revision,
    },
    /// A review by somebody who did not write it.
    Review {
        /// The draft as it was seen.
        seen: Revision,
        /// What they found.
        verdict: Verdict,
        /// Why; needed to send it back.
        remark: String,
    },
    /// The approval of a city officer who is logged in.
    Approve {
        /// The draft as it was seen.
        seen: Revision,
        /// The version it is to become.
        version: Version,
    },
    /// The officer's mark in an exchanged review file.
    MarkByFile {
        /// The draft as it stood in the file.
        seen: Revision,
        /// The version it was to become.
        version: Version,
        /// The file.
        file: SignedFile,
        /// What the officer marked.
        mark: FileMark,
    },
    /// A made-up approval of a system that shows itself.
    ApproveAsDemonstration {
        /// The draft as it was seen.
        seen: Revision,
        /// The version it is to become.
        version: Version,
    },
    /// Somebody has checked that the fact still holds.
    ConfirmFact {
        /// The approved text.
        version: Version,
        /// How it was checked.
        note: String,
    },
    /// Puts an approved text before residents.
    Publish {
        /// The approved text.
        version: Version,
        /// When.
        at: PublishAt,
        /// When it goes off by itself.
        until: Option<Timestamp>,
    },
    /// Calls a publication off that has not come yet.
    Unschedule {
        /// The version that was to come.
        version: Version,
    },
    /// Takes the live text away at once, and with it what was to come.
    Withdraw {
        /// The live text as it was seen.
        version: Version,
        /// Why.
        reason: String,
    },
    /// Puts an older approved text before residents as a new version.
    RollBack {
        /// The older text.
        to: Version,
        /// The latest version as it was seen.
        latest: Version,
        /// How it was checked that the fact holds again; needed where the risk is high.
        note: String,
    },
    /// A word on the entry, or a flag raised in the middle of a contact.
    Comment {
        /// The words.
        text: String,
        /// The contact in which it came up.
        contact: Option<ContactId>,
    },
    /// Marks a comment as dealt with.
    ResolveComment {
        /// Its number.
        number: u32,
    },
}

/// What a review found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may go to the city.
    Passed,
    /// It goes back to its author.
    Returned,
}

/// An exchanged review file, signed by name and date.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignedFile {
    /// The file's name and fingerprint as it is kept.
    pub file: String,
    /// The officer's name as signed.
    pub officer_name: String,
    /// The day as signed.
    pub signed_on: NaiveDate,
}

/// The officer's mark on one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileMark {
    /// It may be published.
    Approved,
    /// It goes back.
    Returned {
        /// Why.
        remark: String,
    },
}

/// When a text goes before residents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishAt {
    /// At once.
    Now,
    /// At this instant.
    At(Timestamp),
}
