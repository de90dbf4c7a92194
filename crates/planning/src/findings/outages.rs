//! Hours in which next to nothing came: a dead line one afternoon, a door that stayed shut.
//!
//! Every run of two hours or more of every day is a test, and all of them count for the correction: the chance of so few
//! contacts in it, given what was expected (a scan over windows, J. Naus 1965, with Bonferroni's bound). One window a
//! day is told: the least likely one.

use super::expectation::ExpectedDay;
use super::facts::MonthFacts;
use super::finding::{Candidate, ContactQuery, Effect, EffectOf, Observation, Tested, figure};
use crate::series::Band;
use crate::statistics::{count_at_most, mean_interval};

/// Half hours a run has at least.
const RUN_MIN: usize = 4;
/// An outage lets at most this share of what was expected through.
const LET_THROUGH_MAX: f64 = 0.2;

pub(super) fn outages(facts: &MonthFacts, days: &[ExpectedDay<'_>]) -> Tested {
    let runs = |bands: usize| bands.saturating_sub(RUN_MIN - 1) * (bands.saturating_sub(RUN_MIN - 1) + 1) / 2;
    Tested {
        tests: days.iter().map(|day| runs(day.bands.len())).sum(),
        candidates: days.iter().filter_map(|day| candidate(facts, day)).collect(),
    }
}

/// The run from `first` to before `past_last` of a day's open half hours.
#[derive(Clone, Copy)]
struct Run {
    first: usize,
    past_last: usize,
    counted: u32,
    expected: f64,
    p: f64,
}

fn candidate(facts: &MonthFacts, day: &ExpectedDay<'_>) -> Option<Candidate> {
    let run = least_likely(day)?;
    let date = day.counted.day.date;
    let open: Vec<Band> = day.counted.day.open.bands().collect();
    let (from, to) = (*open.get(run.first)?, *open.get(run.past_last - 1)?);
    let (low, high) = mean_interval(f64::from(run.counted), 0.95);
    Some(Candidate {
        p: run.p,
        observation: Observation::Outage { date, from, to, counted: run.counted, expected: run.expected },
        effect: Effect {
            of: EffectOf::Ratio,
            size: f64::from(run.counted) / run.expected,
            low: low / run.expected,
            high: high / run.expected,
        },
        contacts_concerned: run.expected - f64::from(run.counted),
        figures: vec![
            figure("T3", date, "offered"),
            figure("T4", format!("{date}/{}-{}", from.begins(), to.ends()), "offered"),
        ],
        contacts: vec![ContactQuery {
            channel: Some(facts.channel),
            bands: Some((from, to)),
            ..ContactQuery::of_days(date, date)
        }],
    })
}

/// The least likely run that begins and ends with a half hour in which nothing came.
fn least_likely(day: &ExpectedDay<'_>) -> Option<Run> {
    let counts = &day.counted.counts;
    let mut found: Option<Run> = None;
    for first in (0..counts.len()).filter(|first| counts[*first] == 0) {
        let (mut counted, mut expected) = (0, 0.0);
        for (last, (count, mean)) in counts.iter().zip(&day.bands).enumerate().skip(first) {
            counted += count;
            expected += mean;
            let dead = *count == 0 && f64::from(counted) <= LET_THROUGH_MAX * expected;
            if !dead || last + 1 - first < RUN_MIN {
                continue;
            }
            let p = count_at_most(f64::from(counted), expected, day.dispersion_of_part(expected));
            if found.is_none_or(|best| p < best.p) {
                found = Some(Run { first, past_last: last + 1, counted, expected, p });
            }
        }
    }
    found
}
