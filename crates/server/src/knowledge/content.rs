//! The words of an entry as forms send them and pages show them.

use domain::knowledge::entry::{Entry, EntryText, RawAttachment, RawEntry, RawSource, RawText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The text of one language.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqText {
    /// What is asked.
    question: String,
    /// The question in kana; Japanese only.
    #[serde(default)]
    reading: String,
    /// What is answered, in the Markdown subset.
    answer: String,
    /// Other ways to ask it.
    #[serde(default)]
    aliases: Vec<String>,
}

/// What a statement rests on.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqSource {
    /// What it is called.
    title: String,
    /// An https address or the name of a document.
    place: String,
    /// `YYYY-MM-DD` or `YYYY-MM`.
    date: String,
}

/// A file that goes with an entry.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqFile {
    /// What it is saved as.
    name: String,
    /// `pdf`, `png`, `jpeg` or `text`, as its content says.
    kind: String,
    /// How long it is.
    bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
}

/// An entry's words.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqContent {
    /// `a`, `i`, `u`, `e`, `o`, `ka`, `ki`, `ku`, `ke`: (ア) to (ケ) of clause 6(3)②.
    topic: String,
    /// `resident` or `operator`.
    audience: String,
    /// `low`, `medium` or `high`.
    risk: String,
    /// Whether it is meant for publication.
    publish: bool,
    /// Japanese.
    ja: FaqText,
    /// English.
    en: Option<FaqText>,
    /// Easy Japanese.
    easy: Option<FaqText>,
    /// What it rests on.
    sources: Vec<FaqSource>,
    /// The department that answers for it.
    owner: String,
    /// `YYYY-MM-DD`.
    review_by: String,
    /// Keys of entries worth reading with it.
    related: Vec<String>,
    /// Files that go with it; each was brought before.
    #[serde(default)]
    attachments: Vec<FaqFile>,
}

impl FaqContent {
    /// As the rules read it, under `key`.
    pub(super) fn raw(self, key: &str) -> RawEntry {
        RawEntry {
            key: key.to_owned(),
            topic: self.topic,
            audience: self.audience,
            risk: self.risk,
            publish: if self.publish { "yes" } else { "no" }.to_owned(),
            ja: self.ja.raw(),
            en: self.en.map(FaqText::raw).unwrap_or_default(),
            easy: self.easy.map(FaqText::raw).unwrap_or_default(),
            sources: self.sources.into_iter().map(FaqSource::raw).collect(),
            owner: self.owner,
            review_by: self.review_by,
            related: self.related,
            attachments: self.attachments.into_iter().map(FaqFile::raw).collect(),
        }
    }
}

impl From<&Entry> for FaqContent {
    fn from(entry: &Entry) -> Self {
        let RawEntry { topic, audience, risk, sources, owner, review_by, related, attachments, .. } =
            RawEntry::from(entry);
        let source = |RawSource { title, place, date }| FaqSource { title, place, date };
        Self {
            topic,
            audience,
            risk,
            publish: entry.publish,
            ja: FaqText::from(&entry.ja),
            en: entry.en.as_ref().map(FaqText::from),
            easy: entry.easy.as_ref().map(FaqText::from),
            sources: sources.into_iter().map(source).collect(),
            owner,
            review_by,
            related,
            attachments: attachments.into_iter().map(FaqFile::from).collect(),
        }
    }
}

impl FaqText {
    fn raw(self) -> RawText {
        RawText { question: self.question, reading: self.reading, answer: self.answer, aliases: self.aliases }
    }
}

impl From<&EntryText> for FaqText {
    fn from(text: &EntryText) -> Self {
        let EntryText { question, reading, answer, aliases } = text.clone();
        Self { question, reading, answer, aliases }
    }
}

impl FaqFile {
    fn raw(self) -> RawAttachment {
        RawAttachment { name: self.name, kind: self.kind, bytes: self.bytes, sha256: self.sha256 }
    }
}

impl From<RawAttachment> for FaqFile {
    fn from(file: RawAttachment) -> Self {
        Self { name: file.name, kind: file.kind, bytes: file.bytes, sha256: file.sha256 }
    }
}

/// The files of an entry.
pub(super) fn files(entry: &Entry) -> Vec<FaqFile> {
    entry.attachments.iter().map(|file| FaqFile::from(RawAttachment::from(file))).collect()
}

impl FaqSource {
    fn raw(self) -> RawSource {
        RawSource { title: self.title, place: self.place, date: self.date }
    }
}
