//! How sure an answer is, and what follows: answer, let choose among three, or hand over to a person.
//!
//! Owns the features of a ranked list, the calibration from judged questions, the thresholds of each channel and the
//! measures by which both are judged. It must never know a search engine: features come in as numbers, which
//! `search::fusion` computes. Start with [`Judgement::fit`]; an edition has a [`Certainty`]; [`measure`] tells how
//! good it is.

mod calibration;
mod certainty;
mod features;
mod isotonic;
mod logistic;
pub mod measure;
mod thresholds;

pub use calibration::{Calibration, FitRefusal, JUDGED_MIN, Judged};
pub use certainty::{Certainty, Fit, Judgement, ModelMark};
pub use features::{FEATURES, Features};
pub use isotonic::Isotonic;
pub use logistic::Logistic;
pub use thresholds::{Band, Targets, Thresholds};

#[cfg(test)]
mod tests;
