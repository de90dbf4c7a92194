//! Erlang C: callers wait until a seat is free, however long.

use super::demand::{Demand, ErlangError, Waiting, check_seats};
use super::loss::blocking;
use std::time::Duration;

/// Waiting of `demand` at `seats`, with the share answered within `within`.
///
/// With load A, N seats and Erlang B's B: C = N·B / (N − A·(1 − B)); the share answered in time is
/// 1 − C·exp(−(N − A)·t / AHT) and the mean wait C·AHT / (N − A).
/// Source: A. K. Erlang 1917; R. B. Cooper, Introduction to Queueing Theory, 2nd ed., §3.4.
///
/// # Errors
/// `Seats` outside the limit; `Overloaded` where the load is not below the number of seats.
pub fn erlang_c(demand: &Demand, seats: u32, within: Duration) -> Result<Waiting, ErlangError> {
    check_seats(seats)?;
    let load = demand.load_erlangs();
    let spare = f64::from(seats) - load;
    if spare <= 0.0 {
        return Err(ErlangError::Overloaded { load_erlangs: load, seats });
    }
    let blocked = blocking(load, seats)?;
    let delayed = f64::from(seats) * blocked / (f64::from(seats) - load * (1.0 - blocked));
    let handling_s = demand.handling().as_secs_f64();
    Ok(Waiting {
        delayed,
        service_level: 1.0 - delayed * (-spare * within.as_secs_f64() / handling_s).exp(),
        abandoned: 0.0,
        answer_speed: bounded(delayed * handling_s / spare),
        occupancy: load / f64::from(seats),
    })
}

/// Just below saturation the mean wait passes every bound; a year stands for "never".
fn bounded(seconds: f64) -> Duration {
    const YEAR_S: f64 = 365.0 * 24.0 * 3600.0;
    Duration::from_secs_f64(seconds.min(YEAR_S))
}
