//! One figure, exact: a count, a share by its two counts, a mean by its sum and its number.
//!
//! Nothing here is rounded until it is shown, and then half up in whole arithmetic, so that a document, a sheet and a
//! screen read alike. It must never know what was counted. Next: `table`.

use serde::{Deserialize, Serialize};

use crate::term::Day;
use crate::words::Words;

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// How many.
    Count,
    /// More or fewer than before.
    Change,
    /// Per cent, one decimal place.
    Percent,
    /// Seconds, one decimal place.
    Seconds,
    /// Whole days.
    Days,
    /// A day of the calendar.
    Date,
    /// Words.
    Text,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Value {
    /// There is none here.
    Nothing,
    /// How many.
    Count {
        /// The number.
        n: u64,
    },
    /// How many more, or fewer.
    Change {
        /// The difference.
        by: i64,
    },
    /// So many of so many; no figure where `whole` is 0.
    Share {
        /// Numerator.
        of: u64,
        /// Denominator.
        whole: u64,
    },
    /// A mean time; no figure where `count` is 0.
    Mean {
        /// Milliseconds altogether.
        sum_ms: u64,
        /// Of how many.
        count: u64,
    },
    /// A time, in milliseconds.
    Span {
        /// Milliseconds.
        ms: u64,
    },
    /// A day.
    Date {
        /// The day.
        day: Day,
    },
    /// Words.
    Text {
        /// Both languages.
        words: Words,
    },
}

/// A figure as a sheet or a screen takes it: rounded half up, never in binary fractions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Nothing to show, such as a share of nothing.
    Empty,
    /// A whole number.
    Whole(i64),
    /// A number with one decimal place, in tenths: 823 reads 82.3.
    Tenths(i64),
    /// A day.
    Date(Day),
    /// Words.
    Text(Words),
}

impl Value {
    /// The figure as it is shown: shares in per cent, times in seconds.
    #[must_use]
    pub fn shown(&self) -> Shown {
        match self {
            Self::Nothing => Shown::Empty,
            Self::Count { n } => Shown::Whole(whole(u128::from(*n))),
            Self::Change { by } => Shown::Whole(*by),
            Self::Share { of, whole } => tenths(u128::from(*of) * 1_000, *whole),
            Self::Mean { sum_ms, count } => tenths(u128::from(*sum_ms), count.saturating_mul(100)),
            Self::Span { ms } => tenths(u128::from(*ms), 100),
            Self::Date { day } => Shown::Date(*day),
            Self::Text { words } => Shown::Text(words.clone()),
        }
    }
}

impl Shown {
    /// The figure in plain writing, empty for none; `ja` chooses the language of words.
    #[must_use]
    pub fn text(&self, ja: bool) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Whole(n) => n.to_string(),
            Self::Tenths(n) => format!("{}{}.{}", if *n < 0 { "-" } else { "" }, n.abs() / 10, n.abs() % 10),
            Self::Date(day) => day.to_string(),
            Self::Text(words) if ja => words.ja.clone(),
            Self::Text(words) => words.en.clone(),
        }
    }
}

/// `of / whole` rounded half up; nothing where there is no whole.
fn tenths(of: u128, count: u64) -> Shown {
    if count == 0 {
        return Shown::Empty;
    }
    let count = u128::from(count);
    Shown::Tenths(whole((of * 2 + count) / (count * 2)))
}

fn whole(n: u128) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_half_up_and_only_when_they_are_shown() {
        let check = |value: Value, text: &str| assert_eq!(value.shown().text(true), text, "{value:?}");
        check(Value::Share { of: 1, whole: 8 }, "12.5");
        check(Value::Share { of: 1, whole: 16 }, "6.3");
        check(Value::Share { of: 2, whole: 3 }, "66.7");
        check(Value::Share { of: 0, whole: 0 }, "");
        check(Value::Mean { sum_ms: 10_050, count: 1 }, "10.1");
        check(Value::Mean { sum_ms: 5, count: 0 }, "");
        check(Value::Span { ms: 20_049 }, "20.0");
        check(Value::Change { by: -3 }, "-3");
        check(Value::Share { of: u64::MAX, whole: u64::MAX }, "100.0");
        check(Value::Text { words: Words::new("無", "none") }, "無");
    }
}
