//! Months in which nothing was planted: what is said of them all the same is counted.

use super::city::City;
use planning::findings::{Confidence, Family, Language, SilenceReason, report, sentence, silence};
use planning::series::Series;

const MONTHS: u64 = 100;
/// False strong findings in a hundred months; the correction promises one.
const STRONG_MAX: usize = 5;
/// False findings of any confidence in a hundred months; the correction promises five.
const ANY_MAX: usize = 12;

/// False findings, (strong, any), over a hundred months of a city of so many calls a day whose days scatter so much.
fn false_findings(calls_a_day: f64, day_noise: f64, seeds_from: u64) -> (usize, usize) {
    let (mut strong, mut any) = (0, 0);
    for seed in seeds_from..seeds_from + MONTHS {
        let mut city = City::new(seed, &[]);
        city.calls_a_day = calls_a_day;
        city.day_noise = day_noise;
        for finding in report(&city.month()).expect("sound facts").findings {
            any += 1;
            strong += usize::from(finding.confidence == Confidence::Strong);
            println!("seed {seed}: {:.4} {}", finding.chance, sentence(&finding, Language::En));
        }
    }
    println!(
        "{calls_a_day} calls a day, noise {day_noise}: {strong} strong and {any} findings in {MONTHS} clean months"
    );
    (strong, any)
}

#[test]
fn a_hundred_clean_months_have_few_false_findings() {
    let (strong, any) = false_findings(75.0, 0.05, 1_000);
    assert!(strong <= STRONG_MAX && any <= ANY_MAX, "{strong} strong, {any} in all");
}

#[test]
fn a_hundred_clean_months_of_restless_days_have_few_false_findings() {
    let (strong, any) = false_findings(75.0, 0.15, 2_000);
    assert!(strong <= STRONG_MAX && any <= ANY_MAX, "{strong} strong, {any} in all");
}

#[test]
fn a_hundred_clean_months_of_a_small_city_have_few_false_findings() {
    let (strong, any) = false_findings(15.0, 0.0, 3_000);
    assert!(strong <= STRONG_MAX && any <= ANY_MAX, "{strong} strong, {any} in all");
}

#[test]
fn with_too_few_contacts_each_rule_says_so_and_nothing_else() {
    let mut facts = City::new(1, &[]).month();
    facts.before = Series::new(facts.before.days().iter().rev().take(20).rev().cloned().collect()).expect("in order");
    facts.service.truncate(30);
    for topic in &mut facts.topics {
        topic.before.truncate(1);
        topic.questions = 0;
        topic.unanswered = 0;
    }
    facts.english.now.all = 40;
    facts.english.now.of = 2;
    facts.repeats.before.clear();
    for kiosk in &mut facts.kiosks {
        kiosk.before.truncate(2);
    }
    let report = report(&facts).expect("sound facts");
    assert_eq!(report.findings, []);
    assert_eq!(report.silences.iter().map(|silence| silence.family).collect::<Vec<_>>(), Family::ALL);
    assert_eq!(report.silences[0].reason, SilenceReason::Days { have: 20, need: 56 });
    assert_eq!(
        silence(&report.silences[0], Language::Ja),
        "「件数の異なる日」については述べません。実績が20日分で、56日分に足りません。"
    );
    assert_eq!(
        silence(&report.silences[5], Language::En),
        "Nothing is said of demand in English: there were 40 contacts and 100 are needed."
    );
}

#[test]
fn an_empty_month_and_a_month_without_a_kiosk_are_no_error() {
    let mut facts = City::new(1, &[]).month();
    facts.days = Series::default();
    facts.service.clear();
    facts.topics.clear();
    facts.kiosks.clear();
    facts.english = Default::default();
    facts.repeats = Default::default();
    let report = report(&facts).expect("sound facts");
    assert!(report.findings.is_empty());
    assert_eq!(report.silences.len(), Family::ALL.len());
}
