//! What a ranked list tells of how sure its first place is.

use serde::{Deserialize, Serialize};

/// How many features there are.
pub const FEATURES: usize = 6;

/// Places of the list that are looked at.
pub const RANKED: usize = 10;

/// What a ranked list tells.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// The first score.
    pub top: f64,
    /// The first score less the mean of the first ten.
    pub above_mean: f64,
    /// The first score less the second; 0 where there is one alone.
    pub margin: f64,
    /// [`Self::above_mean`] in standard deviations of the first ten; 0 where they are equal.
    pub z: f64,
    /// Natural logarithm of the question's length in characters, plus one.
    pub question_length: f64,
    /// The same of the question that was found.
    pub found_length: f64,
}

impl Features {
    /// The features of `scores`, best first; `None` where there are none, or one that is no number.
    #[must_use]
    pub fn of(scores: &[f64], question_chars: usize, found_chars: usize) -> Option<Self> {
        let ranked = &scores[..scores.len().min(RANKED)];
        let top = *ranked.first()?;
        if ranked.iter().any(|score| !score.is_finite()) {
            return None;
        }
        let count = ranked.len() as f64;
        let mean = ranked.iter().sum::<f64>() / count;
        let spread = (ranked.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / count).sqrt();
        let above_mean = top - mean;
        let margin = ranked.get(1).map_or(0.0, |second| top - second);
        let z = if spread > f64::EPSILON { above_mean / spread } else { 0.0 };
        let length = |chars: usize| (chars as f64 + 1.0).ln();
        let (question_length, found_length) = (length(question_chars), length(found_chars));
        Some(Self { top, above_mean, margin, z, question_length, found_length })
    }

    /// The features in a fixed order.
    #[must_use]
    pub fn values(&self) -> [f64; FEATURES] {
        [self.top, self.above_mean, self.margin, self.z, self.question_length, self.found_length]
    }
}
