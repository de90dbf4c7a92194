//! Simulates a fiscal year of the specification's city and prints its figures and the time it took.
//!
//! `cargo run --release -p simulator --example simulated_year -- [SEED]`

#![expect(clippy::print_stdout, clippy::expect_used, reason = "the figures are what it is for")]

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::NaiveDate;
use domain::calendar::{Calendar, CalendarConfig};
use domain::contact::{Acceptance, Channel};
use domain::floor::FloorConfig;
use simulator::{DayLog, simulate_day, zama};

fn main() {
    let seed = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let calendar = Calendar::new(CalendarConfig::default(), None).expect("the specification's calendar is sound");
    let city = zama(calendar, FloorConfig::default());
    let first = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let begun = Instant::now();
    let days: Vec<DayLog> = first
        .iter_days()
        .take(365)
        .map(|date| simulate_day(&city, seed, date).expect("the city's numbers are sound"))
        .collect();
    let took = begun.elapsed();
    for channel in [Channel::Phone, Channel::Counter] {
        print_channel(&days, channel);
    }
    print_filed(&days);
    let contacts: usize = days.iter().map(|day| day.contacts.len()).sum();
    let events: usize = days.iter().flat_map(|day| &day.contacts).map(|it| it.log.len()).sum();
    let agents: usize = days.iter().map(|day| day.agents.len()).sum();
    println!(
        "seed {seed}: {contacts} contacts, {events} events, {agents} agent entries in {:.2} s",
        took.as_secs_f64()
    );
}

fn print_channel(days: &[DayLog], channel: Channel) {
    let contacts = days.iter().flat_map(|day| &day.contacts).filter(|it| it.summary.channel == channel);
    let (mut offered, mut answered, mut within, mut wait_ms, mut handle_ms) = (0_u64, 0_u64, 0_u64, 0, 0);
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    for contact in contacts {
        let acceptance = contact.summary.acceptance.expect("a closed contact has one");
        let word = match acceptance {
            Acceptance::EndedBySystem { reason } => format!("ended by system: {reason:?}"),
            Acceptance::NotOffered { reason } => format!("not offered: {reason:?}"),
            Acceptance::Answered { .. } => "answered".to_owned(),
            Acceptance::Abandoned { short, .. } => format!("abandoned, short {short}"),
            Acceptance::CallbackUnreached => "call-back unreached".to_owned(),
        };
        *classes.entry(word).or_default() += 1;
        offered += u64::from(acceptance.is_offered());
        if let Acceptance::Answered { wait_ms: waited_ms } = acceptance {
            answered += 1;
            wait_ms += waited_ms;
            within += u64::from(waited_ms <= 20_000);
            handle_ms += contact.summary.talk_ms + contact.summary.hold_ms + contact.summary.after_call_ms;
        }
    }
    let mean = |sum_ms: u64| sum_ms as f64 / 1_000.0 / answered.max(1) as f64;
    let share = |part: u64| 100.0 * part as f64 / offered.max(1) as f64;
    println!("{channel:?}: offered {offered}, answered {:.1} %, within 20 s {:.1} %", share(answered), share(within));
    println!("  ASA {:.1} s, AHT {:.1} s, {classes:?}", mean(wait_ms), mean(handle_ms));
}

fn print_filed(days: &[DayLog]) {
    let mut filed: BTreeMap<String, u64> = BTreeMap::new();
    let mut ratings: BTreeMap<u8, u64> = BTreeMap::new();
    let mut faults = 0;
    for day in days {
        faults += day.faults.len();
        for contact in &day.contacts {
            if let Some(filing) = &contact.filing {
                *filed.entry(format!("{:?}", filing.outcome)).or_default() += 1;
                if let Some(booking) = &filing.booking {
                    *filed.entry(format!("booking {:?} {:?}", booking.kind, booking.result)).or_default() += 1;
                }
            }
            if let Some(rating) = contact.rating {
                *ratings.entry(rating).or_default() += 1;
            }
            if let Some(outcome) = contact.summary.flow.outcome {
                *filed.entry(format!("flow {outcome:?}")).or_default() += 1;
            }
        }
    }
    println!("filed {filed:?}\nratings {ratings:?}, kiosk faults {faults}");
}
