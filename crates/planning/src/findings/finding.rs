//! What a finding is: what was seen, how sure and how large, what it rests on.

use crate::series::Band;
use chrono::{NaiveDate, Weekday};

/// The way contacts come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Calls.
    Telephone,
    /// Visits.
    Counter,
}

/// How sure a finding is, corrected for all tests of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Chance alone would say so in one month of a hundred at most.
    Strong,
    /// Chance alone would say so in one month of twenty at most.
    Indicated,
}

/// A rule; each corrects its own tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Days against calendar and trend.
    UnusualDays,
    /// Hours in which nothing came.
    Outages,
    /// Half hours in which the service level is missed.
    UnmetPeaks,
    /// Topics asked about more often.
    GrowingTopics,
    /// Topics that the FAQ does not answer and that take long or are transferred.
    FaqGaps,
    /// More contacts in English.
    EnglishDemand,
    /// Kiosks with faults, or without a visit.
    Kiosks,
    /// More callers who call again.
    RepeatCallers,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::UnusualDays,
        Self::Outages,
        Self::UnmetPeaks,
        Self::GrowingTopics,
        Self::FaqGaps,
        Self::EnglishDemand,
        Self::Kiosks,
        Self::RepeatCallers,
    ];
}

/// Days a peak is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayGroup {
    /// Monday to Friday, holidays left out.
    Workdays,
    /// One day of the week, 0 for Monday.
    Weekday(u8),
}

/// What was seen. Means and expectations are in contacts, times in seconds, shares 0 to 1.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are named by their figure; the variants say what they are of")]
pub enum Observation {
    /// A day with more or fewer contacts than its calendar and the trend let expect.
    UnusualDay { date: NaiveDate, counted: u32, expected: f64, low: u32, high: u32 },
    /// Hours of a day in which next to nothing came: a dead line, a closed door.
    Outage { date: NaiveDate, from: Band, to: Band, counted: u32, expected: f64 },
    /// A time of day that misses its service level, and the seats Erlang C asks at its busiest half hour.
    UnmetPeak {
        days: DayGroup,
        from: Band,
        to: Band,
        offered: u32,
        in_time: u32,
        target_share: f64,
        target_s: u64,
        calls_per_hour: f64,
        handling_s: f64,
        seats: u32,
        seats_needed: u32,
    },
    /// A topic with a greater share of contacts than before.
    GrowingTopic { code: String, counted: u32, expected: f64, ratio: f64 },
    /// A topic the FAQ seldom answers and that costs time or transfers.
    FaqGap {
        code: String,
        questions: u32,
        unanswered: u32,
        unanswered_elsewhere: f64,
        handling_s: f64,
        handling_elsewhere_s: f64,
        transferred: f64,
        transferred_elsewhere: f64,
    },
    /// More contacts in English.
    EnglishDemand { counted: u32, all: u32, expected: f64, ratio: f64 },
    /// A kiosk with more faults than before.
    KioskFaults { kiosk: String, counted: u32, expected: f64 },
    /// A kiosk at which nobody came, day after day, while it should have been used.
    SilentKiosk { kiosk: String, from: NaiveDate, to: NaiveDate, days: u32, expected: f64 },
    /// More callers who call again.
    RepeatCallers { counted: u32, all: u32, expected: f64, ratio: f64 },
}

/// What the size of an effect is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectOf {
    /// What was seen over what was expected; 1 is no effect.
    Ratio,
    /// The share in time, against the target.
    InTime,
}

/// The size of an effect with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Of what.
    pub of: EffectOf,
    /// The size; infinite where nothing was expected.
    pub size: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end; infinite where nothing bounds it.
    pub high: f64,
}

/// A figure of the monthly deliverable: table, row, column, as "T3/2026-05-12/offered".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureId(pub String);

/// Which contacts of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Not answered within the target's time.
    Late,
    /// Transferred to the city, or handled for long.
    Transferred,
    /// With a question the FAQ had no sure answer to.
    Unanswered,
    /// Of somebody who had called before.
    Repeat,
    /// In English.
    English,
}

impl Only {
    fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Transferred => "transferred",
            Self::Unanswered => "unanswered",
            Self::Repeat => "repeat",
            Self::English => "english",
        }
    }
}

/// The contacts behind a finding, as a question to the list of contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactQuery {
    /// How they came; None for every way.
    pub channel: Option<Channel>,
    /// From this day.
    pub from: NaiveDate,
    /// To this day, included.
    pub to: NaiveDate,
    /// On these days alone.
    pub days: Option<DayGroup>,
    /// In these half hours alone, the last included.
    pub bands: Option<(Band, Band)>,
    /// Of this topic.
    pub topic: Option<String>,
    /// At this kiosk.
    pub kiosk: Option<String>,
    /// Only these.
    pub only: Option<Only>,
}

impl ContactQuery {
    /// Every contact of some days.
    #[must_use]
    pub fn of_days(from: NaiveDate, to: NaiveDate) -> Self {
        Self { channel: None, from, to, days: None, bands: None, topic: None, kiosk: None, only: None }
    }

    /// As the query of an address, "channel=telephone&from=2026-05-12&…", names percent-encoded (RFC 3986 §2.1).
    #[must_use]
    pub fn to_query(&self) -> String {
        let channel = self.channel.map(|channel| match channel {
            Channel::Telephone => "telephone".to_owned(),
            Channel::Counter => "counter".to_owned(),
        });
        let days = self.days.map(|days| match days {
            DayGroup::Workdays => "workdays".to_owned(),
            DayGroup::Weekday(from_monday) => weekday(from_monday).to_string().to_lowercase(),
        });
        let parts = [
            ("channel", channel),
            ("from", Some(self.from.to_string())),
            ("to", Some(self.to.to_string())),
            ("days", days),
            ("time_from", self.bands.map(|(first, _)| first.begins())),
            ("time_to", self.bands.map(|(_, last)| last.ends())),
            ("topic", self.topic.as_deref().map(encoded)),
            ("kiosk", self.kiosk.as_deref().map(encoded)),
            ("only", self.only.map(|only| only.name().to_owned())),
        ];
        let known = parts.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
        known.collect::<Vec<_>>().join("&")
    }
}

/// The day of the week, counted from Monday; beyond Saturday it is Sunday.
#[must_use]
pub(super) fn weekday(from_monday: u8) -> Weekday {
    Weekday::try_from(from_monday).unwrap_or(Weekday::Sun)
}

fn encoded(name: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub family: Family,
    /// What contacts are called.
    pub channel: Channel,
    /// What was seen.
    pub observation: Observation,
    /// How sure.
    pub confidence: Confidence,
    /// The chance of it in a month in which nothing happened, corrected for all tests of the month.
    pub chance: f64,
    /// How large.
    pub effect: Effect,
    /// About how many contacts it concerns; ranks findings that are equally sure.
    pub contacts_concerned: f64,
    /// The figures it rests on.
    pub figures: Vec<FigureId>,
    /// The contacts behind it.
    pub contacts: Vec<ContactQuery>,
}

/// Why a rule says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "have and need are what there is and what it would take")]
pub enum SilenceReason {
    /// Too few contacts.
    Contacts { have: u64, need: u64 },
    /// Too few open days before the month or in it.
    Days { have: usize, need: usize },
    /// Too few months before to compare with.
    MonthsBefore { have: usize, need: usize },
    /// Nothing of the kind was measured.
    NotMeasured,
}

/// A rule that says nothing, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// The rule.
    pub family: Family,
    /// Why.
    pub reason: SilenceReason,
}

/// What a rule would say, before it is corrected.
pub(super) struct Candidate {
    /// Chance of it by this test alone.
    pub(super) p: f64,
    pub(super) observation: Observation,
    pub(super) effect: Effect,
    pub(super) contacts_concerned: f64,
    pub(super) figures: Vec<FigureId>,
    pub(super) contacts: Vec<ContactQuery>,
}

/// What a rule looked at.
pub(super) struct Tested {
    /// How many tests it made.
    pub(super) tests: usize,
    /// Those with an effect of a size that matters.
    pub(super) candidates: Vec<Candidate>,
}

pub(super) fn figure(table: &str, row: impl std::fmt::Display, column: &str) -> FigureId {
    FigureId(format!("{table}/{row}/{column}"))
}
