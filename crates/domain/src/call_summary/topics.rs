//! Proposes a topic (ア) to (ケ) with the words it rests on; a person chooses.

use super::topic_terms::{TOPIC_TERMS, TopicTerms};
use super::{Speaker, Statement};
use crate::text_fold::Folded;

/// Points below which nothing is proposed.
const POINTS_MIN: u32 = 3;

/// What the resident says counts twice: an agent names other topics in passing.
const RESIDENT_WEIGHT: u32 = 2;

/// The same word counts this often.
const REPEATS_MAX: usize = 2;

/// A topic that the words speak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicProposal {
    /// (ア) to (ケ).
    pub code: String,
    /// The words, the strongest first.
    pub evidence: Vec<Evidence>,
    /// The topic that came next, where it is more than half as strong: look twice.
    pub runner_up: Option<String>,
}

/// A word that speaks for a topic, and where it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The word as it stands in the table.
    pub term: String,
    /// Indices of the statements it stands in.
    pub cites: Vec<usize>,
    points: u32,
}

/// The topic most spoken of, among those of `codes`, which the city uses; none where the words say too little or two
/// topics are equally strong.
#[must_use]
pub fn propose_topic(statements: &[Statement], codes: &[&str]) -> Option<TopicProposal> {
    let folded: Vec<(Folded, u32)> =
        statements.iter().map(|one| (Folded::of(&one.text), weight(one.speaker))).collect();
    let used = TOPIC_TERMS.iter().filter(|topic| codes.contains(&topic.code));
    let mut ranked: Vec<(u32, &TopicTerms, Vec<Evidence>)> = used
        .map(|topic| {
            let evidence = evidence(topic, &folded);
            (evidence.iter().map(|one| one.points).sum(), topic, evidence)
        })
        .collect();
    ranked.sort_by_key(|(points, ..)| std::cmp::Reverse(*points));
    let mut ranked = ranked.into_iter();
    let (points, topic, mut evidence) = ranked.next()?;
    let next = ranked.next().map(|(points, topic, _)| (points, topic.code));
    if points < POINTS_MIN || next.is_some_and(|(other, _)| other == points) {
        return None;
    }
    evidence.sort_by_key(|one| std::cmp::Reverse(one.points));
    let runner_up = next.filter(|(other, _)| other * 2 > points).map(|(_, code)| code.to_owned());
    Some(TopicProposal { code: topic.code.to_owned(), evidence, runner_up })
}

fn weight(speaker: Speaker) -> u32 {
    match speaker {
        Speaker::Resident => RESIDENT_WEIGHT,
        Speaker::Staff | Speaker::Third => 1,
    }
}

fn evidence(topic: &TopicTerms, folded: &[(Folded, u32)]) -> Vec<Evidence> {
    let found = topic.terms.iter().filter_map(|(term, strength)| {
        let wanted = Folded::of(term);
        let hits: Vec<(usize, u32)> = folded
            .iter()
            .enumerate()
            .filter(|(_, (text, _))| !text.find(&wanted).is_empty())
            .map(|(at, (_, weight))| (at, *weight))
            .collect();
        let points = hits.iter().take(REPEATS_MAX).map(|(_, weight)| weight * strength).sum();
        let cites: Vec<usize> = hits.into_iter().map(|(at, _)| at).collect();
        (!cites.is_empty()).then(|| Evidence { term: (*term).to_owned(), cites, points })
    });
    found.collect()
}
