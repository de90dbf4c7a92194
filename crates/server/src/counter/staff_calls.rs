//! Visitors at kiosks who ask for somebody at the hall: since when, and who is on the way.
//!
//! Pure; time is an argument. Owns that a call stands for five minutes unless somebody takes it or the
//! visitor calls again. It must never know accounts: names come in.

use chrono::{DateTime, TimeDelta, Utc};

/// How long a call stands that nobody takes, and how long it is shown who took it.
const STANDS: TimeDelta = TimeDelta::minutes(5);

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StaffCall {
    /// The kiosk's name.
    pub(super) kiosk: String,
    /// Since when.
    pub(super) since: DateTime<Utc>,
    /// Who goes there, and since when.
    pub(super) taken: Option<(String, DateTime<Utc>)>,
    until: DateTime<Utc>,
}

/// The calls that stand.
#[derive(Debug, Default)]
pub(super) struct StaffCalls {
    calls: Vec<StaffCall>,
}

impl StaffCalls {
    /// A visitor at this kiosk asks for staff; a call that stands stands on, one that was taken begins anew.
    pub(super) fn call(&mut self, kiosk: &str, now: DateTime<Utc>) {
        let until = now + STANDS;
        match self.calls.iter_mut().find(|call| call.kiosk == kiosk) {
            Some(call) if call.taken.is_none() => call.until = until,
            Some(call) => *call = StaffCall { since: now, taken: None, until, kiosk: kiosk.to_owned() },
            None => self.calls.push(StaffCall { kiosk: kiosk.to_owned(), since: now, taken: None, until }),
        }
    }

    /// Somebody goes there; false when nobody calls, or somebody else was first.
    pub(super) fn take(&mut self, kiosk: &str, by: &str, now: DateTime<Utc>) -> bool {
        let call = self.calls.iter_mut().find(|call| call.kiosk == kiosk && call.taken.is_none());
        let Some(call) = call else { return false };
        call.taken = Some((by.to_owned(), now));
        call.until = now + STANDS;
        true
    }

    /// Forgets what has stood for its time; true when something was forgotten.
    pub(super) fn forget_old(&mut self, now: DateTime<Utc>) -> bool {
        let before = self.calls.len();
        self.calls.retain(|call| call.until > now);
        self.calls.len() != before
    }

    /// Calls that nobody has taken, the oldest first.
    pub(super) fn open(&self) -> Vec<String> {
        self.calls.iter().filter(|call| call.taken.is_none()).map(|call| call.kiosk.clone()).collect()
    }

    /// Every call, the oldest first.
    pub(super) fn all(&self) -> Vec<StaffCall> {
        self.calls.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn a_call_is_taken_once_and_named_by_who_was_first() {
        let mut calls = StaffCalls::default();
        calls.call("端末2", at(0));
        assert_eq!(calls.open(), ["端末2"]);
        assert!(calls.take("端末2", "市 職員", at(1)));
        assert!(!calls.take("端末2", "市 係長", at(1)), "somebody is on the way");
        assert!(!calls.take("端末1", "市 係長", at(1)), "nobody calls there");
        assert!(calls.open().is_empty());
        assert_eq!(calls.all()[0].taken, Some(("市 職員".to_owned(), at(1))));
    }

    #[test]
    fn a_call_stands_five_minutes_longer_when_it_is_made_again() {
        let mut calls = StaffCalls::default();
        calls.call("端末1", at(0));
        calls.call("端末1", at(4));
        assert!(!calls.forget_old(at(8)));
        assert_eq!(calls.all()[0].since, at(0));
        assert!(calls.forget_old(at(9)));
        assert!(calls.all().is_empty());
    }

    #[test]
    fn who_calls_after_somebody_came_is_heard_anew() {
        let mut calls = StaffCalls::default();
        calls.call("端末1", at(0));
        calls.take("端末1", "市 職員", at(1));
        calls.call("端末1", at(2));
        assert_eq!((calls.open(), calls.all()[0].since), (vec!["端末1".to_owned()], at(2)));
    }
}
