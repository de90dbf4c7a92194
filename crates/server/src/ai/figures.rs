//! How good each use was found to be, from figures that were measured before; nothing is measured here.
//!
//! Recognition and the check of drafts are measured once for the program (docs/BENCHMARKS.md), search for each edition
//! (`faq_shelf::measurement`).

use domain::knowledge::bands::ModelMark;

use super::views::{AiFigure, AiMeasured};
use crate::faq_shelf::{Measured, MeasuredSearch, Measurement};

/// Character errors of a model: Japanese and English sentences, then those about the card.
struct Heard {
    model: &'static str,
    measured_on: &'static str,
    errors: [(&'static str, f64, u64); 4],
}

const HEARD: [Heard; 1] = [Heard {
    model: "whisper-base",
    measured_on: "2026-11-30",
    errors: [
        ("cer_ja", 0.113, 1_200),
        ("cer_en", 0.090, 1_040),
        ("cer_card_ja", 0.046, 735),
        ("cer_card_en", 0.276, 380),
    ],
}];

/// Drafts with one thing changed, and how many of them are refused; honest ones, and how many are shown.
const CHANGED: (u64, u64) = (2_329, 2_321);
const HONEST: (u64, u64) = (2_054, 2_041);

/// What was measured of a model of speech.
pub(super) fn speech(model: &str) -> Option<AiMeasured> {
    let heard = HEARD.iter().find(|heard| heard.model == model)?;
    let figure = |(name, share, of): (&'static str, f64, u64)| AiFigure { name, share, of: Some(of) };
    Some(AiMeasured {
        on: "speech_sentences",
        measured_on: Some(heard.measured_on.to_owned()),
        figures: heard.errors.into_iter().map(figure).collect(),
    })
}

/// What was measured of the search as it works at this moment: by words alone, or with the vectors of `running`.
pub(super) fn search(measured: &Measurement, running: Option<&ModelMark>) -> Option<AiMeasured> {
    let (on, Measured { measured_on, model, words, fused }) = match measured {
        Measurement::Own(measured) => ("faq_own", measured),
        Measurement::Seed(measured) => ("faq_seed", measured),
        Measurement::Unknown => return None,
    };
    let MeasuredSearch { questions, answerable, success_at_1, success_at_5, precision_at_20 } = match running {
        None => words,
        // Another model's figures say nothing of this one.
        Some(_) if model.as_ref() == running => fused.as_ref()?,
        Some(_) => return None,
    };
    let figure = |name, share, of: usize| AiFigure { name, share, of: Some(of as u64) };
    let figures = vec![
        figure("success_at_1", *success_at_1, *answerable),
        figure("success_at_5", *success_at_5, *answerable),
        figure("precision_at_20", *precision_at_20, questions.div_ceil(5)),
    ];
    Some(AiMeasured { on, measured_on: Some(measured_on.clone()), figures })
}

/// What was measured of the check every draft has to pass.
pub(super) fn drafts() -> AiMeasured {
    let figure = |name, (all, part): (u64, u64)| AiFigure { name, share: part as f64 / all as f64, of: Some(all) };
    let figures = vec![figure("changed_refused", CHANGED), figure("honest_shown", HONEST)];
    AiMeasured { on: "grounding_seed", measured_on: None, figures }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../../../docs/BENCHMARKS.md");

    #[test]
    fn figures_are_those_that_were_published() {
        for (_, share, _) in HEARD[0].errors {
            assert!(PUBLISHED.contains(&format!("{:.1} %", share * 100.0)), "{share}");
        }
        for (all, part) in [CHANGED, HONEST] {
            let counted = |count: u64| format!("{},{:03}", count / 1_000, count % 1_000);
            assert!(PUBLISHED.contains(&format!("{} of {}", counted(part), counted(all))), "{part} of {all}");
        }
    }

    #[test]
    fn what_was_not_measured_has_no_figures() {
        assert_eq!(speech("whisper-small"), None);
        let e5 = |sha256: &str| ModelMark { name: "e5".to_owned(), sha256: Some(sha256.to_owned()) };
        assert_eq!(search(&Measurement::Unknown, None), None);
        let words = MeasuredSearch {
            questions: 50,
            answerable: 40,
            success_at_1: 0.5,
            success_at_5: 0.7,
            precision_at_20: 0.9,
        };
        let measured = |model: Option<ModelMark>, fused| {
            Measurement::Own(Measured { measured_on: "2027-01-01".to_owned(), model, words, fused })
        };
        let by_words = measured(None, None);
        assert_eq!(search(&by_words, Some(&e5("01"))), None, "words alone were measured");
        let found = search(&by_words, None).unwrap();
        assert_eq!((found.on, found.figures[2].of), ("faq_own", Some(10)));
        let both = measured(Some(e5("01")), Some(words));
        assert!(search(&both, Some(&e5("01"))).is_some());
        assert_eq!(search(&both, Some(&e5("02"))), None, "another file of the model");
        assert_eq!(search(&measured(None, Some(words)), Some(&e5("01"))), None, "nobody knows of which model");
    }
}
