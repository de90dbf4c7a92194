//! A regression of counts that a few broken days do not pull away.
//!
//! Owns the numbers of one fit: log link, variance proportional to the mean, effects held back by a prior, wild days
//! weighed down. It must never know what the columns mean.
//!
//! Sources: P. McCullagh and J. Nelder, Generalized Linear Models, §6 and §9 (quasi-likelihood); E. Cantoni and
//! E. Ronchetti, Robust Inference for Generalized Linear Models, JASA 96 (2001), for Huber's weights on Pearson
//! residuals; A. Hoerl and R. Kennard 1970 for the ridge, here as a normal prior on each effect.

use crate::statistics::robust_scale;

/// Pearson residuals beyond this many deviations weigh less, as 1/|residual| (P. Huber 1964).
const HUBER: f64 = 2.5;
const ROUNDS_MAX: u32 = 40;
const ENOUGH: f64 = 1e-8;
/// No day is expected to hold more than this multiple of another one's contacts.
const LINEAR_LIMIT: f64 = 18.0;

/// One day to learn from: columns, exposure, count.
pub(super) struct Row {
    pub(super) columns: Vec<f64>,
    /// The count is proportional to it.
    pub(super) exposure: f64,
    pub(super) count: f64,
}

/// What was learnt.
pub(super) struct Fit {
    coefficients: Vec<f64>,
    /// Variance over mean, 1 at least.
    pub(super) dispersion: f64,
    /// Cholesky factor of the information, to tell how sure an expectation is.
    factor: Vec<Vec<f64>>,
}

impl Fit {
    /// `deviations` are the prior standard deviations of the effects on the log scale.
    /// None where the numbers admit no fit (nothing was ever counted).
    pub(super) fn of(rows: &[Row], deviations: &[f64]) -> Option<Self> {
        let total: f64 = rows.iter().map(|row| row.count).sum();
        let exposure: f64 = rows.iter().map(|row| row.exposure).sum();
        if total <= 0.0 || exposure <= 0.0 {
            return None;
        }
        let mut coefficients = vec![0.0; deviations.len()];
        *coefficients.first_mut()? = (total / exposure).ln();
        let mut fit = Self { coefficients, dispersion: 1.0, factor: Vec::new() };
        for _ in 0..ROUNDS_MAX {
            let moved = fit.step(rows, deviations)?;
            if moved < ENOUGH {
                break;
            }
        }
        Some(fit)
    }

    /// What is expected of a day.
    pub(super) fn expected(&self, columns: &[f64], exposure: f64) -> f64 {
        let linear: f64 = columns.iter().zip(&self.coefficients).map(|(column, effect)| column * effect).sum();
        exposure * linear.clamp(-LINEAR_LIMIT, LINEAR_LIMIT).exp()
    }

    /// Variance of the logarithm of that expectation, by what the fit does not know.
    pub(super) fn uncertainty(&self, columns: &[f64]) -> f64 {
        forward(&self.factor, columns).iter().map(|part| part * part).sum()
    }

    /// One round of weighted least squares. Returns how far the effects moved.
    fn step(&mut self, rows: &[Row], deviations: &[f64]) -> Option<f64> {
        let means: Vec<f64> = rows.iter().map(|row| self.expected(&row.columns, row.exposure)).collect();
        let residuals: Vec<f64> =
            rows.iter().zip(&means).map(|(row, mean)| (row.count - mean) / mean.sqrt().max(1e-9)).collect();
        self.dispersion = robust_scale(&residuals).powi(2).max(1.0);
        let wild = HUBER * self.dispersion.sqrt();
        let size = deviations.len();
        let mut information = vec![vec![0.0; size]; size];
        let mut score = vec![0.0; size];
        for ((row, mean), residual) in rows.iter().zip(&means).zip(&residuals) {
            let trust = if residual.abs() <= wild { 1.0 } else { wild / residual.abs() };
            let weight = trust * mean / self.dispersion;
            let surprise = trust * (row.count - mean) / self.dispersion;
            for (at, column) in row.columns.iter().enumerate().filter(|(_, column)| **column != 0.0) {
                score[at] += column * surprise;
                for (beside, other) in row.columns.iter().enumerate().take(at + 1) {
                    information[at][beside] += weight * column * other;
                }
            }
        }
        for (at, deviation) in deviations.iter().enumerate() {
            let held = 1.0 / (deviation * deviation);
            information[at][at] += held;
            score[at] -= held * self.coefficients[at];
        }
        self.factor = cholesky(information)?;
        let change = backward(&self.factor, forward(&self.factor, &score));
        for (effect, by) in self.coefficients.iter_mut().zip(&change) {
            *effect += by.clamp(-1.0, 1.0);
        }
        Some(change.iter().fold(0.0_f64, |most, by| most.max(by.abs())))
    }
}

/// The lower factor L of a symmetric positive matrix L·Lᵀ, of which the lower half is given.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for row in 0..matrix.len() {
        for column in 0..=row {
            let known: f64 = (0..column).map(|at| matrix[row][at] * matrix[column][at]).sum();
            let left = matrix[row][column] - known;
            if row == column {
                if left <= 0.0 || !left.is_finite() {
                    return None;
                }
                matrix[row][row] = left.sqrt();
            } else {
                matrix[row][column] = left / matrix[column][column];
            }
        }
    }
    Some(matrix)
}

/// Solves L·x = b.
fn forward(factor: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::with_capacity(right.len());
    for (row, value) in factor.iter().zip(right) {
        let known: f64 = row.iter().zip(&found).map(|(entry, part)| entry * part).sum();
        found.push((value - known) / row[found.len()]);
    }
    found
}

/// Solves Lᵀ·x = b.
fn backward(factor: &[Vec<f64>], mut right: Vec<f64>) -> Vec<f64> {
    for at in (0..right.len()).rev() {
        let known: f64 = (at + 1..right.len()).map(|below| factor[below][at] * right[below]).sum();
        right[at] = (right[at] - known) / factor[at][at];
    }
    right
}
