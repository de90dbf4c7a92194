//! Random months of legal contact logs, seeded, and what goes wrong with logs in life: ends that are missing, entries
//! that came twice or out of order, a clock that went back, retired and unknown topics.

mod conversation;
mod log;
mod visit;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::{Calendar, CalendarConfig};
use domain::contact::{Channel, Direction, Language};
use domain::ids::{AgentId, ContactId};
use domain::recording_coverage::Shortfall;
use domain::service_flow::FlowId;
use figures::input::{
    ApplicationLine, Booking, BookingKind, BookingResult, CallerMark, ContactRecord, Covered, Erasure, Filing,
    Material, Outcome, Survey, TopicName, shipped_flows,
};
use figures::opening::OpeningHours;
use figures::{Order, Term, Words};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use log::Log;

pub const DAY_MS: i64 = 86_400_000;
pub const TOPICS: [(&str, Option<&str>, bool); 9] = [
    ("ア", None, false),
    ("ア-1", Some("ア"), false),
    ("ア-2", Some("ア"), true),
    ("イ", None, false),
    ("イ-1", Some("イ"), false),
    ("ウ", None, false),
    ("エ", None, true),
    ("エ-1", Some("エ"), true),
    ("ケ", None, false),
];

/// How much of what.
#[derive(Clone, Copy)]
pub struct Size {
    /// Contacts, those of the month before and after among them.
    pub contacts: usize,
    /// Whether logs are damaged as in life.
    pub damaged: bool,
}

/// A month's order with its material.
pub fn month(seed: u64, year: i32, month: u32, size: Size) -> (Order, Material) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let order = Order::month(year, month).unwrap();
    let material = material(&mut rng, order.term, size);
    (order, material)
}

pub fn material(rng: &mut ChaCha8Rng, term: Term, size: Size) -> Material {
    let mut contacts: Vec<ContactRecord> = (0..size.contacts).map(|n| record(rng, term, n, size.damaged)).collect();
    if size.damaged && contacts.len() > 3 {
        let again = contacts[0].clone();
        contacts.push(again);
        contacts.push(ContactRecord::default());
    }
    let topics = TOPICS.iter().map(|(code, parent, is_retired)| TopicName {
        code: (*code).to_owned(),
        parent: parent.map(str::to_owned),
        name: Words::new(&format!("{code}の相談"), "topic"),
        is_retired: *is_retired,
    });
    let calendar = Calendar::new(CalendarConfig::default(), None).unwrap();
    let mut flows: BTreeMap<FlowId, ApplicationLine> = shipped_flows();
    flows.insert(FlowId("city_own".to_owned()), ApplicationLine::Other);
    Material {
        contacts,
        topics: topics.collect(),
        flows,
        opening: OpeningHours::of(&calendar, term),
        ..Material::default()
    }
}

pub fn agent(n: u32) -> AgentId {
    AgentId(Uuid::from_u128(u128::from(n) + 1))
}

fn record(rng: &mut ChaCha8Rng, term: Term, n: usize, damaged: bool) -> ContactRecord {
    let contact = ContactId(Uuid::from_u128((u128::from(rng.random::<u64>()) << 32) + n as u128));
    let arrives = arrival(rng, term);
    let channel = match rng.random_range(0..20) {
        0..=11 => Channel::Phone,
        12..=18 => Channel::Counter,
        _ => Channel::Chat,
    };
    let is_outbound = channel == Channel::Phone && rng.random_bool(0.05);
    let direction = if is_outbound { Direction::Outbound } else { Direction::Inbound };
    let mut log = Log::begin(contact, arrives, channel, direction);
    match (channel, is_outbound) {
        (_, true) => conversation::outbound(&mut log, rng),
        (Channel::Counter, _) => visit::visit(&mut log, rng),
        (Channel::Phone | Channel::Chat, _) => conversation::inbound(&mut log, rng),
    }
    let mut events = log.events;
    let was_joined = log.was_joined;
    if damaged {
        damage(rng, &mut events);
    }
    ContactRecord {
        log: events,
        filing: (was_joined && rng.random_bool(0.9)).then(|| filing(rng)),
        caller: rng.random_bool(0.8).then(|| CallerMark(rng.random_range(0..200))),
        survey: rng.random_bool(0.3).then(|| survey(rng)),
        recording: rng.random_bool(0.9).then(|| recording(rng)),
        erasure: (channel == Channel::Counter && rng.random_bool(0.7)).then(|| erasure(rng, arrives)),
    }
}

/// Mostly by day in the term, some at midnight, in the month before and in the days after.
fn arrival(rng: &mut ChaCha8Rng, term: Term) -> i64 {
    let days = i64::from(term.last.0 - term.first.0) + 1;
    let day = match rng.random_range(0..10) {
        0 | 1 => -rng.random_range(1..=31),
        2 => days + rng.random_range(0..8),
        3 => days - 1,
        _ => rng.random_range(0..days),
    };
    let within = match rng.random_range(0..10) {
        0 => DAY_MS - rng.random_range(1..60_000),
        1 => rng.random_range(0..DAY_MS),
        _ => rng.random_range(29_000_000..72_500_000),
    };
    term.begins().0 + day * DAY_MS + within
}

fn damage(rng: &mut ChaCha8Rng, events: &mut Vec<domain::contact::ContactEvent>) {
    match rng.random_range(0..20) {
        0 => {
            let kept = rng.random_range(1..=events.len());
            events.truncate(kept);
        }
        1 => {
            let twice = events[rng.random_range(0..events.len())].clone();
            events.push(twice);
        }
        2 => {
            let (one, other) = (rng.random_range(0..events.len()), rng.random_range(0..events.len()));
            events.swap(one, other);
        }
        3 => {
            let place = rng.random_range(0..events.len());
            events[place].at.0 -= rng.random_range(1..100_000);
        }
        _ => {}
    }
}

fn filing(rng: &mut ChaCha8Rng) -> Filing {
    let topic = match rng.random_range(0..30) {
        0 => "謎",
        _ => TOPICS[rng.random_range(0..TOPICS.len())].0,
    };
    let booking = rng.random_bool(0.2).then(|| Booking {
        kind: BookingKind::ALL[rng.random_range(0..3)],
        result: BookingResult::ALL[rng.random_range(0..4)],
    });
    Filing { topic: topic.to_owned(), outcome: Outcome::ALL[rng.random_range(0..5)], booking }
}

fn survey(rng: &mut ChaCha8Rng) -> Survey {
    match rng.random_range(0..8) {
        0 => Survey::Skipped,
        1 => Survey::Answered(rng.random_range(6..10)),
        _ => Survey::Answered(rng.random_range(1..=5)),
    }
}

fn recording(rng: &mut ChaCha8Rng) -> Covered {
    let shortfalls = [Shortfall::Lost, Shortfall::Overdue, Shortfall::Uncounted, Shortfall::Waiting];
    match rng.random_range(0..12) {
        n @ 0..=3 => Covered::Short(shortfalls[n].clone()),
        4 => Covered::Short(Shortfall::Stated("recognition_off".to_owned())),
        _ => Covered::Whole,
    }
}

fn erasure(rng: &mut ChaCha8Rng, arrives: i64) -> Erasure {
    let ended_at = domain::time::Timestamp(arrives + rng.random_range(0..3_600_000));
    let photos = rng.random_range(0..3);
    let is_done = rng.random_bool(0.95);
    let erased_at = is_done.then(|| ended_at.plus_ms(rng.random_range(0..30_000)));
    Erasure { ended_at, erased_at, photos, photos_erased: if is_done { photos } else { 0 } }
}

pub fn language(rng: &mut ChaCha8Rng) -> Option<Language> {
    match rng.random_range(0..10) {
        0 => None,
        1 | 2 => Some(Language::En),
        _ => Some(Language::Ja),
    }
}

/// A month of the calendar by a number, for many seeds.
pub fn some_month(seed: u64) -> (i32, u32) {
    let first = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    let month = first.checked_add_months(chrono::Months::new(u32::try_from(seed % 36).unwrap())).unwrap();
    use chrono::Datelike;
    (month.year(), month.month())
}
