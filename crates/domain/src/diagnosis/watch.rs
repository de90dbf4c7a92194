//! When kiosks are looked after by themselves: silent ones in opening hours, and the check before opening.

use chrono::{DateTime, TimeDelta, Utc};

/// Whether a kiosk is silent: nothing was heard of it for `limit`, and the counter has been open for as long.
/// `heard` is None for a kiosk that was not heard of since the program began at `since`.
#[must_use]
pub fn is_silent(
    now: DateTime<Utc>,
    heard: Option<DateTime<Utc>>,
    since: DateTime<Utc>,
    open_since: Option<DateTime<Utc>>,
    limit: TimeDelta,
) -> bool {
    let Some(open_since) = open_since else { return false };
    now - heard.unwrap_or(since).max(since).max(open_since) >= limit
}

/// Whether the check before opening is due: `opening` lies within `ahead`, and the last one was for an earlier opening.
#[must_use]
pub fn is_check_due(
    now: DateTime<Utc>,
    opening: Option<DateTime<Utc>>,
    ahead: TimeDelta,
    last: Option<DateTime<Utc>>,
) -> bool {
    let Some(opening) = opening else { return false };
    let from = opening - ahead;
    from <= now && now < opening && last.is_none_or(|last| last < from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_kiosk_is_silent_a_minute_after_its_last_word_and_in_opening_hours_alone() {
        let minute = TimeDelta::seconds(60);
        let silent =
            |now, heard: Option<i64>, open: Option<i64>| is_silent(at(now), heard.map(at), at(0), open.map(at), minute);
        assert!(!silent(159, Some(100), Some(0)));
        assert!(silent(160, Some(100), Some(0)));
        assert!(!silent(900, Some(100), None), "closed");
        assert!(!silent(559, Some(100), Some(500)), "just opened");
        assert!(silent(560, Some(100), Some(500)));
        assert!(!silent(59, None, Some(-500)), "the program has just begun");
        assert!(silent(60, None, Some(-500)), "never heard of");
    }

    #[test]
    fn the_check_before_opening_is_due_once_and_only_before_it() {
        let ahead = TimeDelta::minutes(15);
        let due =
            |now, opening: Option<i64>, last: Option<i64>| is_check_due(at(now), opening.map(at), ahead, last.map(at));
        assert!(!due(99, Some(1_000), None));
        assert!(due(100, Some(1_000), None));
        assert!(due(500, Some(1_000), Some(99)), "the last one was yesterday's");
        assert!(!due(500, Some(1_000), Some(100)), "done");
        assert!(!due(1_000, Some(1_000), None), "open already");
        assert!(!due(500, None, None), "never opens");
    }
}
