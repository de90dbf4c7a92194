//! Shares that grew: contacts in English, callers who call again.
//!
//! One test each: the count against the months before by its rate ratio, exact given their sum, with counts divided by
//! how much the months before scattered more than chance.

use super::facts::{MonthFacts, Part, Shares};
use super::finding::{
    Candidate, Channel, ContactQuery, Effect, EffectOf, Observation, Only, SilenceReason, Tested, figure,
};
use crate::statistics::{RateRatio, overdispersion, rate_ratio};
use chrono::NaiveDate;

const MONTHS_BEFORE_MIN: usize = 3;
const CONTACTS_MIN: u64 = 100;
const GROWN_BY_MIN: f64 = 1.2;
/// Fewer contacts than this are no demand, however much more than none.
const COUNT_MIN: u32 = 10;

/// # Errors
/// Why nothing can be said.
pub(super) fn english_demand(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    let grown = grown(&facts.english)?;
    let candidate = grown.map(|(found, expected)| {
        let Part { of: counted, all } = facts.english.now;
        let observation = Observation::EnglishDemand { counted, all, expected, ratio: found.ratio };
        candidate(facts, &found, expected, observation, (counted, Only::English, "T5", "english"))
    });
    Ok(Tested { tests: 1, candidates: candidate.into_iter().collect() })
}

/// # Errors
/// Why nothing can be said.
pub(super) fn repeat_callers(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    let grown = grown(&facts.repeats)?;
    let candidate = grown.map(|(found, expected)| {
        let Part { of: counted, all } = facts.repeats.now;
        let observation = Observation::RepeatCallers { counted, all, expected, ratio: found.ratio };
        candidate(facts, &found, expected, observation, (counted, Only::Repeat, "T5", "repeat"))
    });
    Ok(Tested { tests: 1, candidates: candidate.into_iter().collect() })
}

/// The growth and what was expected, where it is one that matters.
fn grown(shares: &Shares) -> Result<Option<(RateRatio, f64)>, SilenceReason> {
    let usable: Vec<&Part> = shares.before.iter().filter(|month| month.all > 0).collect();
    if usable.is_empty() && shares.now.all == 0 {
        return Err(SilenceReason::NotMeasured);
    }
    if usable.len() < MONTHS_BEFORE_MIN {
        return Err(SilenceReason::MonthsBefore { have: usable.len(), need: MONTHS_BEFORE_MIN });
    }
    if u64::from(shares.now.all) < CONTACTS_MIN {
        return Err(SilenceReason::Contacts { have: u64::from(shares.now.all), need: CONTACTS_MIN });
    }
    let of: f64 = usable.iter().map(|month| f64::from(month.of)).sum();
    let all: f64 = usable.iter().map(|month| f64::from(month.all)).sum();
    let pairs: Vec<(f64, f64)> =
        usable.iter().map(|month| (f64::from(month.of), f64::from(month.all) * of / all)).collect();
    let now = (f64::from(shares.now.of), f64::from(shares.now.all));
    let found = rate_ratio(now, (of, all), overdispersion(&pairs, 1));
    let matters = shares.now.of >= COUNT_MIN && found.ratio >= GROWN_BY_MIN;
    Ok(matters.then_some((found, now.1 * of / all)))
}

fn candidate(
    facts: &MonthFacts,
    found: &RateRatio,
    expected: f64,
    observation: Observation,
    (counted, only, table, row): (u32, Only, &str, &str),
) -> Candidate {
    let (first, last) = month_ends(facts);
    Candidate {
        p: found.p_higher,
        observation,
        effect: Effect { of: EffectOf::Ratio, size: found.ratio, low: found.low, high: found.high },
        contacts_concerned: f64::from(counted) - expected,
        figures: ["count", "share", "change"].iter().map(|column| figure(table, row, column)).collect(),
        contacts: vec![ContactQuery {
            channel: Some(Channel::Telephone),
            only: Some(only),
            ..ContactQuery::of_days(first, last)
        }],
    }
}

/// First and last day of the month.
pub(super) fn month_ends(facts: &MonthFacts) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(facts.month.year, facts.month.month, 1).unwrap_or(NaiveDate::MIN);
    let last = first.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
    (first, last)
}
