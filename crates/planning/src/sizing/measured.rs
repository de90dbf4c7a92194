//! From counts and handling times to rates with their uncertainty.

use crate::series::{Band, COUNT_MAX, DayKind};
use crate::statistics::mean_interval;
use std::collections::BTreeMap;
use std::time::Duration;
use thiserror::Error;

/// Calls of all slots whose mean handling time a slot is given to begin with, so that one long call does not size it
/// (credibility after H. Bühlmann 1967).
const HANDLING_BORROWED: f64 = 20.0;
const HALF_HOURS_AN_HOUR: f64 = 2.0;
const DAYS_MAX: u32 = 4_000;

/// A half hour on a kind of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The kind of day.
    pub kind: DayKind,
    /// The half hour.
    pub band: Band,
}

/// What was measured in a slot, over all days of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Days on which it was open.
    pub days: u32,
    /// Contacts offered on these days.
    pub offered: u32,
    /// Of them, those whose handling time is known.
    pub handled: u32,
    /// The sum of these handling times.
    pub handling: Duration,
}

/// Why measurements are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MeasuredError {
    /// A slot without a day, or with more than eleven years of them.
    #[error("{0} days are outside 1 to {DAYS_MAX}")]
    Days(u32),
    /// More contacts than can be.
    #[error("{0} contacts in one slot are more than {COUNT_MAX}")]
    Offered(u32),
    /// No handling time in any slot.
    #[error("no contact has a handling time")]
    NothingHandled,
}

/// What a slot asks of its seats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// Contacts an hour.
    pub calls_per_hour: f64,
    /// The rate's exact 90 % interval, lower end.
    pub calls_low: f64,
    /// Its upper end.
    pub calls_high: f64,
    /// Mean handling time.
    pub handling: Duration,
}

/// The load of every slot.
///
/// # Errors
/// The first measurement that cannot be.
pub fn loads(measured: &BTreeMap<Slot, Measured>) -> Result<BTreeMap<Slot, Load>, MeasuredError> {
    let handled: f64 = measured.values().map(|slot| f64::from(slot.handled)).sum();
    if handled <= 0.0 {
        return Err(MeasuredError::NothingHandled);
    }
    let overall_s = measured.values().map(|slot| slot.handling.as_secs_f64()).sum::<f64>() / handled;
    measured.iter().map(|(slot, found)| Ok((*slot, load(found, overall_s)?))).collect()
}

fn load(found: &Measured, overall_s: f64) -> Result<Load, MeasuredError> {
    if found.days == 0 || found.days > DAYS_MAX {
        return Err(MeasuredError::Days(found.days));
    }
    if found.offered > COUNT_MAX {
        return Err(MeasuredError::Offered(found.offered));
    }
    let hours = f64::from(found.days) / HALF_HOURS_AN_HOUR;
    let (low, high) = mean_interval(f64::from(found.offered), 0.9);
    let handling_s =
        (found.handling.as_secs_f64() + HANDLING_BORROWED * overall_s) / (f64::from(found.handled) + HANDLING_BORROWED);
    Ok(Load {
        calls_per_hour: f64::from(found.offered) / hours,
        calls_low: low / hours,
        calls_high: high / hours,
        handling: Duration::from_secs_f64(handling_s.clamp(0.001, 86_400.0)),
    })
}
