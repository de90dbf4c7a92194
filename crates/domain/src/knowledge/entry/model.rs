//! An entry as it stands, and as people write it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::date::SourceDate;
use super::key::EntryKey;
use super::words::{Audience, Risk, TextLanguage, Topic};

/// One checked entry. Only [`RawEntry::read`] makes one from what people write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name for good.
    pub key: EntryKey,
    /// What it is about.
    pub topic: Topic,
    /// Who may read it.
    pub audience: Audience,
    /// How likely it goes out of date.
    pub risk: Risk,
    /// Whether it is meant for publication once it is approved.
    pub publish: bool,
    /// The Japanese text, which the others follow.
    pub ja: EntryText,
    /// The English text.
    pub en: Option<EntryText>,
    /// The text in やさしい日本語.
    pub easy: Option<EntryText>,
    /// What it rests on; at least one.
    pub sources: Vec<Source>,
    /// The department that answers for it.
    pub owner: String,
    /// The day by which somebody looks at it again.
    pub review_by: NaiveDate,
    /// Other entries worth reading with it.
    pub related: Vec<EntryKey>,
    /// Files that go with it; texts from before there were any have none.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// The text of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryText {
    /// What is asked.
    pub question: String,
    /// The question in kana; empty where there is none, and in other languages than Japanese.
    pub reading: String,
    /// What is answered, in the Markdown subset of `markdown`.
    pub answer: String,
    /// Other ways to ask it.
    pub aliases: Vec<String>,
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub place: SourcePlace,
    /// Of what day or month it is.
    pub date: SourceDate,
}

/// Where a source is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourcePlace {
    /// An https address.
    Url(String),
    /// The name of a document.
    Document(String),
}

impl Entry {
    /// The text in `language`.
    #[must_use]
    pub fn text(&self, language: TextLanguage) -> Option<&EntryText> {
        match language {
            TextLanguage::Ja => Some(&self.ja),
            TextLanguage::En => self.en.as_ref(),
            TextLanguage::JaEasy => self.easy.as_ref(),
        }
    }

    /// Whether nobody looked at it by the day that was set; on that day itself it still holds.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        today > self.review_by
    }
}

impl SourcePlace {
    /// The address or the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Url(text) | Self::Document(text) => text,
        }
    }
}

/// An entry as it comes from a form or a file: nothing is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawEntry {
    /// `[a-z][a-z0-9-]{2,47}`.
    pub key: String,
    /// A code of [`Topic`].
    pub topic: String,
    /// A code of [`Audience`].
    pub audience: String,
    /// A code of [`Risk`].
    pub risk: String,
    /// `yes` or `no`.
    pub publish: String,
    /// Japanese.
    pub ja: RawText,
    /// English; all empty where there is none.
    pub en: RawText,
    /// やさしい日本語; all empty where there is none.
    pub easy: RawText,
    /// At least one.
    pub sources: Vec<RawSource>,
    /// A department.
    pub owner: String,
    /// `YYYY-MM-DD`.
    pub review_by: String,
    /// Keys.
    pub related: Vec<String>,
    /// Files that go with it.
    pub attachments: Vec<RawAttachment>,
}

/// The text of one language as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawText {
    /// What is asked.
    pub question: String,
    /// The question in kana.
    pub reading: String,
    /// What is answered.
    pub answer: String,
    /// Other ways to ask it.
    pub aliases: Vec<String>,
}

/// A source as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawSource {
    /// What it is called.
    pub title: String,
    /// An https address or the name of a document.
    pub place: String,
    /// `YYYY-MM-DD` or `YYYY-MM`.
    pub date: String,
}

/// A file as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawAttachment {
    /// What it is saved as.
    pub name: String,
    /// A code of [`super::FileKind`].
    pub kind: String,
    /// Its length.
    pub bytes: u64,
    /// 64 hexadecimal letters.
    pub sha256: String,
}

impl From<&Entry> for RawEntry {
    fn from(entry: &Entry) -> Self {
        Self {
            key: entry.key.to_string(),
            topic: entry.topic.code().to_owned(),
            audience: entry.audience.code().to_owned(),
            risk: entry.risk.code().to_owned(),
            publish: if entry.publish { "yes" } else { "no" }.to_owned(),
            ja: RawText::from(&entry.ja),
            en: entry.en.as_ref().map(RawText::from).unwrap_or_default(),
            easy: entry.easy.as_ref().map(RawText::from).unwrap_or_default(),
            sources: entry.sources.iter().map(RawSource::from).collect(),
            owner: entry.owner.clone(),
            review_by: entry.review_by.format("%Y-%m-%d").to_string(),
            related: entry.related.iter().map(ToString::to_string).collect(),
            attachments: entry.attachments.iter().map(RawAttachment::from).collect(),
        }
    }
}

impl From<&Attachment> for RawAttachment {
    fn from(file: &Attachment) -> Self {
        let (kind, sha256) = (file.kind.code().to_owned(), file.sha256.to_string());
        Self { name: file.name.clone(), kind, bytes: file.bytes, sha256 }
    }
}

impl From<&EntryText> for RawText {
    fn from(text: &EntryText) -> Self {
        Self {
            question: text.question.clone(),
            reading: text.reading.clone(),
            answer: text.answer.clone(),
            aliases: text.aliases.clone(),
        }
    }
}

impl From<&Source> for RawSource {
    fn from(source: &Source) -> Self {
        Self { title: source.title.clone(), place: source.place.as_str().to_owned(), date: source.date.to_string() }
    }
}
