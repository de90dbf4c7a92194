//! What is searched: entries as they are published.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Easy Japanese.
    #[serde(rename = "ja-easy")]
    EasyJapanese,
}

/// Where a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The operators' desk.
    Desk,
    /// The public pages.
    Public,
    /// The chat.
    Chat,
    /// The telephone's voice.
    Voice,
}

/// Who may read an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    Resident,
    /// Operators alone, at the desk.
    Operator,
}

impl Audience {
    /// Whether an entry for this audience may be shown there.
    #[must_use]
    pub fn reads_at(self, channel: Channel) -> bool {
        match self {
            Self::Resident => true,
            Self::Operator => channel == Channel::Desk,
        }
    }
}

/// Which text is cited: `reissue-fee@3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryId {
    /// The entry's stable key.
    pub key: String,
    /// The version of its approved text.
    pub version: u32,
}

impl fmt::Display for EntryId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}@{}", self.key, self.version)
    }
}

/// The text of an entry in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The question.
    pub question: String,
    /// The answer, in the Markdown subset.
    pub answer: String,
    /// How the question is read, in kana; empty where it is not told.
    #[serde(default)]
    pub reading: String,
    /// Other ways to ask it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One published entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which text it is.
    pub id: EntryId,
    /// Code of its topic (clause 6(3)②); compared as it stands.
    pub topic: String,
    /// Who may read it.
    pub audience: Audience,
    /// Its text by language.
    pub texts: BTreeMap<Language, Text>,
}
