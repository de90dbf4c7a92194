//! Days with their open half hours and what was counted in each.
//!
//! Owns what a day is to the statistics: its kind, its open half hours, its place in the month. It must never know
//! where counts come from. Dates and half hours are Japan's (Asia/Tokyo), as the caller counted them.

use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;

/// Half hours of a day, numbered from midnight.
pub const BANDS_A_DAY: u8 = 48;
/// Ten years and some; more history says nothing about the next month.
pub const DAYS_MAX: usize = 4_000;
/// More contacts than this in half an hour are an error of counting.
pub const COUNT_MAX: u32 = 1_000_000;

/// A half hour of a day, 0 (from midnight) to 47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band(u8);

impl Band {
    /// None from 48 on.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (number < BANDS_A_DAY).then_some(Self(number))
    }

    /// 0 to 47.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// When it begins, as "8:30".
    #[must_use]
    pub fn begins(self) -> String {
        clock(self.0)
    }

    /// When it ends, as "9:00"; the last one ends at "24:00".
    #[must_use]
    pub fn ends(self) -> String {
        clock(self.0 + 1)
    }
}

fn clock(half_hours: u8) -> String {
    format!("{}:{}", half_hours / 2, if half_hours.is_multiple_of(2) { "00" } else { "30" })
}

/// The half hours in which a channel is open, one run a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenBands {
    first: u8,
    past_last: u8,
}

impl OpenBands {
    /// From half hour `first` to before `past_last`; None where that is no run within a day.
    #[must_use]
    pub fn new(first: u8, past_last: u8) -> Option<Self> {
        (first < past_last && past_last <= BANDS_A_DAY).then_some(Self { first, past_last })
    }

    /// How many half hours.
    #[must_use]
    pub fn len(self) -> usize {
        usize::from(self.past_last - self.first)
    }

    /// Never: an `OpenBands` has a half hour.
    #[must_use]
    pub fn is_empty(self) -> bool {
        false
    }

    /// The half hours in order.
    pub fn bands(self) -> impl Iterator<Item = Band> {
        (self.first..self.past_last).map(Band)
    }
}

/// Days that behave alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// A day of the week that is no holiday.
    Plain(u8),
    /// A national holiday or another day the city rests, on whatever weekday.
    Holiday,
}

/// Kinds of days.
pub const DAY_KINDS: usize = 8;

impl DayKind {
    /// 0 (Monday) to 6 (Sunday), 7 for holidays.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::Plain(from_monday) => usize::from(from_monday.min(6)),
            Self::Holiday => 7,
        }
    }
}

/// An open day of the calendar, past or coming. Closed days are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDay {
    /// The date in Japan.
    pub date: NaiveDate,
    /// Whether the city rests: national holiday, substitute holiday, year-end.
    pub holiday: bool,
    /// When the channel is open.
    pub open: OpenBands,
}

impl CalendarDay {
    /// What kind of day it is.
    #[must_use]
    pub fn kind(&self) -> DayKind {
        if self.holiday { DayKind::Holiday } else { DayKind::Plain(from_monday(self.date.weekday())) }
    }

    /// Which seven days of the month, 0 to 4.
    #[must_use]
    pub fn week_of_month(&self) -> usize {
        self.date.day0() as usize / 7
    }
}

/// 0 for Monday to 6 for Sunday.
#[must_use]
pub fn from_monday(weekday: Weekday) -> u8 {
    weekday.num_days_from_monday() as u8
}

/// An open day and what was counted in each of its half hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedDay {
    /// The day.
    pub day: CalendarDay,
    /// One count for each open half hour, in order.
    pub counts: Vec<u32>,
}

impl CountedDay {
    /// The day's count.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }
}

/// Why days make no series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SeriesError {
    /// A date twice, or dates out of order.
    #[error("{0} does not follow the day before it")]
    Order(NaiveDate),
    /// Not one count for each open half hour.
    #[error("{date} is open for {open} half hours and has {counts} counts")]
    Counts {
        /// The day.
        date: NaiveDate,
        /// Its open half hours.
        open: usize,
        /// Its counts.
        counts: usize,
    },
    /// A count beyond `COUNT_MAX`.
    #[error("{date} has a half hour with {count} contacts, more than {COUNT_MAX}")]
    TooMany {
        /// The day.
        date: NaiveDate,
        /// The count.
        count: u32,
    },
    /// More days than `DAYS_MAX`.
    #[error("{0} days are more than {DAYS_MAX}")]
    TooLong(usize),
}

/// Open days in order, with their counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    days: Vec<CountedDay>,
}

impl Series {
    /// # Errors
    /// What is wrong with the first day that does not fit.
    pub fn new(days: Vec<CountedDay>) -> Result<Self, SeriesError> {
        if days.len() > DAYS_MAX {
            return Err(SeriesError::TooLong(days.len()));
        }
        for pair in days.windows(2) {
            if pair[0].day.date >= pair[1].day.date {
                return Err(SeriesError::Order(pair[1].day.date));
            }
        }
        for day in &days {
            let date = day.day.date;
            if day.counts.len() != day.day.open.len() {
                return Err(SeriesError::Counts { date, open: day.day.open.len(), counts: day.counts.len() });
            }
            if let Some(count) = day.counts.iter().copied().find(|count| *count > COUNT_MAX) {
                return Err(SeriesError::TooMany { date, count });
            }
        }
        Ok(Self { days })
    }

    /// The days in order.
    #[must_use]
    pub fn days(&self) -> &[CountedDay] {
        &self.days
    }

    /// All contacts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.days.iter().map(CountedDay::total).sum()
    }

    /// The days before `date`.
    #[must_use]
    pub fn before(&self, date: NaiveDate) -> Self {
        Self { days: self.days.iter().filter(|day| day.day.date < date).cloned().collect() }
    }

    /// The days of a month.
    #[must_use]
    pub fn of_month(&self, month: Month) -> Self {
        Self { days: self.days.iter().filter(|day| Month::of(day.day.date) == month).cloned().collect() }
    }
}

/// A month of a year; sorts in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month of a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }
}
