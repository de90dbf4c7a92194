//! Erlang B: calls that find every line busy are lost.

use super::demand::{ErlangError, SEATS_MAX, check_seats};

/// Share of calls that find `lines` busy when `load_erlangs` come in, 0 to 1.
///
/// By the recursion B(n) = A·B(n−1) / (n + A·B(n−1)), B(0) = 1: only sums and quotients of positive numbers, so
/// nothing overflows and nothing cancels.
/// Source: A. K. Erlang 1917; the recursion in V. B. Iversen, Teletraffic Engineering and Network Planning, §4.4.1.
///
/// # Errors
/// `Seats` outside the limit; `CallsPerHour` for a load that is no number or negative.
pub fn blocking(load_erlangs: f64, lines: u32) -> Result<f64, ErlangError> {
    check_seats(lines)?;
    if !load_erlangs.is_finite() || load_erlangs < 0.0 {
        return Err(ErlangError::CallsPerHour(load_erlangs));
    }
    Ok((1..=lines).fold(1.0, |blocked, line| next(load_erlangs, blocked, line)))
}

/// The fewest lines that lose at most `share_max` of calls.
///
/// # Errors
/// `Share` or `CallsPerHour` for values outside their limits, `OutOfReach` where no number of lines does it.
pub fn lines_for(load_erlangs: f64, share_max: f64) -> Result<u32, ErlangError> {
    if !(share_max > 0.0 && share_max < 1.0) {
        return Err(ErlangError::Share(share_max));
    }
    if !load_erlangs.is_finite() || load_erlangs < 0.0 {
        return Err(ErlangError::CallsPerHour(load_erlangs));
    }
    let mut blocked = 1.0;
    for lines in 1..=SEATS_MAX {
        blocked = next(load_erlangs, blocked, lines);
        if blocked <= share_max {
            return Ok(lines);
        }
    }
    Err(ErlangError::OutOfReach)
}

fn next(load_erlangs: f64, blocked: f64, line: u32) -> f64 {
    load_erlangs * blocked / (f64::from(line) + load_erlangs * blocked)
}
