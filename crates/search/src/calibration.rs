//! From features to a confidence, and from a confidence to what is done with it.
//!
//! A similarity alone does not tell an answerable question from another (AUROC .66 on a public set); a logistic
//! combination of what stands in [`Features`] does better. Each edition is calibrated anew from judged questions,
//! with vectors and without. Pure.

use serde::{Deserialize, Serialize};

use crate::fusion::Features;

const COUNT: usize = Features::COUNT;
/// Steps and their width, and what keeps weights small, when weights are fitted.
const STEPS: usize = 2_000;
const STEP: f64 = 0.3;
const SHRINK: f64 = 0.02;
/// Fewest judged questions, of each outcome, that weights are fitted from.
pub const SAMPLES_MIN: usize = 10;

/// Weights that turn features into a confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// What each feature usually is.
    pub centre: [f64; COUNT],
    /// How far it usually strays; never 0.
    pub scale: [f64; COUNT],
    /// What each weighs.
    pub weights: [f64; COUNT],
    /// The log odds of a usual question.
    pub bias: f64,
}

/// The calibrations of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibrations {
    /// For words alone.
    pub words: Calibration,
    /// For words and meaning.
    pub fused: Calibration,
}

/// What is done with an answer (clause 6(4)c).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// A person takes over.
    HandOver,
    /// Three are offered.
    Choose,
    /// It is shown as the answer.
    Answer,
}

/// Least confidences of the two upper bands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// From here on it is shown as the answer.
    pub answer: f64,
    /// From here on three are offered.
    pub choose: f64,
}

impl Thresholds {
    /// What is done at that confidence.
    #[must_use]
    pub fn band(&self, confidence: f64) -> Band {
        if confidence >= self.answer {
            Band::Answer
        } else if confidence >= self.choose {
            Band::Choose
        } else {
            Band::HandOver
        }
    }
}

/// The least confidence from which on the share of right ones is at least `precision`; None where none is.
///
/// `samples` are confidences with whether the answer was right.
#[must_use]
pub fn threshold_for(samples: &[(f64, bool)], precision: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, bool)> =
        samples.iter().copied().filter(|(confidence, _)| confidence.is_finite()).collect();
    sorted.sort_by(|(one, _), (two, _)| two.total_cmp(one));
    let mut right = 0.0;
    let mut least = None;
    for (place, (confidence, is_right)) in sorted.iter().enumerate() {
        right += f64::from(*is_right);
        // Equal confidences stand or fall together.
        let is_last = sorted.get(place + 1).is_none_or(|(next, _)| next < confidence);
        if is_last && right / (place + 1) as f64 >= precision {
            least = Some(*confidence);
        }
    }
    least
}

impl Calibration {
    /// The confidence, 0 to 1.
    #[must_use]
    pub fn confidence(&self, features: &Features) -> f64 {
        logistic(self.odds(&features.numbers()))
    }

    /// Fits weights to judged questions: features, and whether the first hit was right. Takes the same way every time.
    ///
    /// None where there are fewer than [`SAMPLES_MIN`] of either outcome.
    #[must_use]
    pub fn fit(samples: &[(Features, bool)]) -> Option<Self> {
        let right = samples.iter().filter(|(_, right)| *right).count();
        if right < SAMPLES_MIN || samples.len() - right < SAMPLES_MIN {
            return None;
        }
        let numbers: Vec<([f64; COUNT], f64)> =
            samples.iter().map(|(features, right)| (features.numbers(), f64::from(*right))).collect();
        let mut fitted = Self::standard(&numbers);
        let each = STEP / samples.len() as f64;
        for _ in 0..STEPS {
            let mut steps = [0.0; COUNT];
            let mut bias = 0.0;
            for (numbers, right) in &numbers {
                let off = logistic(fitted.odds(numbers)) - right;
                bias += off;
                for ((step, number), (centre, scale)) in steps.iter_mut().zip(numbers).zip(fitted.places()) {
                    *step += off * (number - centre) / scale;
                }
            }
            fitted.bias -= each * bias;
            for (weight, step) in fitted.weights.iter_mut().zip(steps) {
                *weight -= each * step + STEP * SHRINK * *weight;
            }
        }
        Some(fitted)
    }

    /// Centre and scale of these numbers, with no weights yet.
    fn standard(numbers: &[([f64; COUNT], f64)]) -> Self {
        let count = numbers.len().max(1) as f64;
        let mut centre = [0.0; COUNT];
        for (row, _) in numbers {
            centre.iter_mut().zip(row).for_each(|(centre, number)| *centre += number / count);
        }
        let mut scale = [0.0; COUNT];
        for (row, _) in numbers {
            for ((scale, number), centre) in scale.iter_mut().zip(row).zip(&centre) {
                *scale += (number - centre).powi(2) / count;
            }
        }
        let scale = scale.map(|square: f64| if square > 1e-12 { square.sqrt() } else { 1.0 });
        Self { centre, scale, weights: [0.0; COUNT], bias: 0.0 }
    }

    fn places(&self) -> impl Iterator<Item = (&f64, &f64)> {
        self.centre.iter().zip(&self.scale)
    }

    fn odds(&self, numbers: &[f64; COUNT]) -> f64 {
        let terms = numbers.iter().zip(self.places()).zip(&self.weights);
        let sum: f64 = terms.map(|((number, (centre, scale)), weight)| weight * (number - centre) / scale).sum();
        self.bias + sum
    }
}

impl Calibrations {
    /// The confidence by the calibration that fits how the question was searched.
    #[must_use]
    pub fn confidence(&self, features: &Features) -> f64 {
        if features.fused { self.fused.confidence(features) } else { self.words.confidence(features) }
    }
}

impl Default for Calibrations {
    /// What holds until an edition has judged questions: the numbers that do not depend on an edition's size decide.
    fn default() -> Self {
        let plain = |weights: [f64; COUNT]| Calibration {
            centre: [0.0, 0.0, 0.0, 3.0, 0.0, 0.85, 0.02, 0.8, 0.4, 0.5, 2.8, 2.8],
            scale: [1.0, 1.0, 1.0, 1.5, 1.0, 0.04, 0.02, 0.2, 0.25, 0.5, 0.6, 0.6],
            weights,
            bias: -0.5,
        };
        Self {
            words: plain([0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5, 1.5, 0.0, 0.0, 0.0]),
            fused: plain([0.0, 0.0, 0.0, 0.5, 0.0, 0.6, 0.6, 0.3, 0.8, 0.5, 0.0, 0.0]),
        }
    }
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<(Features, bool)> {
        let sample = |at: u32| {
            let covered = f64::from(at % 10) / 10.0;
            (Features { covered, known: 0.5, ..Features::default() }, covered >= 0.5)
        };
        (0..100).map(sample).collect()
    }

    #[test]
    fn fitted_weights_tell_right_from_wrong_and_are_the_same_every_time() {
        let fitted = Calibration::fit(&samples()).unwrap();
        assert_eq!(Some(fitted), Calibration::fit(&samples()));
        for (features, right) in samples() {
            assert_eq!(fitted.confidence(&features) > 0.5, right, "{features:?}");
        }
    }

    #[test]
    fn too_few_judged_questions_give_no_calibration() {
        let mut few = samples();
        few.retain(|(features, right)| *right || features.covered < 0.05);
        few.truncate(19);
        assert_eq!(Calibration::fit(&few), None);
    }

    #[test]
    fn confidences_fall_into_three_bands() {
        let thresholds = Thresholds { answer: 0.8, choose: 0.3 };
        assert_eq!(
            [0.8, 0.79, 0.3, 0.1].map(|c| thresholds.band(c)),
            [Band::Answer, Band::Choose, Band::Choose, Band::HandOver]
        );
    }

    #[test]
    fn a_threshold_keeps_its_precision_and_takes_equal_ones_together() {
        let samples = [(0.9, true), (0.8, true), (0.7, false), (0.7, true), (0.6, false)];
        assert_eq!(threshold_for(&samples, 1.0), Some(0.8));
        assert_eq!(threshold_for(&samples, 0.75), Some(0.7));
        assert_eq!(threshold_for(&samples, 0.1), Some(0.6));
        assert_eq!(threshold_for(&[(0.5, false)], 0.5), None);
    }
}
