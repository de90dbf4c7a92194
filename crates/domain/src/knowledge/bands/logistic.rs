//! Logistic regression on a handful of features, fitted by Newton's method with a small penalty.

use serde::{Deserialize, Serialize};

use super::features::FEATURES;

/// One weight for each feature and one for all.
const WEIGHTS: usize = FEATURES + 1;

/// Pulls weights towards 0, so that a feature that parts the classes alone does not run away.
const PENALTY: f64 = 1.0;

/// Newton's method is done long before.
const STEPS_MAX: usize = 50;

/// A step smaller than this is the last.
const STEP_MIN: f64 = 1e-9;

/// Beyond it the exponential says nothing more.
const LOGIT_MAX: f64 = 30.0;

/// A fitted model: features are taken less their mean and by their spread before they are weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Logistic {
    mean: [f64; FEATURES],
    spread: [f64; FEATURES],
    /// The last one weighs nothing but 1.
    weights: [f64; WEIGHTS],
}

impl Logistic {
    /// Fits the model; with one class alone it gives that class's share.
    #[must_use]
    pub fn fit(judged: &[([f64; FEATURES], bool)]) -> Self {
        let (mean, spread) = scale(judged);
        let mut model = Self { mean, spread, weights: [0.0; WEIGHTS] };
        for _ in 0..STEPS_MAX {
            let (gradient, curvature) = model.slope(judged);
            let Some(step) = solve(curvature, gradient) else { break };
            for (weight, part) in model.weights.iter_mut().zip(step) {
                *weight += part;
            }
            if step.iter().all(|part| part.abs() < STEP_MIN) {
                break;
            }
        }
        model
    }

    /// A model whose numbers are told.
    pub(super) fn told(
        mean: [f64; FEATURES],
        spread: [f64; FEATURES],
        of_features: [f64; FEATURES],
        of_all: f64,
    ) -> Self {
        let mut weights = [of_all; WEIGHTS];
        weights.iter_mut().zip(of_features).for_each(|(weight, told)| *weight = told);
        Self { mean, spread, weights }
    }

    /// The chance that the first place is right, 0 to 1.
    #[must_use]
    pub fn chance(&self, features: &[f64; FEATURES]) -> f64 {
        let scaled = self.scaled(features);
        let logit: f64 = scaled.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        1.0 / (1.0 + (-logit.clamp(-LOGIT_MAX, LOGIT_MAX)).exp())
    }

    fn scaled(&self, features: &[f64; FEATURES]) -> [f64; WEIGHTS] {
        let mut scaled = [1.0; WEIGHTS];
        for (at, value) in features.iter().enumerate() {
            scaled[at] = (value - self.mean[at]) / self.spread[at];
        }
        scaled
    }

    /// Slope and curvature of the penalised likelihood at the weights.
    fn slope(&self, judged: &[([f64; FEATURES], bool)]) -> ([f64; WEIGHTS], [[f64; WEIGHTS]; WEIGHTS]) {
        let mut gradient = [0.0; WEIGHTS];
        let mut curvature = [[0.0; WEIGHTS]; WEIGHTS];
        for (features, right) in judged {
            let scaled = self.scaled(features);
            let chance = self.chance(features);
            let miss = f64::from(u8::from(*right)) - chance;
            let weight = chance * (1.0 - chance);
            for row in 0..WEIGHTS {
                gradient[row] += miss * scaled[row];
                for column in 0..WEIGHTS {
                    curvature[row][column] += weight * scaled[row] * scaled[column];
                }
            }
        }
        // The share of all is not pulled; a little keeps the sum solvable.
        for (at, row) in curvature.iter_mut().enumerate() {
            let penalty = if at < FEATURES { PENALTY } else { 1e-6 };
            row[at] += penalty;
            gradient[at] -= penalty * self.weights[at];
        }
        (gradient, curvature)
    }
}

fn scale(judged: &[([f64; FEATURES], bool)]) -> ([f64; FEATURES], [f64; FEATURES]) {
    let count = (judged.len() as f64).max(1.0);
    let mut mean = [0.0; FEATURES];
    let mut spread = [1.0; FEATURES];
    for at in 0..FEATURES {
        mean[at] = judged.iter().map(|(features, _)| features[at]).sum::<f64>() / count;
        let square = judged.iter().map(|(features, _)| (features[at] - mean[at]).powi(2)).sum::<f64>() / count;
        spread[at] = if square > f64::EPSILON { square.sqrt() } else { 1.0 };
    }
    (mean, spread)
}

/// Solves `matrix` · x = `sums` by elimination with the largest pivot; `None` where it has no one solution.
fn solve(mut matrix: [[f64; WEIGHTS]; WEIGHTS], mut sums: [f64; WEIGHTS]) -> Option<[f64; WEIGHTS]> {
    for column in 0..WEIGHTS {
        let pivot = (column..WEIGHTS).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        if matrix[pivot][column].abs() < 1e-12 {
            return None;
        }
        matrix.swap(column, pivot);
        sums.swap(column, pivot);
        for row in column + 1..WEIGHTS {
            let factor = matrix[row][column] / matrix[column][column];
            let pivot_row = matrix[column];
            for (value, above) in matrix[row].iter_mut().zip(pivot_row).skip(column) {
                *value -= factor * above;
            }
            sums[row] -= factor * sums[column];
        }
    }
    let mut found = [0.0; WEIGHTS];
    for row in (0..WEIGHTS).rev() {
        let known: f64 = (row + 1..WEIGHTS).map(|at| matrix[row][at] * found[at]).sum();
        found[row] = (sums[row] - known) / matrix[row][row];
    }
    found.iter().all(|value| value.is_finite()).then_some(found)
}
