//! The date of a source, as exact as the source gives it: a day or a month.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// Years a source may bear; the system began in 2013.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A day, or a month where the day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceDate {
    first: NaiveDate,
    day: bool,
}

impl SourceDate {
    /// Reads `YYYY-MM-DD` or `YYYY-MM`; `None` for anything else and for years out of 2000 to 2100.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let day = match text.len() {
            10 => true,
            7 => false,
            _ => return None,
        };
        let first = read_day(&if day { text.to_owned() } else { format!("{text}-01") })?;
        YEARS.contains(&first.year()).then_some(Self { first, day })
    }

    /// The first day it may mean.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }
}

/// Exactly `YYYY-MM-DD`; chrono alone would take signs and single figures too.
pub(super) fn read_day(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, c)| if at == 4 || at == 7 { c == b'-' } else { c.is_ascii_digit() });
    shape.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())?
}

impl fmt::Display for SourceDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.format(if self.day { "%Y-%m-%d" } else { "%Y-%m" }).fmt(f)
    }
}

impl TryFrom<String> for SourceDate {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or("a date is YYYY-MM-DD or YYYY-MM")
    }
}

impl From<SourceDate> for String {
    fn from(date: SourceDate) -> Self {
        date.to_string()
    }
}
