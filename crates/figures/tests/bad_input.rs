//! What comes in life: clocks that change, contacts over midnight and month end, hours long, entries twice, ends that
//! are missing, empty months, months without a counter day.

use crate::generated::{self, Size};
use chrono::{DateTime, NaiveDate};
use domain::calendar::{Calendar, CalendarConfig};
use domain::contact::ContactEventKind as K;
use domain::contact::{Acceptance, Channel, ContactEvent, Direction, Language, LegCause, NotOffered, Party, WrapUpEnd};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use figures::input::{CallerMark, ContactRecord, Filing, Outcome, TopicName};
use figures::opening::OpeningHours;
use figures::reader::Part;
use figures::{Goal, Light, Material, Order, OrderFault, Report, Rules, ServiceLevelBasis, Target, Value, Words};
use uuid::Uuid;

const AGENT: AgentId = AgentId(Uuid::from_u128(1));

fn at(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(&format!("{text}+09:00")).unwrap().timestamp_millis()
}

/// A call that waits so many seconds, talks so many, and is wrapped up in ten.
fn call(n: u128, arrives: &str, wait_s: i64, talk_s: i64) -> ContactRecord {
    let begin = at(arrives);
    let answered = begin + wait_s * 1_000;
    let end = answered + talk_s * 1_000;
    let acceptance = Acceptance::Answered { wait_ms: u64::try_from(wait_s * 1_000).unwrap() };
    let kinds = [
        (begin, arrived()),
        (begin, K::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
        (answered, K::Answered { assignment: AssignmentId(1), agent: AGENT }),
        (answered, K::Joined { agent: AGENT }),
        (end, K::Left { party: Party::Caller, cause: LegCause::Normal }),
        (end, K::Left { party: Party::Agent(AGENT), cause: LegCause::ContactEnded }),
        (end, K::WrapUpStarted { agent: AGENT }),
        (end + 10_000, K::WrapUpEnded { agent: AGENT, why: WrapUpEnd::Filed }),
        (end + 10_000, K::Closed { acceptance, end: None }),
    ];
    record(n, kinds)
}

/// A call that is abandoned after so many milliseconds.
fn abandoned(n: u128, arrives: &str, wait_ms: i64) -> ContactRecord {
    let begin = at(arrives);
    let kinds = [
        (begin, arrived()),
        (begin, K::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
        (begin + wait_ms, K::Left { party: Party::Caller, cause: LegCause::Normal }),
    ];
    record(n, kinds)
}

fn arrived() -> K {
    let service = ServiceId::from("city");
    K::Arrived { channel: Channel::Phone, service, direction: Direction::Inbound, caller_known: true }
}

fn record(n: u128, kinds: impl IntoIterator<Item = (i64, K)>) -> ContactRecord {
    let contact = ContactId(Uuid::from_u128(n));
    let event = |(seq, (at, kind))| ContactEvent { contact, seq, at: Timestamp(at), kind };
    ContactRecord { log: (1..).zip(kinds).map(event).collect(), ..ContactRecord::default() }
}

fn june(contacts: Vec<ContactRecord>) -> Report {
    let material = Material { contacts, ..Material::default() };
    Report::of(&material, &Order::month(2026, 6).unwrap()).unwrap()
}

fn n(report: &Report, table: &str, row: &str, column: &str) -> u64 {
    match report.value(table, row, column) {
        Some(Value::Count { n }) => *n,
        other => panic!("{table} {row} {column}: {other:?}"),
    }
}

#[test]
fn a_contact_over_midnight_and_month_end_is_counted_on_the_day_it_arrived() {
    let report = june(vec![
        call(1, "2026-06-29T23:59:59", 30, 600),
        call(2, "2026-06-30T23:59:59.999", 30, 600),
        call(3, "2026-05-31T23:59:59.999", 30, 600),
        call(4, "2026-06-01T00:00:00", 30, 600),
    ]);
    let offered = |row| n(&report, "T3", row, "offered");
    assert_eq!((offered("2026-06-29"), offered("2026-06-30"), offered("2026-06-01")), (1, 1, 1));
    assert_eq!(offered("total"), 3);
    assert_eq!(report.value("T3", "2026-06-30", "talk_time"), Some(&Value::Mean { sum_ms: 600_000, count: 1 }));
    assert_eq!(n(&report, "T4", "other_hours", "all_offered"), 3);
}

#[test]
fn a_contact_open_for_hours_counts_as_answered_and_adds_no_time_until_it_ends() {
    let mut open = call(1, "2026-06-02T09:00:00", 5, 20_000);
    let whole = june(vec![open.clone()]);
    assert_eq!(whole.value("T3", "total", "talk_time"), Some(&Value::Mean { sum_ms: 20_000_000, count: 1 }));
    open.log.truncate(4);
    let report = june(vec![open]);
    assert_eq!(n(&report, "T3", "total", "answered"), 1);
    assert_eq!(report.value("T3", "total", "handle_time"), Some(&Value::Mean { sum_ms: 0, count: 1 }));
    assert_eq!(n(&report, "T0", "open_contacts", "value"), 1);
}

#[test]
fn a_wait_without_an_end_is_undecided_and_not_offered() {
    let mut waiting = call(1, "2026-06-02T09:00:00", 5, 60);
    waiting.log.truncate(2);
    let report = june(vec![waiting]);
    assert_eq!((n(&report, "T3", "total", "offered"), n(&report, "T3", "total", "undecided")), (0, 1));
    assert_eq!(report.value("T3", "total", "answer_rate"), Some(&Value::Share { of: 0, whole: 0 }));
}

#[test]
fn where_the_steps_are_lost_the_last_entry_says_what_became_of_the_wait() {
    let mut cut = call(1, "2026-06-02T09:00:00", 5, 60);
    cut.log.retain(|event| matches!(event.kind, K::Arrived { .. } | K::Queued { .. } | K::Closed { .. }));
    let report = june(vec![cut]);
    assert_eq!(n(&report, "T3", "total", "answered"), 1);
    assert_eq!(report.value("T3", "total", "average_wait"), Some(&Value::Mean { sum_ms: 5_000, count: 1 }));
}

#[test]
fn a_clock_that_goes_back_makes_no_negative_time_and_is_told() {
    let mut record = call(1, "2026-06-02T09:00:00", 20, 60);
    for event in &mut record.log[4..] {
        event.at.0 -= 3_600_000;
    }
    let report = june(vec![record]);
    assert_eq!(report.value("T3", "total", "talk_time"), Some(&Value::Mean { sum_ms: 0, count: 1 }));
    assert_eq!(report.value("T3", "total", "average_wait"), Some(&Value::Mean { sum_ms: 20_000, count: 1 }));
    assert_eq!(n(&report, "T0", "clock_steps_back", "value"), 1);
}

#[test]
fn entries_and_contacts_that_come_twice_count_once() {
    let one = call(1, "2026-06-02T09:00:00", 5, 60);
    let once = june(vec![one.clone()]);
    let mut twice = one.clone();
    twice.log.extend(one.log.iter().cloned());
    twice.log.reverse();
    let mut half = one.clone();
    half.log.truncate(5);
    let report = june(vec![twice, half]);
    assert_eq!(report.table("T3"), once.table("T3"));
    assert_eq!(n(&report, "T0", "dropped_entries", "value"), 14);
    assert_eq!(n(&report, "T0", "double_records", "value"), 1);
}

#[test]
fn a_log_without_an_arrival_is_not_counted_and_is_told() {
    let mut headless = call(1, "2026-06-02T09:00:00", 5, 60);
    headless.log.remove(0);
    let report = june(vec![headless, ContactRecord::default()]);
    assert_eq!(n(&report, "T3", "total", "offered"), 0);
    assert_eq!(n(&report, "T0", "unreadable_logs", "value"), 1);
}

#[test]
fn out_of_hours_is_not_offered_and_a_queue_in_closed_hours_is_told() {
    let begin = at("2026-06-02T21:00:00");
    let reason = NotOffered::OutOfHours;
    let away = record(1, [(begin, arrived()), (begin, K::TurnedAway { reason })]);
    let order = Order::month(2026, 6).unwrap();
    let opening = OpeningHours::of(&Calendar::new(CalendarConfig::default(), None).unwrap(), order.term);
    let late = call(2, "2026-06-02T20:00:00", 5, 60);
    let material = Material { contacts: vec![away, late], opening, ..Material::default() };
    let report = Report::of(&material, &order).unwrap();
    assert_eq!((n(&report, "T3", "total", "out_of_hours"), n(&report, "T3", "total", "offered")), (1, 1));
    assert_eq!(n(&report, "T0", "queued_out_of_hours", "value"), 1);
}

#[test]
fn an_empty_month_has_every_row_and_no_figure() {
    let report = june(Vec::new());
    let days = report.table("T3").unwrap();
    assert_eq!(days.rows.len(), 31);
    assert!(days.rows.iter().flat_map(|row| &row.cells).all(|cell| match &cell.value {
        Value::Count { n } => *n == 0,
        Value::Share { of, whole } => (*of, *whole) == (0, 0),
        Value::Mean { sum_ms, count } => (*sum_ms, *count) == (0, 0),
        _ => false,
    }));
    assert_eq!(report.value("T2", "total", "visit_wait_median"), Some(&Value::Nothing));
}

#[test]
fn one_contact_is_every_statistic_of_itself() {
    let (order, mut material) = generated::month(3, 2026, 6, Size { contacts: 400, damaged: false });
    let report = Report::of(&material, &order).unwrap();
    let started = report.table("T2").unwrap().cell("total", "answered").unwrap();
    let one = report.behind(started, Part::Counted).unwrap()[0];
    material.contacts.retain(|record| record.log[0].contact == one);
    let report = Report::of(&material, &order).unwrap();
    let Some(Value::Mean { sum_ms, count: 1 }) = report.value("T2", "total", "visit_wait").cloned() else {
        panic!("no wait");
    };
    for column in ["visit_wait_median", "visit_wait_p90", "visit_wait_longest"] {
        assert_eq!(report.value("T2", "total", column), Some(&Value::Span { ms: sum_ms }), "{column}");
    }
}

#[test]
fn a_month_of_31_days_without_a_counter_day_has_zero_days_and_no_availability() {
    let order = Order::month(2026, 8).unwrap();
    let calendar = Calendar::new(CalendarConfig::default(), None).unwrap();
    let mut opening = OpeningHours::of(&calendar, order.term);
    opening.days.iter_mut().for_each(|day| day.counter.clear());
    let report = Report::of(&Material { opening, ..Material::default() }, &order).unwrap();
    assert_eq!(report.table("T3").unwrap().rows.len(), 32);
    assert_eq!(n(&report, "T0", "counter_weekdays", "value"), 0);
    assert_eq!(n(&report, "T0", "phone_weekdays", "value"), 21);
    assert_eq!(report.value("T0", "counter_available", "value"), Some(&Value::Share { of: 0, whole: 0 }));
    assert_eq!(n(&report, "T1", "completed", "total"), 0);
}

#[test]
fn a_retired_topic_keeps_its_name_where_something_was_filed_under_it() {
    let mut filed = call(1, "2026-06-02T09:00:00", 5, 60);
    filed.filing = Some(Filing { topic: "ク".to_owned(), outcome: Outcome::Resolved, booking: None });
    let name = Words::new("廃止した区分", "retired");
    let topics = vec![TopicName { code: "ク".to_owned(), parent: None, name, is_retired: true }];
    let order = Order::month(2026, 6).unwrap();
    let row_of = |contacts: Vec<ContactRecord>| {
        let report = Report::of(&Material { contacts, topics: topics.clone(), ..Material::default() }, &order).unwrap();
        let row = report.table("T5").unwrap().rows.iter().find(|row| row.id == "ク").cloned();
        row.map(|row| row.label.ja)
    };
    assert_eq!(row_of(vec![filed]).as_deref(), Some("ク 廃止した区分"));
    assert_eq!(row_of(Vec::new()), None);
}

#[test]
fn the_same_day_reads_82_70_74_and_76_per_cent_by_four_named_denominators() {
    let mut contacts = Vec::new();
    let mut add = |count: u128, make: &dyn Fn(u128) -> ContactRecord| {
        for _ in 0..count {
            let n = contacts.len() as u128;
            contacts.push(make(n));
        }
    };
    let day = "2026-06-02T10:00:00";
    add(700, &|n| call(n, day, 20, 60));
    add(154, &|n| call(n, day, 21, 60));
    add(54, &|n| abandoned(n, day, 9_999));
    add(6, &|n| abandoned(n, day, 20_000));
    add(86, &|n| abandoned(n, day, 20_001));
    let material = Material { contacts, ..Material::default() };
    let read = |basis| {
        let rules = Rules { basis, ..Rules::default() };
        let order = Order { rules, ..Order::month(2026, 6).unwrap() };
        let report = Report::of(&material, &order).unwrap();
        let table = report.table("T3").unwrap();
        let place = table.columns.iter().position(|column| column.id.starts_with("service_level")).unwrap();
        let title = table.columns[place].title.en.clone();
        (title, table.rows.last().unwrap().cells[place].value.shown().text(false))
    };
    let check = |basis, title: &str, per_cent: &str| {
        assert_eq!(read(basis), (title.to_owned(), per_cent.to_owned()));
    };
    check(ServiceLevelBasis::Answered, "SL(20 s / answered)", "82.0");
    check(ServiceLevelBasis::Offered, "SL(20 s / offered)", "70.0");
    check(ServiceLevelBasis::OfferedWithoutShort, "SL(20 s / offered less short abandons)", "74.0");
    check(ServiceLevelBasis::AbandonedWithinIsMet, "SL(20 s / offered, abandons within T met)", "76.0");
}

#[test]
fn a_caller_who_comes_again_within_the_days_was_not_helped_at_once() {
    let resolved = |n, arrives: &str, caller| {
        let mut record = call(n, arrives, 5, 60);
        record.filing = Some(Filing { topic: "ア".to_owned(), outcome: Outcome::Resolved, booking: None });
        record.caller = Some(CallerMark(caller));
        record
    };
    let rate = |again: &str| {
        let report = june(vec![
            resolved(1, "2026-06-10T09:00:00", 1),
            resolved(2, again, 1),
            resolved(3, "2026-06-11T09:00:00", 2),
        ]);
        report.value("T0", "first_contact_resolution", "value").map(|value| value.shown().text(false))
    };
    assert_eq!(rate("2026-06-17T09:00:00").as_deref(), Some("66.7"));
    assert_eq!(rate("2026-06-17T09:00:00.001").as_deref(), Some("100.0"));
    assert_eq!(rate("2026-07-01T09:00:00").as_deref(), Some("100.0"));
}

#[test]
fn targets_have_their_lights_and_orders_nobody_can_fill_are_refused() {
    let target = |formula: &str, goal| Target {
        formula: formula.to_owned(),
        channel: Some(Channel::Phone),
        title: Words::new("応答率", "answer rate"),
        goal,
        amber_within: 50,
    };
    let targets = vec![
        target("answer_rate", Goal::ShareAtLeast(900)),
        target("service_level", Goal::ShareAtLeast(800)),
        target("average_wait", Goal::TimeAtMost(30_000)),
        target("satisfaction", Goal::ShareAtLeast(800)),
        target("no_such_figure", Goal::ShareAtLeast(800)),
    ];
    let contacts = vec![call(1, "2026-06-02T09:00:00", 30, 60), abandoned(2, "2026-06-02T09:10:00", 50_000)];
    let material = Material { contacts, ..Material::default() };
    let order = Order { targets, ..Order::month(2026, 6).unwrap() };
    let report = Report::of(&material, &order).unwrap();
    let lights: Vec<String> =
        report.table("T0-targets").unwrap().rows.iter().map(|row| row.cells[2].value.shown().text(false)).collect();
    let wanted = [Light::Red, Light::Red, Light::Green, Light::Off, Light::Off].map(|light| light.words().en);
    assert_eq!(lights, wanted);
    assert_eq!(report.value("T0", "targets_met", "value"), Some(&Value::Share { of: 1, whole: 3 }));
    let refused = |change: fn(&mut Order)| {
        let mut order = order.clone();
        change(&mut order);
        Report::of(&material, &order).err()
    };
    assert_eq!(refused(|order| order.edition = 99), Some(OrderFault::Edition(99)));
    assert!(matches!(refused(|order| order.rules.repeat_days = 1_000), Some(OrderFault::Rules(_))));
    assert!(matches!(
        refused(|order| order.targets = vec![order.targets[0].clone(); 101]),
        Some(OrderFault::Targets(101))
    ));
}

#[test]
fn the_final_report_over_the_term_has_a_row_a_month_that_sums_to_the_whole() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let term = figures::Term::between(day(2026, 4, 1), day(2027, 3, 31)).unwrap();
    let contacts = (1..=12).map(|month: u128| {
        let (year, month_of_year) = if month < 10 { (2026, month + 3) } else { (2027, month - 9) };
        call(month, &format!("{year}-{month_of_year:02}-15T09:00:00"), 5, 60)
    });
    let mut contacts: Vec<ContactRecord> = contacts.collect();
    let first = contacts[0].log[0].clone();
    contacts[0].log.insert(
        1,
        ContactEvent {
            contact: first.contact,
            seq: 1,
            at: first.at,
            kind: K::LanguageChosen { language: Language::En, by_default: false },
        },
    );
    let report = Report::of(&Material { contacts, ..Material::default() }, &Order::over(term)).unwrap();
    let table = report.table("T3").unwrap();
    assert_eq!(
        (table.rows.len(), n(&report, "T3", "2026-04", "offered"), n(&report, "T3", "total", "offered")),
        (13, 1, 12)
    );
    assert_eq!(report.value("T5", "total", "change"), Some(&Value::Nothing));
}
