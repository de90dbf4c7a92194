//! A city of Zama's size, by the specification and, where it names no number, by stated assumptions.
//!
//! From the specification: hours (6(2)⑥, 6(3)①a), three seats each (7), topics (6(3)②), wishes (6(2)⑤), languages
//! (6(2)⑦, 6(3)④). It names no volumes. They are set so that what the three seats can hold is what they mostly get:
//! three seats hold 80 % within 20 s up to 17 calls an hour at a handling time of 5 minutes (Erlang C), which
//! Monday mornings of spring reach and pass, and quiet days do not. ADR 0045 has the reasoning. It must never draw.

use domain::agent::Skill;
use domain::calendar::{Calendar, TimeOfDay};
use domain::floor::FloorConfig;
use domain::ids::{AgentId, KioskId};
use domain::service_flow::{Catalogue, SHIPPED};
use uuid::Uuid;

use crate::chance::Spread;
use crate::city::{
    Break, CallHabits, City, CounterSide, Crew, Demand, Person, PhoneSide, Topic, Transfers, VisitHabits, Wish,
};
use crate::log::BookingKind;

/// The city's free number in E.164 (clause 6(3)⑤).
pub const ZAMA_NUMBER: &str = "+81120101366";

/// Every month alike.
const EVEN: [f64; 12] = [1.0; 12];
/// Certificates fall due around birthdays, and most cards of 2016 and of 2021 were given out from January to May.
const RENEWALS: [f64; 12] = [1.1, 1.4, 1.9, 1.8, 1.4, 1.0, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8];
/// People move in March and April.
const MOVES: [f64; 12] = [0.9, 1.0, 1.5, 1.4, 1.0, 0.9, 0.9, 0.9, 1.0, 1.0, 0.9, 0.8];
/// The whole year: spring is the season, August and December are quiet.
const YEAR: [f64; 12] = [1.0, 1.02, 1.1, 1.08, 1.0, 1.0, 0.98, 0.92, 0.98, 1.0, 0.98, 0.92];

/// The specification's city with its people: six of the telephone, three of the counter, one city officer.
///
/// The calendar and the floor are what the installation has; the flows are those that come with the program.
#[must_use]
pub fn zama(calendar: Calendar, floor: FloorConfig) -> City {
    let agent = |number: u128| AgentId(Uuid::from_u128(number));
    let phone = (1..=6).map(|number| person(agent(number), "phone", number % 3 == 1)).collect();
    let counter = (11..=13).map(|number| person(agent(number), "counter", number == 11)).collect();
    let kiosks = (21..=23).map(|number| KioskId(Uuid::from_u128(number))).collect();
    City {
        calendar,
        floor,
        flows: shipped_flows(),
        phone: phone_side(phone),
        counter: counter_side(counter, kiosks, agent(31)),
        anomalies: Vec::new(),
    }
}

fn person(agent: AgentId, channel: &str, speaks_english: bool) -> Person {
    let mut skills: domain::agent::Skills = [Skill::from(channel), Skill::from("ja")].into();
    if speaks_english {
        skills.insert(Skill::from("en"));
    }
    Person { agent, skills }
}

/// The flows that come with the program; one that cannot be read is left out, and its tests say so.
fn shipped_flows() -> Catalogue {
    let read = |text: &str| serde_json::from_str(text).map_err(|why| why.to_string());
    Catalogue::load(&SHIPPED, read).unwrap_or_default()
}

fn phone_side(people: Vec<Person>) -> PhoneSide {
    let by_half_hour = half_hours(
        14,
        &[
            0.3, 0.5, 1.2, 3.2, 5.2, 6.0, 6.2, 6.0, 5.6, 4.8, 4.2, 4.2, 5.0, 5.2, 5.0, 4.8, 4.6, 4.6, 4.4, 4.2, 3.6,
            3.0, 2.6, 2.2, 1.8, 1.4, 0.7, 0.4, 0.2,
        ],
    );
    PhoneSide {
        dialled: ZAMA_NUMBER.to_owned(),
        demand: Demand {
            per_day: 92.0,
            by_day: [1.22, 1.04, 0.98, 0.96, 1.0, 0.52, 0.36],
            on_holiday: 0.4,
            after_holiday: 1.2,
            when_closed: 0.2,
            by_month: YEAR,
            by_half_hour,
            again_after_days: vec![0.025, 0.015, 0.01, 0.005, 0.005],
        },
        topics: topics(),
        english: 0.04,
        habits: call_habits(),
        crew: Crew {
            seats: 3,
            people,
            change: time(14, 15),
            breaks: [(11, 30), (12, 15), (13, 0)].iter().map(|(hour, minute)| shift_breaks(*hour, *minute)).collect(),
        },
    }
}

fn counter_side(people: Vec<Person>, kiosks: Vec<KioskId>, cashier: AgentId) -> CounterSide {
    let by_half_hour =
        half_hours(17, &[4.0, 5.5, 6.5, 7.0, 7.0, 6.5, 5.0, 4.0, 4.0, 5.0, 6.0, 6.5, 6.0, 5.5, 5.0, 4.0, 2.5]);
    CounterSide {
        demand: Demand {
            per_day: 24.0,
            by_day: [1.2, 1.0, 0.95, 0.95, 1.05, 1.5, 0.0],
            on_holiday: 0.0,
            after_holiday: 1.2,
            when_closed: 0.0,
            by_month: YEAR,
            by_half_hour,
            again_after_days: Vec::new(),
        },
        wishes: wishes(),
        english: 0.05,
        habits: VisitHabits {
            patience: Some(Spread::Weibull { scale: 3_600.0, shape: 1.4 }),
            straight_to_kiosk: 0.35,
            walk: Spread::LogNormal { mean: 45.0, cv: 0.5 },
            ignores_call: 0.03,
            answers_after: Spread::LogNormal { mean: 4.0, cv: 0.4 },
            talk_around: Spread::LogNormal { mean: 75.0, cv: 0.5 },
            talk_alone: Spread::LogNormal { mean: 480.0, cv: 0.6 },
            step: Spread::LogNormal { mean: 40.0, cv: 0.6 },
            detour: Spread::LogNormal { mean: 420.0, cv: 0.4 },
            breaks_off: 0.012,
            after_call: Some(Spread::LogNormal { mean: 60.0, cv: 0.6 }),
            rates: 0.45,
        },
        crew: Crew {
            seats: 3,
            people,
            change: TimeOfDay::END_OF_DAY,
            breaks: [(11, 15), (12, 15), (13, 15)]
                .iter()
                .map(|(hour, minute)| vec![pause(*hour, *minute, 60, "lunch")])
                .collect(),
        },
        kiosks,
        cashier,
        kiosk_faults: 0.012,
    }
}

fn call_habits() -> CallHabits {
    CallHabits {
        patience: Some(Spread::Weibull { scale: 200.0, shape: 0.9 }),
        leaves_in_greeting: 0.02,
        presses_key: 0.6,
        withheld: 0.06,
        prompts: true,
        answers_after: Spread::LogNormal { mean: 4.5, cv: 0.4 },
        misses_ring: 0.006,
        hold: (0.18, Spread::LogNormal { mean: 55.0, cv: 0.7 }),
        after_call: Some(Spread::LogNormal { mean: 55.0, cv: 0.7 }),
        unfiled: 0.008,
        takes_callback: 0.15,
        answers_callback: 0.8,
        tries_again: 0.4,
        transfers: Transfers {
            attended: 0.6,
            failing: 0.08,
            ring: Spread::LogNormal { mean: 9.0, cv: 0.4 },
            after: Spread::LogNormal { mean: 200.0, cv: 0.7 },
        },
        rates: 0.22,
    }
}

/// One topic: code, weight, by month, mean talk in seconds, to the city, referred, booking.
type Row = (&'static str, f64, [f64; 12], f64, f64, f64, Option<(BookingKind, f64)>);

/// Topics (ア)-(ケ) with the sub-codes an installation begins with (clause 6(3)②).
fn topics() -> Vec<Topic> {
    use BookingKind::{Collection, Other, Renewal};
    let rows: [Row; 28] = [
        ("ア-1", 3.0, EVEN, 210.0, 0.02, 0.06, None),
        ("ア-2", 1.5, EVEN, 260.0, 0.04, 0.05, None),
        ("ア-3", 2.0, MOVES, 220.0, 0.06, 0.02, None),
        ("イ-1", 7.0, EVEN, 250.0, 0.02, 0.01, None),
        ("イ-2", 5.0, EVEN, 230.0, 0.12, 0.0, None),
        ("イ-3", 2.0, EVEN, 180.0, 0.01, 0.0, None),
        ("イ-4", 6.0, EVEN, 380.0, 0.02, 0.03, None),
        ("ウ-1", 11.0, EVEN, 240.0, 0.03, 0.0, Some((Collection, 0.85))),
        ("ウ-2", 5.0, EVEN, 190.0, 0.02, 0.0, Some((Collection, 0.15))),
        ("ウ-3", 2.5, EVEN, 290.0, 0.06, 0.0, Some((Collection, 0.1))),
        ("ウ-4", 4.0, EVEN, 200.0, 0.15, 0.0, None),
        ("エ-1", 8.0, RENEWALS, 230.0, 0.02, 0.01, Some((Renewal, 0.2))),
        ("エ-2", 8.0, RENEWALS, 230.0, 0.02, 0.0, Some((Renewal, 0.85))),
        ("エ-3", 2.0, EVEN, 300.0, 0.02, 0.1, None),
        ("オ-1", 4.5, EVEN, 310.0, 0.08, 0.08, Some((Other, 0.2))),
        ("オ-2", 6.0, RENEWALS, 240.0, 0.05, 0.02, Some((Other, 0.25))),
        ("オ-3", 4.0, MOVES, 220.0, 0.1, 0.0, Some((Other, 0.15))),
        ("オ-4", 1.0, EVEN, 260.0, 0.2, 0.1, None),
        ("オ-5", 0.7, EVEN, 220.0, 0.15, 0.0, None),
        ("カ-1", 3.5, EVEN, 260.0, 0.04, 0.06, None),
        ("カ-2", 2.0, EVEN, 230.0, 0.3, 0.05, None),
        ("キ-1", 1.5, EVEN, 270.0, 0.03, 0.06, None),
        ("キ-2", 0.6, EVEN, 250.0, 0.03, 0.1, None),
        ("ク-1", 4.0, EVEN, 120.0, 0.02, 0.0, None),
        ("ク-2", 2.5, EVEN, 90.0, 0.85, 0.0, None),
        ("ケ-1", 1.2, EVEN, 420.0, 0.15, 0.0, None),
        ("ケ-2", 1.5, EVEN, 35.0, 0.0, 0.0, None),
        ("ケ-3", 2.0, EVEN, 200.0, 0.1, 0.2, None),
    ];
    let topic = |(code, weight, by_month, mean, to_city, referred, booking): Row| Topic {
        code: code.to_owned(),
        weight,
        by_month,
        talk: Spread::LogNormal { mean, cv: 0.75 },
        to_city,
        referred,
        booking,
    };
    rows.into_iter().map(topic).collect()
}

/// Wishes at the counter, with the flows gone through for them (clause 6(2)⑤).
fn wishes() -> Vec<Wish> {
    let wish = |service: &str, weight: f64, by_month: [f64; 12], topic: &str, flows: &[(&str, f64)]| Wish {
        service: service.to_owned(),
        weight,
        by_month,
        flows: flows.iter().map(|(flow, weight)| ((*flow).to_owned(), *weight)).collect(),
        topic: topic.to_owned(),
    };
    vec![
        wish(
            "new_card",
            24.0,
            EVEN,
            "イ-1",
            &[("new_card_with_form", 5.0), ("new_card_without_form", 4.0), ("guardian", 1.0)],
        ),
        wish(
            "renewal",
            26.0,
            RENEWALS,
            "エ-1",
            &[("card_renewal", 5.0), ("certificate_renewal", 4.0), ("pin_reset", 1.0)],
        ),
        wish("lost", 12.0, EVEN, "オ-1", &[("lost_reissue", 8.0), ("other_reissue", 2.0)]),
        wish("insurance", 14.0, EVEN, "カ-1", &[("insurance_card", 1.0)]),
        wish("bank_account", 8.0, EVEN, "キ-1", &[("public_money_account", 1.0)]),
        wish("mynaportal", 10.0, EVEN, "イ-4", &[("portal_login", 4.0), ("other_links", 3.0), ("e_application", 3.0)]),
        wish("other", 6.0, EVEN, "ケ-3", &[("proxy", 3.0), ("other_reissue", 2.0), ("pin_reset", 2.0)]),
    ]
}

/// Lunch of the early shift at its time, and a pause of the late one.
fn shift_breaks(hour: u8, minute: u8) -> Vec<Break> {
    vec![pause(hour, minute, 45, "lunch"), pause(hour + 5, minute, 15, "break")]
}

fn pause(hour: u8, minute: u8, minutes: u16, reason: &str) -> Break {
    Break { from: time(hour, minute), minutes, reason: reason.to_owned() }
}

const fn time(hour: u8, minute: u8) -> TimeOfDay {
    match TimeOfDay::at(hour, minute) {
        Some(time) => time,
        None => TimeOfDay::END_OF_DAY,
    }
}

/// Weights from the half hour `first` on, counted from midnight; 0 elsewhere.
fn half_hours(first: usize, weights: &[f64]) -> [f64; 48] {
    let mut all = [0.0; 48];
    for (slot, weight) in all.iter_mut().skip(first).zip(weights) {
        *slot = *weight;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::CalendarConfig;

    #[test]
    fn every_wish_is_a_service_and_every_flow_it_names_comes_with_the_program() {
        let floor = FloorConfig::default();
        let city = zama(Calendar::new(CalendarConfig::default(), None).unwrap(), floor.clone());
        let date = chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        let valid: Vec<String> = city.flows.all_valid_on(date).map(|flow| flow.id.0.clone()).collect();
        for wish in &city.counter.wishes {
            assert!(floor.service(&wish.service.as_str().into()).is_some(), "{}", wish.service);
            assert!(wish.flows.iter().all(|(flow, _)| valid.contains(flow)), "{:?}", wish.flows);
        }
    }
}
