//! Ticket numbers: from 1 each day, never twice in a day, also over a restart.
//!
//! Kiosks and reception draw from one row of numbers.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::calendar::jst;

use crate::calls::Refusal;

/// The number given last, and on which day.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    last: Option<(NaiveDate, u32)>,
}

impl Tickets {
    /// The next number; `given` tells how many were given today before this program started.
    pub(super) fn next(&mut self, now: DateTime<Utc>, given: u32) -> u32 {
        let today = jst(now).date_naive();
        let before = match self.last {
            Some((day, last)) if day == today => last,
            Some(_) | None => given,
        };
        let number = before.saturating_add(1);
        self.last = Some((today, number));
        number
    }

    /// Whether a number was given today already, so that nobody need look how many there were.
    pub(super) fn knows(&self, now: DateTime<Utc>) -> bool {
        self.last.is_some_and(|(day, _)| day == jst(now).date_naive())
    }
}

/// The counter is closed.
pub(super) fn closed() -> Refusal {
    Refusal::new("closed", "ただいま受付時間外です。", "The counter is closed now.")
}

/// Tickets cannot be given.
pub(super) fn away() -> Refusal {
    Refusal::new(
        "away",
        "ただいま受付できません。近くの職員にお声がけください。",
        "We cannot take your ticket now. Please ask a member of staff nearby.",
    )
}

/// The begin of the day in Japan, in milliseconds since 1970.
pub(super) fn day_began_ms(now: DateTime<Utc>) -> i64 {
    let local = jst(now);
    let since_midnight = local.time().signed_duration_since(chrono::NaiveTime::MIN);
    (now - since_midnight.max(TimeDelta::zero())).timestamp_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_go_up_within_a_day_in_japan_and_begin_anew_with_the_next() {
        let mut tickets = Tickets::default();
        assert_eq!(tickets.next(at("2026-11-24T00:00:00Z"), 4), 5);
        assert_eq!(tickets.next(at("2026-11-24T14:59:59Z"), 4), 6);
        assert!(tickets.knows(at("2026-11-24T14:59:59Z")));
        assert!(!tickets.knows(at("2026-11-24T15:00:00Z")));
        assert_eq!(tickets.next(at("2026-11-24T15:00:00Z"), 0), 1);
    }

    #[test]
    fn the_day_begins_at_midnight_in_japan() {
        assert_eq!(day_began_ms(at("2026-11-24T14:59:59.250Z")), at("2026-11-23T15:00:00Z").timestamp_millis());
    }
}
