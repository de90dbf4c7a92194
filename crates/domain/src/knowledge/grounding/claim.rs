//! What a text claims that can be held against another: a value, its kind and where it stands.

use std::fmt;
use std::ops::Range;

/// What kind of thing is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// A number without a more telling kind.
    Number,
    /// An amount in yen.
    Money,
    /// A day, month or year, or a day of the week.
    Date,
    /// A time of day.
    Time,
    /// A span of time.
    Duration,
    /// A telephone number.
    Telephone,
    /// A web address.
    Url,
    /// An office, a place or a name.
    Office,
    /// That something is so, can be, must be, or not.
    Polarity,
    /// Under what condition, up to what bound, for whom, in what way.
    Condition,
}

impl ClaimKind {
    /// The kind's name in logs and figures.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Telephone => "telephone",
            Self::Url => "url",
            Self::Office => "office",
            Self::Polarity => "polarity",
            Self::Condition => "condition",
        }
    }
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number and what it counts; an empty unit is any.
    Number {
        /// Plain digits, with a point where there is one.
        digits: String,
        /// What it counts.
        unit: &'static str,
    },
    /// A date as far as it is given.
    Date {
        /// The year of our era.
        year: Option<u32>,
        /// 1 to 12.
        month: Option<u32>,
        /// 1 to 31.
        day: Option<u32>,
    },
    /// Minutes after midnight.
    Minute(u32),
    /// Digits of a telephone number, an address, a name.
    Word(String),
    /// One of the phrases that are known, whatever its form.
    Phrase(&'static str),
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its kind.
    pub kind: ClaimKind,
    /// Claims of one family can stand in each other's place; another value of it is another statement.
    pub(super) family: &'static str,
    /// What is claimed.
    pub value: Value,
    /// Where it stands among the letters of its reading.
    pub(super) at: Range<usize>,
}

impl Value {
    /// Whether a text that claims `self` bears out `said`: a day of a fuller date is in it.
    pub(super) fn bears_out(&self, said: &Self) -> bool {
        match (self, said) {
            (Self::Number { digits, unit }, Self::Number { digits: said, unit: of }) => {
                digits == said && (unit == of || unit.is_empty() || of.is_empty())
            }
            (Self::Date { year, month, day }, Self::Date { year: said_year, month: said_month, day: said_day }) => {
                let within = |known: &Option<u32>, said: &Option<u32>| said.is_none() || known == said;
                within(year, said_year) && within(month, said_month) && within(day, said_day)
            }
            (Self::Word(known), Self::Word(said)) => known == said || known.contains(said.as_str()),
            (Self::Minute(known), Self::Minute(said)) => known == said,
            (Self::Phrase(known), Self::Phrase(said)) => known == said,
            (
                Self::Number { .. } | Self::Date { .. } | Self::Word(_) | Self::Minute(_) | Self::Phrase(_),
                Self::Number { .. } | Self::Date { .. } | Self::Word(_) | Self::Minute(_) | Self::Phrase(_),
            ) => false,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { digits, unit: "" } => f.write_str(digits),
            Self::Number { digits, unit } => write!(f, "{digits} {unit}"),
            Self::Date { year, month, day } => {
                let parts = [year, month, day].map(|part| part.map_or_else(|| "*".to_owned(), |part| part.to_string()));
                f.write_str(&parts.join("-"))
            }
            Self::Minute(minute) => write!(f, "{}:{:02}", minute / 60, minute % 60),
            Self::Word(word) => f.write_str(word),
            Self::Phrase(phrase) => f.write_str(phrase),
        }
    }
}
