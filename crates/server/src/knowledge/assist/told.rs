//! What a desk reads of an entry, and which entries it was shown.
//!
//! Pure. Next: `crate::live::suggestion_messages` for the shape.

use domain::knowledge::asked::Voice;
use domain::knowledge::entry::{Attachment, Source, TextLanguage};

use crate::faq_shelf::{AnswerHit, LiveFaq};
use crate::live::suggestion_messages::{EntryOff, SuggestedDraft, SuggestedEntry, SuggestedFile, SuggestedSource};

/// Entries of one call whose going is told; the oldest are forgotten.
const SHOWN_MAX: usize = 60;

/// The word for who said a wish.
pub(super) fn by(voice: Voice) -> &'static str {
    match voice {
        Voice::Agent => "agent",
        Voice::Caller | Voice::Other => "caller",
    }
}

/// An entry as the desk reads it, in the language of the question where it has one.
pub(super) fn entry(hit: &AnswerHit, asked: TextLanguage) -> SuggestedEntry {
    let content = &hit.text.text.content;
    let language = if content.text(asked).is_some() { asked } else { TextLanguage::Ja };
    let words = hit.text.words(language);
    let source = |source: &Source| SuggestedSource {
        title: source.title.clone(),
        place: source.place.as_str().to_owned(),
        date: source.date.to_string(),
    };
    let file = |file: &Attachment| SuggestedFile {
        name: file.name.clone(),
        kind: file.kind.code(),
        bytes: file.bytes,
        sha256: file.sha256.to_string(),
    };
    SuggestedEntry {
        key: content.key.to_string(),
        version: hit.text.text.version.0,
        edition: hit.text.edition,
        question: words.question.clone(),
        answer: words.answer.clone(),
        language: language.code(),
        stale: hit.text.text.links.stale().contains(&language),
        passage: hit.passage.clone(),
        topic: content.topic.code(),
        audience: content.audience.code(),
        demonstration: hit.text.is_demonstration(),
        sources: content.sources.iter().map(source).collect(),
        files: content.attachments.iter().map(file).collect(),
    }
}

/// The draft, unless a text it cites is not live as it was shown.
pub(super) fn still_whole(draft: Option<SuggestedDraft>, off: &[EntryOff]) -> Option<SuggestedDraft> {
    let is_off = |key: &str, version: u32| off.iter().any(|one| one.key == key && one.version == version);
    draft.filter(|draft| !draft.sentences.iter().any(|one| is_off(&one.key, one.version)))
}

/// The entries that were shown in a call, each with its version, oldest first.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<(String, u32)>);

impl Shown {
    /// Notes what is shown.
    pub(super) fn add(&mut self, hits: &[SuggestedEntry]) {
        for hit in hits {
            let one = (hit.key.clone(), hit.version);
            self.0.retain(|known| *known != one);
            self.0.push(one);
        }
        let beyond = self.0.len().saturating_sub(SHOWN_MAX);
        self.0.drain(..beyond);
    }

    /// Those of them that are not live as they were shown.
    pub(super) fn off(&self, live: &LiveFaq) -> Vec<EntryOff> {
        let mut off = Vec::new();
        for (key, version) in &self.0 {
            let now = live.texts.iter().find(|(live, _)| live.as_str() == key).map(|(_, text)| text.text.version.0);
            let why = match now {
                Some(now) if now == *version => continue,
                Some(_) => "replaced",
                None => "withdrawn",
            };
            off.push(EntryOff { key: key.clone(), version: *version, why });
        }
        off
    }
}
