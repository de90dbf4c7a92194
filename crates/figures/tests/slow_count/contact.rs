//! One contact read from its raw log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};
use domain::contact::ContactEventKind as K;
use domain::contact::{Channel, ContactEvent, Direction, Language, NotOffered, Party};
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{BreakOffReason, FlowRecordKind as R, OutcomeKind};
use figures::Material;
use figures::input::{ContactRecord, Filing};

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    Answered,
    Left { wait_ms: i64 },
    EndedBySystem,
    NotReached,
    OutOfHours,
    BeforeQueue,
    Outbound,
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Flow {
    pub id: String,
    pub outcome: Option<OutcomeKind>,
    pub reason: Option<BreakOffReason>,
    pub ms: i64,
}

#[derive(Debug, Clone)]
pub struct Seen {
    pub channel: Channel,
    pub date: NaiveDate,
    pub weekday: u32,
    pub half_hour: u32,
    pub language: Option<Language>,
    pub fate: Fate,
    pub queued: bool,
    pub wait_ms: i64,
    pub talk_ms: i64,
    pub hold_ms: i64,
    pub wrap_ms: i64,
    pub pay_ms: i64,
    pub passed_on: usize,
    pub flows: Vec<Flow>,
    pub filing: Option<Filing>,
    pub comes_again: bool,
    arrived_ms: i64,
    caller: Option<u64>,
    inbound: bool,
}

/// Every contact that can be read.
pub fn all(material: &Material) -> Vec<Seen> {
    let ids: BTreeSet<ContactId> = material.contacts.iter().filter_map(id).collect();
    let mut seen: Vec<Seen> = Vec::new();
    let mut order: Vec<(i64, ContactId)> = Vec::new();
    for wanted in ids {
        let records: Vec<&ContactRecord> =
            material.contacts.iter().filter(|record| id(record) == Some(wanted)).collect();
        if let Some(one) = read(&records) {
            order.push((one.arrived_ms, wanted));
            seen.push(one);
        }
    }
    let again: Vec<bool> = (0..seen.len()).map(|place| comes_again(&seen, &order, place)).collect();
    for (one, again) in seen.iter_mut().zip(again) {
        one.comes_again = again;
    }
    seen
}

/// Whether the same caller arrives later, by seven days at most.
fn comes_again(seen: &[Seen], order: &[(i64, ContactId)], place: usize) -> bool {
    let one = &seen[place];
    let is_again = |other: usize| {
        let it = &seen[other];
        it.inbound
            && it.caller == one.caller
            && order[other] > order[place]
            && it.arrived_ms - one.arrived_ms <= 7 * 86_400_000
    };
    one.caller.is_some() && one.inbound && (0..seen.len()).any(is_again)
}

fn id(record: &ContactRecord) -> Option<ContactId> {
    record.log.iter().min_by_key(|event| event.seq).map(|event| event.contact)
}

fn read(records: &[&ContactRecord]) -> Option<Seen> {
    let mut by_seq: BTreeMap<u32, &ContactEvent> = BTreeMap::new();
    for event in records.iter().flat_map(|record| &record.log) {
        let kept = by_seq.entry(event.seq).or_insert(event);
        if event.at < kept.at {
            *kept = event;
        }
    }
    let log: Vec<&ContactEvent> = by_seq.into_values().collect();
    let K::Arrived { channel, direction, .. } = &log.first()?.kind else { return None };
    let arrived_ms = log[0].at.0;
    let local: DateTime<FixedOffset> =
        DateTime::from_timestamp_millis(arrived_ms).unwrap().with_timezone(&FixedOffset::east_opt(32_400).unwrap());
    let queued_at = log.iter().find(|e| matches!(e.kind, K::Queued { again: false, .. })).map(|e| e.at.0);
    let joined = log.iter().position(|e| matches!(e.kind, K::Joined { .. }));
    let language = log.iter().rev().find_map(|e| match e.kind {
        K::LanguageChosen { language, .. } => Some(language),
        _ => None,
    });
    let fate = fate(&log, *direction, queued_at);
    let wait_ms = match (fate, joined) {
        (Fate::Answered, Some(place)) => wait(&log, *channel, arrived_ms, queued_at.unwrap_or(0), log[place].at.0),
        _ => 0,
    };
    let (talk_ms, hold_ms) = talk_and_hold(&log);
    let first = |f: fn(&ContactRecord) -> Option<u64>| records.iter().find_map(|record| f(record));
    Some(Seen {
        channel: *channel,
        date: local.date_naive(),
        weekday: local.weekday().num_days_from_monday(),
        half_hour: local.hour() * 2 + local.minute() / 30,
        language,
        fate,
        queued: queued_at.is_some(),
        wait_ms,
        talk_ms,
        hold_ms,
        wrap_ms: wrap_up(&log),
        pay_ms: log
            .iter()
            .map(|e| if let K::Flow { record: R::DetourEnded { away_ms } } = &e.kind { *away_ms as i64 } else { 0 })
            .sum(),
        passed_on: log.iter().filter(|e| matches!(e.kind, K::Transferred { .. })).count(),
        flows: flows(&log),
        filing: records.iter().find_map(|record| record.filing.clone()),
        comes_again: false,
        arrived_ms,
        caller: first(|record| record.caller.map(|caller| caller.0)),
        inbound: *direction == Direction::Inbound,
    })
}

/// The first entry that decides the wait; without one what the last entry says, or nothing.
fn fate(log: &[&ContactEvent], direction: Direction, queued_at: Option<i64>) -> Fate {
    if direction == Direction::Outbound {
        return Fate::Outbound;
    }
    let promised = log.iter().position(|e| e.kind == K::CallbackAccepted);
    for (place, event) in log.iter().enumerate() {
        match (&event.kind, queued_at) {
            (K::TurnedAway { reason: NotOffered::OutOfHours }, _) => return Fate::OutOfHours,
            (K::TurnedAway { .. }, _) | (K::SystemEnded { .. }, None) => return Fate::BeforeQueue,
            (K::Joined { .. }, Some(_)) => return Fate::Answered,
            (K::CallbackUnreached, _) => return Fate::NotReached,
            (K::SystemEnded { .. }, Some(_)) => return Fate::EndedBySystem,
            (K::Left { party: Party::Caller, .. }, None) => return Fate::BeforeQueue,
            (K::Left { party: Party::Caller, .. }, Some(queued)) if promised.is_none_or(|at| at > place) => {
                return Fate::Left { wait_ms: gap(queued, event.at.0) };
            }
            _ => {}
        }
    }
    Fate::Unknown
}

/// Of a visit from its ticket without the way to pay, of others from the queue.
fn wait(log: &[&ContactEvent], channel: Channel, arrived: i64, queued: i64, joined: i64) -> i64 {
    if channel != Channel::Counter {
        return gap(queued, joined);
    }
    let ticket = log.iter().find(|e| e.kind == K::TicketIssued).map_or(arrived, |e| e.at.0);
    let mut wait = gap(ticket, joined);
    for (place, event) in log.iter().enumerate() {
        if let K::Flow { record: R::DetourBegan } = &event.kind {
            let back = log[place..].iter().find(|e| matches!(e.kind, K::Flow { record: R::DetourEnded { .. } }));
            if let Some(back) = back {
                wait -= gap(event.at.0.max(ticket), back.at.0.min(joined));
            }
        }
    }
    wait.max(0)
}

/// Between two neighbouring entries somebody talks, is on hold, or neither.
fn talk_and_hold(log: &[&ContactEvent]) -> (i64, i64) {
    let (mut talk, mut hold) = (0, 0);
    let mut with: Option<AgentId> = None;
    let mut is_held = false;
    let mut since = 0;
    for event in log {
        let is_turn = match &event.kind {
            K::Joined { .. } | K::Interrupted => true,
            K::Held { .. } | K::Resumed => with.is_some(),
            K::Left { party: Party::Agent(agent), .. } => with == Some(*agent),
            _ => false,
        };
        if !is_turn {
            continue;
        }
        if with.is_some() && !matches!(event.kind, K::Joined { .. }) {
            *(if is_held { &mut hold } else { &mut talk }) += gap(since, event.at.0);
        }
        since = event.at.0;
        match &event.kind {
            K::Joined { agent } => (with, is_held) = (Some(*agent), false),
            K::Held { .. } => is_held = true,
            K::Resumed => is_held = false,
            _ => with = None,
        }
    }
    (talk, hold)
}

fn wrap_up(log: &[&ContactEvent]) -> i64 {
    let mut sum = 0;
    for (place, event) in log.iter().enumerate() {
        if let K::WrapUpStarted { agent } = event.kind {
            let end = log[place..].iter().find(|e| matches!(e.kind, K::WrapUpEnded { agent: a, .. } if a == agent));
            sum += end.map_or(0, |end| gap(event.at.0, end.at.0));
        }
    }
    sum
}

/// Each flow is the records from its start to the next start.
fn flows(log: &[&ContactEvent]) -> Vec<Flow> {
    let records: Vec<(i64, &R)> = log
        .iter()
        .filter_map(|e| if let K::Flow { record } = &e.kind { Some((e.at.0, record)) } else { None })
        .collect();
    let starts: Vec<usize> =
        (0..records.len()).filter(|place| matches!(records[*place].1, R::Started { .. })).collect();
    let mut found = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let own = &records[*start..starts.get(n + 1).copied().unwrap_or(records.len())];
        let R::Started { flow, .. } = own[0].1 else { continue };
        let last_resumed = own.iter().rposition(|(_, r)| **r == R::Resumed).unwrap_or(0);
        let ended = own[last_resumed..].iter().rev().find_map(|(_, r)| match r {
            R::Finished { outcome } => Some(*outcome),
            _ => None,
        });
        let reason = own[last_resumed..].iter().rev().find_map(|(_, r)| match r {
            R::BrokenOff { reason } => Some(*reason),
            _ => None,
        });
        found.push(Flow { id: flow.0.clone(), outcome: ended, reason, ms: working_ms(own) });
    }
    found
}

/// From each start or resumption to the end after it, less the time away to pay in between.
fn working_ms(own: &[(i64, &R)]) -> i64 {
    let mut sum = 0;
    for (place, (at, record)) in own.iter().enumerate() {
        if matches!(record, R::Started { .. } | R::Resumed) {
            let rest = &own[place + 1..];
            let Some(end) = rest.iter().position(|(_, r)| matches!(r, R::Finished { .. })) else { continue };
            let away: i64 = rest[..end]
                .iter()
                .map(|(_, r)| if let R::DetourEnded { away_ms } = r { *away_ms as i64 } else { 0 })
                .sum();
            sum += (gap(*at, rest[end].0) - away).max(0);
        }
    }
    sum
}

/// A clock that went back makes no time.
fn gap(from: i64, until: i64) -> i64 {
    (until - from).max(0)
}
