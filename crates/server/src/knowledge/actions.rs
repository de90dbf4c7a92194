//! What people ask to be done to an entry, as it comes over HTTP.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::ids::ContactId;
use domain::knowledge::entry::{EntryKey, TextLanguage, Version};
use domain::knowledge::workflow::{Event, PublishAt, Revision, Verdict};
use domain::time::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::content::FaqContent;
use super::problem_words::unfit;
use crate::problem::Problem;

/// One thing to do to an entry; `seen` and `version` say what the person saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum FaqAction {
    /// Saves a draft.
    Edit {
        /// The whole text.
        content: Box<FaqContent>,
        /// The revision it was written over; 0 where there was no draft.
        seen: u32,
        /// Languages found still right: `en`, `ja-easy`.
        #[serde(default)]
        still_right: Vec<String>,
    },
    /// Throws the draft away.
    Discard {
        /// Its revision.
        seen: u32,
    },
    /// Hands the draft to review.
    Submit {
        /// Its revision.
        seen: u32,
    },
    /// Passes or returns what is in review.
    Review {
        /// Its revision.
        seen: u32,
        /// `passed` or `returned`.
        #[schema(value_type = String)]
        verdict: Verdict,
        /// Why.
        #[serde(default)]
        remark: String,
    },
    /// The city's approval.
    Approve {
        /// The draft's revision.
        seen: u32,
        /// The version it becomes.
        version: u32,
    },
    /// A made-up approval of a demonstration.
    ApproveAsDemonstration {
        /// The draft's revision.
        seen: u32,
        /// The version it becomes.
        version: u32,
    },
    /// Vouches that the fact still holds.
    ConfirmFact {
        /// The approved version.
        version: u32,
        /// How it was checked.
        note: String,
    },
    /// Puts an approved version before residents.
    Publish {
        /// Which.
        version: u32,
        /// When; at once where it is left out.
        #[serde(default)]
        at: Option<DateTime<Utc>>,
        /// Until when.
        #[serde(default)]
        until: Option<DateTime<Utc>>,
    },
    /// Calls off a publication to come.
    Unschedule {
        /// Of this version.
        version: u32,
    },
    /// Takes the live text away.
    Withdraw {
        /// The live version.
        version: u32,
        /// Why.
        reason: String,
    },
    /// Puts an older text before residents again.
    RollBack {
        /// The older version.
        to: u32,
        /// The latest version as it was seen.
        latest: u32,
        /// How the fact was checked.
        #[serde(default)]
        note: String,
    },
    /// A word on the entry.
    Comment {
        /// The words.
        text: String,
        /// The contact in which it came up.
        #[serde(default)]
        contact: Option<Uuid>,
    },
    /// Marks a comment as dealt with.
    ResolveComment {
        /// Its number.
        number: u32,
    },
}

impl FaqAction {
    /// As the workflow takes it.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn event(self, key: &EntryKey) -> Result<Event, Problem> {
        let instant = |at: DateTime<Utc>| Timestamp(at.timestamp_millis());
        Ok(match self {
            Self::Edit { content, seen, still_right } => {
                let content = content.raw(key.as_str()).read().map_err(|problems| unfit(&problems))?;
                let still_right = languages(&still_right)?;
                Event::Edit { content: Box::new(content), seen: Revision(seen), still_right }
            }
            Self::Discard { seen } => Event::Discard { seen: Revision(seen) },
            Self::Submit { seen } => Event::Submit { seen: Revision(seen) },
            Self::Review { seen, verdict, remark } => Event::Review { seen: Revision(seen), verdict, remark },
            Self::Approve { seen, version } => Event::Approve { seen: Revision(seen), version: Version(version) },
            Self::ApproveAsDemonstration { seen, version } => {
                Event::ApproveAsDemonstration { seen: Revision(seen), version: Version(version) }
            }
            Self::ConfirmFact { version, note } => Event::ConfirmFact { version: Version(version), note },
            Self::Publish { version, at, until } => {
                let at = at.map_or(PublishAt::Now, |at| PublishAt::At(instant(at)));
                Event::Publish { version: Version(version), at, until: until.map(instant) }
            }
            Self::Unschedule { version } => Event::Unschedule { version: Version(version) },
            Self::Withdraw { version, reason } => Event::Withdraw { version: Version(version), reason },
            Self::RollBack { to, latest, note } => Event::RollBack { to: Version(to), latest: Version(latest), note },
            Self::Comment { text, contact } => Event::Comment { text, contact: contact.map(ContactId) },
            Self::ResolveComment { number } => Event::ResolveComment { number },
        })
    }

    /// Every word a person typed beside the text itself, which is looked over for secrets.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Review { remark: words, .. }
            | Self::ConfirmFact { note: words, .. }
            | Self::Withdraw { reason: words, .. }
            | Self::RollBack { note: words, .. }
            | Self::Comment { text: words, .. } => words,
            Self::Edit { .. }
            | Self::Discard { .. }
            | Self::Submit { .. }
            | Self::Approve { .. }
            | Self::ApproveAsDemonstration { .. }
            | Self::Publish { .. }
            | Self::Unschedule { .. }
            | Self::ResolveComment { .. } => "",
        }
    }
}

fn languages(codes: &[String]) -> Result<BTreeSet<TextLanguage>, Problem> {
    let language = |code: &String| {
        let known = TextLanguage::from_code(code);
        known.ok_or_else(|| Problem::invalid("言語は ja、en、ja-easy です。", "Languages are ja, en and ja-easy."))
    };
    codes.iter().map(language).collect()
}
