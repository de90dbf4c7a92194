//! How often one may be wrong: pure counting of failed attempts with a growing wait.
//!
//! Owns the rule alone; time is an argument. Failures are remembered for fifteen minutes,
//! in memory: whoever can restart the server needs no password. It must never learn a
//! password or keep more names than `KEYS_MAX`.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

/// How long a failure counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// The first wait; it doubles with each further failure.
const FIRST_WAIT_S: i64 = 15;

/// The longest wait.
const WAIT_S_MAX: i64 = 900;

/// The most names or addresses remembered; the least recent makes room.
const KEYS_MAX: usize = 20_000;

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

/// Failed attempts by name or address.
#[derive(Debug)]
pub struct Attempts {
    allowed: u32,
    failures: BTreeMap<String, Failures>,
}

impl Attempts {
    /// Lets each name fail `allowed` times before it waits.
    pub fn new(allowed: u32) -> Self {
        Self { allowed, failures: BTreeMap::new() }
    }

    /// Seconds `key` must wait before its next attempt; none when it may try at once.
    pub fn wait_s(&self, key: &str, now: DateTime<Utc>) -> Option<u64> {
        let failures = self.failures.get(key)?;
        if now - failures.last >= WINDOW {
            return None;
        }
        let beyond = failures.count.checked_sub(self.allowed)?;
        let wait = (FIRST_WAIT_S << beyond.min(10)).min(WAIT_S_MAX);
        let left = (failures.last + TimeDelta::seconds(wait)) - now;
        u64::try_from(left.num_seconds() + 1).ok().filter(|_| left > TimeDelta::zero())
    }

    /// Counts a failure.
    pub fn failed(&mut self, key: &str, now: DateTime<Utc>) {
        if self.failures.len() >= KEYS_MAX && !self.failures.contains_key(key) {
            self.make_room(now);
        }
        let failures = self.failures.entry(key.to_owned()).or_insert(Failures { count: 0, last: now });
        if now - failures.last >= WINDOW {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
    }

    /// Forgets the failures of a name that got in.
    pub fn succeeded(&mut self, key: &str) {
        self.failures.remove(key);
    }

    fn make_room(&mut self, now: DateTime<Utc>) {
        self.failures.retain(|_, one| now - one.last < WINDOW);
        if self.failures.len() >= KEYS_MAX {
            let oldest = self.failures.iter().min_by_key(|(_, one)| one.last).map(|(key, _)| key.clone());
            if let Some(key) = oldest {
                self.failures.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + s, 0).unwrap()
    }

    #[test]
    fn the_fifth_failure_waits_and_the_wait_doubles() {
        let mut attempts = Attempts::new(5);
        for n in 0..4 {
            attempts.failed("sato", at(n));
            assert_eq!(attempts.wait_s("sato", at(n)), None);
        }
        attempts.failed("sato", at(4));
        assert_eq!(attempts.wait_s("sato", at(4)), Some(16));
        assert_eq!(attempts.wait_s("sato", at(19)), None);
        attempts.failed("sato", at(19));
        assert_eq!(attempts.wait_s("sato", at(19)), Some(31));
        assert_eq!(attempts.wait_s("suzuki", at(19)), None);
    }

    #[test]
    fn the_wait_never_exceeds_fifteen_minutes_and_then_all_is_forgotten() {
        let mut attempts = Attempts::new(3);
        for _ in 0..200 {
            attempts.failed("sato", at(0));
        }
        assert_eq!(attempts.wait_s("sato", at(0)), Some(901));
        assert_eq!(attempts.wait_s("sato", at(900)), None);
        attempts.failed("sato", at(900));
        assert_eq!(attempts.wait_s("sato", at(900)), None);
    }

    #[test]
    fn getting_in_forgets_the_failures() {
        let mut attempts = Attempts::new(1);
        attempts.failed("sato", at(0));
        attempts.succeeded("sato");
        assert_eq!(attempts.wait_s("sato", at(0)), None);
    }

    #[test]
    fn a_flood_of_names_is_bounded() {
        let mut attempts = Attempts::new(1);
        for n in 0..KEYS_MAX + 50 {
            attempts.failed(&n.to_string(), at(n as i64 / 1_000));
        }
        assert!(attempts.failures.len() <= KEYS_MAX);
    }
}
