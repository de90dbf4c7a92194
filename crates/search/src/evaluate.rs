//! How good search is on judged questions.
//!
//! Owns the figures; the questions come from [`set`], the answers from whoever is judged, as plain lists. Pure: it
//! neither searches nor looks at a clock.

pub mod banded;
pub mod set;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::knowledge::bands::measure::{auroc, precision_at_coverage};
use serde::Serialize;

pub use banded::{Banded, judged};
pub use set::{JudgedSet, SetFault};

/// Places of a ranking that count for the mean reciprocal rank.
pub const RANKED_MAX: usize = 100;
/// Places that count for recall.
const RECALL_AT: usize = 10;

/// What was answered to one question.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    /// Ids of texts, best first.
    pub ranked: Vec<String>,
    /// How sure that was; larger is surer.
    pub confidence: f64,
    /// How long it took.
    pub took: Duration,
}

/// The figures of one system on one set. Shares are 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Questions asked.
    pub questions: usize,
    /// Those with at least one right text; all shares but the last two kinds are of these.
    pub answerable: usize,
    /// Share whose first text is right.
    pub success_at_1: f64,
    /// Share with a right text among the first five.
    pub success_at_5: f64,
    /// Mean share of the right texts that stand among the first ten.
    pub recall_at_10: f64,
    /// Mean of one through the place of the first right text, 0 beyond [`RANKED_MAX`].
    pub reciprocal_rank: f64,
    /// How well confidence tells answerable questions from others; None where one kind is missing.
    pub auroc_answerable: Option<f64>,
    /// How well confidence tells questions whose first text is right from all others; None likewise.
    pub auroc_right: Option<f64>,
    /// Share whose first text is right among the surest tenth, fifth and half of all questions.
    pub precision_at_coverage: [(f64, f64); 3],
    /// The middle, and the 99th hundredth, of the times.
    pub took_p50: Duration,
    /// See `took_p50`.
    pub took_p99: Duration,
}

/// Computes the figures of `answers`, by question; a question without an answer counts as answered with nothing.
#[must_use]
pub fn figures(set: &JudgedSet, answers: &BTreeMap<String, Answered>) -> Figures {
    let nothing = Answered::default();
    let judged: Vec<Placed> =
        set.queries.keys().map(|query| Placed::of(set.right(query), answers.get(query).unwrap_or(&nothing))).collect();
    let answerable: Vec<&Placed> = judged.iter().filter(|judged| judged.right > 0).collect();
    let mean = |value: fn(&Placed) -> f64| {
        answerable.iter().map(|judged| value(judged)).sum::<f64>() / answerable.len().max(1) as f64
    };
    let sure = |kind: fn(&Placed) -> bool| -> Vec<(f64, bool)> {
        judged.iter().map(|judged| (judged.confidence, kind(judged))).collect()
    };
    let first_right = sure(|judged| judged.first == Some(0));
    let precision = |coverage| (coverage, precision_at_coverage(&first_right, coverage).unwrap_or_default());
    let mut times: Vec<Duration> = answers.values().map(|answer| answer.took).collect();
    times.sort_unstable();
    Figures {
        questions: judged.len(),
        answerable: answerable.len(),
        success_at_1: mean(|judged| f64::from(judged.first.is_some_and(|place| place < 1))),
        success_at_5: mean(|judged| f64::from(judged.first.is_some_and(|place| place < 5))),
        recall_at_10: mean(|judged| judged.found_in_ten as f64 / judged.right as f64),
        reciprocal_rank: mean(|judged| judged.first.map_or(0.0, |place| 1.0 / (place + 1) as f64)),
        auroc_answerable: auroc(&sure(|judged| judged.right > 0)),
        auroc_right: auroc(&first_right),
        precision_at_coverage: [0.1, 0.2, 0.5].map(precision),
        took_p50: hundredth(&times, 50),
        took_p99: hundredth(&times, 99),
    }
}

struct Placed {
    /// Right texts there are.
    right: usize,
    /// Place of the first of them in the ranking.
    first: Option<usize>,
    found_in_ten: usize,
    confidence: f64,
}

impl Placed {
    fn of(right: Vec<&str>, answer: &Answered) -> Self {
        let is_right = |id: &String| right.contains(&id.as_str());
        let found = answer.ranked.iter().take(RECALL_AT).filter(|id| is_right(id)).count();
        Self {
            right: right.len(),
            first: answer.ranked.iter().take(RANKED_MAX).position(is_right),
            found_in_ten: found.min(right.len()),
            // What is no number is no confidence.
            confidence: if answer.confidence.is_nan() { f64::NEG_INFINITY } else { answer.confidence },
        }
    }
}

/// The smallest time that `hundredths` of a hundred are not above; nought of none.
#[must_use]
pub fn hundredth(sorted: &[Duration], hundredths: usize) -> Duration {
    let place = (sorted.len() * hundredths).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> JudgedSet {
        let corpus = r#"{"a": "1", "b": "2", "c": "3"}"#;
        let queries = r#"{"q1": "one", "q2": "two", "q3": "three", "q4": "none"}"#;
        let qrels = r#"{"q1": {"a": 1}, "q2": {"a": 2, "b": 1}, "q3": {"c": 1, "b": 0}, "q4": {}}"#;
        JudgedSet::read(corpus.as_bytes(), queries.as_bytes(), qrels.as_bytes()).unwrap()
    }

    fn answers() -> BTreeMap<String, Answered> {
        let answer = |query: &str, ranked: &[&str], confidence: f64, ms: u64| {
            let ranked = ranked.iter().map(|id| (*id).to_owned()).collect();
            (query.to_owned(), Answered { ranked, confidence, took: Duration::from_millis(ms) })
        };
        BTreeMap::from([
            answer("q1", &["a", "b"], 0.9, 1),
            answer("q2", &["c", "b"], 0.5, 2),
            answer("q3", &["b"], 0.5, 3),
            answer("q4", &["a"], 0.6, 100),
        ])
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let figures = figures(&set(), &answers());
        assert_eq!((figures.questions, figures.answerable), (4, 3));
        assert!((figures.success_at_1 - 1.0 / 3.0).abs() < 1e-12);
        assert!((figures.success_at_5 - 2.0 / 3.0).abs() < 1e-12);
        assert!((figures.recall_at_10 - 0.5).abs() < 1e-12, "1, one of two, none");
        assert!((figures.reciprocal_rank - 0.5).abs() < 1e-12, "1, a half, 0");
        assert_eq!(figures.auroc_answerable, Some(1.0 / 3.0));
        assert_eq!(figures.auroc_right, Some(1.0));
        assert_eq!(figures.precision_at_coverage, [(0.1, 1.0), (0.2, 1.0), (0.5, 0.5)]);
        assert_eq!((figures.took_p50, figures.took_p99), (Duration::from_millis(2), Duration::from_millis(100)));
    }

    #[test]
    fn questions_without_an_answer_count_as_failures() {
        let figures = figures(&set(), &BTreeMap::new());
        assert_eq!((figures.success_at_5, figures.reciprocal_rank), (0.0, 0.0));
        assert_eq!(figures.took_p99, Duration::ZERO);
    }
}
