//! The national holidays against lists and counts known from the government's announcements.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use proptest::prelude::*;

use crate::calendar::{
    CabinetList, CabinetListError, HolidayBook, HolidayDifference, HolidayKind, LAST_YEAR, holidays_of_year,
};

fn names(year: i32) -> Vec<String> {
    let line = |date: NaiveDate, name: &str| format!("{}/{} {name}", date.month(), date.day());
    holidays_of_year(year).iter().map(|holiday| line(holiday.date, &holiday.name_ja)).collect()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn the_year_of_the_enthronement_has_ten_days_in_a_row_and_no_emperors_birthday() {
    let expected = [
        "1/1 元日",
        "1/14 成人の日",
        "2/11 建国記念の日",
        "3/21 春分の日",
        "4/29 昭和の日",
        "4/30 国民の休日",
        "5/1 天皇の即位の日",
        "5/2 国民の休日",
        "5/3 憲法記念日",
        "5/4 みどりの日",
        "5/5 こどもの日",
        "5/6 振替休日",
        "7/15 海の日",
        "8/11 山の日",
        "8/12 振替休日",
        "9/16 敬老の日",
        "9/23 秋分の日",
        "10/14 体育の日",
        "10/22 即位礼正殿の儀の行われる日",
        "11/3 文化の日",
        "11/4 振替休日",
        "11/23 勤労感謝の日",
    ];
    assert_eq!(names(2019), expected);
}

#[test]
fn the_games_of_2020_move_three_holidays() {
    let expected = [
        "1/1 元日",
        "1/13 成人の日",
        "2/11 建国記念の日",
        "2/23 天皇誕生日",
        "2/24 振替休日",
        "3/20 春分の日",
        "4/29 昭和の日",
        "5/3 憲法記念日",
        "5/4 みどりの日",
        "5/5 こどもの日",
        "5/6 振替休日",
        "7/23 海の日",
        "7/24 スポーツの日",
        "8/10 山の日",
        "9/21 敬老の日",
        "9/22 秋分の日",
        "11/3 文化の日",
        "11/23 勤労感謝の日",
    ];
    assert_eq!(names(2020), expected);
}

#[test]
fn the_games_held_in_2021_move_them_again() {
    let expected = [
        "1/1 元日",
        "1/11 成人の日",
        "2/11 建国記念の日",
        "2/23 天皇誕生日",
        "3/20 春分の日",
        "4/29 昭和の日",
        "5/3 憲法記念日",
        "5/4 みどりの日",
        "5/5 こどもの日",
        "7/22 海の日",
        "7/23 スポーツの日",
        "8/8 山の日",
        "8/9 振替休日",
        "9/20 敬老の日",
        "9/23 秋分の日",
        "11/3 文化の日",
        "11/23 勤労感謝の日",
    ];
    assert_eq!(names(2021), expected);
}

#[test]
fn the_contract_year_has_the_citizens_holiday_of_september_2026() {
    let expected = [
        "1/1 元日",
        "1/12 成人の日",
        "2/11 建国記念の日",
        "2/23 天皇誕生日",
        "3/20 春分の日",
        "4/29 昭和の日",
        "5/3 憲法記念日",
        "5/4 みどりの日",
        "5/5 こどもの日",
        "5/6 振替休日",
        "7/20 海の日",
        "8/11 山の日",
        "9/21 敬老の日",
        "9/22 国民の休日",
        "9/23 秋分の日",
        "10/12 スポーツの日",
        "11/3 文化の日",
        "11/23 勤労感謝の日",
    ];
    assert_eq!(names(2026), expected);
}

/// Every day of four years of the older law, as the Cabinet Office's list has them.
#[test]
fn the_law_before_2007_is_kept_for_its_years() {
    let expected_2000 = [
        "1/1 元日",
        "1/10 成人の日",
        "2/11 建国記念の日",
        "3/20 春分の日",
        "4/29 みどりの日",
        "5/3 憲法記念日",
        "5/4 国民の休日",
        "5/5 こどもの日",
        "7/20 海の日",
        "9/15 敬老の日",
        "9/23 秋分の日",
        "10/9 体育の日",
        "11/3 文化の日",
        "11/23 勤労感謝の日",
        "12/23 天皇誕生日",
    ];
    assert_eq!(names(2000), expected_2000);
    // 5/3 fell on a Sunday: under the law of 1998-2006 the Monday is its substitute, and nothing moves on.
    let may = |year| -> Vec<u32> {
        holidays_of_year(year).iter().filter(|h| h.date.month() == 5).map(|h| h.date.day()).collect()
    };
    assert_eq!(may(2003), [3, 5], "4 May 2003 was a Sunday, which the old article left out");
    assert_eq!(may(2006), [3, 4, 5]);
    assert_eq!(may(2008), [3, 4, 5, 6], "the new article moves the substitute past two holidays");
    assert_eq!(may(2009), [3, 4, 5, 6]);
}

#[test]
fn every_year_from_2000_to_2027_has_the_announced_number_of_holidays() {
    let counts = [
        (2000, 15),
        (2001, 19),
        (2002, 18),
        (2003, 15),
        (2004, 15),
        (2005, 16),
        (2006, 16),
        (2007, 19),
        (2008, 17),
        (2009, 17),
        (2010, 16),
        (2011, 15),
        (2012, 18),
        (2013, 17),
        (2014, 17),
        (2015, 17),
        (2016, 17),
        (2017, 17),
        (2018, 20),
        (2019, 22),
        (2020, 18),
        (2021, 17),
        (2022, 16),
        (2023, 17),
        (2024, 21),
        (2025, 19),
        (2026, 18),
        (2027, 17),
    ];
    let wrong: Vec<_> = counts
        .into_iter()
        .map(|(year, count)| (year, count, holidays_of_year(year).len()))
        .filter(|(_, known, found)| known != found)
        .collect();
    assert_eq!(wrong, [], "(year, announced, found)");
}

#[test]
fn the_equinoxes_agree_with_every_announced_year() {
    let late_springs = [2002, 2003, 2006, 2007, 2010, 2011, 2014, 2015, 2018, 2019, 2022, 2023, 2027];
    let early_autumns = [2012, 2016, 2020, 2024];
    for year in 2000..=2027 {
        let date_of = |name: &str| holidays_of_year(year).into_iter().find(|h| h.name_ja == name).unwrap().date;
        let spring = if late_springs.contains(&year) { 21 } else { 20 };
        let autumn = if early_autumns.contains(&year) { 22 } else { 23 };
        assert_eq!(date_of("春分の日"), day(year, 3, spring));
        assert_eq!(date_of("秋分の日"), day(year, 9, autumn));
    }
    // Far years in which a slightly longer or shorter tropical year would give the day before or after.
    for (year, month, of_month) in [(2055, 3, 21), (2074, 9, 23), (2088, 3, 20)] {
        assert!(holidays_of_year(year).iter().any(|h| h.date == day(year, month, of_month)), "{year}");
    }
}

#[test]
fn outside_the_known_years_there_is_no_holiday() {
    assert!(holidays_of_year(1999).is_empty());
    assert!(holidays_of_year(LAST_YEAR + 1).is_empty());
}

fn list_of(rows: &[(NaiveDate, &str)]) -> String {
    let mut text = "国民の祝日・休日月日,国民の祝日・休日名称\r\n".to_owned();
    for (date, name) in rows {
        text += &format!("{}/{}/{},{name}\r\n", date.year(), date.month(), date.day());
    }
    text
}

fn rows_of(year: i32) -> Vec<(NaiveDate, &'static str)> {
    holidays_of_year(year).iter().map(|holiday| (holiday.date, "休日")).collect()
}

#[test]
fn the_list_wins_in_the_years_it_covers_and_says_where_it_differs() {
    let mut rows = rows_of(2026);
    rows.retain(|(date, _)| *date != day(2026, 8, 11));
    rows.push((day(2026, 6, 1), "即位の日"));
    let list = CabinetList::parse(&list_of(&rows)).unwrap();
    let book = HolidayBook::new(Some(&list));
    assert_eq!(book.on(day(2026, 8, 11)), None);
    assert_eq!(book.on(day(2026, 6, 1)).unwrap().kind, HolidayKind::Announced);
    assert_eq!(book.on(day(2026, 9, 22)).unwrap().name_ja, "国民の休日", "the fuller name is kept");
    assert!(book.on(day(2027, 8, 11)).is_some(), "a year the list leaves out keeps its rules");
    let by_rule: BTreeSet<_> = holidays_of_year(2026).into_iter().map(|holiday| holiday.date).collect();
    let expected = [
        HolidayDifference::OnlyAnnounced { date: day(2026, 6, 1), name: "即位の日".to_owned() },
        HolidayDifference::OnlyByRule { date: day(2026, 8, 11) },
    ];
    assert_eq!(list.differences(2026, &by_rule), expected);
}

#[test]
fn a_list_that_is_not_the_list_is_refused() {
    let refusal = |text: &str| CabinetList::parse(text).unwrap_err();
    assert_eq!(refusal(""), CabinetListError::Empty);
    assert_eq!(refusal("heading\n2026/13/1,元日"), CabinetListError::BadRow { line: 2 });
    assert_eq!(refusal("heading\n2026/1/1,\u{fffd}\u{fffd}"), CabinetListError::BadRow { line: 2 });
    assert_eq!(refusal("<html>\n<body>"), CabinetListError::BadRow { line: 2 });
    assert_eq!(refusal("2026/1/1,元日\n2026/1/1,元日"), CabinetListError::Repeated { line: 2, date: day(2026, 1, 1) });
    let cut_off = list_of(&rows_of(2026)[..5]);
    assert_eq!(refusal(&cut_off), CabinetListError::Incomplete { year: 2026, rows: 5 });
    assert_eq!(refusal(&"2026/1/1,元日\n".repeat(20_000)), CabinetListError::TooLarge);
}

proptest! {
    #[test]
    fn no_text_whatever_breaks_the_reading_of_the_list(text in "[0-9/,\\n元日\u{feff} \"x]{0,200}") {
        let _ = CabinetList::parse(&text);
    }

    #[test]
    fn a_holiday_on_sunday_always_gives_a_later_day_off(year in 2000..=LAST_YEAR) {
        let days = holidays_of_year(year);
        let of_kind = |kind: HolidayKind| days.iter().filter(move |holiday| holiday.kind == kind);
        let sundays = of_kind(HolidayKind::National).filter(|h| h.date.weekday() == Weekday::Sun).count();
        prop_assert_eq!(sundays, of_kind(HolidayKind::Substitute).count());
        prop_assert!(of_kind(HolidayKind::Substitute).all(|h| h.date.weekday() != Weekday::Sun));
    }
}
