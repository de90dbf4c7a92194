//! How sure the answers of one edition are, and what each channel does about it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, FitRefusal, Judged};
use super::features::Features;
use super::thresholds::{Band, Targets, Thresholds};
use crate::knowledge::entry::FaqChannel;

/// A calibration with the thresholds of each channel, for one way of searching.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// How many questions were judged for it; none for one that is built in.
    pub judged: usize,
    /// From features to a chance.
    pub calibration: Calibration,
    /// From a chance to a band; a channel that is not there offers a choice and never answers.
    pub thresholds: BTreeMap<FaqChannel, Thresholds>,
}

/// Which model's vectors: the numbers of two models cannot be compared, nor what follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelMark {
    /// Its name.
    pub name: String,
    /// SHA-256 of its file in hexadecimal; None where it is no file of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Whether what was judged speaks of the search as it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It was judged with what runs.
    Judged,
    /// Nothing was judged of it.
    Unjudged,
    /// It was judged with another model than runs, or with one that is not told.
    OtherModel,
}

/// What was judged of an edition: once for search by words alone, once for words and meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certainty {
    /// The model whose vectors `fused` was judged with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelMark>,
    /// For words alone.
    pub words: Judgement,
    /// For words and meaning.
    pub fused: Judgement,
}

impl Judgement {
    /// Fits the calibration to judged questions, and the thresholds to what calibrations say of questions they were
    /// not fitted to.
    ///
    /// # Errors
    /// When there are too few judgements.
    pub fn fit(judged: &[Judged]) -> Result<Self, FitRefusal> {
        let calibration = Calibration::fit(judged)?;
        let chances = Calibration::cross_checked(judged);
        let told: Vec<(f64, bool, bool)> =
            chances.iter().zip(judged).map(|(chance, one)| (*chance, one.first_right, one.right_in_three)).collect();
        let meeting = |channel| (channel, Thresholds::meeting(Targets::of(channel), &told));
        Ok(Self { judged: judged.len(), calibration, thresholds: FaqChannel::ALL.into_iter().map(meeting).collect() })
    }

    /// What holds until questions are judged: a rough chance, and never an answer.
    fn unjudged(calibration: Calibration) -> Self {
        Self { judged: 0, calibration, thresholds: BTreeMap::new() }
    }

    /// What a channel does at a chance.
    #[must_use]
    pub fn band(&self, channel: FaqChannel, chance: f64) -> Band {
        self.thresholds.get(&channel).unwrap_or(&Thresholds::UNJUDGED).band(chance)
    }
}

impl Certainty {
    /// The judgement for the way in which a question was searched.
    #[must_use]
    pub fn of(&self, features: &Features) -> &Judgement {
        if features.fused { &self.fused } else { &self.words }
    }

    /// The chance that the first place is right, 0 to 1.
    #[must_use]
    pub fn chance(&self, features: &Features) -> f64 {
        self.of(features).calibration.chance(features)
    }

    /// Whether it speaks of search with the vectors of `running`, or by words alone where no model runs.
    #[must_use]
    pub fn fit(&self, running: Option<&ModelMark>) -> Fit {
        match running {
            None if self.words.judged > 0 => Fit::Judged,
            Some(_) if self.fused.judged > 0 && self.model.as_ref() == running => Fit::Judged,
            Some(_) if self.fused.judged > 0 => Fit::OtherModel,
            None | Some(_) => Fit::Unjudged,
        }
    }

    /// What a channel does with a list of these features.
    #[must_use]
    pub fn band(&self, channel: FaqChannel, features: &Features) -> Band {
        let judgement = self.of(features);
        judgement.band(channel, judgement.calibration.chance(features))
    }
}

impl Default for Certainty {
    fn default() -> Self {
        Self {
            model: None,
            words: Judgement::unjudged(Calibration::unjudged(false)),
            fused: Judgement::unjudged(Calibration::unjudged(true)),
        }
    }
}
