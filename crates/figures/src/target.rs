//! What a contract asks for, and whether a month reached it: green, amber, red.
//!
//! Compared exactly, by cross multiplication; a target without any contact has no light. Next: `tables::summary`.

use serde::{Deserialize, Serialize};

use crate::value::Value;
use crate::words::Words;

/// One target of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The figure, by the name of its definition.
    pub formula: String,
    /// The channel it is of; `None` for all.
    #[serde(default)]
    pub channel: Option<domain::contact::Channel>,
    /// What it is called in the contract.
    pub title: Words,
    /// What is asked.
    pub goal: Goal,
    /// How far from the goal is still amber, in the goal's own measure.
    pub amber_within: u64,
}

/// What is asked of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// A share of at least so many thousandths.
    ShareAtLeast(u64),
    /// A share of at most so many thousandths.
    ShareAtMost(u64),
    /// A time of at most so many milliseconds.
    TimeAtMost(u64),
}

/// Whether a target was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Reached.
    Green,
    /// Missed by no more than the contract lets pass.
    Amber,
    /// Missed.
    Red,
    /// There was nothing to measure.
    Off,
}

impl Light {
    /// What the light says.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Green => Words::new("達成", "met"),
            Self::Amber => Words::new("あと少し", "nearly met"),
            Self::Red => Words::new("未達", "missed"),
            Self::Off => Words::new("対象なし", "nothing to measure"),
        }
    }
}

impl Target {
    /// The light of a figure.
    #[must_use]
    pub fn light(&self, value: &Value) -> Light {
        let Some((of, whole)) = fraction(value, self.goal) else { return Light::Off };
        let (limit, wants_more) = match self.goal {
            Goal::ShareAtLeast(limit) => (limit, true),
            Goal::ShareAtMost(limit) | Goal::TimeAtMost(limit) => (limit, false),
        };
        let reached = |limit: u64| {
            let asked = u128::from(limit) * whole;
            if wants_more { of >= asked } else { of <= asked }
        };
        let loose =
            if wants_more { limit.saturating_sub(self.amber_within) } else { limit.saturating_add(self.amber_within) };
        match (reached(limit), reached(loose)) {
            (true, _) => Light::Green,
            (false, true) => Light::Amber,
            (false, false) => Light::Red,
        }
    }
}

/// The figure as a fraction in the goal's measure; `None` where there is none, or where it is of another kind.
fn fraction(value: &Value, goal: Goal) -> Option<(u128, u128)> {
    let is_share = matches!(goal, Goal::ShareAtLeast(_) | Goal::ShareAtMost(_));
    match value {
        Value::Share { of, whole } if is_share && *whole > 0 => Some((u128::from(*of) * 1_000, u128::from(*whole))),
        Value::Mean { sum_ms, count } if !is_share && *count > 0 => Some((u128::from(*sum_ms), u128::from(*count))),
        Value::Span { ms } if !is_share => Some((u128::from(*ms), 1)),
        Value::Share { .. }
        | Value::Mean { .. }
        | Value::Span { .. }
        | Value::Nothing
        | Value::Count { .. }
        | Value::Change { .. }
        | Value::Date { .. }
        | Value::Text { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_is_exact_at_its_edges_and_off_without_a_figure() {
        let check = |goal, value: Value, light| {
            let title = Words::same("SL");
            let target = Target { formula: "x".to_owned(), channel: None, title, goal, amber_within: 20 };
            assert_eq!(target.light(&value), light, "{goal:?} {value:?}");
        };
        let share = |of, whole| Value::Share { of, whole };
        check(Goal::ShareAtLeast(800), share(4, 5), Light::Green);
        check(Goal::ShareAtLeast(800), share(799_999, 1_000_000), Light::Amber);
        check(Goal::ShareAtLeast(800), share(78, 100), Light::Amber);
        check(Goal::ShareAtLeast(800), share(779_999, 1_000_000), Light::Red);
        check(Goal::ShareAtMost(50), share(5, 100), Light::Green);
        check(Goal::ShareAtMost(50), share(8, 100), Light::Red);
        check(Goal::TimeAtMost(20_000), Value::Mean { sum_ms: 40_001, count: 2 }, Light::Amber);
        check(Goal::TimeAtMost(20_000), Value::Mean { sum_ms: 40_000, count: 2 }, Light::Green);
        check(Goal::TimeAtMost(20_000), Value::Span { ms: 20_021 }, Light::Red);
        check(Goal::ShareAtLeast(800), share(0, 0), Light::Off);
        check(Goal::ShareAtLeast(800), Value::Count { n: 9 }, Light::Off);
    }
}
