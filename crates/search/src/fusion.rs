//! Words and meaning together, and what tells how sure the answer is.
//!
//! Each of the two scores is measured in its own deviations from the mean of all entries asked for (z), and both are
//! added: 0.3·z(BM25) + 0.7·z(cosine) did best on a public set of municipal questions. Pure.

use domain::knowledge::bands::Features;

/// Entries that are ranked at most.
pub(crate) const RANKED_MAX: usize = 100;
/// Entries whose mean the best one is compared with.
const PEERS: usize = 10;

/// How much each score weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blend {
    /// Weight of the words' score.
    pub words: f32,
    /// Weight of the cosine.
    pub meaning: f32,
}

impl Default for Blend {
    fn default() -> Self {
        Self { words: 0.3, meaning: 0.7 }
    }
}

impl Blend {
    /// The weights for a question in hiragana alone, of which the model understands little (SR@1 .12 for meaning and .47
    /// for words on seventeen such questions): meaning decides between entries whose words are equal.
    #[must_use]
    pub fn for_kana(self) -> Self {
        if self.words > 0.0 { Self { words: 0.9, meaning: 0.1 } } else { self }
    }
}

/// An entry and its scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) entry: usize,
    pub(crate) score: f32,
    pub(crate) words: f32,
    pub(crate) cosine: Option<f32>,
}

/// The best entries among those allowed, best first, and what is known from the scores alone.
///
/// Without cosines only entries with a word in common are ranked.
pub(crate) fn rank(
    allowed: &[bool],
    words: &[f32],
    cosines: Option<&[Option<f32>]>,
    blend: Blend,
) -> (Vec<Ranked>, Features) {
    let all = |(entry, words): (usize, &f32)| {
        let cosine = cosines.and_then(|cosines| cosines.get(entry).copied().flatten());
        Ranked { entry, score: *words, words: *words, cosine }
    };
    let is_allowed = |ranked: &Ranked| allowed.get(ranked.entry).copied().unwrap_or(false);
    let mut ranked: Vec<Ranked> = words.iter().enumerate().map(all).filter(is_allowed).collect();
    if cosines.is_some() {
        fuse(&mut ranked, blend);
    }
    let spread = Spread::of(ranked.iter().map(|ranked| ranked.score));
    let peak = |score: fn(&Ranked) -> f32| ranked.iter().max_by(|a, b| score(a).total_cmp(&score(b))).map(|r| r.entry);
    let agreed = cosines.is_some() && peak(|ranked| ranked.words) == peak(|ranked| ranked.cosine.unwrap_or(-1.0));
    let cosine_peers = best_ten(ranked.iter().filter_map(|ranked| ranked.cosine));
    if cosines.is_none() {
        ranked.retain(|ranked| ranked.words > 0.0);
    }
    let best_first = |one: &Ranked, two: &Ranked| two.score.total_cmp(&one.score).then(one.entry.cmp(&two.entry));
    if ranked.len() > RANKED_MAX {
        ranked.select_nth_unstable_by(RANKED_MAX, best_first);
        ranked.truncate(RANKED_MAX);
    }
    ranked.sort_by(best_first);
    let mut features = told(&ranked, spread, cosine_peers);
    features.fused = cosines.is_some();
    features.agreed = f64::from(agreed);
    (ranked, features)
}

/// Replaces each score by the weighted sum of deviations; an entry without a vector counts as the mean.
fn fuse(ranked: &mut [Ranked], blend: Blend) {
    let words = Spread::of(ranked.iter().map(|ranked| ranked.words));
    let meaning = Spread::of(ranked.iter().filter_map(|ranked| ranked.cosine));
    for ranked in ranked {
        let cosine = ranked.cosine.map_or(0.0, |cosine| meaning.z(cosine));
        ranked.score = blend.words * words.z(ranked.words) + blend.meaning * cosine;
    }
}

fn told(ranked: &[Ranked], spread: Spread, cosine_peers: f32) -> Features {
    let Some(best) = ranked.first() else {
        return Features::default();
    };
    let peers = best_ten(ranked.iter().take(PEERS).map(|ranked| ranked.score));
    let second = ranked.get(1).map_or(0.0_f32.min(best.score), |second| second.score);
    let cosine = best.cosine.unwrap_or(0.0);
    Features {
        top: f64::from(best.score),
        top_above_ten: f64::from(best.score - peers),
        margin: f64::from(best.score - second),
        top_z: f64::from(spread.z(best.score)),
        words: f64::from(best.words),
        cosine: f64::from(cosine),
        cosine_above_ten: f64::from(cosine - cosine_peers),
        ..Features::default()
    }
}

/// The mean of the ten largest; of as many as there are where there are fewer, and 0 of none.
fn best_ten(numbers: impl Iterator<Item = f32>) -> f32 {
    let mut best: Vec<f32> = Vec::with_capacity(PEERS + 1);
    for number in numbers {
        let place = best.partition_point(|known| *known >= number);
        if place < PEERS {
            best.insert(place, number);
            best.truncate(PEERS);
        }
    }
    if best.is_empty() { 0.0 } else { best.iter().sum::<f32>() / best.len() as f32 }
}

/// Mean and deviation.
#[derive(Clone, Copy)]
struct Spread {
    mean: f32,
    deviation: f32,
}

impl Spread {
    fn of(numbers: impl Iterator<Item = f32>) -> Self {
        let (mut count, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
        for number in numbers.map(f64::from) {
            count += 1.0;
            sum += number;
            squares += number * number;
        }
        if count < 1.0 {
            return Self { mean: 0.0, deviation: 0.0 };
        }
        let mean = sum / count;
        Self { mean: mean as f32, deviation: (squares / count - mean * mean).max(0.0).sqrt() as f32 }
    }

    /// 0 where all numbers are one and the same.
    fn z(self, number: f32) -> f32 {
        if self.deviation > 1e-6 { (number - self.mean) / self.deviation } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [bool; 4] = [true; 4];

    fn order(ranked: &[Ranked]) -> Vec<usize> {
        ranked.iter().map(|ranked| ranked.entry).collect()
    }

    #[test]
    fn words_alone_rank_only_entries_that_share_one() {
        let (ranked, features) = rank(&ALL, &[0.0, 2.0, 5.0, 0.0], None, Blend::default());
        assert_eq!(order(&ranked), [2, 1]);
        assert_eq!((features.top, features.margin), (5.0, 3.0));
        assert!(!features.fused);
    }

    #[test]
    fn meaning_outweighs_words_but_words_decide_between_equals() {
        let cosines = [Some(0.8), Some(0.9), Some(0.9), Some(0.8)];
        let (ranked, features) = rank(&ALL, &[9.0, 0.0, 3.0, 0.0], Some(&cosines), Blend::default());
        assert_eq!(order(&ranked), [2, 1, 0, 3]);
        assert!(features.fused);
        assert_eq!(features.agreed, 0.0);
    }

    #[test]
    fn an_entry_without_a_vector_counts_as_the_mean() {
        let cosines = [Some(0.9), None, Some(0.7), Some(0.8)];
        let (ranked, _) = rank(&ALL, &[0.0; 4], Some(&cosines), Blend::default());
        assert_eq!(order(&ranked), [0, 1, 3, 2]);
    }

    #[test]
    fn what_is_not_allowed_neither_shows_nor_counts() {
        let allowed = [true, false, true, false];
        let (ranked, features) = rank(&allowed, &[1.0, 90.0, 2.0, 80.0], None, Blend::default());
        assert_eq!(order(&ranked), [2, 0]);
        let (_, alone) = rank(&[true, true], &[1.0, 2.0], None, Blend::default());
        assert_eq!(features.top_z, alone.top_z);
    }

    #[test]
    fn nothing_gives_no_features_that_are_no_numbers() {
        for cosines in [None, Some(&[][..])] {
            let (ranked, features) = rank(&[], &[], cosines, Blend::default());
            assert!(ranked.is_empty());
            assert!(features.values().iter().all(|number| number.is_finite()));
        }
    }

    #[test]
    fn the_mean_of_ten_is_that_of_the_largest() {
        assert_eq!(best_ten((0..100).map(|number| number as f32)), 94.5);
        assert_eq!(best_ten([3.0, 1.0].into_iter()), 2.0);
        assert_eq!(best_ten([].into_iter()), 0.0);
    }
}
