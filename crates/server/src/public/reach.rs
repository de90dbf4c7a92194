//! How a person is reached: the number, today's hours, where to go.
//!
//! Owns what is read out of the city's calendar for it. It must never know a page. Next: `frame`, which shows it.

use chrono::{DateTime, FixedOffset, Utc};
use domain::calendar::{Calendar, DayHours, Schedule, jst};

/// How a person is reached at one moment.
#[derive(Debug)]
pub(super) struct Reach {
    /// The city's number as it is written.
    pub(super) number: Option<String>,
    /// The telephone.
    pub(super) telephone: Hours,
    /// The online counter.
    pub(super) counter: Hours,
    /// Whether this is a demonstration that never closes.
    pub(super) always_open: bool,
}

/// The hours of one day.
#[derive(Debug)]
pub(super) struct Hours {
    pub(super) today: DayHours,
    pub(super) open_now: bool,
    /// When it opens next; None while it is open.
    pub(super) opens: Option<DateTime<FixedOffset>>,
}

impl Reach {
    /// At `now`.
    pub(super) fn at(calendar: &Calendar, number: Option<&String>, always_open: bool, now: DateTime<Utc>) -> Self {
        Self {
            number: number.cloned(),
            telephone: Hours::of(calendar, Schedule::Telephone, now),
            counter: Hours::of(calendar, Schedule::Counter, now),
            always_open,
        }
    }

    /// The number as a telephone dials it.
    pub(super) fn dialled(&self) -> Option<String> {
        self.number.as_ref().map(|number| number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect())
    }

    /// Whether whoever rings pays nothing (0120 and 0800).
    pub(super) fn is_free(&self) -> bool {
        self.dialled().is_some_and(|digits| digits.starts_with("0120") || digits.starts_with("0800"))
    }
}

impl Hours {
    fn of(calendar: &Calendar, schedule: Schedule, now: DateTime<Utc>) -> Self {
        let open_now = calendar.is_open(schedule, now);
        let opens = if open_now { None } else { calendar.next_opening(schedule, now) };
        Self { today: calendar.hours(schedule, jst(now).date_naive()), open_now, opens }
    }
}

#[cfg(test)]
mod tests {
    use domain::calendar::CalendarConfig;

    use super::*;

    fn at(moment: &str) -> Reach {
        let calendar = Calendar::new(CalendarConfig::default(), None).unwrap();
        Reach::at(&calendar, Some(&"0120-101-366".to_owned()), false, moment.parse().unwrap())
    }

    #[test]
    fn the_telephone_is_open_in_its_hours_and_says_when_it_opens_next() {
        let noon = at("2026-11-30T03:00:00Z");
        assert!(noon.telephone.open_now && noon.telephone.opens.is_none(), "{noon:?}");
        let night = at("2026-11-30T13:00:00Z");
        assert!(!night.telephone.open_now);
        assert_eq!(night.telephone.opens.unwrap().to_string(), "2026-12-01 08:30:00 +09:00");
        assert_eq!((night.dialled().unwrap(), night.is_free()), ("0120101366".to_owned(), true));
    }
}
