//! What the days of the month should have held, by calendar, trend and the month's own level.

use super::facts::MonthFacts;
use super::finding::SilenceReason;
use crate::forecast::DayModel;
use crate::series::{CalendarDay, CountedDay};
use crate::statistics::median;

const DAYS_BEFORE_MIN: usize = 56;
const CONTACTS_BEFORE_MIN: u64 = 500;
const DAYS_MIN: usize = 10;
/// A month's level is taken from its days within these bounds.
const LEVEL_MAX: f64 = 4.0;

/// A day of the month beside what was expected of it.
pub(super) struct ExpectedDay<'f> {
    pub(super) counted: &'f CountedDay,
    pub(super) mean: f64,
    /// Variance over mean, by days' own scatter and by what the model does not know.
    pub(super) dispersion: f64,
    /// The mean of each open half hour.
    pub(super) bands: Vec<f64>,
}

impl ExpectedDay<'_> {
    /// Variance over mean of a part of the day of which `mean` is expected.
    pub(super) fn dispersion_of_part(&self, mean: f64) -> f64 {
        1.0 + (self.dispersion - 1.0) * mean / self.mean.max(f64::MIN_POSITIVE)
    }
}

/// The month's days with their expectations. The level is the month's own (the median over its days), so that a busy
/// month is not thirty busy days.
///
/// # Errors
/// Why nothing can be expected.
pub(super) fn expectations(facts: &MonthFacts) -> Result<Vec<ExpectedDay<'_>>, SilenceReason> {
    let (before, days) = (facts.before.days().len(), facts.days.days().len());
    if before < DAYS_BEFORE_MIN {
        return Err(SilenceReason::Days { have: before, need: DAYS_BEFORE_MIN });
    }
    if days < DAYS_MIN {
        return Err(SilenceReason::Days { have: days, need: DAYS_MIN });
    }
    let too_few = SilenceReason::Contacts { have: facts.before.total(), need: CONTACTS_BEFORE_MIN };
    if facts.before.total() < CONTACTS_BEFORE_MIN {
        return Err(too_few);
    }
    let model = DayModel::learn(&facts.before, &facts.renewals).ok_or(too_few)?;
    let calendar: Vec<CalendarDay> = facts.days.days().iter().map(|day| day.day).collect();
    let expected = model.expect(&calendar);
    let ratios = facts.days.days().iter().zip(&expected).map(|(day, (mean, _))| day.total() as f64 / mean.max(1e-9));
    let level = median(ratios.collect()).clamp(1.0 / LEVEL_MAX, LEVEL_MAX);
    // The median of n ratios is unsure by π/2 of a mean's variance.
    let own_level = 1.0 + std::f64::consts::FRAC_PI_2 / days as f64;
    let days = facts.days.days().iter().zip(&expected).map(|(counted, (mean, unsure))| {
        let mean = mean * level;
        let bands = model.shares_of(&counted.day).iter().map(|share| share * mean).collect();
        ExpectedDay { counted, mean, dispersion: model.dispersion() * own_level + mean * unsure, bands }
    });
    Ok(days.collect())
}
