//! Runs every rule, corrects what they say for one another, and ranks it.

use super::days::unusual_days;
use super::expectation::{ExpectedDay, expectations};
use super::facts::{FactsError, MonthFacts};
use super::finding::{Candidate, Channel, Confidence, Family, Finding, Observation, Silence, SilenceReason, Tested};
use super::kiosks::kiosk_troubles;
use super::outages::outages;
use super::peaks::unmet_peaks;
use super::shares::{english_demand, repeat_callers};
use super::topics::{faq_gaps, growing_topics};
use crate::statistics::holm;

/// Chance of any strong finding in a month in which nothing happened.
const STRONG_BELOW: f64 = 0.01;
/// Chance of any finding in such a month.
const INDICATED_BELOW: f64 = 0.05;

/// The findings of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The findings: the surest first, among equally sure ones those that concern most contacts.
    pub findings: Vec<Finding>,
    /// The rules that say nothing for want of data, and why.
    pub silences: Vec<Silence>,
}

/// Finds what the month's figures say.
///
/// # Errors
/// Facts that cannot be.
pub fn report(facts: &MonthFacts) -> Result<Report, FactsError> {
    facts.check()?;
    let expected = expectations(facts);
    let mut report = Report { findings: Vec::new(), silences: Vec::new() };
    for family in Family::ALL {
        match tested(family, facts, &expected) {
            Ok(tested) => report.findings.extend(corrected(family, facts.channel, tested)),
            Err(reason) => report.silences.push(Silence { family, reason }),
        }
    }
    leave_out_days_of_outages(&mut report.findings);
    report.findings.sort_by(|one, other| {
        let surer = one.confidence.cmp(&other.confidence);
        surer.then(other.contacts_concerned.total_cmp(&one.contacts_concerned))
    });
    Ok(report)
}

fn tested(
    family: Family,
    facts: &MonthFacts,
    expected: &Result<Vec<ExpectedDay<'_>>, SilenceReason>,
) -> Result<Tested, SilenceReason> {
    let days = || expected.as_ref().map_err(|reason| *reason);
    match family {
        Family::UnusualDays => Ok(unusual_days(facts, days()?)),
        Family::Outages => Ok(outages(facts, days()?)),
        Family::UnmetPeaks => unmet_peaks(facts),
        Family::GrowingTopics => growing_topics(facts),
        Family::FaqGaps => faq_gaps(facts),
        Family::EnglishDemand => english_demand(facts),
        Family::Kiosks => kiosk_troubles(facts),
        Family::RepeatCallers => repeat_callers(facts),
    }
}

/// Holm within the family, Bonferroni over the families. Candidates that a rule left out for their small effect count
/// as tests all the same.
fn corrected(family: Family, channel: Channel, mut tested: Tested) -> Vec<Finding> {
    tested.candidates.sort_by(|one, other| one.p.total_cmp(&other.p));
    let ascending: Vec<f64> = tested.candidates.iter().map(|candidate| candidate.p).collect();
    let chances = holm(&ascending, tested.tests).into_iter().map(|p| (p * Family::ALL.len() as f64).min(1.0));
    let found = tested.candidates.into_iter().zip(chances);
    found.filter_map(|(candidate, chance)| finding(family, channel, candidate, chance)).collect()
}

fn finding(family: Family, channel: Channel, candidate: Candidate, chance: f64) -> Option<Finding> {
    let confidence = if chance <= STRONG_BELOW {
        Confidence::Strong
    } else if chance <= INDICATED_BELOW {
        Confidence::Indicated
    } else {
        return None;
    };
    let Candidate { observation, effect, contacts_concerned, figures, contacts, .. } = candidate;
    Some(Finding { family, channel, observation, confidence, chance, effect, contacts_concerned, figures, contacts })
}

/// A day whose line was dead is quiet because of that: it is told once.
fn leave_out_days_of_outages(findings: &mut Vec<Finding>) {
    let dead: Vec<_> = findings
        .iter()
        .filter_map(|finding| match &finding.observation {
            Observation::Outage { date, .. } => Some(*date),
            _ => None,
        })
        .collect();
    findings.retain(|finding| match &finding.observation {
        Observation::UnusualDay { date, counted, expected, .. } => {
            f64::from(*counted) > *expected || !dead.contains(date)
        }
        _ => true,
    });
}
