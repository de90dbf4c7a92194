//! Which contacts a figure is over: conditions that all must hold.
//!
//! A figure's filter is what opens it to the contacts behind it. A condition on an agent can be made by `agents` alone,
//! which asks for a permission. It must never know what is counted. Next: `formula`.

use std::collections::BTreeSet;

use domain::contact::{Channel, Language};
use domain::ids::{AgentId, QueueId};
use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::term::{Day, Term};

/// Conditions that all must hold; none holds for every contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    conditions: Vec<Condition>,
}

/// A language as figures tell it; not settled is a class of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LanguageClass {
    /// Japanese.
    Ja,
    /// English.
    En,
    /// Another, or never settled.
    Other,
}

impl LanguageClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Ja, Self::En, Self::Other];

    /// The class of a contact's language.
    #[must_use]
    pub fn of(language: Option<Language>) -> Self {
        match language {
            Some(Language::Ja) => Self::Ja,
            Some(Language::En) => Self::En,
            None => Self::Other,
        }
    }
}

/// A kind of day by the calendar of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday.
    Weekday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl DayKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Weekday, Self::Saturday, Self::Sunday];

    /// The kind of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        match day.weekday() {
            5 => Self::Saturday,
            6 => Self::Sunday,
            _ => Self::Weekday,
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Channel(Channel),
    Days(Term),
    Weekday(u8),
    Kind(DayKind),
    Band(u8),
    OutsideBands(u8, u8),
    Language(LanguageClass),
    Queue(Option<QueueId>),
    Topics(BTreeSet<String>),
    NotFiled,
    Answered,
    Agent(Option<AgentId>),
}

impl Filter {
    /// Every contact.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Of one channel.
    #[must_use]
    pub fn channel(channel: Channel) -> Self {
        Self::one(Condition::Channel(channel))
    }

    /// That arrived on these days.
    #[must_use]
    pub fn days(days: Term) -> Self {
        Self::one(Condition::Days(days))
    }

    /// That arrived on a weekday; Monday is 0.
    #[must_use]
    pub fn weekday(weekday: u8) -> Self {
        Self::one(Condition::Weekday(weekday))
    }

    /// That arrived on a kind of day.
    #[must_use]
    pub fn kind(kind: DayKind) -> Self {
        Self::one(Condition::Kind(kind))
    }

    /// That arrived in a half hour of the day.
    #[must_use]
    pub fn band(band: u8) -> Self {
        Self::one(Condition::Band(band))
    }

    /// That arrived before the first or after the last of these half hours.
    #[must_use]
    pub fn outside_bands((first, last): (u8, u8)) -> Self {
        Self::one(Condition::OutsideBands(first, last))
    }

    /// In a language.
    #[must_use]
    pub fn language(language: LanguageClass) -> Self {
        Self::one(Condition::Language(language))
    }

    /// That reached this queue first; `None` for those that reached none.
    #[must_use]
    pub fn queue(queue: Option<QueueId>) -> Self {
        Self::one(Condition::Queue(queue))
    }

    /// Filed under one of these topics.
    #[must_use]
    pub fn topics(codes: BTreeSet<String>) -> Self {
        Self::one(Condition::Topics(codes))
    }

    /// Not filed.
    #[must_use]
    pub fn not_filed() -> Self {
        Self::one(Condition::NotFiled)
    }

    /// Offered and answered.
    #[must_use]
    pub fn answered() -> Self {
        Self::one(Condition::Answered)
    }

    /// Answered by an agent, or by nobody; `agents` alone may ask.
    pub(crate) fn agent(agent: Option<AgentId>) -> Self {
        Self::one(Condition::Agent(agent))
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.conditions.extend(other.conditions.iter().cloned());
        self
    }

    /// Whether a contact fulfils all conditions.
    #[must_use]
    pub fn holds(&self, fact: &Fact) -> bool {
        self.conditions.iter().all(|condition| condition.holds(fact))
    }

    fn one(condition: Condition) -> Self {
        Self { conditions: vec![condition] }
    }
}

impl Condition {
    fn holds(&self, fact: &Fact) -> bool {
        match self {
            Self::Channel(channel) => fact.channel == *channel,
            Self::Days(days) => days.holds(fact.day),
            Self::Weekday(weekday) => fact.day.weekday() == *weekday,
            Self::Kind(kind) => DayKind::of(fact.day) == *kind,
            Self::Band(band) => fact.band == *band,
            Self::OutsideBands(first, last) => fact.band < *first || fact.band > *last,
            Self::Language(language) => LanguageClass::of(fact.language) == *language,
            Self::Queue(queue) => fact.queue == *queue,
            Self::Topics(codes) => fact.filing.as_ref().is_some_and(|filing| codes.contains(&filing.topic)),
            Self::NotFiled => fact.filing.is_none(),
            Self::Answered => fact.is_answered(),
            Self::Agent(agent) => fact.agent == *agent,
        }
    }
}
