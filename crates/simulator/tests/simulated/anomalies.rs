//! Planted anomalies happen, and nothing else is touched by them.

use chrono::DateTime;
use domain::contact::{Channel, ContactEventKind as Kind, LegCause, Party};
use domain::time::Timestamp;
use simulator::{Anomaly, DayLog};

use crate::cities::{city, date, days};

fn at(text: &str) -> DateTime<chrono::Utc> {
    text.parse().unwrap()
}

fn in_span(instant: Timestamp, from: &str, until: &str) -> bool {
    (at(from).timestamp_millis()..at(until).timestamp_millis()).contains(&instant.0)
}

fn calls(day: &DayLog) -> impl Iterator<Item = &simulator::SimulatedContact> {
    day.contacts.iter().filter(|contact| contact.summary.channel == Channel::Phone)
}

#[test]
fn a_dead_line_brings_no_calls_and_cuts_off_those_that_stood() {
    let (from, until) = ("2026-06-08T13:00:00+09:00", "2026-06-08T17:00:00+09:00");
    let mut dead = city();
    dead.anomalies = vec![Anomaly::DeadLine { from: at(from), until: at(until) }];
    let (dead, whole) = (days(&dead, 1, "2026-06-08", 2), days(&city(), 1, "2026-06-08", 2));
    let within = |day: &DayLog| calls(day).filter(|it| in_span(it.summary.arrived_at, from, until)).count();
    assert_eq!(within(&dead[0]), 0);
    assert!(within(&whole[0]) > 15, "{}", within(&whole[0]));
    let open = calls(&dead[0]).filter(|it| {
        it.log.iter().any(|event| {
            let cut = Kind::Left { party: Party::Caller, cause: LegCause::MediaLost };
            event.kind == cut && event.at == Timestamp(at(from).timestamp_millis())
        })
    });
    assert!(open.count() > 0, "nobody was on the line when it died; choose another seed");
    assert_eq!(dead[1], whole[1], "the day after is as it would have been");
}

#[test]
fn a_doubled_topic_brings_twice_its_calls_and_leaves_the_others_alone() {
    let mut doubled = city();
    let (from, to) = (date("2026-06-01"), date("2026-06-30"));
    doubled.anomalies = vec![Anomaly::TopicDoubles { topic: "カ".to_owned(), from, to }];
    let count = |days: &[DayLog], of: &dyn Fn(&str) -> bool| {
        let filed = days.iter().flat_map(calls).filter_map(|it| it.filing.as_ref());
        filed.filter(|filing| of(&filing.topic)).count() as f64
    };
    let (doubled, whole) = (days(&doubled, 2, "2026-06-01", 60), days(&city(), 2, "2026-06-01", 60));
    let is_health = |code: &str| code.starts_with('カ');
    let june = |days: &[DayLog], of: &dyn Fn(&str) -> bool| count(&days[..30], of);
    let ratio = june(&doubled, &is_health) / june(&whole, &is_health);
    assert!((1.6..2.5).contains(&ratio), "{ratio}");
    let others = june(&doubled, &|code| !is_health(code)) / june(&whole, &|code| !is_health(code));
    assert!((0.93..1.07).contains(&others), "{others}");
    assert_eq!(doubled[40..], whole[40..], "July is as it would have been");
}

#[test]
fn a_broken_kiosk_seats_nobody_and_stands_in_the_faults() {
    let (from, until) = ("2026-06-08T09:00:00+09:00", "2026-06-08T15:00:00+09:00");
    let mut broken = city();
    broken.counter.kiosk_faults = 0.0;
    let kiosk = broken.counter.kiosks[1];
    broken.anomalies = vec![Anomaly::KioskBroken { kiosk, from: at(from), until: at(until) }];
    let days = days(&broken, 1, "2026-06-08", 1);
    let seated = |contact: &&simulator::SimulatedContact| {
        let sat = contact.log.iter().find(|it| matches!(it.kind, Kind::Seated)).map(|event| event.at);
        let since = if contact.log.iter().any(|it| it.kind == Kind::TicketIssued) {
            sat
        } else {
            contact.log.first().map(|it| it.at)
        };
        since.is_some_and(|since| in_span(since, from, until))
    };
    let at_kiosk = |kiosk| days[0].contacts.iter().filter(|it| it.kiosk == Some(kiosk)).filter(seated).count();
    assert_eq!(at_kiosk(kiosk), 0);
    assert!(at_kiosk(broken.counter.kiosks[0]) > 2);
    assert_eq!(days[0].faults.len(), 1);
    assert_eq!((days[0].faults[0].kiosk, days[0].faults[0].from.0), (kiosk, at(from).timestamp_millis()));
}
