//! A made-up city: calls, topics, languages and kiosks, month after month, from a seed.
//!
//! Calls are an inhomogeneous Poisson stream by half hour, weekday, holiday, time of the year and a slow growth, with days
//! that scatter a little more than Poisson. Service is a real queue: three seats, first come first served, callers with
//! patience. Faults are planted by the tests, on top of what the seed made.

use chrono::{Datelike, NaiveDate};
use planning::erlang::Target;
use planning::findings::{
    Channel, HandlingTimes, KioskDay, KioskFacts, KioskMonth, MonthFacts, Part, Shares, SlotDay, TopicFacts,
};
use planning::forecast::Renewals;
use planning::series::{Band, CalendarDay, CountedDay, Month, OpenBands, Series};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::time::Duration;

pub const FIRST_BAND: u8 = 17;
const PAST_LAST_BAND: u8 = 40;
const HALF_HOUR_S: f64 = 1800.0;
/// Shape of a day, 8:30 to 20:00.
const SHAPE: [f64; 23] =
    [4.5, 6.0, 6.5, 6.8, 6.5, 6.0, 5.5, 4.2, 4.0, 5.2, 5.8, 5.8, 5.5, 5.2, 4.8, 4.5, 4.2, 3.2, 2.8, 2.4, 2.2, 1.8, 1.4];
const WEEKDAYS: [f64; 7] = [1.18, 1.05, 1.0, 0.97, 1.02, 0.6, 0.5];
const TOPICS: [(&str, f64); 12] = [
    ("ア-1", 0.18),
    ("ア-2", 0.12),
    ("イ-1", 0.15),
    ("イ-2", 0.09),
    ("ウ-1", 0.1),
    ("エ-1", 0.08),
    ("オ-1", 0.07),
    ("カ-1", 0.06),
    ("キ-1", 0.05),
    ("ク-1", 0.04),
    ("ケ-1", 0.04),
    ("ケ-2", 0.02),
];
const ENGLISH: f64 = 0.03;
const REPEATED: f64 = 0.08;
const TRANSFERRED: f64 = 0.08;
const ASKED: f64 = 0.6;
const UNANSWERED: f64 = 0.15;
const KIOSKS: [(&str, f64); 3] = [("K1", 8.0), ("K2", 6.5), ("K3", 5.0)];
const FAULTS_A_DAY: f64 = 0.1;
const HANDLING_MEAN_S: f64 = 330.0;
const HANDLING_SPREAD: f64 = 0.6;
const PATIENCE_S: f64 = 180.0;

/// What a test plants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Planted {
    /// No call from this half hour of a day on.
    DeadLine(NaiveDate, u8),
    /// Calls of a day multiplied.
    Day(NaiveDate, f64),
    /// A topic's share multiplied in the last month.
    Topic(usize, f64),
    /// Calls at Monday's half hours 10:00 and 10:30 multiplied in the last month.
    MondayMorning(f64),
    /// A kiosk that fails, without a visit, from its open day of this number for so many open days.
    Kiosk(usize, usize, usize),
    /// The FAQ leaves a topic's questions open, and calls take longer, in the last month.
    Gap(usize),
    /// English and repeat callers multiplied in the last month.
    EnglishAndRepeats(f64),
}

pub struct City {
    pub calls_a_day: f64,
    /// Sum of squares of a day's own scatter.
    pub day_noise: f64,
    pub growth_a_year: f64,
    pub season: f64,
    /// Certificates due by month; calls follow their 0.6th power.
    pub renewals: Renewals,
    rng: ChaCha8Rng,
    planted: Vec<Planted>,
}

impl City {
    pub fn new(seed: u64, planted: &[Planted]) -> Self {
        Self {
            calls_a_day: 75.0,
            day_noise: 0.05,
            growth_a_year: 0.05,
            season: 0.1,
            renewals: Renewals::default(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            planted: planted.to_vec(),
        }
    }

    /// The open days from `first` to before `end`, with their calls.
    pub fn calls(&mut self, first: NaiveDate, end: NaiveDate) -> Series {
        let days = calendar(first, end).into_iter().map(|day| self.day(day)).collect();
        Series::new(days).expect("a calendar is in order")
    }

    fn day(&mut self, day: CalendarDay) -> CountedDay {
        let noise = (self.day_noise * self.normal() - self.day_noise * self.day_noise / 2.0).exp();
        let mean = self.mean_of(&day) * noise;
        let shape: f64 = SHAPE.iter().sum();
        let counts = day
            .open
            .bands()
            .map(|band| {
                let share = SHAPE[usize::from(band.number() - FIRST_BAND)] / shape;
                let mean = mean * share * self.planted_at(&day, band);
                self.poisson(mean)
            })
            .collect();
        CountedDay { day, counts }
    }

    /// What the city's stream is before chance.
    pub fn mean_of(&self, day: &CalendarDay) -> f64 {
        let of_kind = if day.holiday { 0.5 } else { WEEKDAYS[day.date.weekday().num_days_from_monday() as usize] };
        let turn = f64::from(day.date.ordinal()) / 365.25 * std::f64::consts::TAU;
        let years = (day.date - date(2025, 4, 1)).num_days() as f64 / 365.25;
        let due = self.renewals.0.get(&Month::of(day.date)).map_or(1.0, |due| (f64::from(*due) / 1000.0).powf(0.6));
        let week = if day.week_of_month() == 0 { 1.06 } else { 1.0 };
        self.calls_a_day * of_kind * week * due * (1.0 + self.season * turn.cos()) * (1.0 + self.growth_a_year * years)
    }

    fn planted_at(&self, day: &CalendarDay, band: Band) -> f64 {
        self.planted.iter().fold(1.0, |factor, planted| match planted {
            Planted::DeadLine(date, from) if *date == day.date && band.number() >= *from => 0.0,
            Planted::Day(date, times) if *date == day.date => factor * times,
            Planted::MondayMorning(times)
                if Month::of(day.date) == TRIED
                    && day.date.weekday() == chrono::Weekday::Mon
                    && [20, 21].contains(&band.number()) =>
            {
                factor * times
            }
            _ => factor,
        })
    }

    /// A year and the month after it, with all its facts.
    pub fn month(&mut self) -> MonthFacts {
        let first = date(TRIED.year, TRIED.month, 1);
        let all = self.calls(date(2025, 5, 1), date(2026, 6, 1));
        let days = all.of_month(TRIED);
        let service = self.service(&days);
        let months: Vec<Month> = all
            .days()
            .iter()
            .map(|day| Month::of(day.day.date))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        let totals: Vec<u32> = months.iter().map(|month| all.of_month(*month).total() as u32).collect();
        MonthFacts {
            month: TRIED,
            channel: Channel::Telephone,
            seats: 3,
            target: Target::eighty_twenty(),
            before: all.before(first),
            days,
            renewals: self.renewals.clone(),
            service,
            topics: self.topics(&totals),
            english: self.shares(&totals, ENGLISH),
            repeats: self.shares(&totals, REPEATED),
            kiosks: self.kiosks(),
        }
    }

    /// Three seats, first come first served, callers with patience.
    fn service(&mut self, days: &Series) -> Vec<SlotDay> {
        let mut found = Vec::new();
        for day in days.days() {
            let mut free_at = [0.0_f64; 3];
            for (band, count) in day.day.open.bands().zip(&day.counts) {
                let begins = f64::from(band.number()) * HALF_HOUR_S;
                let mut arrivals: Vec<f64> =
                    (0..*count).map(|_| begins + HALF_HOUR_S * self.rng.random::<f64>()).collect();
                arrivals.sort_by(f64::total_cmp);
                let (mut in_time, mut handled, mut handling_s) = (0, 0, 0.0);
                for arrived in arrivals {
                    free_at.sort_by(f64::total_cmp);
                    let wait = (free_at[0] - arrived).max(0.0);
                    if wait > self.exponential(PATIENCE_S) {
                        continue;
                    }
                    let takes = self.handling_s(1.0);
                    free_at[0] = arrived + wait + takes;
                    in_time += u32::from(wait <= 20.0);
                    handled += 1;
                    handling_s += takes;
                }
                let handling = Duration::from_secs_f64(handling_s);
                found.push(SlotDay { date: day.day.date, band, offered: *count, in_time, handled, handling });
            }
        }
        found
    }

    fn topics(&mut self, totals: &[u32]) -> Vec<TopicFacts> {
        let (now, before) = totals.split_last().expect("thirteen months");
        let mut months: Vec<Vec<u32>> = before.iter().map(|total| self.by_topic(*total, &[])).collect();
        let planted = self.planted.clone();
        let grown: Vec<(usize, f64)> = planted
            .iter()
            .filter_map(|planted| match planted {
                Planted::Topic(topic, times) => Some((*topic, *times)),
                _ => None,
            })
            .collect();
        let of_month = self.by_topic(*now, &grown);
        months.push(of_month.clone());
        let mut found = Vec::new();
        for (index, (code, _)) in TOPICS.iter().enumerate() {
            let gap = planted.contains(&Planted::Gap(index));
            let calls = of_month[index];
            let questions = self.binomial(calls, ASKED);
            found.push(TopicFacts {
                code: (*code).to_owned(),
                calls,
                before: months[..before.len()].iter().map(|month| month[index]).collect(),
                handling: self.handling_times(calls, if gap { 1.6 } else { 1.0 }),
                transferred: self.binomial(calls, TRANSFERRED),
                questions,
                unanswered: self.binomial(questions, if gap { 0.6 } else { UNANSWERED }),
            });
        }
        found
    }

    fn by_topic(&mut self, total: u32, grown: &[(usize, f64)]) -> Vec<u32> {
        let mut shares: Vec<f64> = TOPICS.iter().map(|(_, share)| share * (0.05 * self.normal()).exp()).collect();
        for (topic, times) in grown {
            shares[*topic] *= times;
        }
        let sum: f64 = shares.iter().sum();
        let mut counts = vec![0; TOPICS.len()];
        for _ in 0..total {
            let mut at = self.rng.random::<f64>() * sum;
            let drawn = shares.iter().position(|share| {
                at -= share;
                at <= 0.0
            });
            counts[drawn.unwrap_or(0)] += 1;
        }
        counts
    }

    fn shares(&mut self, totals: &[u32], share: f64) -> Shares {
        let times = self.planted.iter().find_map(|planted| match planted {
            Planted::EnglishAndRepeats(times) => Some(*times),
            _ => None,
        });
        let mut months: Vec<Part> = totals
            .iter()
            .enumerate()
            .map(|(month, all)| {
                let last = month + 1 == totals.len();
                let share = if last { share * times.unwrap_or(1.0) } else { share };
                Part { of: self.binomial(*all, share), all: *all }
            })
            .collect();
        let now = months.pop().expect("thirteen months");
        Shares { now, before: months }
    }

    fn kiosks(&mut self) -> Vec<KioskFacts> {
        let planted = self.planted.clone();
        let mut found = Vec::new();
        for (index, (id, visits)) in KIOSKS.iter().enumerate() {
            let broken = planted.iter().find_map(|planted| match planted {
                Planted::Kiosk(kiosk, from, days) if *kiosk == index => Some(*from..*from + *days),
                _ => None,
            });
            let before = (0..12)
                .map(|_| KioskMonth {
                    open_half_hours: 20 * 18,
                    visits: self.poisson(20.0 * visits),
                    faults: self.poisson(20.0 * FAULTS_A_DAY),
                })
                .collect();
            let open = calendar(date(2026, 5, 1), date(2026, 6, 1));
            let workdays = open.iter().filter(|day| !day.holiday && day.date.weekday().num_days_from_monday() < 5);
            let days = workdays
                .enumerate()
                .map(|(number, day)| {
                    let out = broken.as_ref().is_some_and(|broken| broken.contains(&number));
                    KioskDay {
                        date: day.date,
                        open_half_hours: 18,
                        visits: if out { 0 } else { self.poisson(*visits) },
                        faults: self.poisson(if out { 3.0 } else { FAULTS_A_DAY }),
                    }
                })
                .collect();
            found.push(KioskFacts { id: (*id).to_owned(), days, before });
        }
        found
    }

    fn handling_times(&mut self, count: u32, times: f64) -> HandlingTimes {
        let all: Vec<f64> = (0..count).map(|_| self.handling_s(times)).collect();
        let mean = all.iter().sum::<f64>() / f64::from(count.max(1));
        let squares: f64 = all.iter().map(|one| (one - mean).powi(2)).sum();
        HandlingTimes { count, mean_s: mean, deviation_s: (squares / f64::from(count.max(2) - 1)).sqrt() }
    }

    fn handling_s(&mut self, times: f64) -> f64 {
        let log = HANDLING_SPREAD * self.normal() - HANDLING_SPREAD * HANDLING_SPREAD / 2.0;
        HANDLING_MEAN_S * times * log.exp()
    }

    fn binomial(&mut self, all: u32, share: f64) -> u32 {
        (0..all).filter(|_| self.rng.random::<f64>() < share).count() as u32
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let mut count = 0;
        let mut passed = self.exponential(1.0);
        while passed < mean {
            count += 1;
            passed += self.exponential(1.0);
        }
        count
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.rng.random::<f64>()).ln()
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.rng.random::<f64>()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.rng.random::<f64>()).cos()
    }
}

/// The month that is judged.
pub const TRIED: Month = Month { year: 2026, month: 5 };

/// Open days: all but the year's end.
pub fn calendar(first: NaiveDate, end: NaiveDate) -> Vec<CalendarDay> {
    let open = OpenBands::new(FIRST_BAND, PAST_LAST_BAND).expect("8:30 to 20:00");
    let mut found = Vec::new();
    let mut date = first;
    while date < end {
        let closed = (date.month(), date.day()) >= (12, 29) || (date.month(), date.day()) <= (1, 3);
        if !closed {
            found.push(CalendarDay {
                date,
                holiday: HOLIDAYS.contains(&(date.year(), date.month(), date.day())),
                open,
            });
        }
        date = date.succ_opt().expect("a date");
    }
    found
}

/// National holidays that the tests' years have, but those of the year's end.
const HOLIDAYS: [(i32, u32, u32); 33] = [
    (2025, 2, 11),
    (2025, 2, 23),
    (2025, 2, 24),
    (2025, 3, 20),
    (2025, 4, 29),
    (2025, 5, 3),
    (2025, 5, 4),
    (2025, 5, 5),
    (2025, 5, 6),
    (2025, 7, 21),
    (2025, 8, 11),
    (2025, 9, 15),
    (2025, 9, 23),
    (2025, 10, 13),
    (2025, 11, 3),
    (2025, 11, 23),
    (2025, 11, 24),
    (2026, 1, 12),
    (2026, 2, 11),
    (2026, 2, 23),
    (2026, 3, 20),
    (2026, 4, 29),
    (2026, 5, 3),
    (2026, 5, 4),
    (2026, 5, 5),
    (2026, 5, 6),
    (2026, 7, 20),
    (2026, 8, 11),
    (2026, 9, 21),
    (2026, 9, 22),
    (2026, 9, 23),
    (2026, 10, 12),
    (2026, 11, 3),
];

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// Sums by slot, as a caller of sizing makes them.
pub fn by_month(series: &Series) -> BTreeMap<Month, u64> {
    let mut sums = BTreeMap::new();
    for day in series.days() {
        *sums.entry(Month::of(day.day.date)).or_default() += day.total();
    }
    sums
}
