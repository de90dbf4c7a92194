//! What is asked of a queue, what comes out, and what is refused.

use std::time::Duration;
use thiserror::Error;

/// Seats (or lines) beyond this are refused: a city's counter has three, the largest call centres some thousands.
pub const SEATS_MAX: u32 = 10_000;
/// Calls an hour beyond this are refused.
pub const CALLS_PER_HOUR_MAX: f64 = 1_000_000.0;
/// Handling times and patience beyond a day are refused.
const TIME_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Why a formula gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ErlangError {
    /// A rate that is no number, negative or beyond `CALLS_PER_HOUR_MAX`.
    #[error("{0} calls an hour is outside 0 to {CALLS_PER_HOUR_MAX}")]
    CallsPerHour(f64),
    /// A handling time of nothing or of more than a day.
    #[error("a handling time of {0:?} is outside 1 ms to 24 h")]
    HandlingTime(Duration),
    /// A patience of nothing or of more than a day.
    #[error("a patience of {0:?} is outside 1 ms to 24 h")]
    Patience(Duration),
    /// No seat, or more than `SEATS_MAX`.
    #[error("{0} seats are outside 1 to {SEATS_MAX}")]
    Seats(u32),
    /// A share that is none, or that nothing can reach.
    #[error("a share of {0} is outside 0 to 1, both left out")]
    Share(f64),
    /// Erlang C has no steady state: more work comes in than the seats can do.
    #[error("{load_erlangs:.3} erlangs are more than {seats} seats can ever work off")]
    Overloaded {
        /// Work that comes in, in erlangs.
        load_erlangs: f64,
        /// Seats there are.
        seats: u32,
    },
    /// Not even `SEATS_MAX` seats reach the target.
    #[error("no number of seats up to {SEATS_MAX} reaches the target")]
    OutOfReach,
}

/// A steady stream of calls and how long each keeps a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    calls_per_hour: f64,
    handling: Duration,
}

impl Demand {
    /// `handling` is talk, hold and after-call work together (AHT).
    ///
    /// # Errors
    /// `CallsPerHour` or `HandlingTime` where a value is outside its limits.
    pub fn new(calls_per_hour: f64, handling: Duration) -> Result<Self, ErlangError> {
        if !(0.0..=CALLS_PER_HOUR_MAX).contains(&calls_per_hour) {
            return Err(ErlangError::CallsPerHour(calls_per_hour));
        }
        if !time_is_sound(handling) {
            return Err(ErlangError::HandlingTime(handling));
        }
        Ok(Self { calls_per_hour, handling })
    }

    /// Calls an hour.
    #[must_use]
    pub fn calls_per_hour(&self) -> f64 {
        self.calls_per_hour
    }

    /// Handling time a call (AHT).
    #[must_use]
    pub fn handling(&self) -> Duration {
        self.handling
    }

    /// Work that comes in, in erlangs: calls per second times seconds a call.
    #[must_use]
    pub fn load_erlangs(&self) -> f64 {
        self.calls_per_hour / 3600.0 * self.handling.as_secs_f64()
    }
}

/// What is promised to callers, e.g. 80 % within 20 seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    share: f64,
    within: Duration,
}

impl Target {
    /// `share` of offered calls answered within `within`, strictly between 0 and 1.
    ///
    /// # Errors
    /// `Share` where the share is no share.
    pub fn new(share: f64, within: Duration) -> Result<Self, ErlangError> {
        if share > 0.0 && share < 1.0 { Ok(Self { share, within }) } else { Err(ErlangError::Share(share)) }
    }

    /// 80 % within 20 seconds, the default of figures.
    #[must_use]
    pub fn eighty_twenty() -> Self {
        Self { share: 0.8, within: Duration::from_secs(20) }
    }

    /// The share of offered calls, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }

    /// The longest wait that counts as in time.
    #[must_use]
    pub fn within(&self) -> Duration {
        self.within
    }
}

/// What callers of a queue meet in its steady state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// Share of offered calls that find every seat busy.
    pub delayed: f64,
    /// Share of offered calls answered within the asked time.
    pub service_level: f64,
    /// Share of offered calls that hang up while waiting; 0 where callers wait for ever.
    pub abandoned: f64,
    /// Mean wait of answered calls (ASA).
    pub answer_speed: Duration,
    /// Share of their time in which seats handle calls.
    pub occupancy: f64,
}

/// # Errors
/// `Seats` outside 1 to `SEATS_MAX`.
pub(super) fn check_seats(seats: u32) -> Result<(), ErlangError> {
    if (1..=SEATS_MAX).contains(&seats) { Ok(()) } else { Err(ErlangError::Seats(seats)) }
}

pub(super) fn time_is_sound(time: Duration) -> bool {
    time >= Duration::from_millis(1) && time <= TIME_MAX
}
