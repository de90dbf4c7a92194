//! The outlook on the days ahead.

use super::back_test::{BackTest, NotCarried, back_test, normal_distance};
use super::day_model::{DayModel, Renewals};
use crate::series::{Band, CalendarDay, Month, Series};
use crate::statistics::count_quantile;

/// A count that is to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The mean of what is expected.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: u32,
    /// Upper end of the interval.
    pub high: u32,
}

/// A half hour that is to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandOutlook {
    /// Which one.
    pub band: Band,
    /// Its contacts.
    pub contacts: Expected,
}

/// A day that is to come.
#[derive(Debug, Clone, PartialEq)]
pub struct DayOutlook {
    /// The day.
    pub day: CalendarDay,
    /// Its contacts.
    pub contacts: Expected,
    /// Its open half hours.
    pub bands: Vec<BandOutlook>,
}

/// What a reader should know of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// Less than 400 days are known: the time of the year is not in it.
    NoYear,
    /// Fewer than three known months have a number of certificates due: they are not in it.
    NoRenewals,
    /// The month ahead has no number of certificates due: a typical month was taken.
    RenewalsAheadUnknown(Month),
}

/// The outlook and how far it can be trusted.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The days, in order.
    pub days: Vec<DayOutlook>,
    /// All days together.
    pub total: Expected,
    /// The same forecast on the past.
    pub back_test: BackTest,
    /// What to know.
    pub notes: Vec<Note>,
}

/// Forecasts the open days `ahead` from `past`; intervals are to hold `coverage` of counts (bounded to 0.5..=0.99).
///
/// # Errors
/// Why the past carries no forecast.
pub fn forecast(
    past: &Series,
    ahead: &[CalendarDay],
    renewals: &Renewals,
    coverage: f64,
) -> Result<Forecast, NotCarried> {
    let coverage = coverage.clamp(0.5, 0.99);
    let back_test = back_test(past, renewals, coverage)?;
    let model = DayModel::learn(past, renewals).ok_or(NotCarried::TooFew { contacts: past.total() })?;
    let days: Vec<DayOutlook> = ahead
        .iter()
        .zip(model.expect(ahead))
        .map(|(day, (mean, _))| day_outlook(&model, day, mean, &back_test))
        .collect();
    let total = total(&days, &back_test);
    let notes = notes(&model, past, ahead, renewals);
    Ok(Forecast { days, total, back_test, notes })
}

fn day_outlook(model: &DayModel, day: &CalendarDay, mean: f64, tried: &BackTest) -> DayOutlook {
    let bands = day
        .open
        .bands()
        .zip(model.shares_of(day))
        .map(|(band, share)| BandOutlook { band, contacts: interval(mean * share, tried.band_spread, tried.coverage) })
        .collect();
    DayOutlook { day: *day, contacts: interval(mean, tried.day_spread, tried.coverage), bands }
}

fn interval(mean: f64, spread: f64, coverage: f64) -> Expected {
    let tail = (1.0 - coverage) / 2.0;
    Expected { mean, low: count_quantile(tail, mean, spread), high: count_quantile(1.0 - tail, mean, spread) }
}

/// Days err together where the level moved, so the sum's spread is what months' sums missed by, and what single days
/// would miss by alone if that is more.
fn total(days: &[DayOutlook], tried: &BackTest) -> Expected {
    let mean: f64 = days.iter().map(|day| day.contacts.mean).sum();
    let alone = mean * tried.day_spread;
    let together = (tried.month_error * mean).powi(2);
    let reach = normal_distance(tried.coverage) * (alone.max(together)).sqrt();
    Expected { mean, low: (mean - reach).max(0.0).floor() as u32, high: (mean + reach).ceil() as u32 }
}

fn notes(model: &DayModel, past: &Series, ahead: &[CalendarDay], renewals: &Renewals) -> Vec<Note> {
    let mut notes = Vec::new();
    if !model.knows_the_year() {
        notes.push(Note::NoYear);
    }
    let known = past.days().iter().map(|day| Month::of(day.day.date));
    let known: std::collections::BTreeSet<Month> = known.filter(|month| renewals.0.contains_key(month)).collect();
    if known.len() < 3 {
        notes.push(Note::NoRenewals);
        return notes;
    }
    let coming: std::collections::BTreeSet<Month> = ahead.iter().map(|day| Month::of(day.date)).collect();
    notes.extend(coming.into_iter().filter(|month| !renewals.0.contains_key(month)).map(Note::RenewalsAheadUnknown));
    notes
}
