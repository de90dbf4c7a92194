//! The forecast tried on the past: each of the last months from what was known before it (rolling origin).
//!
//! Source: L. Tashman, Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16 (2000);
//! WAPE and the naive forecast beside it after R. Hyndman and A. Koehler 2006.

use super::day_model::{DayModel, Renewals};
use crate::series::{CalendarDay, CountedDay, Month, Series};
use crate::statistics::{count_at_least, count_at_most, median, quantile};
use statrs::function::erf::erf_inv;
use std::collections::BTreeSet;
use thiserror::Error;

/// Open days that must lie before a month that is tried.
pub const DAYS_TO_LEARN: usize = 56;
/// Contacts that these days must have had.
pub const CONTACTS_MIN: u64 = 500;
/// The newest months are tried, so many at most.
pub const MONTHS_TRIED_MAX: usize = 6;
/// Months that must have been tried: with one, nothing tells how sure an interval is.
const MONTHS_TRIED_MIN: usize = 2;
/// A month counts as tried if it has so many open days.
const DAYS_OF_A_MONTH_MIN: usize = 15;
/// A mean error beyond this share of what came is no forecast.
const WAPE_MAX: f64 = 0.5;
/// The naive forecast has neither intervals nor half hours, so a tie is carried; clearly worse than it is not.
const OF_NAIVE_MAX: f64 = 1.05;
/// Days with fewer contacts are left out of MAPE, which divides by them.
const MAPE_FROM: f64 = 5.0;

/// Why the past carries no forecast.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotCarried {
    /// Too few months with enough days before them.
    #[error("{tried} months could be tried, {MONTHS_TRIED_MIN} are needed, each after {DAYS_TO_LEARN} open days")]
    TooShort {
        /// Months that could be tried.
        tried: usize,
    },
    /// Too few contacts.
    #[error("{contacts} contacts are fewer than {CONTACTS_MIN}")]
    TooFew {
        /// Contacts there were.
        contacts: u64,
    },
    /// Tried on the past it missed by too much.
    #[error("on the past it was wrong by {:.0} % of what came", .wape * 100.0)]
    TooWrong {
        /// Mean error over what came.
        wape: f64,
    },
    /// The same weekday of the last four weeks says more.
    #[error("on the past it was wrong by {:.0} %, and the same weekday of the last weeks by {:.0} %", .wape * 100.0, .naive * 100.0)]
    NoBetter {
        /// Mean error over what came.
        wape: f64,
        /// That of the naive forecast.
        naive: f64,
    },
}

impl NotCarried {
    /// In Japanese, for the page.
    #[must_use]
    pub fn ja(&self) -> String {
        match self {
            Self::TooShort { tried } => format!(
                "予測できません。検証に使える月が{tried}か月しかなく、{MONTHS_TRIED_MIN}か月以上（それぞれ{DAYS_TO_LEARN}営業日の実績の後）が必要です。"
            ),
            Self::TooFew { contacts } => {
                format!("予測できません。応対が{contacts}件しかなく、{CONTACTS_MIN}件以上が必要です。")
            }
            Self::TooWrong { wape } => {
                format!("予測できません。過去の月で試すと誤差が{:.0}%あります。", wape * 100.0)
            }
            Self::NoBetter { wape, naive } => format!(
                "予測できません。過去の月で試した誤差は{:.0}%で、直近の同じ曜日の値（{:.0}%）より良くありません。",
                wape * 100.0,
                naive * 100.0
            ),
        }
    }
}

/// How near one grain came, over all months tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Σ |came − expected| / Σ came.
    pub wape: f64,
    /// Mean of |came − expected| / came, where at least five came; None where that never was.
    pub mape: Option<f64>,
    /// Share of counts within the interval, each interval calibrated on the other months.
    pub covered: f64,
}

/// How the forecast did on the past.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// The months tried, in order.
    pub months: Vec<Month>,
    /// What an interval is to cover.
    pub coverage: f64,
    /// Days.
    pub day: Accuracy,
    /// Half hours.
    pub half_hour: Accuracy,
    /// Mean error of a month's sum over the sum, root of squares.
    pub month_error: f64,
    /// WAPE by days of the median of the same weekday in the last four weeks.
    pub naive_wape: f64,
    /// Variance over mean to give a day's interval its coverage.
    pub(super) day_spread: f64,
    /// The same for a half hour.
    pub(super) band_spread: f64,
}

/// One tried count: which month, what was expected, what came.
struct Tried {
    month: usize,
    expected: f64,
    came: f64,
}

/// Tries the newest months of `past`.
///
/// # Errors
/// Why the past carries no forecast.
pub(super) fn back_test(past: &Series, renewals: &Renewals, coverage: f64) -> Result<BackTest, NotCarried> {
    let contacts = past.total();
    if contacts < CONTACTS_MIN {
        return Err(NotCarried::TooFew { contacts });
    }
    let months = months_to_try(past);
    if months.len() < MONTHS_TRIED_MIN {
        return Err(NotCarried::TooShort { tried: months.len() });
    }
    let (mut days, mut bands) = (Vec::new(), Vec::new());
    let (mut naive_missed, mut came) = (0.0, 0.0);
    for (index, month) in months.iter().enumerate() {
        let held_out = past.of_month(*month);
        let Some(first) = held_out.days().first() else { continue };
        let known = past.before(first.day.date);
        let Some(model) = DayModel::learn(&known, renewals) else {
            return Err(NotCarried::TooFew { contacts: known.total() });
        };
        try_month(&model, &held_out, index, &mut days, &mut bands);
        for day in held_out.days() {
            naive_missed += (naive(&known, day) - day.total() as f64).abs();
            came += day.total() as f64;
        }
    }
    let (day, day_spread) = judge(&days, months.len(), coverage);
    let (half_hour, band_spread) = judge(&bands, months.len(), coverage);
    let naive_wape = naive_missed / f64::max(came, 1.0);
    refuse(day.wape, naive_wape)?;
    let month_error = month_error(&days, months.len());
    Ok(BackTest { months, coverage, day, half_hour, month_error, naive_wape, day_spread, band_spread })
}

fn refuse(wape: f64, naive: f64) -> Result<(), NotCarried> {
    if wape > WAPE_MAX {
        return Err(NotCarried::TooWrong { wape });
    }
    if wape > naive * OF_NAIVE_MAX { Err(NotCarried::NoBetter { wape, naive }) } else { Ok(()) }
}

/// The newest months with enough days, each after enough days.
fn months_to_try(past: &Series) -> Vec<Month> {
    let all: BTreeSet<Month> = past.days().iter().map(|day| Month::of(day.day.date)).collect();
    let usable = |month: &Month| {
        let before = past.days().iter().filter(|day| Month::of(day.day.date) < *month);
        let within = past.days().iter().filter(|day| Month::of(day.day.date) == *month).count();
        let contacts: u64 = before.clone().map(CountedDay::total).sum();
        before.count() >= DAYS_TO_LEARN && within >= DAYS_OF_A_MONTH_MIN && contacts >= CONTACTS_MIN / 2
    };
    let mut newest: Vec<Month> = all.into_iter().rev().filter(usable).take(MONTHS_TRIED_MAX).collect();
    newest.reverse();
    newest
}

fn try_month(model: &DayModel, held_out: &Series, month: usize, days: &mut Vec<Tried>, bands: &mut Vec<Tried>) {
    let calendar: Vec<CalendarDay> = held_out.days().iter().map(|day| day.day).collect();
    for (day, (expected, _)) in held_out.days().iter().zip(model.expect(&calendar)) {
        days.push(Tried { month, expected, came: day.total() as f64 });
        for (share, count) in model.shares_of(&day.day).iter().zip(&day.counts) {
            bands.push(Tried { month, expected: expected * share, came: f64::from(*count) });
        }
    }
}

/// The median of the last four such days that were open as long; 0 where there was none.
fn naive(known: &Series, day: &CountedDay) -> f64 {
    let alike = |other: &&CountedDay| other.day.kind() == day.day.kind() && other.day.open.len() == day.day.open.len();
    median(known.days().iter().rev().filter(alike).take(4).map(|other| other.total() as f64).collect())
}

/// Errors of a grain, and the spread that gives all its intervals their coverage.
fn judge(tried: &[Tried], months: usize, coverage: f64) -> (Accuracy, f64) {
    let missed: f64 = tried.iter().map(|one| (one.came - one.expected).abs()).sum();
    let came: f64 = tried.iter().map(|one| one.came).sum();
    let shares: Vec<f64> = tried
        .iter()
        .filter(|one| one.came >= MAPE_FROM)
        .map(|one| (one.came - one.expected).abs() / one.came)
        .collect();
    let mape = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
    let mut within = 0_usize;
    for month in 0..months {
        let spread = spread(tried.iter().filter(|one| one.month != month), coverage);
        within += tried.iter().filter(|one| one.month == month && is_within(one, spread, coverage)).count();
    }
    let covered = within as f64 / tried.len().max(1) as f64;
    (Accuracy { wape: missed / came.max(1.0), mape, covered }, spread(tried.iter(), coverage))
}

/// Variance over mean with which the interval would have held its share: by the distance from what was expected, in
/// Poisson deviations, that `coverage` of the counts kept. Never below Poisson's.
fn spread<'t>(tried: impl Iterator<Item = &'t Tried>, coverage: f64) -> f64 {
    let distances = tried.map(|one| (one.came - one.expected).abs() / one.expected.max(0.25).sqrt()).collect();
    let normal = normal_distance(coverage);
    (quantile(distances, coverage) / normal).powi(2).max(1.0)
}

fn is_within(one: &Tried, spread: f64, coverage: f64) -> bool {
    let tail = (1.0 - coverage) / 2.0;
    count_at_most(one.came, one.expected, spread) > tail && count_at_least(one.came, one.expected, spread) > tail
}

/// How many deviations to both sides hold `coverage` of normal noise.
pub(super) fn normal_distance(coverage: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(coverage)
}

fn month_error(days: &[Tried], months: usize) -> f64 {
    let squares: f64 = (0..months)
        .map(|month| {
            let of_month = days.iter().filter(|one| one.month == month);
            let (came, expected) = of_month.fold((0.0, 0.0), |sum, one| (sum.0 + one.came, sum.1 + one.expected));
            ((came - expected) / f64::max(came, 1.0)).powi(2)
        })
        .sum();
    (squares / months.max(1) as f64).sqrt()
}
