//! The hours of fiscal 2026 and the arithmetic over them.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc, Weekday};
use proptest::prelude::*;

use crate::calendar::{
    Calendar, CalendarConfig, DayReason, JST, Maintenance, OneOff, OneOffChange, RangeRefusal, Schedule, TimeOfDay,
};

fn day(month: u32, day: u32) -> NaiveDate {
    let year = if month < 4 { 2027 } else { 2026 };
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(date: NaiveDate, time: &str) -> DateTime<Utc> {
    let local = time.parse::<TimeOfDay>().unwrap().on(date);
    JST.from_local_datetime(&local).unwrap().to_utc()
}

static ZAMA: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(CalendarConfig::default(), None).unwrap());

fn zama() -> &'static Calendar {
    &ZAMA
}

fn with(change: impl FnOnce(&mut CalendarConfig)) -> Calendar {
    let mut config = CalendarConfig::default();
    change(&mut config);
    Calendar::new(config, None).unwrap()
}

fn one_off(date: NaiveDate, change: OneOffChange) -> OneOff {
    let (reason, entered_by) = ("庁舎の停電".to_owned(), "佐藤".to_owned());
    OneOff { schedule: Schedule::Counter, date, change, reason, entered_by }
}

fn maintenance(date: NaiveDate, from: &str, to: &str) -> Maintenance {
    let moment = |time: &str| time.parse::<TimeOfDay>().unwrap().on(date);
    Maintenance {
        schedules: [Schedule::Counter].into(),
        from: moment(from),
        to: moment(to),
        reason: "J-LIS".to_owned(),
        entered_by: "佐藤".to_owned(),
    }
}

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

#[test]
fn fiscal_2026_has_359_telephone_days_and_241_weekdays_and_24_saturdays_at_the_counter() {
    let year = |schedule| zama().hours_between(schedule, day(4, 1), day(3, 31)).unwrap();
    let telephone = year(Schedule::Telephone);
    assert_eq!(telephone.len(), 365);
    assert_eq!(telephone.iter().filter(|hours| hours.open == Some((time("8:30"), time("20:00")))).count(), 359);
    assert_eq!(telephone.iter().filter(|hours| hours.reason == DayReason::YearEnd).count(), 6);

    let counter: Vec<_> = year(Schedule::Counter).into_iter().filter(|hours| hours.open.is_some()).collect();
    assert!(counter.iter().all(|hours| hours.open == Some((time("8:30"), time("17:15")))));
    let saturdays = counter.iter().filter(|hours| hours.reason == DayReason::NthWeekday);
    assert!(saturdays.clone().all(|hours| hours.date.weekday() == Weekday::Sat));
    assert_eq!(saturdays.count(), 24);
    assert_eq!(counter.iter().filter(|hours| hours.reason == DayReason::Regular).count(), 241);
}

#[test]
fn a_closed_day_says_why() {
    let reason = |schedule, date| zama().hours(schedule, date).reason.ja();
    assert_eq!(reason(Schedule::Counter, day(9, 22)), "祝日（国民の休日）");
    assert_eq!(reason(Schedule::Counter, day(9, 20)), "定休日");
    assert_eq!(reason(Schedule::Telephone, day(12, 29)), "年末年始");
    assert_eq!(reason(Schedule::Telephone, day(1, 3)), "年末年始");
    assert_eq!(reason(Schedule::Telephone, day(1, 4)), "通常");
    assert_eq!(zama().hours(Schedule::CityOffice, day(5, 6)).reason.en(), "national holiday (Substitute holiday)");
}

#[test]
fn the_opening_minute_is_open_and_the_closing_minute_is_closed() {
    let open = |time| zama().is_open(Schedule::Telephone, at(day(5, 3), time));
    assert_eq!(["8:29", "8:30", "19:59", "20:00"].map(open), [false, true, true, false]);
}

#[test]
fn the_next_opening_passes_over_the_end_of_the_year() {
    let next = |schedule, from| zama().next_opening(schedule, from).unwrap().to_string();
    assert_eq!(next(Schedule::Telephone, at(day(12, 28), "20:30")), "2027-01-04 08:30:00 +09:00");
    assert_eq!(next(Schedule::Telephone, at(day(12, 28), "8:29")), "2026-12-28 08:30:00 +09:00");
    assert_eq!(next(Schedule::Counter, at(day(9, 18), "17:15")), "2026-09-24 08:30:00 +09:00");
}

#[test]
fn a_schedule_that_never_closes_has_no_next_opening() {
    let demo = Calendar::new(CalendarConfig::always_open(), None).unwrap();
    assert!(demo.is_open(Schedule::Telephone, at(day(1, 1), "0:00")));
    assert!(demo.is_open(Schedule::Telephone, at(day(1, 1), "23:59")));
    assert_eq!(demo.next_opening(Schedule::Telephone, at(day(1, 1), "12:00")), None);
    let never = with(|config| config.counter.weekly.clear());
    assert_eq!(never.next_opening(Schedule::Counter, at(day(1, 1), "12:00")), None);
}

#[test]
fn a_one_off_entry_wins_over_holiday_year_end_and_weekly_rule() {
    let (open, close) = (time("10:00"), time("12:00"));
    let city = with(|config| {
        config.one_offs = vec![
            one_off(day(4, 6), OneOffChange::Closed),
            one_off(day(5, 3), OneOffChange::Open { open, close }),
            one_off(day(12, 30), OneOffChange::Open { open, close }),
        ];
    });
    assert_eq!(city.hours(Schedule::Counter, day(4, 6)).reason.ja(), "臨時休業（庁舎の停電）");
    assert_eq!(city.hours(Schedule::Counter, day(4, 6)).open, None);
    assert_eq!(city.hours(Schedule::Counter, day(5, 3)).open, Some((open, close)));
    assert_eq!(city.hours(Schedule::Counter, day(12, 30)).open, Some((open, close)));
    assert_eq!(city.hours(Schedule::CityOffice, day(4, 6)).reason, DayReason::Regular, "only its own schedule");
}

#[test]
fn maintenance_cuts_shortens_and_closes_a_day() {
    let hours = |from, to| {
        let city = with(|config| config.maintenance = vec![maintenance(day(4, 6), from, to)]);
        let hours = city.hours(Schedule::Counter, day(4, 6));
        let spans: Vec<String> = hours.spans.iter().map(|span| format!("{}-{}", span.open, span.close)).collect();
        (spans.join(" "), hours.reason.ja())
    };
    let closed_by = "システムメンテナンス（J-LIS）".to_owned();
    assert_eq!(hours("12:00", "13:00"), ("08:30-12:00 13:00-17:15".to_owned(), closed_by.clone()));
    assert_eq!(hours("16:00", "24:00"), ("08:30-16:00".to_owned(), closed_by.clone()));
    assert_eq!(hours("0:00", "24:00"), (String::new(), closed_by));
    assert_eq!(hours("18:00", "24:00"), ("08:30-17:15".to_owned(), "通常".to_owned()));
}

#[test]
fn a_note_falls_due_in_the_citys_hours_not_the_clocks() {
    let due = |from, minutes| {
        let due = zama().due_after(Schedule::CityOffice, from, TimeDelta::minutes(minutes));
        due.unwrap().format("%m-%d %H:%M").to_string()
    };
    assert_eq!(due(at(day(4, 6), "9:00"), 60), "04-06 10:00");
    assert_eq!(due(at(day(4, 6), "16:15"), 60), "04-06 17:15", "exactly at closing is still that day");
    assert_eq!(due(at(day(4, 6), "16:45"), 60), "04-07 09:00");
    assert_eq!(due(at(day(9, 18), "19:00"), 30), "09-24 09:00", "over the long weekend of September");
    assert_eq!(due(at(day(4, 6), "6:00"), 0), "04-06 08:30");
}

#[test]
fn a_note_may_fall_due_at_the_close_of_an_opening_day() {
    let due = |from, days| {
        let due = zama().due_by_close(Schedule::CityOffice, from, days).unwrap();
        due.format("%m-%d %H:%M").to_string()
    };
    assert_eq!(due(at(day(4, 6), "9:00"), 0), "04-06 17:15");
    assert_eq!(due(at(day(4, 6), "17:15"), 0), "04-07 17:15");
    assert_eq!(due(at(day(4, 6), "9:00"), 1), "04-07 17:15");
    assert_eq!(due(at(day(9, 18), "9:00"), 2), "09-25 17:15");
}

#[test]
fn a_wrong_configuration_names_every_place() {
    let mut config = CalendarConfig::default();
    config.counter.weekly[1].nth = vec![0, 6];
    config.telephone.weekly[0].close = time("8:30");
    let mut nameless = one_off(day(4, 6), OneOffChange::Closed);
    nameless.reason = "  ".to_owned();
    config.one_offs = vec![nameless.clone(), nameless];
    config.maintenance = vec![maintenance(day(4, 6), "12:00", "12:00")];
    let faults = Calendar::new(config, None).unwrap_err().to_string();
    for place in [
        "counter.weekly[1].nth:",
        "telephone.weekly[0]: closes at 08:30",
        "one_offs[0].reason:",
        "one_offs[1]: counter already has an entry for 2026-04-06",
        "maintenance[0]: the end must be later",
    ] {
        assert!(faults.contains(place), "{place} is missing in:\n{faults}");
    }
}

#[test]
fn a_range_is_bounded() {
    let range = |from: (i32, u32), to: (i32, u32)| {
        let date = |(year, month)| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        zama().hours_between(Schedule::Counter, date(from), date(to)).map(|days| days.len())
    };
    assert_eq!(range((2026, 4), (2026, 4)), Ok(1));
    assert!(matches!(range((2026, 5), (2026, 4)), Err(RangeRefusal::Backwards { .. })));
    assert_eq!(range((1999, 12), (2000, 1)), Err(RangeRefusal::TooWide));
    assert_eq!(range((2000, 1), (2099, 1)), Err(RangeRefusal::TooWide));
}

#[test]
fn the_configuration_reads_back_as_written_and_refuses_what_it_does_not_know() {
    let config = CalendarConfig {
        one_offs: vec![one_off(day(5, 3), OneOffChange::Open { open: time("9:00"), close: time("24:00") })],
        maintenance: vec![maintenance(day(4, 6), "12:00", "13:00")],
        ..CalendarConfig::default()
    };
    let text = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<CalendarConfig>(&text).unwrap(), config);
    let refused = |text: &str| serde_json::from_str::<CalendarConfig>(text).unwrap_err().to_string();
    assert!(refused(r#"{"telefone": {}}"#).contains("unknown field"));
    assert!(refused(r#"{"year_end": {"from": "12-32", "to": "01-03"}}"#).contains("MM-DD"));
    assert_eq!(serde_json::from_str::<CalendarConfig>("{}").unwrap(), CalendarConfig::default());
}

proptest! {
    #[test]
    fn work_due_later_is_exactly_the_open_time_in_between(minute in 0i64..525_600, work in 0i64..6_000) {
        let from = at(day(4, 1), "0:00") + TimeDelta::minutes(minute);
        let work = TimeDelta::minutes(work);
        let due = zama().due_after(Schedule::Counter, from, work).unwrap().to_utc();
        prop_assert_eq!(zama().open_time_between(Schedule::Counter, from, due), work);
    }

    #[test]
    fn the_next_opening_is_open_and_the_minute_before_is_not(minute in 0i64..525_600) {
        let from = at(day(4, 1), "0:00") + TimeDelta::minutes(minute);
        let next = zama().next_opening(Schedule::Counter, from).unwrap().to_utc();
        prop_assert!(next > from);
        prop_assert!(zama().is_open(Schedule::Counter, next));
        prop_assert!(!zama().is_open(Schedule::Counter, next - TimeDelta::minutes(1)));
    }
}
