//! Topics that grow, and topics that the FAQ leaves open.
//!
//! Growth: a topic's count against its share of the months before, by the rate ratio given the sum. How much topics
//! scatter from month to month by themselves is learnt from the months before and divided out.
//! Gap: in a topic's contacts questions stay unanswered more often than elsewhere, *and* handling takes longer or more
//! are transferred; both must hold, so the chance is the larger of the two (R. Berger 1982).

use super::facts::{MonthFacts, TopicFacts};
use super::finding::{
    Candidate, Channel, ContactQuery, Effect, EffectOf, Observation, Only, SilenceReason, Tested, figure,
};
use super::shares::month_ends;
use crate::statistics::{mean_is_higher, overdispersion, rate_ratio};

const MONTHS_BEFORE_MIN: usize = 3;
const CONTACTS_MIN: u64 = 100;
/// A topic's own scatter counts against that of all topics as so many months do.
const SCATTER_BORROWED: f64 = 5.0;
const GROWN_BY_MIN: f64 = 1.3;
const COUNT_MIN: u32 = 10;
const QUESTIONS_MIN: u32 = 20;
const OPEN_MORE_MIN: f64 = 1.3;

/// # Errors
/// Why nothing can be said.
pub(super) fn growing_topics(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    let months = facts.topics.first().ok_or(SilenceReason::NotMeasured)?.before.len();
    if months < MONTHS_BEFORE_MIN {
        return Err(SilenceReason::MonthsBefore { have: months, need: MONTHS_BEFORE_MIN });
    }
    let sums: Vec<f64> =
        (0..months).map(|month| facts.topics.iter().map(|topic| f64::from(topic.before[month])).sum()).collect();
    let before: f64 = sums.iter().sum();
    let now: f64 = facts.topics.iter().map(|topic| f64::from(topic.calls)).sum();
    if now < CONTACTS_MIN as f64 || before < CONTACTS_MIN as f64 {
        return Err(SilenceReason::Contacts { have: now.min(before) as u64, need: CONTACTS_MIN });
    }
    let pairs = |topic: &TopicFacts| -> Vec<(f64, f64)> {
        let share = counted_before(topic) / before;
        topic.before.iter().zip(&sums).map(|(count, sum)| (f64::from(*count), share * sum)).collect()
    };
    let all: Vec<(f64, f64)> = facts.topics.iter().flat_map(pairs).collect();
    let pooled = overdispersion(&all, facts.topics.len() + months - 1);
    let freedom = (months - 1) as f64;
    let candidates = facts.topics.iter().filter_map(|topic| {
        let own = overdispersion(&pairs(topic), 1);
        let scatter = (SCATTER_BORROWED * pooled + freedom * own) / (SCATTER_BORROWED + freedom);
        growing(facts, topic, (now, before), scatter)
    });
    Ok(Tested { tests: facts.topics.len(), candidates: candidates.collect() })
}

fn growing(facts: &MonthFacts, topic: &TopicFacts, (now, before): (f64, f64), scatter: f64) -> Option<Candidate> {
    let found = rate_ratio((f64::from(topic.calls), now), (counted_before(topic), before), scatter);
    if topic.calls < COUNT_MIN || found.ratio < GROWN_BY_MIN {
        return None;
    }
    let expected = now * counted_before(topic) / before;
    Some(Candidate {
        p: found.p_higher,
        observation: Observation::GrowingTopic {
            code: topic.code.clone(),
            counted: topic.calls,
            expected,
            ratio: found.ratio,
        },
        effect: Effect { of: EffectOf::Ratio, size: found.ratio, low: found.low, high: found.high },
        contacts_concerned: f64::from(topic.calls) - expected,
        figures: ["count", "share", "change"].iter().map(|column| figure("T5", &topic.code, column)).collect(),
        contacts: vec![of_topic(facts, topic, None)],
    })
}

/// # Errors
/// Why nothing can be said.
pub(super) fn faq_gaps(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    let questions: u64 = facts.topics.iter().map(|topic| u64::from(topic.questions)).sum();
    if questions == 0 {
        return Err(SilenceReason::NotMeasured);
    }
    let asked: Vec<&TopicFacts> = facts.topics.iter().filter(|topic| topic.questions >= QUESTIONS_MIN).collect();
    if asked.is_empty() || facts.topics.len() < 2 {
        return Err(SilenceReason::Contacts { have: questions, need: u64::from(QUESTIONS_MIN) });
    }
    let candidates = asked.iter().filter_map(|topic| gap(facts, topic)).collect();
    Ok(Tested { tests: asked.len(), candidates })
}

fn gap(facts: &MonthFacts, topic: &TopicFacts) -> Option<Candidate> {
    let others = || facts.topics.iter().filter(move |other| other.code != topic.code);
    let sum = |of: fn(&TopicFacts) -> u32| others().map(|other| f64::from(of(other))).sum::<f64>();
    let open = rate_ratio(
        (f64::from(topic.unanswered), f64::from(topic.questions)),
        (sum(|other| other.unanswered), sum(|other| other.questions)),
        1.0,
    );
    let transfers = rate_ratio(
        (f64::from(topic.transferred), f64::from(topic.calls)),
        (sum(|other| other.transferred), sum(|other| other.calls)),
        1.0,
    );
    let elsewhere = together(others());
    let own = topic.handling;
    let longer = mean_is_higher((f64::from(own.count), own.mean_s, own.deviation_s), elsewhere);
    let costs = (2.0 * longer.min(transfers.p_higher)).min(1.0);
    if open.ratio < OPEN_MORE_MIN || !open.ratio.is_finite() && topic.unanswered < COUNT_MIN {
        return None;
    }
    Some(Candidate {
        p: open.p_higher.max(costs),
        observation: Observation::FaqGap {
            code: topic.code.clone(),
            questions: topic.questions,
            unanswered: topic.unanswered,
            unanswered_elsewhere: sum(|other| other.unanswered) / sum(|other| other.questions).max(1.0),
            handling_s: own.mean_s,
            handling_elsewhere_s: elsewhere.1,
            transferred: f64::from(topic.transferred) / f64::from(topic.calls.max(1)),
            transferred_elsewhere: sum(|other| other.transferred) / sum(|other| other.calls).max(1.0),
        },
        effect: Effect { of: EffectOf::Ratio, size: open.ratio, low: open.low, high: open.high },
        contacts_concerned: f64::from(topic.unanswered),
        figures: vec![
            figure("T8", &topic.code, "zero_hit"),
            figure("T5", &topic.code, "att"),
            figure("T5", &topic.code, "transferred"),
        ],
        contacts: vec![of_topic(facts, topic, Some(Only::Unanswered)), of_topic(facts, topic, Some(Only::Transferred))],
    })
}

/// How many, mean and deviation of several sets of handling times as one.
fn together<'t>(topics: impl Iterator<Item = &'t TopicFacts>) -> (f64, f64, f64) {
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for topic in topics {
        let handling = topic.handling;
        count += f64::from(handling.count);
        sum += f64::from(handling.count) * handling.mean_s;
        squares += f64::from(handling.count) * (handling.deviation_s.powi(2) + handling.mean_s.powi(2));
    }
    if count <= 0.0 {
        return (0.0, 0.0, 0.0);
    }
    let mean = sum / count;
    (count, mean, (squares / count - mean * mean).max(0.0).sqrt())
}

fn counted_before(topic: &TopicFacts) -> f64 {
    topic.before.iter().map(|count| f64::from(*count)).sum()
}

fn of_topic(facts: &MonthFacts, topic: &TopicFacts, only: Option<Only>) -> ContactQuery {
    let (first, last) = month_ends(facts);
    ContactQuery {
        channel: Some(Channel::Telephone),
        topic: Some(topic.code.clone()),
        only,
        ..ContactQuery::of_days(first, last)
    }
}
