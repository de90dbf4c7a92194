//! National holidays of Japan by rule, 2000 to 2099, each year by the law of that year.
//!
//! Owns the Act on National Holidays (国民の祝日に関する法律, Act 178 of 1948) with its amendments and the
//! special acts of 2017-2020. It must never know opening hours or configuration.
//! `cabinet_list` lays the government's own list over it; `city_hours` asks it.
//! The equinoxes follow the usual approximation for 1980-2099, which agrees with every announced year.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::calendar::cabinet_list::CabinetList;

/// First year the rules speak of.
pub const FIRST_YEAR: i32 = 2000;
/// Last year the rules speak of; the equinox formula holds no further.
pub const LAST_YEAR: i32 = 2099;

/// First year in which a substitute moves past further holidays (Act 43 of 2005, article 3(2)).
const SUBSTITUTE_MOVES_ON_FROM: i32 = 2007;

/// By which article a day is a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HolidayKind {
    /// Named by article 2 or by a special act (国民の祝日).
    National,
    /// In place of a holiday that falls on a Sunday, article 3(2) (振替休日).
    Substitute,
    /// Between two national holidays, article 3(3) (国民の休日).
    Citizens,
    /// Known from the Cabinet Office's list alone.
    Announced,
}

/// One holiday with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Name in Japanese, as the law writes it.
    pub name_ja: String,
    /// Name in English, as the Cabinet Office translates it.
    pub name_en: String,
    /// By which article.
    pub kind: HolidayKind,
}

/// The holidays in force: the rules, with the Cabinet Office's list laid over the years it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayBook {
    days: BTreeMap<NaiveDate, Holiday>,
}

impl HolidayBook {
    /// All holidays of 2000-2099; in the years `list` covers, the list wins.
    #[must_use]
    pub fn new(list: Option<&CabinetList>) -> Self {
        let mut days = BTreeMap::new();
        for year in FIRST_YEAR..=LAST_YEAR {
            let by_rule = holidays_of_year(year);
            let in_force = match list.and_then(|list| list.year(year)) {
                Some(announced) => overlay(by_rule, announced),
                None => by_rule,
            };
            days.extend(in_force.into_iter().map(|holiday| (holiday.date, holiday)));
        }
        Self { days }
    }

    /// The holiday on `date`, if it is one.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&Holiday> {
        self.days.get(&date)
    }

    /// The holidays of `year` in order of date.
    pub fn of_year(&self, year: i32) -> impl Iterator<Item = &Holiday> {
        self.days.values().filter(move |holiday| holiday.date.year() == year)
    }
}

/// The holidays of `year` by rule in order of date; empty outside 2000-2099.
#[must_use]
pub fn holidays_of_year(year: i32) -> Vec<Holiday> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Vec::new();
    }
    let mut days = national_days(year);
    let substitutes = substitutes_of(year, &days);
    let citizens = citizens_days_of(year, &days, &substitutes);
    days.extend(substitutes);
    days.extend(citizens);
    days.into_values().collect()
}

/// Takes the dates from the announced list and keeps the rule's fuller names where both know the day.
fn overlay(by_rule: Vec<Holiday>, announced: &BTreeMap<NaiveDate, String>) -> Vec<Holiday> {
    let by_rule: BTreeMap<_, _> = by_rule.into_iter().map(|holiday| (holiday.date, holiday)).collect();
    announced
        .iter()
        .map(|(date, name)| match by_rule.get(date) {
            Some(known) => known.clone(),
            None => announced_holiday(*date, name),
        })
        .collect()
}

fn announced_holiday(date: NaiveDate, name: &str) -> Holiday {
    let known = NAMES.iter().find(|(ja, _)| *ja == name);
    Holiday {
        date,
        name_ja: name.to_owned(),
        name_en: known.map_or("National holiday", |(_, en)| en).to_owned(),
        kind: HolidayKind::Announced,
    }
}

const NAMES: [(&str, &str); 21] = [
    ("元日", "New Year's Day"),
    ("成人の日", "Coming of Age Day"),
    ("建国記念の日", "National Foundation Day"),
    ("天皇誕生日", "The Emperor's Birthday"),
    ("春分の日", "Vernal Equinox Day"),
    ("みどりの日", "Greenery Day"),
    ("昭和の日", "Showa Day"),
    ("憲法記念日", "Constitution Memorial Day"),
    ("こどもの日", "Children's Day"),
    ("海の日", "Marine Day"),
    ("山の日", "Mountain Day"),
    ("敬老の日", "Respect for the Aged Day"),
    ("秋分の日", "Autumnal Equinox Day"),
    ("体育の日", "Health and Sports Day"),
    ("スポーツの日", "Sports Day"),
    ("文化の日", "Culture Day"),
    ("勤労感謝の日", "Labor Thanksgiving Day"),
    ("天皇の即位の日", "Day of the Emperor's Accession"),
    ("即位礼正殿の儀の行われる日", "Day of the Enthronement Ceremony"),
    ("休日", "Holiday"),
    ("休日（祝日扱い）", "Holiday"),
];

/// The days article 2 and the special acts name for `year`.
fn national_days(year: i32) -> BTreeMap<NaiveDate, Holiday> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let monday = |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let since = |first: i32, date: Option<NaiveDate>| if year >= first { date } else { None };
    let days = [
        ("元日", fixed(1, 1)),
        ("成人の日", monday(1, 2)),
        ("建国記念の日", fixed(2, 11)),
        ("天皇誕生日", emperors_birthday(year)),
        ("春分の日", fixed(3, equinox_day(year, SPRING_1980_MICRODAYS))),
        (if year >= 2007 { "昭和の日" } else { "みどりの日" }, fixed(4, 29)),
        ("憲法記念日", fixed(5, 3)),
        ("みどりの日", since(2007, fixed(5, 4))),
        ("こどもの日", fixed(5, 5)),
        ("海の日", marine_day(year)),
        ("山の日", since(2016, mountain_day(year))),
        ("敬老の日", if year >= 2003 { monday(9, 3) } else { fixed(9, 15) }),
        ("秋分の日", fixed(9, equinox_day(year, AUTUMN_1980_MICRODAYS))),
        (if year >= 2020 { "スポーツの日" } else { "体育の日" }, sports_day(year)),
        ("文化の日", fixed(11, 3)),
        ("勤労感謝の日", fixed(11, 23)),
        // Act 99 of 2018 makes both days holidays of 2019 alone.
        ("天皇の即位の日", if year == 2019 { fixed(5, 1) } else { None }),
        ("即位礼正殿の儀の行われる日", if year == 2019 { fixed(10, 22) } else { None }),
    ];
    days.into_iter().filter_map(|(name, date)| Some(entry(date?, name))).collect()
}

fn entry(date: NaiveDate, name: &str) -> (NaiveDate, Holiday) {
    (date, Holiday { kind: HolidayKind::National, ..announced_holiday(date, name) })
}

/// 23 December until 2018, none in the year of the abdication, 23 February from 2020.
fn emperors_birthday(year: i32) -> Option<NaiveDate> {
    match year {
        ..=2018 => NaiveDate::from_ymd_opt(year, 12, 23),
        2019 => None,
        2020.. => NaiveDate::from_ymd_opt(year, 2, 23),
    }
}

/// 20 July until 2002, then the third Monday, moved for the games of 2020 and 2021.
fn marine_day(year: i32) -> Option<NaiveDate> {
    match year {
        ..=2002 => NaiveDate::from_ymd_opt(year, 7, 20),
        2020 => NaiveDate::from_ymd_opt(year, 7, 23),
        2021 => NaiveDate::from_ymd_opt(year, 7, 22),
        2003..=2019 | 2022.. => NaiveDate::from_weekday_of_month_opt(year, 7, Weekday::Mon, 3),
    }
}

/// 11 August, moved for the games of 2020 and 2021.
fn mountain_day(year: i32) -> Option<NaiveDate> {
    let day = match year {
        2020 => 10,
        2021 => 8,
        ..=2019 | 2022.. => 11,
    };
    NaiveDate::from_ymd_opt(year, 8, day)
}

/// The second Monday of October, moved for the games of 2020 and 2021.
fn sports_day(year: i32) -> Option<NaiveDate> {
    match year {
        2020 => NaiveDate::from_ymd_opt(year, 7, 24),
        2021 => NaiveDate::from_ymd_opt(year, 7, 23),
        ..=2019 | 2022.. => NaiveDate::from_weekday_of_month_opt(year, 10, Weekday::Mon, 2),
    }
}

/// March 20.8431 and September 23.2488 of 1980, in millionths of a day.
const SPRING_1980_MICRODAYS: i32 = 20_843_100;
const AUTUMN_1980_MICRODAYS: i32 = 23_248_800;

/// Day of the month of an equinox: the tropical year's remainder adds up, each leap day takes one away.
fn equinox_day(year: i32, day_1980_microdays: i32) -> u32 {
    let years = year - 1980;
    let day = (day_1980_microdays + 242_194 * years) / 1_000_000 - years / 4;
    day.unsigned_abs()
}

fn substitutes_of(year: i32, national: &BTreeMap<NaiveDate, Holiday>) -> BTreeMap<NaiveDate, Holiday> {
    let mut substitutes = BTreeMap::new();
    for sunday in national.keys().filter(|date| date.weekday() == Weekday::Sun) {
        let mut date = *sunday + Days::new(1);
        while year >= SUBSTITUTE_MOVES_ON_FROM && national.contains_key(&date) {
            date = date + Days::new(1);
        }
        let holiday = Holiday {
            date,
            name_ja: "振替休日".to_owned(),
            name_en: "Substitute holiday".to_owned(),
            kind: HolidayKind::Substitute,
        };
        substitutes.insert(date, holiday);
    }
    substitutes
}

/// Days whose eve and morrow are both national holidays. Until 2006 a Sunday or a substitute was left out.
fn citizens_days_of(
    year: i32,
    national: &BTreeMap<NaiveDate, Holiday>,
    substitutes: &BTreeMap<NaiveDate, Holiday>,
) -> BTreeMap<NaiveDate, Holiday> {
    let mut citizens = BTreeMap::new();
    for eve in national.keys() {
        let (date, morrow) = (*eve + Days::new(1), *eve + Days::new(2));
        let taken = national.contains_key(&date) || substitutes.contains_key(&date);
        let old_sunday = year < SUBSTITUTE_MOVES_ON_FROM && date.weekday() == Weekday::Sun;
        if national.contains_key(&morrow) && !taken && !old_sunday {
            let holiday = Holiday {
                date,
                name_ja: "国民の休日".to_owned(),
                name_en: "Citizens' holiday".to_owned(),
                kind: HolidayKind::Citizens,
            };
            citizens.insert(date, holiday);
        }
    }
    citizens
}
