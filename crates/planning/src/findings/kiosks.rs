//! Kiosks with more faults than before, and kiosks at which nobody came.
//!
//! Faults: one test a kiosk, its rate against its own months before. Silence: every run of days of every kiosk is a test
//! and counts for the correction; told is the longest run without a visit, against what the kiosk's past and the other
//! kiosks' month let expect.

use super::facts::{KioskDay, KioskFacts, KioskMonth, MonthFacts};
use super::finding::{Candidate, Channel, ContactQuery, Effect, EffectOf, Observation, SilenceReason, Tested, figure};
use super::shares::month_ends;
use crate::statistics::{count_at_most, mean_interval, overdispersion, rate_ratio};

const MONTHS_BEFORE_MIN: usize = 3;
const FAULTS_MIN: u32 = 5;
const FAULTS_GROWN_BY_MIN: f64 = 2.0;
/// A run of days that should have had fewer visits is nothing.
const VISITS_EXPECTED_MIN: f64 = 5.0;
/// The other kiosks' month moves what is expected of one by this factor at most.
const MONTH_MAX: f64 = 3.0;

/// # Errors
/// Why nothing can be said.
pub(super) fn kiosk_troubles(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    let known: Vec<&KioskFacts> = facts.kiosks.iter().filter(|kiosk| kiosk.before.len() >= MONTHS_BEFORE_MIN).collect();
    if facts.kiosks.is_empty() {
        return Err(SilenceReason::NotMeasured);
    }
    if known.is_empty() {
        let have = facts.kiosks.iter().map(|kiosk| kiosk.before.len()).max().unwrap_or(0);
        return Err(SilenceReason::MonthsBefore { have, need: MONTHS_BEFORE_MIN });
    }
    let faults_scatter = scatter(&known, |month| month.faults);
    let visits_scatter = scatter(&known, |month| month.visits);
    let mut tests = known.len();
    let mut candidates = Vec::new();
    for kiosk in &known {
        tests += kiosk.days.len() * (kiosk.days.len() + 1) / 2;
        candidates.extend(faults(facts, kiosk, faults_scatter));
        candidates.extend(silence(facts, kiosk, &known, visits_scatter));
    }
    Ok(Tested { tests, candidates })
}

/// How much the months of kiosks scatter around each one's own rate.
fn scatter(kiosks: &[&KioskFacts], of: fn(&KioskMonth) -> u32) -> f64 {
    let pairs = kiosks.iter().flat_map(|kiosk| {
        let rate = rate_before(kiosk, of);
        kiosk.before.iter().map(move |month| (f64::from(of(month)), f64::from(month.open_half_hours) * rate))
    });
    overdispersion(&pairs.collect::<Vec<_>>(), kiosks.len())
}

/// Per open half hour.
fn rate_before(kiosk: &KioskFacts, of: fn(&KioskMonth) -> u32) -> f64 {
    let open: f64 = kiosk.before.iter().map(|month| f64::from(month.open_half_hours)).sum();
    let sum: f64 = kiosk.before.iter().map(|month| f64::from(of(month))).sum();
    sum / open.max(1.0)
}

fn faults(facts: &MonthFacts, kiosk: &KioskFacts, scatter: f64) -> Option<Candidate> {
    let counted: u32 = kiosk.days.iter().map(|day| day.faults).sum();
    let open: f64 = kiosk.days.iter().map(|day| f64::from(day.open_half_hours)).sum();
    let open_before: f64 = kiosk.before.iter().map(|month| f64::from(month.open_half_hours)).sum();
    if open <= 0.0 || open_before <= 0.0 || counted < FAULTS_MIN {
        return None;
    }
    let rate = rate_before(kiosk, |month| month.faults);
    let found = rate_ratio((f64::from(counted), open), (rate * open_before, open_before), scatter);
    if found.ratio < FAULTS_GROWN_BY_MIN {
        return None;
    }
    let (first, last) = month_ends(facts);
    Some(Candidate {
        p: found.p_higher,
        observation: Observation::KioskFaults { kiosk: kiosk.id.clone(), counted, expected: rate * open },
        effect: Effect { of: EffectOf::Ratio, size: found.ratio, low: found.low, high: found.high },
        contacts_concerned: f64::from(counted) - rate * open,
        figures: vec![figure("T7", &kiosk.id, "faults")],
        contacts: vec![at_kiosk(kiosk, ContactQuery::of_days(first, last))],
    })
}

fn silence(facts: &MonthFacts, kiosk: &KioskFacts, all: &[&KioskFacts], scatter: f64) -> Option<Candidate> {
    let rate = rate_before(kiosk, |month| month.visits) * others_month(kiosk, all);
    let open = |days: &[KioskDay]| days.iter().map(|day| f64::from(day.open_half_hours)).sum::<f64>();
    let of_month = rate * open(&kiosk.days);
    let run = kiosk
        .days
        .split(|day| day.visits > 0)
        .max_by(|one, other| open(one).total_cmp(&open(other)))
        .filter(|run| rate * open(run) >= VISITS_EXPECTED_MIN)?;
    let expected = rate * open(run);
    let dispersion = 1.0 + (scatter - 1.0) * expected / of_month;
    let (from, to) = (run.first()?.date, run.last()?.date);
    let (first, last) = month_ends(facts);
    let (_, high) = mean_interval(0.0, 0.95);
    Some(Candidate {
        p: count_at_most(0.0, expected, dispersion),
        observation: Observation::SilentKiosk { kiosk: kiosk.id.clone(), from, to, days: run.len() as u32, expected },
        effect: Effect { of: EffectOf::Ratio, size: 0.0, low: 0.0, high: high / expected },
        contacts_concerned: expected,
        figures: vec![figure("T2", format!("{}/{from}-{to}", kiosk.id), "started")],
        contacts: vec![at_kiosk(kiosk, ContactQuery::of_days(first, last))],
    })
}

/// How busy the other kiosks' month was against their months before; 1 where there is no other.
fn others_month(kiosk: &KioskFacts, all: &[&KioskFacts]) -> f64 {
    let (mut counted, mut expected) = (0.0, 0.0);
    for other in all.iter().filter(|other| other.id != kiosk.id) {
        let rate = rate_before(other, |month| month.visits);
        counted += other.days.iter().map(|day| f64::from(day.visits)).sum::<f64>();
        expected += rate * other.days.iter().map(|day| f64::from(day.open_half_hours)).sum::<f64>();
    }
    if expected > 0.0 { (counted / expected).clamp(1.0 / MONTH_MAX, MONTH_MAX) } else { 1.0 }
}

fn at_kiosk(kiosk: &KioskFacts, query: ContactQuery) -> ContactQuery {
    ContactQuery { channel: Some(Channel::Counter), kiosk: Some(kiosk.id.clone()), ..query }
}
