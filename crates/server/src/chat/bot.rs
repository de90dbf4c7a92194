//! What the bot says: an approved text as it stands, up to three questions to choose from, or that it has no answer.
//!
//! Owns the way from what was found to what is said, and the log of questions. What was typed comes here without its
//! secrets. It must never put words of its own beside an approved text.

use domain::chat_talk::{BotAnswer, BotChoice, BotSaid};
use domain::ids::ContactId;
use domain::knowledge::bands::Band;
use domain::knowledge::entry::{EntryKey, FaqChannel, TextLanguage};
use storage::faq_questions::{self, AskedQuestion};
use uuid::Uuid;

use super::state::ChatState;
use crate::clock::fresh_id;
use crate::faq_shelf::{Answer, Asked, LiveText};

/// Questions offered to choose from.
const CHOICES_MAX: usize = 3;

/// What the bot says to a question, and under which question it is logged.
pub(super) struct Reply {
    pub(super) said: BotSaid,
    pub(super) question: Uuid,
}

/// Looks for an approved answer.
pub(super) async fn reply(state: &ChatState, contact: ContactId, language: TextLanguage, text: String) -> Reply {
    let asked = Asked { text: text.clone(), language, channel: FaqChannel::Chat, topic: None, limit: CHOICES_MAX };
    let found = state.faq.find(asked).await;
    let found = found.inspect_err(|why| tracing::error!(%why, "approved answers could not be searched")).ok();
    let said = found.as_ref().map_or(BotSaid::NoAnswer, |answer| said(answer, language));
    let question = log(state, contact, language, text, found.as_ref()).await;
    Reply { said, question }
}

/// The approved text of an entry that was chosen; `None` when it is withdrawn by now.
pub(super) fn chosen(state: &ChatState, key: &str, language: TextLanguage) -> Option<BotSaid> {
    let live = state.faq.live();
    let text = live.texts.get(&EntryKey::read(key).ok()?)?;
    is_for_residents(text).then(|| BotSaid::Answer(Box::new(answer_of(text, language, false))))
}

/// Notes whether an answer helped, or that it was chosen.
pub(super) async fn mark(state: &ChatState, question: Uuid, outcome: &str, hit: Option<&str>) {
    if let Err(why) = faq_questions::mark(&state.db, question, outcome, hit).await {
        tracing::warn!(%why, "what became of a question could not be noted");
    }
}

/// How an answer stands in the log of questions.
pub(super) fn citation(answer: &BotAnswer) -> String {
    format!("{}@{}", answer.key, answer.version)
}

fn said(answer: &Answer, language: TextLanguage) -> BotSaid {
    let found: Vec<&LiveText> = answer.hits.iter().map(|hit| &*hit.text).collect();
    // How sure it is holds for the first hit alone.
    let first = found.first().filter(|text| is_for_residents(text));
    match (answer.band, first) {
        (Band::Answer, Some(first)) => BotSaid::Answer(Box::new(answer_of(first, language, true))),
        (Band::Answer | Band::Choose, _) => choice(&found, language),
        (Band::HandOver, _) => BotSaid::NoAnswer,
    }
}

fn choice(found: &[&LiveText], language: TextLanguage) -> BotSaid {
    let fit = found.iter().filter(|text| is_for_residents(text)).take(CHOICES_MAX);
    let choices: Vec<BotChoice> = fit
        .map(|text| BotChoice {
            key: text.text.content.key.to_string(),
            question: text.words(language).question.clone(),
        })
        .collect();
    if choices.is_empty() { BotSaid::NoAnswer } else { BotSaid::Choice(choices) }
}

fn answer_of(live: &LiveText, language: TextLanguage, by_itself: bool) -> BotAnswer {
    let words = live.words(language);
    let content = &live.text.content;
    let sources = content.sources.iter().map(|source| (source.title.clone(), source.date.to_string()));
    BotAnswer {
        key: content.key.to_string(),
        version: live.text.version.0,
        edition: live.edition,
        question: words.question.clone(),
        answer: words.answer.clone(),
        sources: sources.collect(),
        files: content.attachments.clone(),
        demonstration: live.is_demonstration(),
        by_itself,
    }
}

fn is_for_residents(text: &LiveText) -> bool {
    text.text.content.audience.reaches(FaqChannel::Chat)
}

/// Logs a question without its secrets; a log that cannot be written stops no answer.
async fn log(
    state: &ChatState,
    contact: ContactId,
    language: TextLanguage,
    text: String,
    found: Option<&Answer>,
) -> Uuid {
    let id = fresh_id();
    let hits = found.map(|answer| answer.hits.as_slice()).unwrap_or_default();
    let question = AskedQuestion {
        id,
        at_ms: state.now().0,
        channel: FaqChannel::Chat.code().to_owned(),
        language: language.code().to_owned(),
        text,
        edition: state.faq.live().edition.as_ref().map(|edition| edition.number),
        band: found.map_or("none", Answer::band_word).to_owned(),
        confidence: found.map_or(0.0, |answer| answer.confidence),
        hits: hits.iter().map(|hit| hit.text.citation()).collect(),
        contact: Some(contact.0),
        outcome: None,
        outcome_hit: None,
    };
    if let Err(why) = faq_questions::log(&state.db, &question).await {
        tracing::warn!(%why, "a question could not be logged");
    }
    id
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::ids::AgentId;
    use domain::knowledge::entry::{Links, RawAttachment, RawEntry, RawSource, RawText, Version};
    use domain::knowledge::workflow::{Approval, ApprovalBy, ApprovedText};
    use domain::time::Timestamp;

    use super::*;

    fn live() -> LiveText {
        let text = |question: &str, answer: &str| RawText {
            question: question.to_owned(),
            answer: answer.to_owned(),
            ..RawText::default()
        };
        let raw = RawEntry {
            key: "reissue-form".to_owned(),
            topic: "o".to_owned(),
            audience: "resident".to_owned(),
            risk: "low".to_owned(),
            publish: "yes".to_owned(),
            ja: text("再交付の申請書はどこにありますか", "窓口にあります。"),
            en: text("Where is the form for a reissue?", "At the counter."),
            sources: vec![RawSource {
                title: "窓口案内".to_owned(),
                place: "窓口案内".to_owned(),
                date: "2026-10".to_owned(),
            }],
            owner: "マイナンバー係".to_owned(),
            review_by: "2027-03-31".to_owned(),
            attachments: vec![RawAttachment {
                name: "再交付申請書.pdf".to_owned(),
                kind: "pdf".to_owned(),
                bytes: 1_234_567,
                sha256: "ab".repeat(32),
            }],
            ..RawEntry::default()
        };
        let content = raw.read().unwrap();
        let by = ApprovalBy::Officer { officer: AgentId(Uuid::nil()) };
        let text = ApprovedText {
            version: Version(2),
            links: Links::after(None, &content, Version(2), &BTreeSet::new()),
            content,
            approval: Approval { by, at: Timestamp(0) },
            authors: BTreeSet::new(),
            reviews: Vec::new(),
            confirmation: None,
        };
        LiveText { text, since: Timestamp(0), edition: Some(1) }
    }

    #[test]
    fn an_answer_brings_the_files_of_its_text_in_every_language() {
        let live = live();
        for language in TextLanguage::ALL {
            let answer = answer_of(&live, language, true);
            assert_eq!(answer.files, live.text.content.attachments, "{language:?}");
            assert_eq!((answer.key.as_str(), answer.version), ("reissue-form", 2));
        }
        let BotSaid::Choice(choices) = choice(&[&live], TextLanguage::En) else { panic!("it may be chosen") };
        assert_eq!(choices[0].question, "Where is the form for a reissue?");
    }
}
