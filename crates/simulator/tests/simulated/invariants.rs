//! What holds of every simulated contact, read from its log alone.

use std::collections::BTreeSet;

use domain::contact::{Acceptance, Channel, ContactEvent, ContactEventKind as Kind, NotOffered, Party, summary};
use domain::ids::AgentId;
use simulator::{DayLog, SimulatedContact};

use crate::cities::{city, days};

const SHORT_ABANDON_MS: u64 = 10_000;

/// Seven weeks over the New Year, two seeds: closed days, holidays and quiet and busy ones.
fn winter() -> Vec<DayLog> {
    let mut winter = days(&city(), 1, "2026-12-01", 49);
    winter.extend(days(&city(), 2, "2027-03-01", 31));
    winter
}

fn contacts(days: &[DayLog]) -> impl Iterator<Item = &SimulatedContact> {
    days.iter().flat_map(|day| &day.contacts)
}

#[test]
fn every_contact_is_closed_and_its_log_says_what_the_floor_says() {
    for contact in contacts(&winter()) {
        let log = &contact.log;
        assert!(matches!(log.first().map(|it| &it.kind), Some(Kind::Arrived { .. })), "{log:?}");
        assert!(matches!(log.last().map(|it| &it.kind), Some(Kind::Closed { .. })), "{log:?}");
        assert!(log.iter().zip(1..).all(|(event, seq)| event.seq == seq && event.contact == contact.id), "{log:?}");
        assert!(log.is_sorted_by_key(|event| event.at), "{log:?}");
        assert_eq!(summary(log, SHORT_ABANDON_MS).as_ref(), Some(&contact.summary));
    }
}

#[test]
fn whoever_reached_the_queue_is_answered_abandoned_ended_or_not_reached_and_nobody_else_is_offered() {
    let (mut offered, mut parts) = (0, [0_u32; 4]);
    for contact in contacts(&winter()) {
        let queued = contact.log.iter().any(|event| matches!(event.kind, Kind::Queued { .. }));
        let acceptance = contact.summary.acceptance.unwrap();
        assert_eq!(acceptance.is_offered(), queued, "{:?}", contact.log);
        offered += u32::from(queued);
        match acceptance {
            Acceptance::Answered { .. } => parts[0] += 1,
            Acceptance::Abandoned { .. } => parts[1] += 1,
            Acceptance::EndedBySystem { .. } => parts[2] += 1,
            Acceptance::CallbackUnreached => parts[3] += 1,
            Acceptance::NotOffered { .. } => {}
        }
    }
    assert_eq!(offered, parts.iter().sum::<u32>());
    assert!(parts[0] > 5_000 && parts[1] > 100, "the days hold too little to prove anything: {parts:?}");
}

/// Who speaks with the resident, after each entry of a log.
fn speakers(log: &[ContactEvent]) -> Vec<BTreeSet<AgentId>> {
    let mut speaking = BTreeSet::new();
    log.iter()
        .map(|event| {
            match event.kind {
                Kind::Joined { agent } => speaking.insert(agent),
                Kind::Left { party: Party::Agent(agent), .. } => speaking.remove(&agent),
                _ => false,
            };
            speaking.clone()
        })
        .collect()
}

#[test]
fn never_two_agents_have_one_resident_and_none_is_left_with_one() {
    for contact in contacts(&winter()) {
        let speakers = speakers(&contact.log);
        assert!(speakers.iter().all(|them| them.len() <= 1), "{:?}", contact.log);
        assert!(speakers.last().is_some_and(BTreeSet::is_empty), "{:?}", contact.log);
    }
}

#[test]
fn never_two_residents_have_one_agent() {
    for day in winter() {
        let mut spans = Vec::new();
        for contact in &day.contacts {
            let mut since = None;
            for event in &contact.log {
                match event.kind {
                    Kind::Joined { agent } => since = Some((agent, event.at)),
                    Kind::Left { party: Party::Agent(agent), .. } => {
                        let (joined, from) = since.take().unwrap();
                        assert_eq!(joined, agent);
                        spans.push((agent, from, event.at));
                    }
                    _ => {}
                }
            }
        }
        spans.sort_unstable();
        for pair in spans.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "{}: {pair:?}", day.date);
        }
    }
}

#[test]
fn nobody_is_served_while_the_service_is_closed() {
    let calendar = city().calendar;
    let mut turned_away = 0;
    for contact in contacts(&winter()) {
        let schedule = match contact.summary.channel {
            Channel::Phone => domain::calendar::Schedule::Telephone,
            Channel::Counter | Channel::Chat => domain::calendar::Schedule::Counter,
        };
        let arrived = chrono::DateTime::from_timestamp_millis(contact.summary.arrived_at.0).unwrap();
        let is_out_of_hours =
            contact.summary.acceptance == Some(Acceptance::NotOffered { reason: NotOffered::OutOfHours });
        assert_eq!(is_out_of_hours, !calendar.is_open(schedule, arrived), "{:?}", contact.log);
        turned_away += u32::from(is_out_of_hours);
    }
    assert!(turned_away > 50, "{turned_away}");
}
