//! The review as pages to be read and signed on paper.

use domain::knowledge::entry::{Entry, Source};
use domain::knowledge::markdown::without_furigana;
use serde::Serialize;

use super::changes_page::ShownField;
use super::fonts::Fonts;
use super::press::print;
use super::shown::{ShownFile, ShownText};
use crate::changes::field_changes;
use crate::error::DocumentError;
use crate::review::{ReviewEntry, ReviewSheet};
use crate::words;

const TEMPLATE: &str = include_str!("review.typ");

/// Sets what awaits approval, with room for marks and signature.
///
/// # Errors
/// When there are no fonts.
pub fn review_pdf(review: &ReviewSheet, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let shown = Shown {
        title: format!("{} よくある質問（FAQ）審査票", review.city),
        city: review.city.clone(),
        made_at: words::moment(review.made_at),
        count: review.entries.len(),
        fingerprint: review.fingerprint(),
        entries: review.entries.iter().map(ShownEntry::of).collect(),
    };
    print(TEMPLATE, &shown, review.made_at, fonts)
}

#[derive(Serialize)]
struct Shown {
    title: String,
    city: String,
    made_at: String,
    count: usize,
    fingerprint: String,
    entries: Vec<ShownEntry>,
}

#[derive(Serialize)]
struct ShownEntry {
    cite: String,
    revision: u32,
    topic: String,
    heading: String,
    facts: Vec<String>,
    ja: ShownText,
    en: Option<ShownText>,
    easy: Option<ShownText>,
    sources: Vec<String>,
    files: Vec<ShownFile>,
    /// Whether the city approved an earlier text.
    known: bool,
    fields: Vec<ShownField>,
}

impl ShownEntry {
    fn of(entry: &ReviewEntry) -> Self {
        let Entry { key, topic, ja, en, easy, sources, owner, review_by, audience, risk, attachments, .. } =
            &entry.content;
        let source = |source: &Source| format!("{} ／ {} ／ {}", source.title, source.place.as_str(), source.date);
        let fields = entry.before.as_ref().map(|before| field_changes(before, &entry.content)).unwrap_or_default();
        Self {
            cite: format!("{key}@{}", entry.version),
            revision: entry.revision.0,
            topic: words::topic(*topic),
            heading: without_furigana(&ja.question),
            facts: vec![
                words::audience(*audience).to_owned(),
                format!("変わりやすさ：{}", words::risk(*risk)),
                format!("担当：{owner}"),
                format!("見直し期限：{}", words::date(*review_by)),
            ],
            ja: ShownText::of(ja),
            en: en.as_ref().map(ShownText::of),
            easy: easy.as_ref().map(ShownText::of),
            sources: sources.iter().map(source).collect(),
            files: attachments.iter().map(ShownFile::of).collect(),
            known: entry.before.is_some(),
            fields: fields.iter().map(ShownField::of).collect(),
        }
    }
}
