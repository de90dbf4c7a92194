//! What does not agree, of what kind, and where.

use std::ops::Range;

use domain::knowledge::grounding::ClaimKind;
use serde::Serialize;

/// What kind of thing does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A number without a more telling kind, or what it counts.
    Number,
    /// An amount in yen, or whether something is free.
    Money,
    /// A day, month, year or weekday.
    Date,
    /// A time of day.
    Time,
    /// A span of time.
    Duration,
    /// A telephone number.
    Telephone,
    /// A web address.
    Url,
    /// A kind of PIN or certificate.
    Pin,
    /// An office or a place.
    Office,
    /// A document, an account, another term of the glossary.
    Term,
    /// Not, cannot, need not; yes for no.
    Negation,
    /// Only, within, unless, before, or more.
    Condition,
    /// The right things in the wrong order: whose figure it is.
    Order,
    /// A person's name.
    Name,
}

impl MarkKind {
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
            Self::Pin => "pin",
            Self::Office => "office",
            Self::Term => "term",
            Self::Negation => "negation",
            Self::Condition => "condition",
            Self::Order => "order",
            Self::Name => "name",
        }
    }

    pub(crate) fn of_claim(kind: ClaimKind) -> Self {
        match kind {
            ClaimKind::Number => Self::Number,
            ClaimKind::Money => Self::Money,
            ClaimKind::Date => Self::Date,
            ClaimKind::Time => Self::Time,
            ClaimKind::Duration => Self::Duration,
            ClaimKind::Telephone => Self::Telephone,
            ClaimKind::Url => Self::Url,
            ClaimKind::Office => Self::Office,
            ClaimKind::Polarity => Self::Negation,
            ClaimKind::Condition => Self::Condition,
        }
    }
}

/// How it does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The source says it and the translation does not.
    Missing,
    /// The translation says it and the source does not.
    Added,
    /// Both say it, of something else.
    Swapped,
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its kind.
    pub kind: MarkKind,
    /// How.
    pub fault: Fault,
    /// What, in plain form; words of the check's own tables, or a figure of the text.
    pub what: String,
    /// Bytes of the source, where it stands there.
    pub in_source: Option<Range<usize>>,
    /// Bytes of the translation, where it stands there.
    pub in_target: Option<Range<usize>>,
}

impl Mark {
    pub(crate) fn missing(kind: MarkKind, what: impl Into<String>, at: Option<Range<usize>>) -> Self {
        Self { kind, fault: Fault::Missing, what: what.into(), in_source: at, in_target: None }
    }

    pub(crate) fn added(kind: MarkKind, what: impl Into<String>, at: Option<Range<usize>>) -> Self {
        Self { kind, fault: Fault::Added, what: what.into(), in_source: None, in_target: at }
    }
}
