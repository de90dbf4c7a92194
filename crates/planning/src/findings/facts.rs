//! What a month's findings are made from: counts, by month, day, half hour, topic and kiosk.

use super::finding::Channel;
use crate::erlang::Target;
use crate::forecast::Renewals;
use crate::series::{Band, COUNT_MAX, Month, Series};
use chrono::NaiveDate;
use std::time::Duration;
use thiserror::Error;

const TOPICS_MAX: usize = 200;
const KIOSKS_MAX: usize = 100;
const MONTHS_BEFORE_MAX: usize = 120;
const SLOT_DAYS_MAX: usize = 31 * 48;
const NAME_CHARS_MAX: usize = 32;

/// Everything the rules look at. What is not measured is left empty, and the rule says so.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthFacts {
    /// The month.
    pub month: Month,
    /// What `days`, `before` and `service` count.
    pub channel: Channel,
    /// Seats that are staffed.
    pub seats: u32,
    /// What is promised to callers.
    pub target: Target,
    /// The open days before the month.
    pub before: Series,
    /// The open days of the month.
    pub days: Series,
    /// Certificates due for renewal.
    pub renewals: Renewals,
    /// Service by day and half hour of the month.
    pub service: Vec<SlotDay>,
    /// Topics, each with the same earlier months.
    pub topics: Vec<TopicFacts>,
    /// Contacts in English, of all.
    pub english: Shares,
    /// Contacts of somebody who had called within the days that count as a repeat, of all with a known caller.
    pub repeats: Shares,
    /// Kiosks.
    pub kiosks: Vec<KioskFacts>,
}

/// A half hour of a day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotDay {
    /// The day.
    pub date: NaiveDate,
    /// The half hour.
    pub band: Band,
    /// Contacts offered.
    pub offered: u32,
    /// Of them, those answered within the target's time.
    pub in_time: u32,
    /// Contacts with a handling time.
    pub handled: u32,
    /// The sum of handling times.
    pub handling: Duration,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// The part.
    pub of: u32,
    /// The whole.
    pub all: u32,
}

/// A part of a whole in this month and in the months before, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shares {
    /// This month.
    pub now: Part,
    /// The months before.
    pub before: Vec<Part>,
}

/// Handling times of a set of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HandlingTimes {
    /// How many.
    pub count: u32,
    /// Their mean, in seconds.
    pub mean_s: f64,
    /// Their standard deviation, in seconds.
    pub deviation_s: f64,
}

/// A topic in the month.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicFacts {
    /// Its code, (ア) to (ケ) with sub-codes.
    pub code: String,
    /// Contacts with this primary code.
    pub calls: u32,
    /// The same in the months before, oldest first; as many for every topic.
    pub before: Vec<u32>,
    /// Their handling times.
    pub handling: HandlingTimes,
    /// Of them, those transferred to the city.
    pub transferred: u32,
    /// Questions put to the FAQ in these contacts.
    pub questions: u32,
    /// Of them, those without a sure answer.
    pub unanswered: u32,
}

/// A kiosk in the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskFacts {
    /// Its name in the register.
    pub id: String,
    /// Its open days, in order.
    pub days: Vec<KioskDay>,
    /// The months before, oldest first.
    pub before: Vec<KioskMonth>,
}

/// A day of a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KioskDay {
    /// The day.
    pub date: NaiveDate,
    /// Half hours in which the counter was open.
    pub open_half_hours: u32,
    /// Visits begun at it.
    pub visits: u32,
    /// Faults its diagnosis or its silence raised.
    pub faults: u32,
}

/// A month of a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KioskMonth {
    /// Half hours in which the counter was open.
    pub open_half_hours: u32,
    /// Visits.
    pub visits: u32,
    /// Faults.
    pub faults: u32,
}

/// Why facts are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactsError {
    /// More of something than the rules take.
    #[error("{0} are more than {1}")]
    TooMany(&'static str, usize),
    /// A name that is empty, long or has control characters.
    #[error("a topic or kiosk has a name of 0 or more than {NAME_CHARS_MAX} characters, or with control characters")]
    Name,
    /// A day that is not of the month, or a day of the past that is not before it.
    #[error("{0} is on the wrong side of the month's begin or end")]
    OtherMonth(NaiveDate),
    /// A part that is more than its whole, or a count beyond all bounds.
    #[error("{0} has a part that is more than its whole, or a count beyond {COUNT_MAX}")]
    Part(String),
    /// Topics with different numbers of earlier months.
    #[error("topic {0} has another number of earlier months than the first")]
    MonthsBefore(String),
}

impl MonthFacts {
    /// Looks whether the facts can be what they say.
    ///
    /// # Errors
    /// The first thing that cannot be.
    pub fn check(&self) -> Result<(), FactsError> {
        at_most("topics", self.topics.len(), TOPICS_MAX)?;
        at_most("kiosks", self.kiosks.len(), KIOSKS_MAX)?;
        at_most("half hours with their service", self.service.len(), SLOT_DAYS_MAX)?;
        at_most("earlier months", self.english.before.len().max(self.repeats.before.len()), MONTHS_BEFORE_MAX)?;
        self.check_dates()?;
        for slot in &self.service {
            part(&slot.date.to_string(), slot.in_time, slot.offered)?;
        }
        for (name, shares) in [("English", &self.english), ("repeat callers", &self.repeats)] {
            for month in shares.before.iter().chain([&shares.now]) {
                part(name, month.of, month.all)?;
            }
        }
        self.check_topics()?;
        for kiosk in &self.kiosks {
            named(&kiosk.id)?;
            at_most("earlier months of a kiosk", kiosk.before.len(), MONTHS_BEFORE_MAX)?;
            at_most("days of a kiosk", kiosk.days.len(), 31)?;
        }
        Ok(())
    }

    fn check_dates(&self) -> Result<(), FactsError> {
        let of_month = self.days.days().iter().map(|day| day.day.date);
        let of_service = self.service.iter().map(|slot| slot.date);
        let of_kiosks = self.kiosks.iter().flat_map(|kiosk| kiosk.days.iter().map(|day| day.date));
        let stray = of_month.chain(of_service).chain(of_kiosks).find(|date| Month::of(*date) != self.month);
        let late = self.before.days().iter().map(|day| day.day.date).find(|date| Month::of(*date) >= self.month);
        stray.or(late).map_or(Ok(()), |date| Err(FactsError::OtherMonth(date)))
    }

    fn check_topics(&self) -> Result<(), FactsError> {
        let months = self.topics.first().map_or(0, |topic| topic.before.len());
        at_most("earlier months of a topic", months, MONTHS_BEFORE_MAX)?;
        for topic in &self.topics {
            named(&topic.code)?;
            part(&topic.code, topic.transferred, topic.calls)?;
            part(&topic.code, topic.unanswered, topic.questions)?;
            if topic.before.len() != months {
                return Err(FactsError::MonthsBefore(topic.code.clone()));
            }
        }
        Ok(())
    }
}

fn at_most(what: &'static str, found: usize, max: usize) -> Result<(), FactsError> {
    if found <= max { Ok(()) } else { Err(FactsError::TooMany(what, max)) }
}

fn part(what: &str, of: u32, all: u32) -> Result<(), FactsError> {
    if of <= all && all <= COUNT_MAX { Ok(()) } else { Err(FactsError::Part(what.to_owned())) }
}

fn named(name: &str) -> Result<(), FactsError> {
    let long = name.chars().count() > NAME_CHARS_MAX;
    if name.is_empty() || long || name.chars().any(char::is_control) { Err(FactsError::Name) } else { Ok(()) }
}
