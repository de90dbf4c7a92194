//! What was asked of the browser and is not answered yet. Pure: time is an argument.

use std::collections::BTreeMap;
use std::time::Duration;

/// At most this many calls are open at once; a page that makes more is more than one visit needs.
pub const OPEN_CALLS_MAX: usize = 20_000;

/// The open calls, each with what it was asked for and until when an answer counts.
#[derive(Debug)]
pub struct Calls<W> {
    last: u64,
    open: BTreeMap<u64, (W, Duration)>,
}

impl<W> Default for Calls<W> {
    fn default() -> Self {
        Self { last: 0, open: BTreeMap::new() }
    }
}

impl<W> Calls<W> {
    /// Notes a call and gives it its number. None when too many are open.
    #[must_use]
    pub fn ask(&mut self, want: W, until: Duration) -> Option<u64> {
        if self.open.len() >= OPEN_CALLS_MAX {
            return None;
        }
        self.last += 1;
        self.open.insert(self.last, (want, until));
        Some(self.last)
    }

    /// What the call with this number was for. None for a number never given, answered before or too late.
    pub fn settle(&mut self, id: u64) -> Option<W> {
        self.open.remove(&id).map(|(want, _)| want)
    }

    /// Takes out the calls whose time is over at `now`.
    pub fn expired(&mut self, now: Duration) -> Vec<W> {
        let late: Vec<u64> = self.open.iter().filter(|(_, (_, until))| *until <= now).map(|(id, _)| *id).collect();
        late.into_iter().filter_map(|id| self.settle(id)).collect()
    }

    /// Takes out everything: the pipe is lost and whoever waits is told.
    pub fn all(&mut self) -> Vec<W> {
        std::mem::take(&mut self.open).into_values().map(|(want, _)| want).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_once_and_not_after_its_time() {
        let mut calls = Calls::default();
        let first = calls.ask("first", Duration::from_secs(1)).unwrap();
        let second = calls.ask("second", Duration::from_secs(2)).unwrap();
        assert_eq!(calls.settle(second), Some("second"));
        assert_eq!(calls.settle(second), None);
        assert_eq!(calls.expired(Duration::from_millis(999)), Vec::<&str>::new());
        assert_eq!(calls.expired(Duration::from_secs(1)), vec!["first"]);
        assert_eq!(calls.settle(first), None);
    }

    #[test]
    fn a_lost_pipe_tells_everybody_who_waits() {
        let mut calls = Calls::default();
        for n in 0..3 {
            assert!(calls.ask(n, Duration::from_secs(1)).is_some());
        }
        assert_eq!(calls.all(), vec![0, 1, 2]);
    }

    #[test]
    fn open_calls_are_bounded() {
        let mut calls = Calls::default();
        for _ in 0..OPEN_CALLS_MAX {
            assert!(calls.ask((), Duration::MAX).is_some());
        }
        assert_eq!(calls.ask((), Duration::MAX), None);
    }
}
