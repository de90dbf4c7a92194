//! What is live: texts by key, and what pages ask of them again and again.
//!
//! Made once for each change, so that a page of ten thousand entries reads no more than it shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::knowledge::entry::{EntryKey, EntryText, FaqChannel, TextLanguage, Topic};
use domain::knowledge::workflow::ApprovedText;
use domain::time::Timestamp;

/// Entries among what changed last.
const RECENT: usize = 8;

/// What residents and agents read.
#[derive(Debug, Default)]
pub struct LiveFaq {
    /// Texts by their entries' keys.
    pub texts: BTreeMap<EntryKey, Arc<LiveText>>,
    /// The newest edition handed to the city.
    pub edition: Option<EditionMark>,
    by_topic: BTreeMap<Topic, Vec<Arc<LiveText>>>,
    recent: Vec<Arc<LiveText>>,
}

/// A text that is live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveText {
    /// The text with its approval.
    pub text: ApprovedText,
    /// Since when it is live.
    pub since: Timestamp,
    /// The newest edition that holds this very version.
    pub edition: Option<i32>,
}

/// Which edition, and of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionMark {
    /// Its number, from 1.
    pub number: i32,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl LiveFaq {
    /// What is live.
    #[must_use]
    pub fn new(texts: BTreeMap<EntryKey, Arc<LiveText>>, edition: Option<EditionMark>) -> Self {
        let mut by_topic: BTreeMap<Topic, Vec<Arc<LiveText>>> = BTreeMap::new();
        let mut recent: Vec<Arc<LiveText>> = Vec::new();
        for live in texts.values().filter(|live| live.is_for_residents()) {
            by_topic.entry(live.text.content.topic).or_default().push(Arc::clone(live));
            recent.push(Arc::clone(live));
        }
        recent.sort_by(|one, two| {
            two.since.cmp(&one.since).then_with(|| one.text.content.key.cmp(&two.text.content.key))
        });
        recent.truncate(RECENT);
        Self { texts, edition, by_topic, recent }
    }

    /// What residents read of a topic, by key.
    #[must_use]
    pub fn of_topic(&self, topic: Topic) -> &[Arc<LiveText>] {
        self.by_topic.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// What residents read that changed last, latest first: a few.
    #[must_use]
    pub fn recent(&self) -> &[Arc<LiveText>] {
        &self.recent
    }
}

impl LiveText {
    /// Whether the city has not approved it: the system shows itself.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.text.is_demonstration()
    }

    /// Whether residents may read it.
    #[must_use]
    pub fn is_for_residents(&self) -> bool {
        self.text.content.audience.reaches(FaqChannel::Public)
    }

    /// How it is cited, `key@version`.
    #[must_use]
    pub fn citation(&self) -> String {
        format!("{}@{}", self.text.content.key, self.text.version)
    }

    /// Its words in `language`, or in Japanese where there are none.
    #[must_use]
    pub fn words(&self, language: TextLanguage) -> &EntryText {
        self.text.content.text(language).unwrap_or(&self.text.content.ja)
    }
}
