//! When to leave a failing engine alone, and when to try it again.

use domain::time::Timestamp;

/// Failures in a row that open the breaker.
const FAILURES_MAX: u32 = 3;
/// How long the engine is left alone, doubled each time it fails again, in milliseconds.
const PAUSE_MIN_MS: u64 = 10_000;
const PAUSE_MAX_MS: u64 = 300_000;

/// A breaker before one engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    state: State,
    pause_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// The engine is asked; so many failures in a row.
    Closed(u32),
    /// The engine is left alone until then.
    Open(Timestamp),
    /// One segment tries it out; another may when that one has not come back by then.
    Trying(Timestamp),
}

impl Default for Breaker {
    fn default() -> Self {
        Self { state: State::Closed(0), pause_ms: PAUSE_MIN_MS }
    }
}

impl Breaker {
    /// Whether the engine may be asked. A yes after a pause is for one segment alone.
    #[must_use]
    pub fn admits(&mut self, now: Timestamp) -> bool {
        match self.state {
            State::Closed(_) => true,
            State::Open(until) | State::Trying(until) if now < until => false,
            State::Open(_) | State::Trying(_) => {
                self.state = State::Trying(now.plus_ms(self.pause_ms));
                true
            }
        }
    }

    /// The engine answered as it should.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The engine failed.
    pub fn failed(&mut self, now: Timestamp) {
        match self.state {
            State::Closed(failures) if failures + 1 < FAILURES_MAX => self.state = State::Closed(failures + 1),
            State::Closed(_) => self.state = State::Open(now.plus_ms(self.pause_ms)),
            State::Open(_) => {}
            State::Trying(_) => {
                self.pause_ms = (self.pause_ms * 2).min(PAUSE_MAX_MS);
                self.state = State::Open(now.plus_ms(self.pause_ms));
            }
        }
    }

    /// Whether the engine is left alone or only tried out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed(_))
    }
}
