//! How good chances are: what is shown to the manager for each edition. All take (chance, right) pairs.

use serde::{Deserialize, Serialize};

/// One bar of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Chances from here, up to the next bar.
    pub from: f64,
    /// How many questions.
    pub count: usize,
    /// The mean chance they were given.
    pub mean_chance: f64,
    /// The share that was right.
    pub right: f64,
}

/// The chance that a right one stands above a wrong one, equals counting half; `None` with one class alone.
#[must_use]
pub fn auroc(judged: &[(f64, bool)]) -> Option<f64> {
    let mut sorted: Vec<(f64, bool)> = judged.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let right = sorted.iter().filter(|(_, right)| *right).count();
    let wrong = sorted.len() - right;
    if right == 0 || wrong == 0 {
        return None;
    }
    let (mut above, mut wrong_below) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0 == b.0) {
        let right_here = equal.iter().filter(|(_, right)| *right).count() as f64;
        let wrong_here = equal.len() as f64 - right_here;
        above += right_here * (wrong_below + wrong_here / 2.0);
        wrong_below += wrong_here;
    }
    Some(above / (right as f64 * wrong as f64))
}

/// The share of right ones among the `coverage` (0 to 1, rounded up) with the highest chances; among equals the wrong
/// ones count first. `None` where that is nobody.
#[must_use]
pub fn precision_at_coverage(judged: &[(f64, bool)], coverage: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, bool)> = judged.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let taken = (judged.len() as f64 * coverage.clamp(0.0, 1.0)).ceil() as usize;
    let taken = &sorted[..taken.min(sorted.len())];
    let right = taken.iter().filter(|(_, right)| *right).count();
    (!taken.is_empty()).then(|| right as f64 / taken.len() as f64)
}

/// The reliability curve in `bars` equal steps of chance; empty steps are left out.
#[must_use]
pub fn reliability(judged: &[(f64, bool)], bars: usize) -> Vec<Bar> {
    let bars = bars.clamp(1, 100);
    let step = 1.0 / bars as f64;
    let bar_of = |chance: f64| ((chance.clamp(0.0, 1.0) * bars as f64) as usize).min(bars - 1);
    (0..bars)
        .filter_map(|bar| {
            let here: Vec<&(f64, bool)> = judged.iter().filter(|(chance, _)| bar_of(*chance) == bar).collect();
            let count = here.len();
            let right = here.iter().filter(|(_, right)| *right).count() as f64 / count as f64;
            let mean_chance = here.iter().map(|(chance, _)| chance).sum::<f64>() / count as f64;
            (count > 0).then_some(Bar { from: bar as f64 * step, count, mean_chance, right })
        })
        .collect()
}

/// The mean distance between chance and share over the bars, weighed by their counts; `None` without judgements.
#[must_use]
pub fn calibration_error(judged: &[(f64, bool)], bars: usize) -> Option<f64> {
    let all = judged.len() as f64;
    let part = |bar: Bar| (bar.mean_chance - bar.right).abs() * bar.count as f64 / all;
    (!judged.is_empty()).then(|| reliability(judged, bars).into_iter().map(part).sum())
}

/// The mean square distance between chance and truth (Brier); `None` without judgements.
#[must_use]
pub fn brier(judged: &[(f64, bool)]) -> Option<f64> {
    let part = |(chance, right): &(f64, bool)| (chance - f64::from(u8::from(*right))).powi(2);
    (!judged.is_empty()).then(|| judged.iter().map(part).sum::<f64>() / judged.len() as f64)
}
