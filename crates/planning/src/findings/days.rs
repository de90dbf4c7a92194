//! Days with more or fewer contacts than calendar and trend let expect.
//!
//! Each day is one test, two-sided: the chance of a count so far out, negative binomial around what was expected
//! (B. Iglewicz and D. Hoaglin 1993 for judging against robust centre and scale instead of mean and deviation).

use super::expectation::ExpectedDay;
use super::facts::MonthFacts;
use super::finding::{Candidate, ContactQuery, Effect, EffectOf, Observation, Tested, figure};
use crate::statistics::{count_at_least, count_at_most, count_quantile, mean_interval};

/// A day less than a quarter off is left to itself, however sure.
const OFF_BY_MIN: f64 = 0.25;

pub(super) fn unusual_days(facts: &MonthFacts, days: &[ExpectedDay<'_>]) -> Tested {
    let candidates = days
        .iter()
        .filter(|day| (day.counted.total() as f64 - day.mean).abs() >= OFF_BY_MIN * day.mean)
        .map(|day| candidate(facts, day))
        .collect();
    Tested { tests: days.len(), candidates }
}

fn candidate(facts: &MonthFacts, day: &ExpectedDay<'_>) -> Candidate {
    let date = day.counted.day.date;
    let counted = day.counted.total() as f64;
    let fewer = count_at_most(counted, day.mean, day.dispersion);
    let more = count_at_least(counted, day.mean, day.dispersion);
    let (low, high) = mean_interval(counted / day.dispersion, 0.95);
    let per_mean = day.dispersion / day.mean;
    Candidate {
        p: (2.0 * fewer.min(more)).min(1.0),
        observation: Observation::UnusualDay {
            date,
            counted: counted as u32,
            expected: day.mean,
            low: count_quantile(0.025, day.mean, day.dispersion),
            high: count_quantile(0.975, day.mean, day.dispersion),
        },
        effect: Effect { of: EffectOf::Ratio, size: counted / day.mean, low: low * per_mean, high: high * per_mean },
        contacts_concerned: (counted - day.mean).abs(),
        figures: vec![figure("T3", date, "offered")],
        contacts: vec![ContactQuery { channel: Some(facts.channel), ..ContactQuery::of_days(date, date) }],
    }
}
