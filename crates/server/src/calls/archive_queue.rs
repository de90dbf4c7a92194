//! Whose turn it is among recordings that wait: what just closed before what failed before.
//!
//! Pure: moments come in as arguments. It must never know files or why a recording was held back beyond
//! whether its text or its store did it.

use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::closed_recording::ClosedRecording;

/// How long a store that refused is left alone.
const STORE_PAUSE: Duration = Duration::from_secs(10);
/// How long recognition that failed is left alone, first and at most.
const TEXT_PAUSE: Duration = Duration::from_secs(10);
const TEXT_PAUSE_MAX: Duration = Duration::from_secs(300);
/// How long a recording may wait for its text before it is an alarm.
const TEXT_PATIENCE: Duration = Duration::from_secs(300);

/// A recording in the spool.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) id: Uuid,
    pub(super) measured: Option<(serde_json::Value, Option<String>)>,
}

impl Waiting {
    pub(super) fn leftover(id: Uuid) -> Self {
        Self { id, measured: None }
    }

    pub(super) fn closed(closed: &ClosedRecording) -> Self {
        Self { id: closed.id, measured: Some((closed.stats(), closed.summary.fault.clone())) }
    }
}

/// How things stand with those that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Well,
    /// The store or the database refused one.
    Store,
    /// One has waited too long for its text.
    Text,
}

#[derive(Debug)]
struct Entry {
    one: Waiting,
    since: Instant,
    due: Instant,
}

/// What is remembered of one that failed, while it is tried again too.
#[derive(Debug)]
struct Failed {
    id: Uuid,
    since: Instant,
    times: u32,
    by_text: bool,
}

/// Recordings that wait.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Vec<Entry>,
    failed: Vec<Failed>,
}

impl Queue {
    /// A recording that has closed, or lay in the spool at the start.
    pub(super) fn push(&mut self, one: Waiting, now: Instant) {
        self.waiting.push(Entry { one, since: now, due: now });
    }

    /// The one whose turn it is: of those whose time has come, one never tried before one that failed, and
    /// the longest waiting of each.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<Waiting> {
        let due = self.waiting.iter().enumerate().filter(|(_, entry)| entry.due <= now);
        let rank = |entry: &Entry| (self.times(entry.one.id), entry.since);
        let (at, _) = due.min_by_key(|(_, entry)| rank(entry))?;
        Some(self.waiting.remove(at).one)
    }

    /// One that was held back, by its text or by its store.
    pub(super) fn put_back(&mut self, one: Waiting, by_text: bool, now: Instant) {
        let known = self.failed.iter_mut().find(|failed| failed.id == one.id);
        let (since, times) = match known {
            Some(failed) => {
                failed.times += 1;
                failed.by_text = by_text;
                (failed.since, failed.times)
            }
            None => {
                self.failed.push(Failed { id: one.id, since: now, times: 1, by_text });
                (now, 1)
            }
        };
        self.waiting.push(Entry { one, since, due: now + pause(by_text, times) });
    }

    /// When the next one's time comes.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.waiting.iter().map(|entry| entry.due).min()
    }

    /// How things stand.
    pub(super) fn standing(&self, now: Instant) -> Standing {
        let mut standing = Standing::Well;
        for failed in &self.failed {
            match failed.by_text {
                false => return Standing::Store,
                true if now >= failed.since + TEXT_PATIENCE => standing = Standing::Text,
                true => {}
            }
        }
        standing
    }

    /// One that was taken has been finished.
    pub(super) fn finished(&mut self, id: Uuid) {
        self.failed.retain(|failed| failed.id != id);
    }

    fn times(&self, id: Uuid) -> u32 {
        self.failed.iter().find(|failed| failed.id == id).map_or(0, |failed| failed.times)
    }
}

fn pause(by_text: bool, times: u32) -> Duration {
    if by_text { (TEXT_PAUSE * 2_u32.saturating_pow(times.min(16) - 1)).min(TEXT_PAUSE_MAX) } else { STORE_PAUSE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(n: u128) -> Waiting {
        Waiting::leftover(Uuid::from_u128(n))
    }

    fn taken(queue: &mut Queue, now: Instant) -> Option<u128> {
        queue.take_due(now).map(|one| one.id.as_u128())
    }

    #[test]
    fn what_just_closed_goes_before_what_failed_and_each_in_its_order() {
        let (mut queue, start) = (Queue::default(), Instant::now());
        let at = |s| start + Duration::from_secs(s);
        queue.push(one(1), at(0));
        assert_eq!(taken(&mut queue, at(0)), Some(1));
        queue.put_back(one(1), true, at(0));
        assert_eq!((taken(&mut queue, at(9)), queue.next_due()), (None, Some(at(10))));
        queue.push(one(2), at(11));
        queue.push(one(3), at(12));
        let order: Vec<_> = std::iter::from_fn(|| taken(&mut queue, at(20))).collect();
        assert_eq!(order, [2, 3, 1]);
    }

    #[test]
    fn recognition_that_fails_is_left_alone_longer_each_time_and_a_store_for_the_same_time() {
        let check = |by_text, times, seconds| assert_eq!(pause(by_text, times), Duration::from_secs(seconds));
        for (times, seconds) in [(1, 10), (2, 20), (3, 40), (5, 160), (6, 300), (1_000, 300)] {
            check(true, times, seconds);
            check(false, times, 10);
        }
    }

    #[test]
    fn a_store_that_refuses_is_an_alarm_at_once_and_recognition_after_five_minutes() {
        let (mut queue, start) = (Queue::default(), Instant::now());
        let at = |s| start + Duration::from_secs(s);
        queue.push(one(1), at(0));
        assert_eq!(queue.standing(at(1_000)), Standing::Well, "nothing failed");
        queue.take_due(at(0));
        queue.put_back(one(1), true, at(1));
        assert_eq!(queue.standing(at(300)), Standing::Well);
        queue.take_due(at(20));
        queue.put_back(one(1), true, at(21));
        assert_eq!(queue.standing(at(301)), Standing::Text, "since the first time");
        queue.push(one(2), at(301));
        queue.take_due(at(301));
        queue.put_back(one(2), false, at(302));
        assert_eq!(queue.standing(at(302)), Standing::Store);
        for (second, id) in [(320, 2), (400, 1)] {
            queue.take_due(at(second));
            queue.finished(Uuid::from_u128(id));
        }
        assert_eq!(queue.standing(at(401)), Standing::Well);
    }
}
