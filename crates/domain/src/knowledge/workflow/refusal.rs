//! Why something cannot be done to an entry, in words for the person who tried.

use super::revision::Revision;
use super::who::Duty;
use crate::ids::AgentId;
use crate::knowledge::entry::{EntryKey, Version};
use crate::time::Timestamp;

/// Nothing was changed, for this reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is of another entry.
    #[error("the text belongs to {0}; a key never changes")]
    OtherKey(EntryKey),
    /// There is no draft.
    #[error("there is no draft")]
    NoDraft,
    /// The draft is not in review.
    #[error("the draft is not in review; submit it first")]
    NotInReview,
    /// The draft is in review already.
    #[error("the draft is in review already")]
    InReview,
    /// Somebody has saved another text since.
    #[error("you saw revision {seen}, but revision {current} stands; load it again")]
    ChangedSince {
        /// What was seen.
        seen: Revision,
        /// What stands.
        current: Revision,
    },
    /// Somebody else was faster.
    #[error("version {version} was approved already; nothing is left to approve in what you saw")]
    AlreadyApproved {
        /// The version.
        version: Version,
        /// By whom it was approved or entered.
        by: AgentId,
        /// When.
        at: Timestamp,
    },
    /// The draft would become another version.
    #[error("the draft would become version {next}, not {asked}; load it again")]
    OtherVersion {
        /// What was asked for.
        asked: Version,
        /// What it would become.
        next: Version,
    },
    /// The duty does not cover it.
    #[error("this is not for {duty:?}")]
    NotYours {
        /// In what duty they tried.
        duty: Duty,
    },
    /// Authors do not review themselves.
    #[error("whoever wrote a text does not review it")]
    OwnText,
    /// Nobody but its authors has looked at it.
    #[error("somebody other than its authors must pass it in review before the city approves it")]
    NotReviewed,
    /// The same person has reviewed this text.
    #[error("you have reviewed this text already")]
    ReviewedAlready,
    /// A reason is missing.
    #[error("say why")]
    NoReason,
    /// A text beside the entry is too long.
    #[error("{chars} characters are too many; at most {limit}")]
    TooLong {
        /// Its length.
        chars: usize,
        /// The most there may be.
        limit: usize,
    },
    /// There are too many of something.
    #[error("there is no room for more than {0}")]
    Full(usize),
    /// The file bears no name or no fingerprint.
    #[error("the review file must bear its name and the officer's")]
    Unsigned,
    /// The date of signature cannot be.
    #[error("the file is signed before it was submitted or in the future")]
    SignedOutOfTime,
    /// The system does not show itself.
    #[error("made-up approvals belong to demonstrations")]
    NoDemonstration,
    /// No such version.
    #[error("there is no approved version {0}")]
    UnknownVersion(Version),
    /// The text is held back.
    #[error("version {0} is marked as not to be published")]
    HeldBack(Version),
    /// The fact must be confirmed.
    #[error("version {0} may be out of date; somebody must confirm the fact first")]
    Unconfirmed(Version),
    /// It was confirmed already.
    #[error("version {0} is confirmed already")]
    ConfirmedAlready(Version),
    /// It is before residents already.
    #[error("version {0} is published already")]
    LiveAlready(Version),
    /// Another text is live.
    #[error("version {asked} is not what residents read")]
    NotLive {
        /// What was asked for.
        asked: Version,
        /// What is live.
        live: Option<Version>,
    },
    /// There is a newer version.
    #[error("you saw version {seen} as the latest, but {latest} is; load it again")]
    NewerVersion {
        /// What was seen.
        seen: Version,
        /// What there is.
        latest: Version,
    },
    /// Nothing is to come.
    #[error("no publication of version {0} is to come")]
    NotScheduled(Version),
    /// Times in the wrong order.
    #[error("the times are in the past or in the wrong order")]
    BadTime,
    /// No such comment, or it is dealt with.
    #[error("there is no open comment {0}")]
    NoComment(u32),
}
