//! Isotonic regression: the rising steps that fit judged chances best, by pooling neighbours that fall.
//!
//! Ayer, Brunk, Ewing, Reid, Silverman, "An Empirical Distribution Function for Sampling with Incomplete
//! Information", Annals of Mathematical Statistics 26 (1955).

use serde::{Deserialize, Serialize};

/// Rising steps from a score to a share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Each step's middle score and its share, both rising.
    steps: Vec<(f64, f64)>,
}

/// Neighbours that are pooled.
#[derive(Clone, Copy)]
struct Pool {
    scores: f64,
    right: f64,
    count: f64,
}

impl Isotonic {
    /// Fits the steps; scores that are no numbers are left out. Without any it gives scores back as they are.
    #[must_use]
    pub fn fit(judged: &[(f64, bool)]) -> Self {
        let mut sorted: Vec<(f64, bool)> = judged.iter().copied().filter(|(score, _)| score.is_finite()).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut pools: Vec<Pool> = Vec::new();
        for (score, right) in &sorted {
            let mut pool = Pool { scores: *score, right: f64::from(u8::from(*right)), count: 1.0 };
            while let Some(last) = pools.last().copied().filter(|last| falls(last, &pool)) {
                pools.pop();
                pool = Pool {
                    scores: last.scores + pool.scores,
                    right: last.right + pool.right,
                    count: last.count + pool.count,
                };
            }
            pools.push(pool);
        }
        // Nothing is ever wholly sure after so many judgements and no more.
        let least = 1.0 / (sorted.len() as f64 + 2.0);
        let share = |pool: &Pool| (pool.right / pool.count).clamp(least, 1.0 - least);
        Self { steps: pools.iter().map(|pool| (pool.scores / pool.count, share(pool))).collect() }
    }

    /// The share of right ones at a score, on a straight line between the steps' middles.
    #[must_use]
    pub fn share(&self, score: f64) -> f64 {
        let (Some(first), Some(last)) = (self.steps.first(), self.steps.last()) else { return score };
        if score <= first.0 {
            return first.1;
        }
        let above = self.steps.iter().position(|step| step.0 > score);
        let Some(above) = above else { return last.1 };
        let (one, other) = (self.steps[above - 1], self.steps[above]);
        one.1 + (other.1 - one.1) * (score - one.0) / (other.0 - one.0)
    }
}

/// Equal scores are one step, whatever was judged of them.
fn falls(last: &Pool, pool: &Pool) -> bool {
    let same = last.scores / last.count >= pool.scores / pool.count;
    same || last.right / last.count >= pool.right / pool.count
}
