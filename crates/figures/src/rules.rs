//! The numbers a contract sets: when an abandon is short, what T is, how long a second call counts as the same matter.
//!
//! They are part of what a report is ordered with, so an old month keeps its own. Leaf beside `term`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The longest time a rule may name: a day.
const SPAN_MS_MAX: u64 = 86_400_000;
/// The most days within which a caller's next contact counts as the same matter.
const REPEAT_DAYS_MAX: u32 = 92;
/// The most chosen pause reasons.
const CHOSEN_MAX: usize = 100;

/// What a service level is a share of; the same day reads differently by each, so the name goes with the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevelBasis {
    /// Answered within T of all offered.
    Offered,
    /// Answered within T of offered less short abandons.
    OfferedWithoutShort,
    /// Answered within T of answered.
    Answered,
    /// Answered or abandoned within T of all offered.
    AbandonedWithinIsMet,
}

impl ServiceLevelBasis {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Offered, Self::OfferedWithoutShort, Self::Answered, Self::AbandonedWithinIsMet];
}

/// What a contract sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// A wait below this that ends in an abandon is a short one, in milliseconds.
    pub short_abandon_ms: u64,
    /// T of the telephone's service level, in milliseconds.
    pub answer_within_ms: u64,
    /// What the service level is a share of.
    pub basis: ServiceLevelBasis,
    /// The wait a visitor should not exceed, in milliseconds.
    pub visit_within_ms: u64,
    /// A caller who comes again within so many days was not helped at once.
    pub repeat_days: u32,
    /// The lowest of the answers 1 to 5 that counts as satisfied.
    pub top_box_from: u8,
    /// Pause reasons that count as work in 稼働率, such as `desk_work`.
    pub working_pauses: BTreeSet<String>,
    /// First and last half hour of the telephone's tables, such as 17 (8:30) and 39 (19:30).
    pub phone_bands: (u8, u8),
    /// First and last half hour of the counter's tables.
    pub counter_bands: (u8, u8),
}

impl Default for Rules {
    fn default() -> Self {
        let working = ["desk_work", "counter_support", "meeting"];
        Self {
            short_abandon_ms: 10_000,
            answer_within_ms: 20_000,
            basis: ServiceLevelBasis::Offered,
            visit_within_ms: 300_000,
            repeat_days: 7,
            top_box_from: 4,
            working_pauses: working.into_iter().map(str::to_owned).collect(),
            phone_bands: (17, 39),
            counter_bands: (17, 34),
        }
    }
}

/// A rule nobody can count by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesFault {
    /// A time is beyond a day.
    #[error("{name} is {ms} ms; at most {SPAN_MS_MAX}")]
    Span {
        /// Which rule.
        name: &'static str,
        /// What it says.
        ms: u64,
    },
    /// Too many days.
    #[error("repeat_days is {0}; at most {REPEAT_DAYS_MAX}")]
    RepeatDays(u32),
    /// No answer of that number exists.
    #[error("top_box_from is {0}; from 1 to 5")]
    TopBox(u8),
    /// Half hours that are backwards or beyond the day.
    #[error("{name} is {first} to {last}; half hours are 0 to 47, in order")]
    Bands {
        /// Which rule.
        name: &'static str,
        /// First.
        first: u8,
        /// Last.
        last: u8,
    },
    /// A list that is too long.
    #[error("working_pauses has {0} entries; at most {CHOSEN_MAX}")]
    TooMany(usize),
}

impl Rules {
    /// Refuses rules nobody can count by.
    ///
    /// # Errors
    /// With the first that is wrong.
    pub fn check(&self) -> Result<(), RulesFault> {
        let spans = [
            ("short_abandon_ms", self.short_abandon_ms),
            ("answer_within_ms", self.answer_within_ms),
            ("visit_within_ms", self.visit_within_ms),
        ];
        if let Some((name, ms)) = spans.into_iter().find(|(_, ms)| *ms > SPAN_MS_MAX) {
            return Err(RulesFault::Span { name, ms });
        }
        if self.repeat_days > REPEAT_DAYS_MAX {
            return Err(RulesFault::RepeatDays(self.repeat_days));
        }
        if !(1..=5).contains(&self.top_box_from) {
            return Err(RulesFault::TopBox(self.top_box_from));
        }
        for (name, (first, last)) in [("phone_bands", self.phone_bands), ("counter_bands", self.counter_bands)] {
            if first > last || last >= crate::term::BANDS {
                return Err(RulesFault::Bands { name, first, last });
            }
        }
        let chosen = self.working_pauses.len();
        if chosen > CHOSEN_MAX { Err(RulesFault::TooMany(chosen)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_nobody_can_count_by_are_refused() {
        let check = |change: fn(&mut Rules), is_good: bool| {
            let mut rules = Rules::default();
            change(&mut rules);
            assert_eq!(rules.check().is_ok(), is_good, "{rules:?}");
        };
        check(|_| {}, true);
        check(|rules| rules.answer_within_ms = SPAN_MS_MAX + 1, false);
        check(|rules| rules.repeat_days = 93, false);
        check(|rules| rules.top_box_from = 0, false);
        check(|rules| rules.phone_bands = (40, 17), false);
        check(|rules| rules.counter_bands = (0, 48), false);
    }
}
