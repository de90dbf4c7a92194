//! Which numbers an agent may call out, and how many: the guard against toll fraud.
//!
//! Owns the classes refused, the prefixes allowed, and the rate per minute and per day of each agent.
//! It must never dial: `floor` and the switchboard ask here first, the switchboard dials.
//! Emergency numbers are refused on purpose, see [`DialRefusal::Emergency`].
//! Numbers are read by `numbers`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{JST, jst};
use crate::ids::AgentId;
use crate::numbers::{E164, Number, NumberClass, NumberRefusal, ServiceNumber, read};

/// Agents whose counts are kept at once; beyond it nobody further may dial until the next day.
const AGENTS_MAX: usize = 10_000;
const PREFIXES_MAX: usize = 200;

/// What a city allows to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DialPlan {
    /// National prefixes that may be called, such as `046`; `0` allows all of Japan.
    pub allowed_prefixes: Vec<String>,
    /// Service numbers that may be called, such as `117`; never 110, 118 or 119.
    pub allowed_service_numbers: BTreeSet<String>,
    /// Whether 0570 numbers may be called; many agencies have no other, and they cost by the minute.
    pub navi_dial_allowed: bool,
    /// Calls one agent may begin in any 60 seconds.
    pub calls_per_minute_max: u32,
    /// Calls one agent may begin on one day, Japan Standard Time.
    pub calls_per_day_max: u32,
}

/// What is wrong with a dial plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialPlanFault {
    /// A prefix is not of Japan.
    #[error("allowed_prefixes: {0:?} is not a national prefix; write digits beginning with 0, but not 00 or 010")]
    BadPrefix(String),
    /// There are too many prefixes.
    #[error("allowed_prefixes: at most {PREFIXES_MAX}")]
    TooManyPrefixes,
    /// A service number is none, or is an emergency number.
    #[error("allowed_service_numbers: {0:?} is not a three-digit service number, or is 110, 118 or 119")]
    BadServiceNumber(String),
    /// A limit is nought or beyond reason.
    #[error("calls_per_minute_max must be 1 to 600 and calls_per_day_max 1 to 10000")]
    BadLimit,
}

/// A number that may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialTarget {
    /// An ordinary number.
    Public(E164),
    /// A service number the plan allows.
    Service(ServiceNumber),
}

/// Why a call out is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialRefusal {
    /// The text is no number.
    #[error("{0}")]
    NotANumber(#[from] NumberRefusal),
    /// 110, 118, 119: a call from here reaches the emergency service of the call centre's own address and
    /// shows its number, so help would be sent to the wrong town.
    #[error("emergency numbers are not dialled for callers: ask the caller to hang up and dial it themselves")]
    Emergency,
    /// A service number the plan does not allow.
    #[error("this service number is not allowed by the dial plan")]
    ServiceNumber,
    /// Outside Japan.
    #[error("international numbers are refused")]
    International,
    /// A satellite or a network without a country.
    #[error("satellite numbers are refused")]
    Satellite,
    /// A number that charges for what is said.
    #[error("premium-rate numbers are refused")]
    Premium,
    /// 0570, while the plan does not allow it.
    #[error("0570 numbers are not allowed by the dial plan")]
    NaviDial,
    /// No prefix of the plan fits.
    #[error("this number is not allowed by the dial plan")]
    NotAllowed,
    /// Too many calls in the last 60 seconds.
    #[error("more than {limit} calls in a minute; the next is possible in {wait_s} s")]
    TooManyThisMinute {
        /// The limit.
        limit: u32,
        /// Seconds until the oldest call leaves the window.
        wait_s: u32,
    },
    /// Too many calls on this day.
    #[error("more than {limit} calls today; a supervisor can raise the limit")]
    TooManyToday {
        /// The limit.
        limit: u32,
    },
}

/// The plan with what each agent has dialled.
#[derive(Clone, Debug)]
pub struct DialGuard {
    plan: DialPlan,
    day: Option<NaiveDate>,
    agents: BTreeMap<AgentId, Dialled>,
}

#[derive(Clone, Debug, Default)]
struct Dialled {
    today: u32,
    last_minute: VecDeque<DateTime<FixedOffset>>,
}

impl DialPlan {
    /// Looks for the first thing that is wrong.
    ///
    /// # Errors
    /// With that thing.
    pub fn check(&self) -> Result<(), DialPlanFault> {
        if self.allowed_prefixes.len() > PREFIXES_MAX {
            return Err(DialPlanFault::TooManyPrefixes);
        }
        if let Some(prefix) = self.allowed_prefixes.iter().find(|prefix| !is_national_prefix(prefix)) {
            return Err(DialPlanFault::BadPrefix(prefix.clone()));
        }
        if let Some(number) = self.allowed_service_numbers.iter().find(|number| !is_plain_service_number(number)) {
            return Err(DialPlanFault::BadServiceNumber(number.clone()));
        }
        let sane = (1..=600).contains(&self.calls_per_minute_max) && (1..=10_000).contains(&self.calls_per_day_max);
        if sane { Ok(()) } else { Err(DialPlanFault::BadLimit) }
    }

    /// Whether `text` may be called at all, rate aside.
    ///
    /// # Errors
    /// With the first rule that refuses it.
    pub fn allows(&self, text: &str) -> Result<DialTarget, DialRefusal> {
        match read(text)? {
            Number::Public(number) => self.allows_public(number),
            Number::Service(number) if number.is_emergency() => Err(DialRefusal::Emergency),
            Number::Service(number) if self.allowed_service_numbers.contains(number.as_str()) => {
                Ok(DialTarget::Service(number))
            }
            Number::Service(_) => Err(DialRefusal::ServiceNumber),
            Number::Withheld(_) => Err(DialRefusal::NotANumber(NumberRefusal::StrangeCharacter)),
        }
    }

    fn allows_public(&self, number: E164) -> Result<DialTarget, DialRefusal> {
        match number.class() {
            NumberClass::International => return Err(DialRefusal::International),
            NumberClass::Satellite => return Err(DialRefusal::Satellite),
            NumberClass::Premium | NumberClass::MassAnnouncement => return Err(DialRefusal::Premium),
            NumberClass::NaviDial if !self.navi_dial_allowed => return Err(DialRefusal::NaviDial),
            NumberClass::Machine | NumberClass::OtherJapanese => return Err(DialRefusal::NotAllowed),
            NumberClass::Geographic
            | NumberClass::Mobile
            | NumberClass::IpPhone
            | NumberClass::Freephone
            | NumberClass::NaviDial => {}
        }
        let national = number.national().unwrap_or_default();
        let allowed = self.allowed_prefixes.iter().any(|prefix| national.starts_with(prefix.as_str()));
        if allowed { Ok(DialTarget::Public(number)) } else { Err(DialRefusal::NotAllowed) }
    }
}

impl Default for DialPlan {
    /// All of Japan but premium, 0570 and service numbers; 30 calls a minute, 300 a day.
    fn default() -> Self {
        Self {
            allowed_prefixes: vec!["0".to_owned()],
            allowed_service_numbers: BTreeSet::new(),
            navi_dial_allowed: false,
            calls_per_minute_max: 30,
            calls_per_day_max: 300,
        }
    }
}

impl DialTarget {
    /// What goes to the trunk.
    #[must_use]
    pub fn dial_string(&self) -> &str {
        match self {
            Self::Public(number) => number.as_str(),
            Self::Service(number) => number.as_str(),
        }
    }

    /// For logs: all but the last four digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Public(number) => number.masked(),
            Self::Service(number) => number.to_string(),
        }
    }
}

impl DialRefusal {
    /// What the agent reads, in Japanese.
    #[must_use]
    pub fn message_ja(&self) -> String {
        match self {
            Self::NotANumber(_) => "電話番号として読めません。市外局番から入力してください。".to_owned(),
            Self::Emergency => {
                "110・118・119番へは発信できません。発信元がコールセンターの住所になるため、おかけの方ご本人に切って\
                 かけ直していただいてください。"
                    .to_owned()
            }
            Self::ServiceNumber => "この特番への発信は許可されていません。".to_owned(),
            Self::International => "国際電話への発信はできません。".to_owned(),
            Self::Satellite => "衛星電話への発信はできません。".to_owned(),
            Self::Premium => "情報料のかかる番号への発信はできません。".to_owned(),
            Self::NaviDial => "0570番号への発信は許可されていません。".to_owned(),
            Self::NotAllowed => "この番号への発信は許可されていません。".to_owned(),
            Self::TooManyThisMinute { limit, wait_s } => {
                format!("1分間の発信が{limit}回に達しました。{wait_s}秒後に発信できます。")
            }
            Self::TooManyToday { limit } => format!("本日の発信が{limit}回に達しました。管理者に相談してください。"),
        }
    }
}

impl DialGuard {
    /// A guard that has seen nobody dial.
    ///
    /// # Errors
    /// With the first thing wrong in the plan.
    pub fn new(plan: DialPlan) -> Result<Self, DialPlanFault> {
        plan.check()?;
        Ok(Self { plan, day: None, agents: BTreeMap::new() })
    }

    /// Puts another plan in force and keeps the counts.
    ///
    /// # Errors
    /// With the first thing wrong in the plan; the old one stays.
    pub fn replace_plan(&mut self, plan: DialPlan) -> Result<(), DialPlanFault> {
        plan.check()?;
        self.plan = plan;
        Ok(())
    }

    /// Takes over what an agent dialled today before a restart, as the books have it.
    pub fn restore(&mut self, agent: AgentId, calls_today: u32, now: DateTime<Utc>) {
        self.turn_to_day_of(now);
        if self.agents.len() < AGENTS_MAX {
            self.agents.entry(agent).or_default().today = calls_today;
        }
    }

    /// Whether `text` may be called at all, rate aside; counts nothing.
    ///
    /// # Errors
    /// With the first rule that refuses it.
    pub fn allows(&self, text: &str) -> Result<DialTarget, DialRefusal> {
        self.plan.allows(text)
    }

    /// Lets `agent` call `text` and counts it, or refuses; refused calls do not count.
    ///
    /// # Errors
    /// With the rule that refuses it.
    pub fn check(&mut self, agent: AgentId, text: &str, now: DateTime<Utc>) -> Result<DialTarget, DialRefusal> {
        let target = self.plan.allows(text)?;
        self.turn_to_day_of(now);
        if self.agents.len() >= AGENTS_MAX && !self.agents.contains_key(&agent) {
            return Err(DialRefusal::TooManyToday { limit: 0 });
        }
        let (per_minute, per_day) = (self.plan.calls_per_minute_max, self.plan.calls_per_day_max);
        self.agents.entry(agent).or_default().count(jst(now), per_minute, per_day)?;
        Ok(target)
    }

    /// Forgets yesterday's counts. A clock set back keeps the later day, so that nobody gains calls by it.
    fn turn_to_day_of(&mut self, now: DateTime<Utc>) {
        let today = now.with_timezone(&JST).date_naive();
        // A day far ahead was read off a faulty clock; keeping it would freeze the counts until then.
        let frozen = self.day.is_some_and(|day| day > today + Days::new(1));
        if self.day.is_none_or(|day| day < today) || frozen {
            self.day = Some(today);
            for dialled in self.agents.values_mut() {
                dialled.today = 0;
            }
            self.agents.retain(|_, dialled| !dialled.last_minute.is_empty());
        }
    }
}

impl Dialled {
    fn count(&mut self, now: DateTime<FixedOffset>, per_minute: u32, per_day: u32) -> Result<(), DialRefusal> {
        let window = TimeDelta::seconds(60);
        // Entries from the future come from a clock set back; they would otherwise block for long.
        self.last_minute.retain(|at| now - *at < window && *at - now < window);
        if self.today >= per_day {
            return Err(DialRefusal::TooManyToday { limit: per_day });
        }
        if self.last_minute.len() >= per_minute as usize {
            let left = self.last_minute.front().map_or(window, |oldest| window - (now - *oldest));
            let wait_s = u32::try_from((left.num_milliseconds() + 999) / 1000).unwrap_or(60);
            return Err(DialRefusal::TooManyThisMinute { limit: per_minute, wait_s });
        }
        self.today += 1;
        self.last_minute.push_back(now);
        Ok(())
    }
}

fn is_national_prefix(prefix: &str) -> bool {
    let digits = (1..=11).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit());
    digits && prefix.starts_with('0') && !prefix.starts_with("00") && !prefix.starts_with("010")
}

fn is_plain_service_number(number: &str) -> bool {
    matches!(read(number), Ok(Number::Service(service)) if !service.is_emergency() && service.as_str() == number)
}

#[cfg(test)]
mod tests;
