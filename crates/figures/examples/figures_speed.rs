//! How long a month of 200,000 contacts takes to count: made-up logs in, all tables and the bytes out.
//!
//! `cargo run --release -p figures --example figures_speed [contacts]` prints the median of nine.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "the figures are what it is for; it may end without them"
)]

use std::time::{Duration, Instant};

use domain::contact::ContactEventKind as K;
use domain::contact::{
    Acceptance, Channel, ContactEvent, Direction, Language, LegCause, Party, RingPurpose, WrapUpEnd,
};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use figures::breakdown::Dimension;
use figures::input::{CallerMark, ContactRecord, Filing, Outcome, TopicName};
use figures::{Filter, Material, Order, Report, Words};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

const TOPICS: [&str; 9] = ["ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ"];

fn main() {
    let contacts = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(200_000);
    let order = Order::month(2026, 6).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let topic =
        |code: &&str| TopicName { code: (*code).to_owned(), parent: None, name: Words::same(code), is_retired: false };
    let material = Material {
        contacts: (0..contacts).map(|n| record(&mut rng, n, order.term.begins().0)).collect(),
        topics: TOPICS.iter().map(topic).collect(),
        ..Material::default()
    };
    let entries: usize = material.contacts.iter().map(|record| record.log.len()).sum();
    println!("{contacts} contacts, {entries} entries");
    let report = Report::of(&material, &order).unwrap();
    println!("report of {} tables, {} bytes", report.tables.len(), report.bytes().len());
    median("report", || drop(Report::of(&material, &order).unwrap()));
    median("bytes", || drop(report.bytes()));
    for dimension in Dimension::ALL {
        let count = || drop(report.breakdown(dimension, &Filter::channel(Channel::Phone), &material.topics));
        median(&format!("breakdown by {dimension:?}"), count);
    }
}

fn median(name: &str, work: impl Fn()) {
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!("{name}: median {:.3} s, longest {:.3} s", times[4].as_secs_f64(), times[8].as_secs_f64());
}

/// A call of twelve entries, or one that is abandoned.
fn record(rng: &mut ChaCha8Rng, n: u32, begins: i64) -> ContactRecord {
    let contact = ContactId(Uuid::from_u128(u128::from(n)));
    let agent = AgentId(Uuid::from_u128(u128::from(rng.random_range(0..30_u32))));
    let arrives = begins + rng.random_range(0..30) * 86_400_000 + rng.random_range(30_600_000..72_000_000);
    let (wait, talk) = (rng.random_range(0..60_000), rng.random_range(30_000..600_000));
    let channel = if n.is_multiple_of(5) { Channel::Counter } else { Channel::Phone };
    let language = if rng.random_bool(0.05) { Language::En } else { Language::Ja };
    let assignment = AssignmentId(1);
    let (answered, ended) = (arrives + wait, arrives + wait + talk);
    let mut kinds = vec![
        (
            arrives,
            K::Arrived { channel, service: ServiceId::from("city"), direction: Direction::Inbound, caller_known: true },
        ),
        (arrives, K::LanguageChosen { language, by_default: false }),
        (arrives, K::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
    ];
    let is_answered = rng.random_bool(0.9);
    if is_answered {
        kinds.extend([
            (answered, K::Assigned { assignment, agent, purpose: RingPurpose::Queue }),
            (answered, K::Answered { assignment, agent }),
            (answered, K::Joined { agent }),
            (answered, K::RecordingStarted),
            (ended, K::Left { party: Party::Caller, cause: LegCause::Normal }),
            (ended, K::Left { party: Party::Agent(agent), cause: LegCause::ContactEnded }),
            (ended, K::WrapUpStarted { agent }),
            (ended + 20_000, K::WrapUpEnded { agent, why: WrapUpEnd::Filed }),
            (
                ended + 20_000,
                K::Closed { acceptance: Acceptance::Answered { wait_ms: u64::try_from(wait).unwrap() }, end: None },
            ),
        ]);
    } else {
        kinds.push((answered, K::Left { party: Party::Caller, cause: LegCause::Normal }));
    }
    let event = |(seq, (at, kind))| ContactEvent { contact, seq, at: Timestamp(at), kind };
    let topic = TOPICS[rng.random_range(0..9)].to_owned();
    ContactRecord {
        log: (1..).zip(kinds).map(event).collect(),
        filing: is_answered.then_some(Filing { topic, outcome: Outcome::Resolved, booking: None }),
        caller: Some(CallerMark(rng.random_range(0..100_000))),
        ..ContactRecord::default()
    }
}
