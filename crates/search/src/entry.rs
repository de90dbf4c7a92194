//! What is searched: entries as they are published.

use std::collections::BTreeMap;
use std::fmt;

use domain::knowledge::entry::{self, Audience, EntryText, TextLanguage};
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

impl From<TextLanguage> for Language {
    fn from(language: TextLanguage) -> Self {
        match language {
            TextLanguage::Ja => Self::Japanese,
            TextLanguage::En => Self::English,
            TextLanguage::JaEasy => Self::EasyJapanese,
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

impl Entry {
    /// An approved text as search takes it.
    #[must_use]
    pub fn of(entry: &entry::Entry, version: u32) -> Self {
        let texts = TextLanguage::ALL.into_iter().filter_map(|of| Some((of.into(), entry.text(of)?.into()))).collect();
        Self {
            id: EntryId { key: entry.key.to_string(), version },
            topic: entry.topic.code().to_owned(),
            audience: entry.audience,
            texts,
        }
    }
}

impl From<&EntryText> for Text {
    fn from(text: &EntryText) -> Self {
        Self {
            question: text.question.clone(),
            answer: text.answer.clone(),
            reading: text.reading.clone(),
            aliases: text.aliases.clone(),
        }
    }
}
