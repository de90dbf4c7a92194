//! An edition as pages: title, contents by topic, then text by text with sources and approval.

use domain::knowledge::entry::{SourcePlace, Topic};
use domain::knowledge::markdown::without_furigana;
use serde::Serialize;

use super::fonts::Fonts;
use super::press::print;
use super::shown::{ShownFile, ShownText, lines};
use crate::edition::{EditionDocument, EditionEntry};
use crate::error::DocumentError;
use crate::words;

const TEMPLATE: &str = include_str!("edition.typ");

/// Sets an edition.
///
/// # Errors
/// When there are no fonts.
pub fn edition_pdf(edition: &EditionDocument, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let topics = Topic::ALL.into_iter().map(|topic| ShownTopic::of(edition, topic));
    let shown = Shown {
        title: format!("{} よくある質問（FAQ）{}", edition.city, words::edition(edition.number)),
        city: edition.city.clone(),
        name: words::edition(edition.number),
        number: edition.number,
        date: words::date(words::day_of(edition.made_at)),
        count: edition.entries.len(),
        note: if edition.note.trim().is_empty() { Vec::new() } else { lines(&edition.note) },
        demonstration: edition.is_demonstration(),
        topics: topics.filter(|topic| !topic.entries.is_empty()).collect(),
    };
    print(TEMPLATE, &shown, edition.made_at, fonts)
}

#[derive(Serialize)]
struct Shown {
    title: String,
    city: String,
    name: String,
    number: u32,
    date: String,
    count: usize,
    note: Vec<String>,
    demonstration: bool,
    topics: Vec<ShownTopic>,
}

#[derive(Serialize)]
struct ShownTopic {
    name_ja: String,
    name_en: &'static str,
    entries: Vec<ShownEntry>,
}

#[derive(Serialize)]
struct ShownEntry {
    /// `key@version`.
    cite: String,
    /// The question as a heading, without furigana.
    heading: String,
    facts: Vec<String>,
    ja: ShownText,
    en: Option<ShownText>,
    easy: Option<ShownText>,
    stale: Vec<&'static str>,
    sources: Vec<ShownSource>,
    owner: String,
    review_by: String,
    approval: String,
    demonstration: bool,
    related: Vec<String>,
    files: Vec<ShownFile>,
}

#[derive(Serialize)]
struct ShownSource {
    title: String,
    place: String,
    address: String,
    date: String,
}

impl ShownTopic {
    fn of(edition: &EditionDocument, topic: Topic) -> Self {
        let entries = edition.entries.iter().filter(|entry| entry.content.topic == topic);
        Self { name_ja: words::topic(topic), name_en: topic.name_en(), entries: entries.map(ShownEntry::of).collect() }
    }
}

impl ShownEntry {
    fn of(entry: &EditionEntry) -> Self {
        let content = &entry.content;
        let source = |source: &domain::knowledge::entry::Source| ShownSource {
            title: source.title.clone(),
            place: source.place.as_str().to_owned(),
            address: match &source.place {
                SourcePlace::Url(address) => address.clone(),
                SourcePlace::Document(_) => String::new(),
            },
            date: source.date.to_string(),
        };
        Self {
            cite: format!("{}@{}", content.key, entry.version),
            heading: without_furigana(&content.ja.question),
            facts: vec![
                words::audience(content.audience).to_owned(),
                format!("変わりやすさ：{}", words::risk(content.risk)),
            ],
            ja: ShownText::of(&content.ja),
            en: content.en.as_ref().map(ShownText::of),
            easy: content.easy.as_ref().map(ShownText::of),
            stale: entry.stale.iter().map(|language| words::language(*language)).collect(),
            sources: content.sources.iter().map(source).collect(),
            owner: content.owner.clone(),
            review_by: words::date(content.review_by),
            approval: words::approval(&entry.approval),
            demonstration: entry.approval.ground == crate::edition::ApprovalGround::Demonstration,
            related: content.related.iter().map(ToString::to_string).collect(),
            files: content.attachments.iter().map(ShownFile::of).collect(),
        }
    }
}
