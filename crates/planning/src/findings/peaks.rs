//! Times of day that miss their service level, with the seats Erlang C asks.
//!
//! Each half hour is a test on the workdays together and one on each day of the week: the chance of so few answered in
//! time, were the target met (binomial). Contacts of one half hour wait for the same seats, so they count for less than
//! as many strangers: numbers are divided by the design effect seen in the month (L. Kish 1965).

use super::facts::{MonthFacts, SlotDay};
use super::finding::{Candidate, ContactQuery, DayGroup, Effect, EffectOf, Observation, SilenceReason, Tested, figure};
use crate::erlang::{Callers, Demand, seats_for};
use crate::series::{Band, from_monday};
use crate::statistics::{binomial_at_most, share_interval};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Contacts a half hour must have had on its days.
const OFFERED_MIN: u32 = 20;
/// A share this close below the target is left to itself.
const MISSED_BY_MIN: f64 = 0.05;
/// Half hours of a peak beside its surest one join it when they are as unlikely as this by themselves.
const JOINS_BELOW: f64 = 0.01;
const HALF_HOURS_AN_HOUR: f64 = 2.0;

#[derive(Default, Clone, Copy)]
struct Sum {
    days: u32,
    offered: u32,
    in_time: u32,
    handled: u32,
    handling_s: f64,
}

impl Sum {
    fn add(&mut self, slot: &SlotDay) {
        self.days += 1;
        self.offered += slot.offered;
        self.in_time += slot.in_time;
        self.handled += slot.handled;
        self.handling_s += slot.handling.as_secs_f64();
    }

    fn share(&self) -> f64 {
        f64::from(self.in_time) / f64::from(self.offered.max(1))
    }

    fn calls_per_hour(&self) -> f64 {
        HALF_HOURS_AN_HOUR * f64::from(self.offered) / f64::from(self.days.max(1))
    }
}

/// # Errors
/// Why nothing can be said.
pub(super) fn unmet_peaks(facts: &MonthFacts) -> Result<Tested, SilenceReason> {
    if facts.service.is_empty() {
        return Err(SilenceReason::NotMeasured);
    }
    let holidays: BTreeSet<NaiveDate> =
        facts.days.days().iter().filter(|day| day.day.holiday).map(|day| day.day.date).collect();
    let mut sums: BTreeMap<(DayGroup, Band), Sum> = BTreeMap::new();
    let slots: Vec<&SlotDay> = facts.service.iter().filter(|slot| !holidays.contains(&slot.date)).collect();
    for slot in &slots {
        let weekday = from_monday(slot.date.weekday());
        sums.entry((DayGroup::Weekday(weekday), slot.band)).or_default().add(slot);
        if weekday < 5 {
            sums.entry((DayGroup::Workdays, slot.band)).or_default().add(slot);
        }
    }
    let tests = sums.values().filter(|sum| sum.offered >= OFFERED_MIN).count();
    if tests == 0 {
        let have = sums.values().map(|sum| u64::from(sum.offered)).max().unwrap_or(0);
        return Err(SilenceReason::Contacts { have, need: u64::from(OFFERED_MIN) });
    }
    let design = design_effect(&slots, &sums);
    let candidates = peaks(facts, &sums, design).into_iter().filter_map(|peak| candidate(facts, &peak, design));
    Ok(Tested { tests, candidates: candidates.collect() })
}

/// How many contacts of one half hour say as much as one stranger: scatter between equal days of the week over a
/// binomial's, 1 at least. Days of different weekdays differ for a reason, which is what is looked for.
fn design_effect(slots: &[&SlotDay], sums: &BTreeMap<(DayGroup, Band), Sum>) -> f64 {
    let (mut seen, mut binomial) = (0.0, 0.0);
    for slot in slots {
        let group = DayGroup::Weekday(from_monday(slot.date.weekday()));
        let Some(sum) = sums.get(&(group, slot.band)).filter(|sum| sum.days > 1) else { continue };
        let share = sum.share();
        let offered = f64::from(slot.offered);
        let freedom = f64::from(sum.days - 1) / f64::from(sum.days);
        seen += (f64::from(slot.in_time) - offered * share).powi(2) / freedom;
        binomial += offered * share * (1.0 - share);
    }
    if binomial > 0.0 { (seen / binomial).max(1.0) } else { 1.0 }
}

struct Peak {
    days: DayGroup,
    from: Band,
    to: Band,
    p: f64,
    all: Sum,
    busiest: Sum,
}

/// Runs of half hours that miss the target, each day group for itself; of those that overlap the surest stays.
fn peaks(facts: &MonthFacts, sums: &BTreeMap<(DayGroup, Band), Sum>, design: f64) -> Vec<Peak> {
    let target = facts.target.share();
    let mut runs: Vec<Peak> = Vec::new();
    for ((days, band), sum) in sums {
        let p = binomial_at_most(f64::from(sum.in_time) / design, f64::from(sum.offered) / design, target);
        if sum.offered < OFFERED_MIN || sum.share() > target - MISSED_BY_MIN || p > JOINS_BELOW {
            continue;
        }
        match runs.last_mut().filter(|run| run.days == *days && run.to.number() + 1 == band.number()) {
            Some(run) => run.join(*band, sum, p),
            None => runs.push(Peak { days: *days, from: *band, to: *band, p, all: *sum, busiest: *sum }),
        }
    }
    runs.sort_by(|one, other| one.p.total_cmp(&other.p));
    let mut kept: Vec<Peak> = Vec::new();
    for run in runs {
        if !kept.iter().any(|surer| surer.overlaps(&run)) {
            kept.push(run);
        }
    }
    kept
}

impl Peak {
    fn join(&mut self, band: Band, sum: &Sum, p: f64) {
        self.to = band;
        self.p = self.p.min(p);
        self.all.offered += sum.offered;
        self.all.in_time += sum.in_time;
        self.all.handled += sum.handled;
        self.all.handling_s += sum.handling_s;
        if sum.calls_per_hour() > self.busiest.calls_per_hour() {
            self.busiest = *sum;
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let same_days = match (self.days, other.days) {
            (DayGroup::Workdays, DayGroup::Weekday(day)) | (DayGroup::Weekday(day), DayGroup::Workdays) => day < 5,
            (one, another) => one == another,
        };
        same_days && self.from <= other.to && other.from <= self.to
    }
}

/// None where the formulas refuse the numbers: then there is no number of seats to speak of.
fn candidate(facts: &MonthFacts, peak: &Peak, design: f64) -> Option<Candidate> {
    let handling_s = peak.all.handling_s / f64::from(peak.all.handled.max(1));
    let calls_per_hour = peak.busiest.calls_per_hour();
    let demand = Demand::new(calls_per_hour, Duration::try_from_secs_f64(handling_s).ok()?).ok()?;
    let seats_needed = seats_for(&demand, Callers::Stay, &facts.target).ok()?;
    let (offered, in_time) = (f64::from(peak.all.offered), f64::from(peak.all.in_time));
    let (low, high) = share_interval(in_time / design, offered / design, 0.95);
    let (first, last) = (facts.days.days().first()?.day.date, facts.days.days().last()?.day.date);
    let row = format!("{}/{}-{}", group_name(peak.days), peak.from.begins(), peak.to.ends());
    let column = format!("sl_{}s", facts.target.within().as_secs());
    Some(Candidate {
        p: peak.p,
        observation: Observation::UnmetPeak {
            days: peak.days,
            from: peak.from,
            to: peak.to,
            offered: peak.all.offered,
            in_time: peak.all.in_time,
            target_share: facts.target.share(),
            target_s: facts.target.within().as_secs(),
            calls_per_hour,
            handling_s,
            seats: facts.seats,
            seats_needed,
        },
        effect: Effect { of: EffectOf::InTime, size: in_time / offered, low, high },
        contacts_concerned: offered * facts.target.share() - in_time,
        figures: ["offered", &column, "aht"].iter().map(|column| figure("T4", &row, column)).collect(),
        contacts: vec![ContactQuery {
            channel: Some(facts.channel),
            days: Some(peak.days),
            bands: Some((peak.from, peak.to)),
            only: Some(super::finding::Only::Late),
            ..ContactQuery::of_days(first, last)
        }],
    })
}

fn group_name(days: DayGroup) -> String {
    match days {
        DayGroup::Workdays => "workdays".to_owned(),
        DayGroup::Weekday(day) => super::finding::weekday(day).to_string().to_lowercase(),
    }
}
