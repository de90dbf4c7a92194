//! What is expected of a day and of its half hours, from the days before.
//!
//! A day's count is level × trend × kind of day × week of the month × "first day after a rest" × time of the year ×
//! certificates due for renewal; a half hour has a share of its day by kind of day. Yearly effects are learnt only from
//! more than a year. It must never know whether the days asked for lie ahead or are to be judged.

use super::regression::{Fit, Row};
use crate::series::{BANDS_A_DAY, CalendarDay, DAY_KINDS, Month, Series};
use crate::statistics::median;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// From so many days between first and last the time of the year is learnt.
pub const YEARLY_FROM_DAYS: i64 = 400;
/// Contacts of all days that a kind of day is given to begin its half hours' shares with.
const SHARES_BORROWED: f64 = 150.0;
/// Half of the weight of a day for today's level is lost in so many days.
const LEVEL_HALF_LIFE_DAYS: f64 = 14.0;
/// The share of the trend that each further day keeps (E. Gardner and E. McKenzie 1985).
const TREND_KEPT: f64 = 0.98;
/// A day weighs for the level at most this many times what is expected of it, and at least its inverse.
const LEVEL_LIMIT: f64 = 2.0;

/// Prior standard deviations of effects, on the log scale.
const LEVEL: f64 = 1e3;
const KIND: f64 = 1.0;
const WEEK: f64 = 0.1;
const AFTER_REST: f64 = 0.2;
const TREND_A_YEAR: f64 = 0.3;
/// Within a year a trend cannot be told from the season, so next to none is believed.
const TREND_WITHIN_A_YEAR: f64 = 0.03;
const YEARLY: f64 = 0.3;
const RENEWALS: f64 = 0.5;

/// Certificates that fall due for renewal, by month: they bring calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renewals(pub BTreeMap<Month, u32>);

/// The days before, learnt.
pub struct DayModel {
    fit: Fit,
    shares: Vec<Vec<f64>>,
    columns: Columns,
    level: f64,
}

impl DayModel {
    /// None where nothing was ever counted.
    #[must_use]
    pub fn learn(past: &Series, renewals: &Renewals) -> Option<Self> {
        let columns = Columns::of(past, renewals)?;
        let calendar: Vec<CalendarDay> = past.days().iter().map(|day| day.day).collect();
        let rows: Vec<Row> = past
            .days()
            .iter()
            .zip(after_rest(&calendar))
            .map(|(day, rested)| Row {
                columns: columns.of_day(&day.day, rested),
                exposure: day.day.open.len() as f64,
                count: day.total() as f64,
            })
            .collect();
        let fit = Fit::of(&rows, &columns.deviations())?;
        let mut model = Self { fit, shares: shares(past), columns, level: 1.0 };
        model.level = model.recent_level(past);
        Some(model)
    }

    /// Variance over mean of days around what is expected of them, 1 at least.
    #[must_use]
    pub fn dispersion(&self) -> f64 {
        self.fit.dispersion
    }

    /// Whether the time of the year was learnt.
    #[must_use]
    pub fn knows_the_year(&self) -> bool {
        self.columns.yearly
    }

    /// Expected counts of days in order, and how unsure each is: the variance of its logarithm.
    #[must_use]
    pub fn expect(&self, days: &[CalendarDay]) -> Vec<(f64, f64)> {
        days.iter()
            .zip(after_rest(days))
            .map(|(day, rested)| {
                let columns = self.columns.of_day(day, rested);
                let mean = self.level * self.fit.expected(&columns, day.open.len() as f64);
                (mean, self.fit.uncertainty(&columns))
            })
            .collect()
    }

    /// The share of a day that each of its open half hours has; they sum to 1.
    #[must_use]
    pub fn shares_of(&self, day: &CalendarDay) -> Vec<f64> {
        let of_kind = &self.shares[day.kind().index()];
        let open: Vec<f64> = day.open.bands().map(|band| of_kind[usize::from(band.number())]).collect();
        let sum: f64 = open.iter().sum();
        if sum > 0.0 {
            open.iter().map(|share| share / sum).collect()
        } else {
            vec![1.0 / day.open.len() as f64; day.open.len()]
        }
    }

    /// How the newest days lie against the fit, wild days bounded.
    fn recent_level(&self, past: &Series) -> f64 {
        let calendar: Vec<CalendarDay> = past.days().iter().map(|day| day.day).collect();
        let (mut counted, mut expected) = (0.0, 0.0);
        for (day, (mean, _)) in past.days().iter().zip(self.expect(&calendar)) {
            let age = (self.columns.last - day.day.date).num_days() as f64;
            let weight = 0.5_f64.powf(age / LEVEL_HALF_LIFE_DAYS);
            counted += weight * (day.total() as f64).clamp(mean / LEVEL_LIMIT, mean * LEVEL_LIMIT);
            expected += weight * mean;
        }
        if expected > 0.0 { counted / expected } else { 1.0 }
    }
}

/// How a day becomes numbers.
struct Columns {
    last: NaiveDate,
    yearly: bool,
    renewals: Option<(BTreeMap<Month, u32>, f64)>,
}

impl Columns {
    fn of(past: &Series, renewals: &Renewals) -> Option<Self> {
        let first = past.days().first()?.day.date;
        let last = past.days().last()?.day.date;
        let due: Vec<f64> = renewals
            .0
            .iter()
            .filter(|(month, _)| (Month::of(first)..=Month::of(last)).contains(*month))
            .map(|(_, due)| f64::from(*due))
            .collect();
        let typical = median(due.clone()) + 1.0;
        Some(Self {
            last,
            yearly: (last - first).num_days() >= YEARLY_FROM_DAYS,
            renewals: (due.len() >= 3).then(|| (renewals.0.clone(), typical)),
        })
    }

    fn deviations(&self) -> Vec<f64> {
        let mut deviations = vec![LEVEL];
        deviations.extend([KIND; DAY_KINDS]);
        deviations.extend([WEEK; 5]);
        let trend = if self.yearly { TREND_A_YEAR } else { TREND_WITHIN_A_YEAR };
        deviations.extend([AFTER_REST, trend, RENEWALS]);
        deviations.extend(if self.yearly { vec![YEARLY; 4] } else { Vec::new() });
        deviations
    }

    fn of_day(&self, day: &CalendarDay, after_rest: bool) -> Vec<f64> {
        let mut columns = vec![0.0; 1 + DAY_KINDS + 5];
        columns[0] = 1.0;
        columns[1 + day.kind().index()] = 1.0;
        columns[1 + DAY_KINDS + day.week_of_month()] = 1.0;
        columns.push(f64::from(u8::from(after_rest)));
        columns.push(self.years_on(day.date));
        columns.push(self.due(Month::of(day.date)));
        if self.yearly {
            let turn = TAU * f64::from(day.date.ordinal0()) / 365.25;
            columns.extend([turn.cos(), turn.sin(), (2.0 * turn).cos(), (2.0 * turn).sin()]);
        }
        columns
    }

    /// Years from the last day learnt; ahead of it each further day adds less.
    fn years_on(&self, date: NaiveDate) -> f64 {
        let days = (date - self.last).num_days() as f64;
        let damped = if days > 0.0 { TREND_KEPT * (1.0 - TREND_KEPT.powf(days)) / (1.0 - TREND_KEPT) } else { days };
        damped / 365.25
    }

    /// Certificates due against a typical month, as a logarithm; a month that is not known counts as typical.
    fn due(&self, month: Month) -> f64 {
        let Some((months, typical)) = &self.renewals else {
            return 0.0;
        };
        months.get(&month).map_or(0.0, |due| ((f64::from(*due) + 1.0) / typical).ln())
    }
}

/// Whether each day follows a day of rest; of the first one nobody knows.
fn after_rest(days: &[CalendarDay]) -> Vec<bool> {
    let mut rested = vec![false; days.len().min(1)];
    rested.extend(days.windows(2).map(|pair| {
        let gap = (pair[1].date - pair[0].date).num_days();
        !pair[1].holiday && (pair[0].holiday || gap > 1)
    }));
    rested
}

/// For each kind of day the share of each half hour of the clock, helped by all other days where days are few.
fn shares(past: &Series) -> Vec<Vec<f64>> {
    let width = usize::from(BANDS_A_DAY);
    let mut by_kind = vec![vec![0.0; width]; DAY_KINDS];
    for day in past.days() {
        let of_kind = &mut by_kind[day.day.kind().index()];
        for (band, count) in day.day.open.bands().zip(&day.counts) {
            of_kind[usize::from(band.number())] += f64::from(*count);
        }
    }
    let all: Vec<f64> = (0..width).map(|band| by_kind.iter().map(|of_kind| of_kind[band]).sum()).collect();
    let total: f64 = all.iter().sum::<f64>().max(1.0);
    for of_kind in &mut by_kind {
        let sum: f64 = of_kind.iter().sum();
        for (count, of_all) in of_kind.iter_mut().zip(&all) {
            *count = (*count + SHARES_BORROWED * of_all / total) / (sum + SHARES_BORROWED);
        }
    }
    by_kind
}
