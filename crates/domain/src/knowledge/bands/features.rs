//! What a ranked list tells of how sure its first place is.

use serde::{Deserialize, Serialize};

/// How many numbers [`Features::values`] gives.
pub const FEATURES: usize = 13;

/// What a confidence is computed from, for one question and its best entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Whether vectors took part.
    pub fused: bool,
    /// The best score: a sum of deviations with vectors, BM25 without.
    pub top: f64,
    /// The best score above the mean of the best ten.
    pub top_above_ten: f64,
    /// The best score above the second.
    pub margin: f64,
    /// The best score in deviations from the mean of all entries.
    pub top_z: f64,
    /// BM25 of the best entry.
    pub words: f64,
    /// Cosine of the best entry; 0 without vectors.
    pub cosine: f64,
    /// Cosine of the best entry above the mean of the ten best cosines.
    pub cosine_above_ten: f64,
    /// Share of the question's tokens that stand anywhere in the edition, 0 to 1.
    pub known: f64,
    /// Share of the question's tokens, by their rarity, that stand in the best entry's title, 0 to 1.
    pub covered: f64,
    /// Share of that title's tokens, by their rarity, that stand in the question, 0 to 1.
    pub title_covered: f64,
    /// 1 where the entry with the best words is the one with the best cosine too, else 0.
    pub agreed: f64,
    /// Natural logarithm of one more than the question's characters.
    pub question_length: f64,
    /// Natural logarithm of one more than the best title's characters.
    pub title_length: f64,
}

impl Features {
    /// The features in a fixed order.
    #[must_use]
    pub fn values(&self) -> [f64; FEATURES] {
        [
            self.top,
            self.top_above_ten,
            self.margin,
            self.top_z,
            self.words,
            self.cosine,
            self.cosine_above_ten,
            self.known,
            self.covered,
            self.title_covered,
            self.agreed,
            self.question_length,
            self.title_length,
        ]
    }
}
