//! When an answer is sure enough.

use proptest::prelude::*;

use super::*;
use crate::knowledge::entry::FaqChannel;

/// A number from 0 to 1 that looks like chance (SplitMix64).
fn even(at: usize) -> f64 {
    let mut mixed = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Lists whose first place is right the more often the more it stands out.
fn judged(count: usize) -> Vec<Judged> {
    let one = |at: usize| {
        let lead = even(at);
        let luck = even(at + 1_000_000);
        Judged {
            features: Features {
                top: 1.0 + lead,
                margin: lead,
                question_length: (at % 7) as f64,
                ..Features::default()
            },
            first_right: luck < lead,
            right_in_three: luck < lead + 0.3,
        }
    };
    (0..count).map(one).collect()
}

fn pairs(judged: &[Judged], chances: &[f64]) -> Vec<(f64, bool)> {
    chances.iter().zip(judged).map(|(chance, one)| (*chance, one.first_right)).collect()
}

#[test]
fn a_calibration_says_what_comes_true() {
    let known = judged(1_000);
    let calibration = Calibration::fit(&known).expect("enough of both");
    let fresh: Vec<Judged> = judged(2_000).split_off(1_000);
    let chances: Vec<f64> = fresh.iter().map(|one| calibration.chance(&one.features)).collect();
    let fresh_pairs = pairs(&fresh, &chances);
    let area = measure::auroc(&fresh_pairs).expect("both classes");
    let error = measure::calibration_error(&fresh_pairs, 10).expect("judged");
    assert!(area > 0.8, "{area}");
    assert!(error < 0.05, "{error}");
    let crossed = Calibration::cross_checked(&known);
    assert!(measure::auroc(&pairs(&known, &crossed)).is_some_and(|area| area > 0.8));
}

#[test]
fn too_few_judgements_are_no_calibration() {
    assert_eq!(Calibration::fit(&judged(JUDGED_MIN - 1)), Err(FitRefusal::TooFew(JUDGED_MIN - 1)));
    let mut all_right = judged(100);
    all_right.iter_mut().for_each(|one| one.first_right = true);
    assert_eq!(Calibration::fit(&all_right), Err(FitRefusal::OneSided { right: 100, wrong: 0 }));
}

#[test]
fn thresholds_reach_their_targets_and_rise_with_what_is_at_stake() {
    let known = judged(2_000);
    let chances = Calibration::cross_checked(&known);
    let triples: Vec<(f64, bool, bool)> =
        chances.iter().zip(&known).map(|(chance, one)| (*chance, one.first_right, one.right_in_three)).collect();
    let desk = Thresholds::meeting(Targets::of(FaqChannel::Desk), &triples);
    let public = Thresholds::meeting(Targets::of(FaqChannel::Public), &triples);
    let chat = Thresholds::meeting(Targets::of(FaqChannel::Chat), &triples);
    assert_eq!(desk.answer, public.answer, "certain is certain, for agents too");
    assert!(desk.choose.expect("reachable") <= public.choose.expect("reachable"), "agents are offered more");
    assert!(chat.answer.is_none_or(|answer| public.answer.expect("reachable") < answer), "chat claims less");
    let answered: Vec<&(f64, bool, bool)> =
        triples.iter().filter(|(chance, ..)| public.band(*chance) == Band::Answer).collect();
    let right = answered.iter().filter(|(_, first, _)| *first).count();
    assert!(right as f64 >= 0.9 * answered.len() as f64, "{right} of {}", answered.len());
    assert_eq!(public.band(0.0), Band::HandOver);
}

#[test]
fn a_judgement_answers_for_its_channels_and_comes_back_as_it_was_written() {
    let known = judged(400);
    let fitted = Judgement::fit(&known).expect("enough of both");
    assert_eq!(fitted.judged, 400);
    let sure = Features { top: 2.0, margin: 1.0, ..Features::default() };
    assert_eq!(fitted.band(FaqChannel::Desk, fitted.calibration.chance(&sure)), Band::Answer);
    assert_eq!(fitted.band(FaqChannel::Voice, 0.0), Band::HandOver);
    let certainty = Certainty { words: fitted, ..Certainty::default() };
    let written = serde_json::to_string(&certainty).expect("plain numbers");
    let read: Certainty = serde_json::from_str(&written).expect("as written");
    assert!((read.chance(&sure) - certainty.chance(&sure)).abs() < 1e-9);
    assert_eq!(read.band(FaqChannel::Desk, &sure), Band::Answer);
    let fused = Features { fused: true, ..sure };
    assert_eq!(certainty.band(FaqChannel::Desk, &fused), Band::Choose, "meaning is not judged");
}

#[test]
fn a_judgement_speaks_of_the_model_it_was_made_with_and_of_no_other() {
    let mark =
        |name: &str, sha256: Option<&str>| ModelMark { name: name.to_owned(), sha256: sha256.map(str::to_owned) };
    let fitted = Judgement::fit(&judged(400)).expect("enough of both");
    let whole = Certainty { model: Some(mark("a", Some("01"))), words: fitted.clone(), fused: fitted };
    let words = Certainty { words: whole.words.clone(), ..Certainty::default() };
    let untold = Certainty { model: None, ..whole.clone() };
    let check = |certainty: &Certainty, running: Option<ModelMark>, wanted| {
        assert_eq!(certainty.fit(running.as_ref()), wanted, "{running:?}");
    };
    check(&whole, None, Fit::Judged);
    check(&whole, Some(mark("a", Some("01"))), Fit::Judged);
    check(&whole, Some(mark("a", Some("02"))), Fit::OtherModel);
    check(&whole, Some(mark("a", None)), Fit::OtherModel);
    check(&whole, Some(mark("b", Some("01"))), Fit::OtherModel);
    check(&untold, Some(mark("a", Some("01"))), Fit::OtherModel);
    check(&words, None, Fit::Judged);
    check(&words, Some(mark("a", Some("01"))), Fit::Unjudged);
    check(&Certainty::default(), None, Fit::Unjudged);
    let written = serde_json::to_string(&whole).expect("plain numbers");
    let read: Certainty = serde_json::from_str(&written).expect("as written");
    assert_eq!(read.model, whole.model);
}

#[test]
fn nothing_is_answered_where_nothing_is_known() {
    assert_eq!(
        Certainty::default().band(FaqChannel::Desk, &Features { top_z: 99.0, ..Features::default() }),
        Band::Choose
    );
    assert_eq!(Thresholds::UNJUDGED.band(1.0), Band::Choose);
    let wrong = vec![(0.9, false, false); 100];
    let thresholds = Thresholds::meeting(Targets { answer: 0.9, choose: 0.5 }, &wrong);
    assert_eq!((thresholds.answer, thresholds.band(1.0)), (None, Band::HandOver));
    let few = vec![(0.9, true, true); 5];
    assert_eq!(Thresholds::meeting(Targets { answer: 0.9, choose: 0.5 }, &few).band(0.99), Band::HandOver);
    assert_eq!(Thresholds { answer: Some(0.5), choose: Some(0.2) }.band(f64::NAN), Band::HandOver);
}

#[test]
fn measures_are_those_of_the_books() {
    let judged = [(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false), (0.4, false)];
    assert_eq!(measure::auroc(&judged), Some(8.0 / 9.0));
    assert_eq!(measure::auroc(&[(0.5, true), (0.5, false)]), Some(0.5));
    assert_eq!(measure::auroc(&[(0.5, true)]), None);
    assert_eq!(measure::precision_at_coverage(&judged, 0.5), Some(2.0 / 3.0));
    assert_eq!(measure::precision_at_coverage(&judged, 0.0), None);
    assert_eq!(measure::precision_at_coverage(&[(0.5, true), (0.5, false)], 0.5), Some(0.0));
    assert_eq!(measure::brier(&[(1.0, true), (0.0, true)]), Some(0.5));
    let bars = measure::reliability(&[(0.95, true), (0.92, false), (1.0, true), (0.0, false)], 10);
    assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(measure::calibration_error(&[], 10), None);
}

#[test]
fn pooled_steps_rise_and_equal_scores_are_one_step() {
    let steps = Isotonic::fit(&[(0.1, false), (0.2, true), (0.3, false), (0.4, true), (0.4, false), (0.9, true)]);
    let shares: Vec<f64> = [0.0, 0.25, 0.4, 0.65, 2.0].map(|score| steps.share(score)).to_vec();
    assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
    assert!(shares[0] > 0.0 && shares[4] < 1.0);
    assert_eq!(Isotonic::fit(&[]).share(0.4), 0.4);
}

proptest! {
    #[test]
    fn chances_are_chances(scores in prop::collection::vec(-1e6_f64..1e6, 1..20), right in prop::collection::vec(any::<bool>(), 60)) {
        let features = Features { top: scores[0], words: scores[scores.len() - 1], ..Features::default() };
        let rows: Vec<([f64; FEATURES], bool)> = right.iter().enumerate().map(|(at, right)| {
            let mut values = features.values();
            values[at % FEATURES] += even(at) * 10.0;
            (values, *right)
        }).collect();
        let chance = Logistic::fit(&rows).chance(&features.values());
        prop_assert!((0.0..=1.0).contains(&chance));
        let pairs: Vec<(f64, bool)> = rows.iter().map(|(values, right)| (values[0], *right)).collect();
        let steps = Isotonic::fit(&pairs);
        prop_assert!(scores.iter().all(|score| (0.0..=1.0).contains(&steps.share(*score))));
        let mut sorted = scores.clone();
        sorted.sort_by(f64::total_cmp);
        prop_assert!(sorted.windows(2).all(|pair| steps.share(pair[0]) <= steps.share(pair[1]) + 1e-12));
    }
}
