//! When to leave a failing server alone, and when to try it again.
//!
//! Pure: time comes in as an argument, from whatever beginning the caller likes.

use std::time::Duration;

/// Failures in a row that open the breaker.
const FAILURES_MAX: u32 = 3;
/// How long the server is left alone, doubled each time it fails again.
const PAUSE_MIN: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_secs(300);

/// A breaker before one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    state: State,
    pause: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// The server is asked; so many failures in a row.
    Closed(u32),
    /// The server is left alone until then.
    Open(Duration),
    /// One request tries it out; another may when that one has not come back by then.
    Trying(Duration),
}

impl Default for Breaker {
    fn default() -> Self {
        Self { state: State::Closed(0), pause: PAUSE_MIN }
    }
}

impl Breaker {
    /// Whether the server may be asked. A yes after a pause is for one request alone.
    #[must_use]
    pub fn admits(&mut self, now: Duration) -> bool {
        match self.state {
            State::Closed(_) => true,
            State::Open(until) | State::Trying(until) if now < until => false,
            State::Open(_) | State::Trying(_) => {
                self.state = State::Trying(now + self.pause);
                true
            }
        }
    }

    /// The server answered as it should.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The server failed.
    pub fn failed(&mut self, now: Duration) {
        match self.state {
            State::Closed(failures) if failures + 1 < FAILURES_MAX => self.state = State::Closed(failures + 1),
            State::Closed(_) => self.state = State::Open(now + self.pause),
            State::Open(_) => {}
            State::Trying(_) => {
                self.pause = (self.pause * 2).min(PAUSE_MAX);
                self.state = State::Open(now + self.pause);
            }
        }
    }

    /// Whether the server is left alone or only tried out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES_MAX {
            assert!(breaker.admits(SECOND));
            breaker.failed(SECOND);
        }
        breaker
    }

    #[test]
    fn failures_in_a_row_open_it_and_a_success_between_starts_the_count_again() {
        assert!(opened().is_open());
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(SECOND);
            breaker.failed(SECOND);
            breaker.succeeded();
        }
        assert!(!breaker.is_open());
    }

    #[test]
    fn after_the_pause_one_request_tries_and_the_others_wait_for_it() {
        let mut breaker = opened();
        let end = SECOND + PAUSE_MIN;
        assert!(!breaker.admits(end - Duration::from_millis(1)));
        assert!(breaker.admits(end));
        assert!(!breaker.admits(end), "one is enough to find out");
        assert!(breaker.admits(end + PAUSE_MIN), "the first may never come back");
        breaker.succeeded();
        assert!(breaker.admits(end) && breaker.admits(end));
    }

    #[test]
    fn each_failed_trial_doubles_the_pause_up_to_its_limit() {
        let mut breaker = opened();
        let mut now = SECOND + PAUSE_MIN;
        let mut pause = PAUSE_MIN;
        for _ in 0..20 {
            assert!(breaker.admits(now));
            breaker.failed(now);
            pause = (pause * 2).min(PAUSE_MAX);
            assert!(!breaker.admits(now + pause - Duration::from_millis(1)));
            now += pause;
        }
        assert_eq!(pause, PAUSE_MAX);
    }
}
