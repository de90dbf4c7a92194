//! How alike two skeletons are: the cosine of their grams, rare ones counting more.
//!
//! Japanese by letters and pairs of letters, English by words and pairs of words (a word of letters has no blank).

use std::collections::BTreeMap;

/// Longest skeleton that is compared, in characters.
const CHARS_MAX: usize = 400;
/// Letters of a Latin word that make it the same word.
const STEM_LETTERS: usize = 6;
/// What single letters and words count beside pairs.
const SINGLE_WEIGHT: f64 = 0.6;

type Weights = BTreeMap<String, f64>;

/// Skeletons that can be searched.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    skeletons: Vec<String>,
    weights: Vec<Weights>,
    /// Where each gram stands.
    places: BTreeMap<String, Vec<usize>>,
    rarity: BTreeMap<String, f64>,
}

impl Index {
    pub(super) fn of(skeletons: Vec<String>) -> Self {
        let counted: Vec<Weights> = skeletons.iter().map(|skeleton| grams(skeleton)).collect();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, grams) in counted.iter().enumerate() {
            for gram in grams.keys() {
                places.entry(gram.clone()).or_default().push(at);
            }
        }
        let all = count(skeletons.len());
        let rarity: BTreeMap<String, f64> =
            places.iter().map(|(gram, at)| (gram.clone(), (1.0 + all / count(at.len())).ln())).collect();
        let mut index = Self { skeletons, weights: Vec::new(), places, rarity };
        index.weights = counted.iter().map(|grams| index.weighted(grams)).collect();
        index
    }

    /// The nearest, best first; the same skeleton is 1.
    pub(super) fn nearest(&self, skeleton: &str, most: usize) -> Vec<(usize, f64)> {
        let asked = self.weighted(&grams(skeleton));
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (gram, weight) in &asked {
            for at in self.places.get(gram).into_iter().flatten() {
                let there = self.weights[*at].get(gram).copied().unwrap_or(0.0);
                *sums.entry(*at).or_insert(0.0) += weight * there;
            }
        }
        let mut found: Vec<(usize, f64)> = sums.into_iter().collect();
        for (at, likeness) in &mut found {
            if self.skeletons[*at] == skeleton {
                *likeness = 1.0;
            } else {
                *likeness = likeness.min(0.999);
            }
        }
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found.truncate(most);
        found
    }

    /// Weights of length one; a gram that stands nowhere counts as the rarest.
    fn weighted(&self, grams: &Weights) -> Weights {
        let unknown = (1.0 + count(self.skeletons.len())).ln();
        let weights: Weights = grams
            .iter()
            .map(|(gram, times)| (gram.clone(), times * self.rarity.get(gram).copied().unwrap_or(unknown)))
            .collect();
        let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        weights.into_iter().map(|(gram, weight)| (gram, weight / length)).collect()
    }
}

fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::from(u32::MAX), f64::from)
}

fn grams(skeleton: &str) -> Weights {
    let latin = !skeleton.chars().any(|c| c > '\u{2e80}');
    let units: Vec<String> = if latin {
        skeleton
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| word.chars().take(STEM_LETTERS).collect())
            .collect()
    } else {
        skeleton.chars().take(CHARS_MAX).map(String::from).collect()
    };
    let mut grams = Weights::new();
    for unit in &units {
        *grams.entry(unit.clone()).or_insert(0.0) += SINGLE_WEIGHT;
    }
    for pair in units.windows(2) {
        *grams.entry(pair.join("\u{1}")).or_insert(0.0) += 1.0;
    }
    grams
}
