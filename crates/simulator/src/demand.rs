//! Who calls and who comes on a day, drawn from the city's numbers before the day begins.
//!
//! Owns the arrivals: an inhomogeneous Poisson stream whose rate is constant within each half hour, so that gaps
//! within one are exponential. It must never know what becomes of anybody. Next: `day`, which lets them arrive.

use chrono::{Days, NaiveDate, TimeZone as _};
use domain::calendar::{Calendar, JST, Schedule, TimeOfDay};
use domain::contact::Language;
use domain::time::Timestamp;

use crate::agenda::{Caller, Visitor};
use crate::chance::{Chance, Purpose, milliseconds};
use crate::city::{City, Demand, Topic};

const HALF_HOUR_MS: u64 = 30 * 60_000;
/// Numbers people have; of ten million, two callers of a week rarely share one.
const NUMBERS: u32 = 10_000_000;
/// Most arrivals of one half hour, whatever the city's numbers say.
const ARRIVALS_MAX: usize = 20_000;

/// The begin of a day in Japan.
pub(crate) fn midnight(date: NaiveDate) -> Timestamp {
    instant(date, TimeOfDay::MIDNIGHT)
}

/// A time of a day in Japan.
pub(crate) fn instant(date: NaiveDate, time: TimeOfDay) -> Timestamp {
    // Japan has no summer time, so every local time is one instant.
    let at = JST.from_local_datetime(&time.on(date)).single();
    Timestamp(at.map_or(0, |at| at.timestamp_millis()))
}

/// Everybody who calls on a day, in order.
pub(crate) fn callers(city: &City, seed: u64, date: NaiveDate) -> Vec<Caller> {
    let mut callers = first_calls(city, seed, date);
    callers.extend(calls_again(city, seed, date));
    callers.sort_by_key(|caller| caller.at);
    callers
}

/// Everybody who comes to the counter on a day, in order.
pub(crate) fn visitors(city: &City, seed: u64, date: NaiveDate) -> Vec<Visitor> {
    let side = &city.counter;
    let month = month_of(date);
    let weights: Vec<f64> = side.wishes.iter().map(|wish| wish.weight * wish.by_month[month]).collect();
    let usual: f64 = side.wishes.iter().map(|wish| wish.weight).sum();
    let mut chance = Chance::of(seed, date, Purpose::DemandOfCounter);
    let factor = day_factor(&side.demand, &city.calendar, Schedule::Counter, date) * share(&weights, usual);
    let mut visitors = Vec::new();
    for at in arrivals(&side.demand, factor, date, &mut chance) {
        let language = language(&mut chance, side.english);
        let Some((wish, _)) = pick(&mut chance, &weights) else { break };
        visitors.push(Visitor { at, language, wish });
    }
    visitors
}

/// Who calls of their own accord.
fn first_calls(city: &City, seed: u64, date: NaiveDate) -> Vec<Caller> {
    let side = &city.phone;
    let weights: Vec<f64> = side.topics.iter().map(|topic| topic_weight(city, topic, date)).collect();
    let usual: f64 = side.topics.iter().map(|topic| topic.weight).sum();
    let mut chance = Chance::of(seed, date, Purpose::Demand);
    let factor = day_factor(&side.demand, &city.calendar, Schedule::Telephone, date) * share(&weights, usual);
    let mut callers = Vec::new();
    for at in arrivals(&side.demand, factor, date, &mut chance) {
        let language = language(&mut chance, side.english);
        let number = chance.below(NUMBERS);
        let number = if chance.happens(side.habits.withheld) { None } else { Some(number) };
        let Some((topic, _)) = pick(&mut chance, &weights) else { break };
        callers.push(Caller { at, number, language, topic, calls_before: 0 });
    }
    callers
}

/// Who called on one of the days before and calls again about the same.
fn calls_again(city: &City, seed: u64, date: NaiveDate) -> Vec<Caller> {
    let demand = &city.phone.demand;
    let mut chance = Chance::of(seed, date, Purpose::Again);
    let mut callers = Vec::new();
    for (share, back) in demand.again_after_days.iter().zip(1..) {
        let Some(before) = date.checked_sub_days(Days::new(back)) else { break };
        for caller in first_calls(city, seed, before) {
            if caller.number.is_some()
                && chance.happens(*share)
                && let Some(at) = some_time(demand, date, &mut chance)
            {
                callers.push(Caller { at, ..caller });
            }
        }
    }
    callers
}

/// The arrivals of a day, in order.
fn arrivals(demand: &Demand, factor: f64, date: NaiveDate, chance: &mut Chance) -> Vec<Timestamp> {
    let total: f64 = demand.by_half_hour.iter().sum();
    let mut arrivals = Vec::new();
    let mut begin = midnight(date);
    for weight in &demand.by_half_hour {
        let expected = demand.per_day * factor * weight / total;
        arrivals.extend(within_half_hour(begin, expected, chance));
        begin = begin.plus_ms(HALF_HOUR_MS);
    }
    arrivals
}

/// Exponential gaps at the rate that brings `expected` arrivals in half an hour.
fn within_half_hour(begin: Timestamp, expected: f64, chance: &mut Chance) -> Vec<Timestamp> {
    let mut arrivals = Vec::new();
    if expected <= 0.0 || !expected.is_finite() {
        return arrivals;
    }
    let mut passed = 0.0;
    while arrivals.len() < ARRIVALS_MAX {
        passed += -(1.0 - chance.unit()).ln() / expected;
        if passed >= 1.0 {
            break;
        }
        arrivals.push(begin.plus_ms(milliseconds(passed * 1_800.0)));
    }
    arrivals
}

/// A time of the day by the demand's shape.
fn some_time(demand: &Demand, date: NaiveDate, chance: &mut Chance) -> Option<Timestamp> {
    let (slot, _) = pick(chance, &demand.by_half_hour)?;
    let slots_ms = u64::try_from(slot).ok()? * HALF_HOUR_MS;
    Some(midnight(date).plus_ms(slots_ms + chance.between_ms(0.0, 1_800.0)))
}

fn day_factor(demand: &Demand, calendar: &Calendar, schedule: Schedule, date: NaiveDate) -> f64 {
    let is_holiday = |date| calendar.holidays().on(date).is_some();
    let mut factor = demand.by_month[month_of(date)];
    factor *= if is_holiday(date) { demand.on_holiday } else { demand.by_day[weekday_of(date)] };
    if calendar.hours(schedule, date).open.is_none() {
        factor *= demand.when_closed;
    }
    let is_office_day = calendar.hours(Schedule::CityOffice, date).open.is_some();
    if is_office_day && date.pred_opt().is_some_and(is_holiday) {
        factor *= demand.after_holiday;
    }
    factor
}

fn topic_weight(city: &City, topic: &Topic, date: NaiveDate) -> f64 {
    let planted: f64 = city.anomalies.iter().map(|it| it.topic_factor(&topic.code, date)).product();
    topic.weight * topic.by_month[month_of(date)] * planted
}

/// What seasons and anomalies make of the usual total.
fn share(weights: &[f64], usual: f64) -> f64 {
    if usual > 0.0 { weights.iter().sum::<f64>() / usual } else { 0.0 }
}

fn pick(chance: &mut Chance, weights: &[f64]) -> Option<(usize, f64)> {
    let numbered: Vec<(usize, f64)> = weights.iter().copied().enumerate().collect();
    chance.pick(&numbered, |it| it.1).copied()
}

fn language(chance: &mut Chance, english: f64) -> Language {
    if chance.happens(english) { Language::En } else { Language::Ja }
}

fn month_of(date: NaiveDate) -> usize {
    chrono::Datelike::month0(&date) as usize
}

fn weekday_of(date: NaiveDate) -> usize {
    chrono::Datelike::weekday(&date).num_days_from_monday() as usize
}
