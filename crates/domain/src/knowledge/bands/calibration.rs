//! From the features of a ranked list to the chance that its first place is right.

use serde::{Deserialize, Serialize};

use super::features::{FEATURES, Features};
use super::isotonic::Isotonic;
use super::logistic::Logistic;

/// Fewest judged questions, and fewest of each class, that are worth a fit.
pub const JUDGED_MIN: usize = 40;
const CLASS_MIN: usize = 5;

/// Fewest judged questions from which steps are taken: with fewer they learn chance, and the model alone says more.
const STEPS_MIN: usize = 1_000;

/// Parts in which questions are left out in turn, so that no question speaks for itself.
const FOLDS: usize = 5;

/// A judged question. One out of the domain is wrong in both ways.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// What the list told.
    pub features: Features,
    /// Whether the first place was right.
    pub first_right: bool,
    /// Whether one of the first three was.
    pub right_in_three: bool,
}

/// Why nothing was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FitRefusal {
    /// Too few judgements.
    #[error("{0} judged questions are too few; at least {JUDGED_MIN}")]
    TooFew(usize),
    /// Too few of one class.
    #[error("at least {CLASS_MIN} right and {CLASS_MIN} wrong first places are needed; there are {right} and {wrong}")]
    OneSided {
        /// Right ones.
        right: usize,
        /// Wrong ones.
        wrong: usize,
    },
}

/// A calibration of one edition: the model, and where enough was judged rising steps that put it right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    model: Logistic,
    steps: Isotonic,
}

impl Calibration {
    /// Fits on judged questions: the model on all, steps on what models said of questions they had not seen.
    ///
    /// # Errors
    /// When there are too few judgements.
    pub fn fit(judged: &[Judged]) -> Result<Self, FitRefusal> {
        if judged.len() < JUDGED_MIN {
            return Err(FitRefusal::TooFew(judged.len()));
        }
        let right = judged.iter().filter(|one| one.first_right).count();
        let wrong = judged.len() - right;
        if right.min(wrong) < CLASS_MIN {
            return Err(FitRefusal::OneSided { right, wrong });
        }
        Ok(Self { model: Logistic::fit(&rows(judged.iter())), steps: steps(judged) })
    }

    /// A rough one until questions are judged: the numbers that do not depend on an edition's size decide.
    pub(super) fn unjudged(fused: bool) -> Self {
        let mean = [0.0, 0.0, 0.0, 3.0, 0.0, 0.85, 0.02, 0.8, 0.4, 0.4, 0.5, 2.8, 2.8];
        let spread = [1.0, 1.0, 1.0, 1.5, 1.0, 0.04, 0.02, 0.2, 0.25, 0.25, 0.5, 0.6, 0.6];
        let weights = if fused {
            [0.0, 0.0, 0.0, 0.5, 0.0, 0.6, 0.6, 0.3, 0.8, 0.0, 0.5, 0.0, 0.0]
        } else {
            [0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5, 1.5, 0.0, 0.0, 0.0, 0.0]
        };
        Self { model: Logistic::told(mean, spread, weights, -0.5), steps: Isotonic::fit(&[]) }
    }

    /// The chance that the first place is right, 0 to 1.
    #[must_use]
    pub fn chance(&self, features: &Features) -> f64 {
        self.steps.share(self.model.chance(&features.values()))
    }

    /// What calibrations say of questions they were not fitted on, with what was judged: the honest input of
    /// [`super::measure`] and of thresholds where there is no second set. In the order of `judged`.
    #[must_use]
    pub fn cross_checked(judged: &[Judged]) -> Vec<f64> {
        let mut chances = vec![0.0; judged.len()];
        for fold in 0..FOLDS {
            let others: Vec<Judged> = outside(judged, fold).copied().collect();
            let steps = steps(&others);
            let model = Logistic::fit(&rows(others.iter()));
            for (at, one) in judged.iter().enumerate().filter(|(at, _)| at % FOLDS == fold) {
                chances[at] = steps.share(model.chance(&one.features.values()));
            }
        }
        chances
    }
}

fn steps(judged: &[Judged]) -> Isotonic {
    if judged.len() < STEPS_MIN { Isotonic::fit(&[]) } else { Isotonic::fit(&unseen(judged)) }
}

/// What models say of questions they were not fitted on.
fn unseen(judged: &[Judged]) -> Vec<(f64, bool)> {
    (0..FOLDS)
        .flat_map(|fold| {
            let model = Logistic::fit(&rows(outside(judged, fold)));
            let inside = judged.iter().enumerate().filter(move |(at, _)| at % FOLDS == fold);
            inside.map(move |(_, one)| (model.chance(&one.features.values()), one.first_right)).collect::<Vec<_>>()
        })
        .collect()
}

fn outside(judged: &[Judged], fold: usize) -> impl Iterator<Item = &Judged> {
    judged.iter().enumerate().filter(move |(at, _)| at % FOLDS != fold).map(|(_, one)| one)
}

fn rows<'a>(judged: impl Iterator<Item = &'a Judged>) -> Vec<([f64; FEATURES], bool)> {
    judged.map(|one| (one.features.values(), one.first_right)).collect()
}
