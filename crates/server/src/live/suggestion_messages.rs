//! Approved entries for what a caller asks, as the desk reads them.
//!
//! Owns the JSON shape and nothing else. Next: [`super::suggestion_feed`].

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was found for the newest question of a call.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SuggestionsOf {
    /// The contact.
    pub contact: Uuid,
    /// The question in the log, for what became of it.
    pub question_id: Uuid,
    /// The question as it was heard, redacted.
    pub question: String,
    /// `ja` or `en`.
    pub language: &'static str,
    /// Who said it: `caller`, or `agent` who said it again.
    pub by: &'static str,
    /// When its last segment was final.
    pub heard_at: DateTime<Utc>,
    /// Milliseconds from then until this was told first.
    pub after_ms: u64,
    /// `answer`, `choose`, `hand_over`; `none` where nothing was found.
    pub band: &'static str,
    /// Whether meaning took part.
    pub by_meaning: bool,
    /// At most three, best first.
    pub hits: Vec<SuggestedEntry>,
    /// Entries suggested in this call that are not live as they were shown.
    pub off: Vec<EntryOff>,
    /// What a language model made of `hits`, where one is approved and all it wrote is theirs.
    pub draft: Option<SuggestedDraft>,
}

/// A condensed draft of the entries that are shown, for the agent alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestedDraft {
    /// The model.
    pub model: String,
    /// Milliseconds from the final segment until it was told.
    pub after_ms: u64,
    /// Its sentences, each checked against what it cites.
    pub sentences: Vec<DraftedSentence>,
}

/// A sentence of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftedSentence {
    /// The words.
    pub text: String,
    /// The entry it rests on.
    pub key: String,
    /// The version of that entry.
    pub version: u32,
    /// The words of that entry it rests on, as they stand there without markup.
    pub quote: String,
}

/// An approved entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestedEntry {
    /// Its name.
    pub key: String,
    /// The version of its text.
    pub version: u32,
    /// The newest edition that holds this text.
    pub edition: Option<i32>,
    /// What it answers.
    pub question: String,
    /// The answer in Markdown.
    pub answer: String,
    /// Of what language both are.
    pub language: &'static str,
    /// Whether they follow an older Japanese text.
    pub stale: bool,
    /// The passage that fits best, as it stands in the answer.
    pub passage: Option<String>,
    /// Code of the topic.
    pub topic: &'static str,
    /// `resident`, or `operator` where it is not to be read out.
    pub audience: &'static str,
    /// Whether nobody of the city approved it.
    pub demonstration: bool,
    /// What it rests on.
    pub sources: Vec<SuggestedSource>,
    /// Files that go with it.
    pub files: Vec<SuggestedFile>,
}

/// A source of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestedSource {
    /// What it is called.
    pub title: String,
    /// Its address, or the name of a document.
    pub place: String,
    /// Of what day or month it is.
    pub date: String,
}

/// A file of an entry, which staff get at `/api/faq/entries/{key}/files/{sha256}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestedFile {
    /// What it is saved as.
    pub name: String,
    /// `pdf`, `png`, `jpeg` or `text`.
    pub kind: &'static str,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An entry that is not live as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryOff {
    /// Its name.
    pub key: String,
    /// The version that was shown.
    pub version: u32,
    /// `withdrawn`, or `replaced` by another version.
    pub why: &'static str,
}
