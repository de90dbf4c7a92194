//! The one edge of the server that reads the clock and throws the dice.
//!
//! Time is the wall clock of the start plus what a monotonic clock has counted since, so a
//! clock that jumps moves no ring timeout and no wrap-up. A jump is noticed, logged and
//! shown as an alarm. Where people compare with their own watch (one-time codes), `wall`
//! is read instead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};

/// How far wall clock and counted time may part before it is called a jump.
const JUMP: TimeDelta = TimeDelta::milliseconds(2_000);

/// How often the two are compared.
const WATCH_INTERVAL: Duration = Duration::from_secs(10);

/// A fresh id, ordered by the time it was made (UUID version 7).
pub fn fresh_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// Bytes nobody can guess.
pub fn chance<const N: usize>() -> [u8; N] {
    rand::random()
}

/// Reads time; cheap to clone, every clone tells the same.
#[derive(Clone, Debug)]
pub struct Clock {
    started_at: DateTime<Utc>,
    started: Instant,
    jumped_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Starts counting from the wall clock.
    pub fn start() -> Self {
        Self { started_at: wall(), started: Instant::now(), jumped_ms: Arc::new(AtomicI64::new(0)) }
    }

    /// Counted time: never goes back, never jumps. Whole milliseconds.
    pub fn now(&self) -> DateTime<Utc> {
        let elapsed = TimeDelta::from_std(self.started.elapsed()).unwrap_or(TimeDelta::MAX);
        to_ms(self.started_at + elapsed)
    }

    /// Counted time as sleeping tasks take it.
    pub fn instant(&self) -> tokio::time::Instant {
        tokio::time::Instant::now()
    }

    /// What the wall clock says, jumps and all.
    pub fn wall(&self) -> DateTime<Utc> {
        wall()
    }

    /// How far the wall clock has parted from counted time when it was last looked at, in ms; 0 within tolerance.
    pub fn jumped_ms(&self) -> i64 {
        self.jumped_ms.load(Ordering::Relaxed)
    }

    /// Compares the clocks until the program ends, and logs each jump once.
    pub async fn watch(self) {
        let mut ticks = tokio::time::interval(WATCH_INTERVAL);
        loop {
            ticks.tick().await;
            let parted = jump(self.now(), wall());
            let before = self.jumped_ms.swap(parted, Ordering::Relaxed);
            if (before - parted).abs() >= JUMP.num_milliseconds() {
                tracing::warn!(parted_ms = parted, "the system clock jumped; timers are not moved by it");
            }
        }
    }
}

fn jump(counted: DateTime<Utc>, wall: DateTime<Utc>) -> i64 {
    let parted = wall - counted;
    if parted.abs() < JUMP { 0 } else { parted.num_milliseconds() }
}

fn to_ms(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

#[expect(clippy::disallowed_methods, reason = "this module is the edge that reads the clock")]
fn wall() -> DateTime<Utc> {
    DateTime::<Utc>::from(SystemTime::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_the_wall_clock_is_a_jump_and_drift_is_not() {
        let at = DateTime::from_timestamp_millis(1_790_000_000_000).unwrap();
        assert_eq!(jump(at, at + TimeDelta::milliseconds(1_999)), 0);
        assert_eq!(jump(at, at + TimeDelta::seconds(3_600)), 3_600_000);
        assert_eq!(jump(at, at - TimeDelta::seconds(5)), -5_000);
    }

    #[test]
    fn counted_time_never_goes_back() {
        let clock = Clock::start();
        let mut last = clock.now();
        for _ in 0..1_000 {
            let next = clock.now();
            assert!(next >= last);
            last = next;
        }
    }
}
