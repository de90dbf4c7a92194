//! The days a report is over, and where an instant lies in them, in Japan Standard Time.
//!
//! Japan knows no summer time, so a day has 48 half hours and its number comes by division. What is counted is
//! counted on the day it arrived, however long it lasted. Leaf of the crate.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Japan Standard Time before UTC, in milliseconds.
const JST_MS: i64 = 9 * 3_600_000;
const DAY_MS: i64 = 86_400_000;
const HALF_HOUR_MS: i64 = 1_800_000;
/// Half hours of a day.
pub const BANDS: u8 = 48;
/// The longest term, in days: a contract of some years.
pub const TERM_DAYS_MAX: i64 = 3_700;

/// A day in Japan, by its number since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day an instant lies in.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let day = at.0.saturating_add(JST_MS).div_euclid(DAY_MS);
        Self(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
    }

    /// The day of that date.
    #[must_use]
    pub fn on(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// Its date; the first of 1970 where a broken instant lies beyond the calendar.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        let found = self.0.checked_add(EPOCH_FROM_CE).and_then(NaiveDate::from_num_days_from_ce_opt);
        found.unwrap_or_default()
    }

    /// Its first instant.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        Timestamp(i64::from(self.0) * DAY_MS - JST_MS)
    }

    /// Monday is 0, Sunday 6. The first of 1970 was a Thursday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from((i64::from(self.0) + 3).rem_euclid(7)).unwrap_or(0)
    }
}

/// Days from the first of the year 1 to 1970-01-01, as chrono counts them.
const EPOCH_FROM_CE: i32 = 719_163;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// The half hour of the day an instant lies in, 0..48; 17 begins at 8:30.
#[must_use]
pub fn band_of(at: Timestamp) -> u8 {
    let within = at.0.saturating_add(JST_MS).rem_euclid(DAY_MS);
    u8::try_from(within / HALF_HOUR_MS).unwrap_or(0)
}

/// `8:30` for band 17.
#[must_use]
pub fn band_label(band: u8) -> String {
    format!("{}:{}", band / 2, if band.is_multiple_of(2) { "00" } else { "30" })
}

/// The days from `first` to `last`, both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Term {
    /// A calendar month; `None` when there is no such month.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let (next_year, next_month) = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
        let next = NaiveDate::from_ymd_opt(next_year, next_month, 1)?;
        Some(Self { first: Day::on(first), last: Day(Day::on(next).0 - 1) })
    }

    /// Any days; `None` when they are backwards or more than [`TERM_DAYS_MAX`].
    #[must_use]
    pub fn between(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let days = (last - first).num_days();
        ((0..TERM_DAYS_MAX).contains(&days)).then(|| Self { first: Day::on(first), last: Day::on(last) })
    }

    /// The month before, where this is a month; else `None`.
    #[must_use]
    pub fn month_before(self) -> Option<Self> {
        let end = self.first.date().checked_sub_days(Days::new(1))?;
        let is_month = Self::month(self.first.date().year(), self.first.date().month()) == Some(self);
        is_month.then(|| Self::month(end.year(), end.month())).flatten()
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Its days in order.
    pub fn days(self) -> impl Iterator<Item = Day> {
        (self.first.0..=self.last.0).map(Day)
    }

    /// Its first instant.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        self.first.begins()
    }

    /// The first instant after it.
    #[must_use]
    pub fn ends(self) -> Timestamp {
        Day(self.last.0.saturating_add(1)).begins()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis())
    }

    #[test]
    fn a_day_begins_at_midnight_in_japan_and_has_its_weekday() {
        let check = |text: &str, day: &str, band: u8, weekday: u8| {
            let found = Day::of(at(text));
            assert_eq!(
                (found.to_string().as_str(), band_of(at(text)), found.weekday()),
                (day, band, weekday),
                "{text}"
            );
        };
        check("2026-05-31T23:59:59.999+09:00", "2026-05-31", 47, 6);
        check("2026-06-01T00:00:00+09:00", "2026-06-01", 0, 0);
        check("2026-05-31T15:00:00Z", "2026-06-01", 0, 0);
        check("2026-06-01T08:30:00+09:00", "2026-06-01", 17, 0);
        check("1969-12-31T23:00:00+09:00", "1969-12-31", 46, 2);
        assert_eq!(Day::of(at("2026-06-01T12:00:00+09:00")).begins(), at("2026-06-01T00:00:00+09:00"));
        assert_eq!((band_label(17), band_label(40)), ("8:30".to_owned(), "20:00".to_owned()));
    }

    #[test]
    fn a_month_knows_its_days_and_the_month_before() {
        let days = |year, month| Term::month(year, month).unwrap().days().count();
        assert_eq!((days(2026, 2), days(2028, 2), days(2026, 12)), (28, 29, 31));
        let january = Term::month(2027, 1).unwrap();
        assert_eq!(january.month_before(), Term::month(2026, 12));
        assert_eq!(Term::month(2026, 13), None);
        let half = Term::between(january.first.date(), Day(january.last.0 - 1).date()).unwrap();
        assert_eq!(half.month_before(), None);
        assert_eq!(Term::between(january.last.date(), january.first.date()), None);
        assert!(january.holds(january.last) && !january.holds(Day::of(january.ends())));
    }
}
