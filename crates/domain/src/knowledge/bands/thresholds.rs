//! From a chance to what is done, by channel.

use serde::{Deserialize, Serialize};

use crate::knowledge::entry::FaqChannel;

/// Fewest questions above a threshold that are worth trusting it.
const ABOVE_MIN: usize = 10;

/// One-sided 90 %: a share measured on few questions counts for less.
const CAUTION: f64 = 1.281_6;

/// What is done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// The first place is given as the answer.
    Answer,
    /// The first three are offered.
    Choose,
    /// A person takes over; nothing is claimed.
    HandOver,
}

/// The chances from which a channel answers and offers a choice; `None` is never.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// From here it answers.
    pub answer: Option<f64>,
    /// From here it offers three.
    pub choose: Option<f64>,
}

/// The shares of right ones a channel is to reach.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// Of answers.
    pub answer: f64,
    /// Of choices among three.
    pub choose: f64,
}

impl Targets {
    /// Where an agent reads along, more is offered; but nobody, and no agent either, is told that something is certain
    /// of which not nine in ten come true.
    #[must_use]
    pub fn of(channel: FaqChannel) -> Self {
        match channel {
            FaqChannel::Desk => Self { answer: 0.90, choose: 0.40 },
            FaqChannel::Public => Self { answer: 0.90, choose: 0.55 },
            FaqChannel::Chat => Self { answer: 0.95, choose: 0.65 },
            FaqChannel::Voice => Self { answer: 0.97, choose: 0.70 },
        }
    }
}

impl Thresholds {
    /// Before anything is judged: never an answer, always a choice.
    pub const UNJUDGED: Self = Self { answer: None, choose: Some(0.0) };

    /// The lowest thresholds that reach the targets on judged questions: each with its chance, whether the first place
    /// was right and whether one of three was. What is reached counts with caution (lower Wilson bound).
    #[must_use]
    pub fn meeting(targets: Targets, judged: &[(f64, bool, bool)]) -> Self {
        let answer = lowest(targets.answer, judged.iter().map(|(chance, first, _)| (*chance, *first)));
        // A choice is offered below the answers, so that it must be worth it there.
        let below = judged.iter().filter(|(chance, ..)| answer.is_none_or(|answer| *chance < answer));
        let choose = lowest(targets.choose, below.map(|(chance, _, three)| (*chance, *three)));
        Self { answer, choose: choose.or(answer) }
    }

    /// What is done at a chance.
    #[must_use]
    pub fn band(&self, chance: f64) -> Band {
        let from = |threshold: Option<f64>| threshold.is_some_and(|threshold| chance >= threshold);
        if from(self.answer) {
            Band::Answer
        } else if from(self.choose) {
            Band::Choose
        } else {
            Band::HandOver
        }
    }
}

fn lowest(target: f64, judged: impl Iterator<Item = (f64, bool)>) -> Option<f64> {
    let mut sorted: Vec<(f64, bool)> = judged.filter(|(chance, _)| chance.is_finite()).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0;
    let mut found = None;
    for (at, (chance, was_right)) in sorted.iter().enumerate() {
        right += usize::from(*was_right);
        // Equal chances fall on one side together.
        let last_of_equal = sorted.get(at + 1).is_none_or(|next| next.0 < *chance);
        if last_of_equal && at + 1 >= ABOVE_MIN && cautious(right, at + 1) >= target {
            found = Some(*chance);
        }
    }
    found
}

/// Lower bound of a share, E. B. Wilson, Journal of the American Statistical Association 22 (1927).
fn cautious(right: usize, all: usize) -> f64 {
    let (right, all) = (right as f64, all as f64);
    let share = right / all;
    let square = CAUTION * CAUTION;
    let middle = share + square / (2.0 * all);
    let width = CAUTION * (share * (1.0 - share) / all + square / (4.0 * all * all)).sqrt();
    (middle - width) / (1.0 + square / all)
}
