//! What a search replies to every question of a judged set, for its figures and for the judgement of an edition.
//!
//! Owns the asking; what replies are worth says `evaluate`, how sure they are `domain::knowledge::bands`.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::knowledge::bands::{Calibration, Features, FitRefusal, Judged, Judgement};
use domain::knowledge::entry::FaqChannel;

use crate::entry::Language;
use crate::evaluate::{self, Answered, Figures, JudgedSet};
use crate::find::{HITS_MAX, Request, Search, SearchError};

/// The reply to one question.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Keys of entries, best first.
    pub ranked: Vec<String>,
    /// What the list tells.
    pub features: Features,
    /// How long it took.
    pub took: Duration,
}

/// By question.
pub type Replies = BTreeMap<String, Reply>;

/// Asks every question as a resident does; `clock` tells the time since any one moment.
///
/// # Errors
/// [`SearchError`].
pub fn ask(
    set: &JudgedSet,
    search: &Search,
    language: impl Fn(&str) -> Language,
    clock: impl Fn() -> Duration,
) -> Result<Replies, SearchError> {
    let mut replies = BTreeMap::new();
    for (query, text) in &set.queries {
        let (channel, limit) = (FaqChannel::Public, HITS_MAX);
        let request = Request { text, language: language(text), channel, topic: None, limit };
        let begun = clock();
        let found = search.find(&request)?;
        let took = clock().saturating_sub(begun);
        let ranked = found.hits.into_iter().map(|hit| hit.id.key).collect();
        replies.insert(query.clone(), Reply { ranked, features: found.features, took });
    }
    Ok(replies)
}

/// The judged replies by question. One that found nothing is no matter of chance: a person takes over.
#[must_use]
pub fn judged(set: &JudgedSet, replies: &Replies) -> BTreeMap<String, Judged> {
    let found = replies.iter().filter(|(_, reply)| !reply.ranked.is_empty());
    found.map(|(query, reply)| (query.clone(), evaluate::judged(set, query, &reply.ranked, reply.features))).collect()
}

/// The judgement these replies give.
///
/// # Errors
/// Where too few are judged.
pub fn fitted(set: &JudgedSet, replies: &Replies) -> Result<Judgement, FitRefusal> {
    let judged: Vec<Judged> = judged(set, replies).into_values().collect();
    Judgement::fit(&judged)
}

/// The figures where each reply has the chance that `chance` gives it.
#[must_use]
pub fn figures(set: &JudgedSet, replies: &Replies, chance: impl Fn(&str, &Features) -> f64) -> Figures {
    let answered = |(query, reply): (&String, &Reply)| {
        let confidence = if reply.ranked.is_empty() { 0.0 } else { chance(query, &reply.features) };
        (query.clone(), Answered { ranked: reply.ranked.clone(), confidence, took: reply.took })
    };
    evaluate::figures(set, &replies.iter().map(answered).collect())
}

/// The chance of each reply by calibrations that were not fitted to it.
///
/// # Errors
/// Where too few are judged for a calibration.
pub fn cross_checked(judged: &BTreeMap<String, Judged>) -> Result<BTreeMap<String, f64>, FitRefusal> {
    let all: Vec<Judged> = judged.values().copied().collect();
    Calibration::fit(&all)?;
    Ok(judged.keys().cloned().zip(Calibration::cross_checked(&all)).collect())
}

/// A question without a letter of Japanese is asked in English.
#[must_use]
pub fn language_of(question: &str) -> Language {
    let is_japanese =
        |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}');
    if question.contains(is_japanese) { Language::Japanese } else { Language::English }
}
