//! When the service was to be open in a term, as minutes of each day; and how much of that it was there.
//!
//! Kept with the report's material, so that a calendar changed later changes no old month. Next: the calendar itself is
//! `domain::calendar`.

use domain::calendar::{Calendar, Schedule};
use domain::contact::Channel;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::term::{Day, Term};

const MINUTE_MS: i64 = 60_000;

/// Open stretches of the days of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// Days in order, each once.
    pub days: Vec<OpenDay>,
}

/// One day's open stretches, in minutes from midnight, `(open, close)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenDay {
    /// The day.
    pub day: Day,
    /// The call centre's.
    pub phone: Vec<(u16, u16)>,
    /// The counter's.
    pub counter: Vec<(u16, u16)>,
}

impl OpenDay {
    fn stretches(&self, channel: Channel) -> &[(u16, u16)] {
        match channel {
            // A chat is answered at the call centre's desks.
            Channel::Phone | Channel::Chat => &self.phone,
            Channel::Counter => &self.counter,
        }
    }

    fn instants(&self, channel: Channel) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let begins = self.day.begins().0;
        let at = move |minute: u16| Timestamp(begins + i64::from(minute) * MINUTE_MS);
        self.stretches(channel).iter().map(move |(open, close)| (at(*open), at(*close)))
    }
}

/// How many days of each kind a channel was open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct OpenDays {
    /// Monday to Friday.
    pub weekdays: u64,
    /// Saturdays.
    pub saturdays: u64,
    /// Sundays.
    pub sundays: u64,
}

impl OpeningHours {
    /// The hours a calendar gives to the days of a term.
    #[must_use]
    pub fn of(calendar: &Calendar, term: Term) -> Self {
        let minutes = |schedule, day: Day| {
            let spans = calendar.hours(schedule, day.date()).spans;
            spans.into_iter().map(|span| (span.open.minutes(), span.close.minutes())).collect()
        };
        let day =
            |day| OpenDay { day, phone: minutes(Schedule::Telephone, day), counter: minutes(Schedule::Counter, day) };
        Self { days: term.days().map(day).collect() }
    }

    /// The days of a term on which a channel was open.
    #[must_use]
    pub fn open_days(&self, channel: Channel, term: Term) -> OpenDays {
        let mut found = OpenDays::default();
        for day in self.days.iter().filter(|day| term.holds(day.day) && !day.stretches(channel).is_empty()) {
            match day.day.weekday() {
                5 => found.saturdays += 1,
                6 => found.sundays += 1,
                _ => found.weekdays += 1,
            }
        }
        found
    }

    /// Whether a channel was open at an instant; `None` where the day is not among these.
    #[must_use]
    pub fn is_open(&self, channel: Channel, at: Timestamp) -> Option<bool> {
        let day = Day::of(at);
        let place = self.days.binary_search_by_key(&day, |it| it.day).ok()?;
        let mut instants = self.days.get(place)?.instants(channel);
        Some(instants.any(|(open, close)| open <= at && at < close))
    }

    /// Milliseconds a channel was to be open in a term, and of these those outside `outages`.
    #[must_use]
    pub fn available_ms(&self, channel: Channel, term: Term, outages: &[(Timestamp, Timestamp)]) -> (u64, u64) {
        let outages = joined(outages);
        let (mut planned, mut there) = (0_u64, 0_u64);
        for day in self.days.iter().filter(|day| term.holds(day.day)) {
            for (open, close) in day.instants(channel) {
                let whole = close.since_ms(open);
                let away: u64 =
                    outages.iter().map(|(from, until)| (*until).min(close).since_ms((*from).max(open))).sum();
                planned += whole;
                there += whole.saturating_sub(away);
            }
        }
        (there, planned)
    }
}

/// The same time, with stretches that overlap made one, so that none counts twice.
fn joined(stretches: &[(Timestamp, Timestamp)]) -> Vec<(Timestamp, Timestamp)> {
    let mut sorted = stretches.to_vec();
    sorted.sort();
    let mut found: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (from, until) in sorted {
        match found.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(until),
            None => found.push((from, until)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outages_count_once_and_only_in_opening_hours() {
        let day = Day(20_000);
        let hours = OpeningHours { days: vec![OpenDay { day, phone: vec![(510, 1_200)], counter: vec![] }] };
        let term = Term { first: day, last: day };
        let at = |minute: i64| Timestamp(day.begins().0 + minute * MINUTE_MS);
        let check = |outages: &[(i64, i64)], away_minutes: u64| {
            let outages: Vec<_> = outages.iter().map(|(from, until)| (at(*from), at(*until))).collect();
            let whole = 690 * 60_000;
            let found = hours.available_ms(Channel::Phone, term, &outages);
            assert_eq!(found, (whole - away_minutes * 60_000, whole), "{outages:?}");
        };
        check(&[], 0);
        check(&[(0, 500)], 0);
        check(&[(500, 520)], 10);
        check(&[(600, 660), (630, 690), (640, 650)], 90);
        check(&[(1_190, 3_000)], 10);
        check(&[(700, 600)], 0);
        assert_eq!(hours.available_ms(Channel::Counter, term, &[]), (0, 0));
        assert_eq!(hours.is_open(Channel::Phone, at(510)), Some(true));
        assert_eq!(hours.is_open(Channel::Phone, at(1_200)), Some(false));
        assert_eq!(hours.is_open(Channel::Phone, at(1_440)), None);
    }
}
