//! What people add to the log, and how many of them there are.

use std::collections::{BTreeMap, BTreeSet};

use domain::agent::LoggedState;
use domain::contact::{Acceptance, Channel, Language};
use domain::ids::AgentId;
use domain::service_flow::OutcomeKind;
use simulator::{Crew, DayLog, Outcome};

use crate::cities::{city, days};

fn signed_in_most(day: &DayLog, crew: &Crew) -> usize {
    let ours: BTreeSet<AgentId> = crew.people.iter().map(|person| person.agent).collect();
    let (mut in_now, mut most) = (BTreeSet::new(), 0);
    for entry in day.agents.iter().filter(|entry| ours.contains(&entry.event.agent)) {
        match entry.event.state {
            LoggedState::SignedOut => in_now.remove(&entry.event.agent),
            _ => in_now.insert(entry.event.agent),
        };
        most = most.max(in_now.len());
    }
    assert!(in_now.is_empty(), "{}: somebody has not gone home", day.date);
    most
}

#[test]
fn never_more_than_three_sit_at_three_seats_and_everybody_goes_home() {
    let city = city();
    let mut most = BTreeMap::new();
    for day in days(&city, 3, "2026-04-01", 30) {
        for (channel, crew) in [(Channel::Phone, &city.phone.crew), (Channel::Counter, &city.counter.crew)] {
            let seen = most.entry(channel).or_insert(0);
            *seen = signed_in_most(&day, crew).max(*seen);
        }
        let ids: Vec<_> = day.agents.iter().map(|entry| (entry.event.at, entry.id)).collect();
        assert!(ids.is_sorted(), "entries of one instant are not in the order of their ids");
    }
    assert_eq!(most, BTreeMap::from([(Channel::Phone, 3), (Channel::Counter, 3)]));
}

#[test]
fn both_shifts_answer_and_english_callers_find_somebody() {
    let days = days(&city(), 3, "2026-04-01", 30);
    let answered: BTreeSet<AgentId> = days
        .iter()
        .flat_map(|day| &day.contacts)
        .filter(|it| it.summary.channel == Channel::Phone)
        .flat_map(|it| it.summary.agents.iter().copied())
        .collect();
    assert_eq!(answered.len(), 6);
    let english = days.iter().flat_map(|day| &day.contacts).filter(|it| it.summary.language == Some(Language::En));
    let (offered, served) = english
        .filter(|it| it.summary.acceptance.is_some_and(Acceptance::is_offered))
        .fold((0_u32, 0_u32), |(offered, served), it| {
            (offered + 1, served + u32::from(it.summary.answered_at.is_some()))
        });
    assert!(offered > 60 && served * 2 > offered, "{served} of {offered}");
}

#[test]
fn only_what_was_answered_is_filed_under_a_topic_of_the_list() {
    let city = city();
    let known: BTreeSet<&str> = city
        .phone
        .topics
        .iter()
        .map(|topic| topic.code.as_str())
        .chain(city.counter.wishes.iter().map(|wish| wish.topic.as_str()))
        .collect();
    let (mut answered, mut filed, mut booked) = (0_u32, 0_u32, 0_u32);
    for contact in days(&city, 4, "2026-06-01", 30).iter().flat_map(|day| &day.contacts) {
        answered += u32::from(contact.summary.answered_at.is_some());
        let Some(filing) = &contact.filing else { continue };
        filed += 1;
        assert!(known.contains(filing.topic.as_str()), "{}", filing.topic);
        assert!(contact.summary.agents.contains(&filing.by) && Some(filing.at) >= contact.summary.answered_at);
        let passed_on = contact.summary.transfers > 0;
        if contact.summary.channel == Channel::Phone && filing.outcome == Outcome::TransferredCity {
            assert!(passed_on, "{:?}", contact.log);
        }
        booked += u32::from(filing.booking.is_some());
        assert!(filing.booking.is_none() || filing.outcome == Outcome::Resolved);
    }
    assert!(filed * 100 > answered * 97 && filed <= answered && booked > 100, "{filed} of {answered}, {booked}");
}

#[test]
fn a_flow_at_the_counter_ends_as_its_visit_is_filed_and_stands_in_the_log() {
    let mut ends: BTreeMap<OutcomeKind, u32> = BTreeMap::new();
    let days = days(&city(), 5, "2026-06-01", 30);
    for contact in days.iter().flat_map(|day| &day.contacts) {
        let of_state = contact.flow.as_ref().map(|flow| flow.state.outcome);
        assert_eq!(of_state.flatten(), contact.summary.flow.outcome);
        assert_eq!(contact.flow.as_ref().map(|flow| &flow.state.flow), contact.summary.flow.flow.as_ref());
        if let (Some(outcome), Some(filing)) = (contact.summary.flow.outcome, &contact.filing) {
            *ends.entry(outcome).or_default() += 1;
            let broke_off = outcome == OutcomeKind::BrokenOff;
            assert_eq!(filing.outcome == Outcome::BrokenOff, broke_off, "{:?}", contact.flow);
        }
    }
    assert!(ends.len() == 5 && ends.values().all(|count| *count >= 5), "{ends:?}");
}

#[test]
fn numbers_of_callers_are_given_to_nobody() {
    for contact in days(&city(), 6, "2026-06-01", 3).iter().flat_map(|day| &day.contacts) {
        match (&contact.caller, contact.summary.channel) {
            (Some(number), Channel::Phone) => {
                // No number of a Japanese mobile telephone begins with 0 behind the 90.
                assert!(number.starts_with("+81900") && number.len() == 13, "{number}");
            }
            (None, _) => {}
            (Some(number), channel) => panic!("{channel:?} with {number}"),
        }
    }
}
