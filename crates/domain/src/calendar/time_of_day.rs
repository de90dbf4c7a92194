//! A minute of the day, from 00:00 to 24:00.
//!
//! Owns the reading and writing of `HH:MM`. It exists because a day that closes at midnight needs 24:00,
//! which chrono's `NaiveTime` cannot say. It knows nothing of dates; `city_hours` joins the two.

use std::fmt;
use std::str::FromStr;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

const MINUTES_PER_DAY: u16 = 24 * 60;

/// A minute of the day, 00:00 to 24:00 inclusive, written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minute: u16,
}

/// Why a text is not a time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a time of day; write HH:MM between 00:00 and 24:00")]
pub struct TimeOfDayError {
    /// What was written, cut to sixteen characters.
    pub text: String,
}

impl TimeOfDay {
    /// The first moment of the day, 00:00.
    pub const MIDNIGHT: Self = Self { minute: 0 };
    /// The end of the day, 24:00, which is 00:00 of the next.
    pub const END_OF_DAY: Self = Self { minute: MINUTES_PER_DAY };

    /// The time at `hour`:`minute`; None beyond 24:00.
    #[must_use]
    pub const fn at(hour: u8, minute: u8) -> Option<Self> {
        let total = hour as u16 * 60 + minute as u16;
        if minute < 60 && total <= MINUTES_PER_DAY { Some(Self { minute: total }) } else { None }
    }

    /// Minutes since the start of the day, 0..=1440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minute
    }

    /// The same moment as a chrono time; 24:00 becomes 00:00.
    #[must_use]
    pub fn naive_time(self) -> NaiveTime {
        let seconds = u32::from(self.minute % MINUTES_PER_DAY) * 60;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or(NaiveTime::MIN)
    }

    /// The moment this time has on `date`; 24:00 is the midnight that ends it.
    #[must_use]
    pub fn on(self, date: NaiveDate) -> NaiveDateTime {
        date.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(self.minute))
    }

    /// The minute `moment` lies in on `date`, held within that day's bounds.
    #[must_use]
    pub fn within(date: NaiveDate, moment: NaiveDateTime) -> Self {
        if moment.date() < date {
            Self::MIDNIGHT
        } else if moment.date() > date {
            Self::END_OF_DAY
        } else {
            let minute = u16::try_from(moment.hour() * 60 + moment.minute()).unwrap_or(MINUTES_PER_DAY);
            Self { minute }
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refusal = || TimeOfDayError { text: text.chars().take(16).collect() };
        let (hour, minute) = text.split_once(':').ok_or_else(refusal)?;
        let digits = |part: &str, least: usize| {
            let plain = (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if plain { part.parse::<u8>().ok() } else { None }
        };
        match (digits(hour, 1), digits(minute, 2)) {
            (Some(hour), Some(minute)) => Self::at(hour, minute).ok_or_else(refusal),
            (None, _) | (_, None) => Err(refusal()),
        }
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = TimeOfDayError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_back_as_it_is_written() {
        for text in ["00:00", "08:30", "17:15", "24:00"] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
        }
        assert_eq!("8:30".parse::<TimeOfDay>().unwrap(), TimeOfDay::at(8, 30).unwrap());
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "8", "8:3", "24:01", "25:00", "08:60", "+8:30", "08:30:00", "８:30", "999999:00"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }
}
