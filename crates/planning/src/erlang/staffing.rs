//! The formulas turned round: seats for a target, calls for a number of seats.

use super::delay::erlang_c;
use super::demand::{CALLS_PER_HOUR_MAX, Demand, ErlangError, SEATS_MAX, Target, Waiting, check_seats};
use super::patience::erlang_a;
use std::time::Duration;

/// What callers do while they wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Callers {
    /// They wait until they are answered (Erlang C): the cautious reading.
    Stay,
    /// They hang up after an exponential time of this mean (Erlang A).
    HangUpAfter(Duration),
}

/// Waiting of `demand` at `seats`.
///
/// # Errors
/// As `erlang_c` and `erlang_a`.
pub fn waiting(demand: &Demand, seats: u32, callers: Callers, within: Duration) -> Result<Waiting, ErlangError> {
    match callers {
        Callers::Stay => erlang_c(demand, seats, within),
        Callers::HangUpAfter(patience) => erlang_a(demand, seats, patience, within),
    }
}

/// The fewest seats that reach `target`; one at least, since an open queue is staffed.
///
/// # Errors
/// `OutOfReach` where `SEATS_MAX` are too few, and those of the formulas.
pub fn seats_for(demand: &Demand, callers: Callers, target: &Target) -> Result<u32, ErlangError> {
    let (mut too_few, mut enough) = (0, 1);
    while !reaches(demand, enough, callers, target)? {
        if enough == SEATS_MAX {
            return Err(ErlangError::OutOfReach);
        }
        too_few = enough;
        enough = (enough * 2).min(SEATS_MAX);
    }
    // More seats never make a caller wait longer, so the border is found by halving.
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if reaches(demand, middle, callers, target)? {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Ok(enough)
}

/// The most calls an hour, whole, at which `seats` still reach `target`.
///
/// # Errors
/// As `calls_held`.
pub fn calls_held_whole(seats: u32, handling: Duration, callers: Callers, target: &Target) -> Result<u32, ErlangError> {
    let calls = calls_held(seats, handling, callers, target)?;
    // Halving ends a hair's breadth below the border, which may be a whole number.
    let above = (calls + 1e-6).floor();
    let demand = Demand::new(above, handling)?;
    let whole = if reaches(&demand, seats, callers, target)? { above } else { calls.floor() };
    Ok(whole as u32)
}

/// The most calls an hour at which `seats` still reach `target`; 0 where not even one caller is answered in time.
///
/// # Errors
/// `Seats`, `HandlingTime` or `Patience` outside their limits.
pub fn calls_held(seats: u32, handling: Duration, callers: Callers, target: &Target) -> Result<f64, ErlangError> {
    check_seats(seats)?;
    Demand::new(0.0, handling)?;
    let (mut held, mut too_many) = (0.0, CALLS_PER_HOUR_MAX);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(held, too_many);
        if reaches(&Demand::new(middle, handling)?, seats, callers, target)? {
            held = middle;
        } else {
            too_many = middle;
        }
    }
    Ok(held)
}

/// A million calls an hour halved so often is less than a millionth of a call.
const HALVINGS: u32 = 44;

fn reaches(demand: &Demand, seats: u32, callers: Callers, target: &Target) -> Result<bool, ErlangError> {
    match waiting(demand, seats, callers, target.within()) {
        Ok(waiting) => Ok(waiting.service_level >= target.share()),
        Err(ErlangError::Overloaded { .. }) => Ok(false),
        Err(refusal) => Err(refusal),
    }
}
