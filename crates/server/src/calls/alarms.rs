//! What is wrong with the system right now, raised and cleared by code.
//!
//! Owns the list and its feed to live pages and `GET /api/health`. An alarm says what happened and
//! what it means; it is logged once when raised and once when cleared.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::broadcast;

/// Changes a live page may lag behind.
const CHANGES_MAX: usize = 64;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Stable code.
    pub code: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// An alarm was raised, or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmChange {
    /// Raised.
    Raised(Alarm),
    /// Over.
    Cleared(&'static str),
}

/// The list; cheap to clone, all clones are one.
#[derive(Debug, Clone)]
pub struct Alarms {
    list: Arc<Mutex<BTreeMap<&'static str, Alarm>>>,
    changes: broadcast::Sender<AlarmChange>,
}

impl Default for Alarms {
    fn default() -> Self {
        Self { list: Arc::default(), changes: broadcast::channel(CHANGES_MAX).0 }
    }
}

impl Alarms {
    /// Raises an alarm; one that stands already is left as it is.
    pub fn raise(&self, code: &'static str, since: DateTime<Utc>, ja: &str, en: &str) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if list.contains_key(code) {
            return;
        }
        tracing::error!(code, en, "alarm");
        let alarm = Alarm { code, since, ja: ja.to_owned(), en: en.to_owned() };
        list.insert(code, alarm.clone());
        // Nobody may be following.
        let _ = self.changes.send(AlarmChange::Raised(alarm));
    }

    /// Ends an alarm, when it stands.
    pub fn clear(&self, code: &'static str) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if list.remove(code).is_some() {
            tracing::info!(code, "alarm is over");
            let _ = self.changes.send(AlarmChange::Cleared(code));
        }
    }

    /// What is wrong right now, by code.
    #[must_use]
    pub fn standing(&self) -> Vec<Alarm> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Follows changes from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<AlarmChange> {
        self.changes.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_raised_twice_is_told_once_and_keeps_its_first_moment() {
        let alarms = Alarms::default();
        let mut changes = alarms.follow();
        let first = DateTime::from_timestamp(1_000, 0).unwrap();
        alarms.raise("disk_full", first, "ディスク", "disk");
        alarms.raise("disk_full", DateTime::from_timestamp(2_000, 0).unwrap(), "ディスク", "disk");
        assert_eq!(alarms.standing()[0].since, first);
        alarms.clear("disk_full");
        alarms.clear("disk_full");
        assert!(matches!(changes.try_recv(), Ok(AlarmChange::Raised(_))));
        assert_eq!(changes.try_recv(), Ok(AlarmChange::Cleared("disk_full")));
        assert!(changes.try_recv().is_err());
    }
}
