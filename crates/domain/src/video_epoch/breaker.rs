//! A breaker: after too many failures in a short time, something is left alone for a while.

use std::collections::VecDeque;

use crate::time::Timestamp;

/// Failures that open the breaker.
const FAILURES_MAX: usize = 2;
/// Within which they must fall, in milliseconds.
const WITHIN_MS: u64 = 5 * 60_000;
/// How long it stays open, in milliseconds.
const OPEN_MS: u64 = 10 * 60_000;

/// Counts failures and says whether another try is worth it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: VecDeque<Timestamp>,
    open_until: Option<Timestamp>,
}

impl Breaker {
    /// Counts a failure.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures.retain(|at| now.since_ms(*at) < WITHIN_MS);
        self.failures.push_back(now);
        if self.failures.len() >= FAILURES_MAX {
            self.failures.clear();
            self.open_until = Some(now.plus_ms(OPEN_MS));
        }
    }

    /// Until when nothing is to be tried; None while the breaker is closed.
    #[must_use]
    pub fn open_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.open_until.filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60_000;

    fn after(failures_min: &[i64]) -> Breaker {
        let mut breaker = Breaker::default();
        for at in failures_min {
            breaker.failed(Timestamp(at * MINUTE_MS));
        }
        breaker
    }

    fn check(failures_min: &[i64], now_min: i64, open_until_min: Option<i64>) {
        let found = after(failures_min).open_until(Timestamp(now_min * MINUTE_MS));
        assert_eq!(found, open_until_min.map(|at| Timestamp(at * MINUTE_MS)), "{failures_min:?} at {now_min}");
    }

    #[test]
    fn two_failures_within_five_minutes_open_it_for_ten() {
        check(&[0], 0, None);
        check(&[0, 4], 4, Some(14));
        check(&[0, 4], 13, Some(14));
        check(&[0, 4], 14, None);
        check(&[0, 5], 5, None);
        check(&[0, 5, 9], 9, Some(19));
        check(&[0, 1, 15], 15, None);
        check(&[0, 1, 15, 16], 16, Some(26));
    }
}
