//! What a city writes down about its opening hours, and what is wrong with it.
//!
//! Owns the serde form of the rules and their validation, with faults a person can act on.
//! It must never answer whether anything is open: `city_hours` does, from a checked configuration.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::holidays::{FIRST_YEAR, LAST_YEAR};
use crate::calendar::time_of_day::TimeOfDay;

const WEEKLY_RULE_LIMIT: usize = 50;
const ENTRY_LIMIT: usize = 5_000;
const TEXT_LIMIT_CHARS: usize = 200;

/// Whose opening hours are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// The call centre, specification 6(3)①a.
    #[serde(alias = "phone")]
    Telephone,
    /// The video counter, specification 6(2)⑥.
    Counter,
    /// The city's departments, to whom hand-over notes fall due.
    CityOffice,
}

/// Everything a city configures about its hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarConfig {
    /// Rules of the call centre.
    pub telephone: ScheduleRules,
    /// Rules of the video counter.
    pub counter: ScheduleRules,
    /// Rules of the city's departments.
    pub city_office: ScheduleRules,
    /// Days closed around New Year; None keeps every schedule open through it.
    pub year_end: Option<YearEnd>,
    /// Single days that differ from the rules.
    pub one_offs: Vec<OneOff>,
    /// Closures of the national system the work depends on.
    pub maintenance: Vec<Maintenance>,
}

/// The regular hours of one schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRules {
    /// Regular hours; a day no rule names is closed, and the first rule that names it counts.
    pub weekly: Vec<WeeklyRule>,
    /// Whether national holidays close it.
    pub closed_on_national_holidays: bool,
    /// Whether the year-end days close it.
    pub closed_at_year_end: bool,
}

/// Hours on some days of the week, in every week or the nth of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklyRule {
    /// Days of the week.
    pub days: Vec<Day>,
    /// Which of these weekdays in the month, 1..=5; empty means each one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nth: Vec<u8>,
    /// Opens at.
    pub open: TimeOfDay,
    /// Closes at; this minute itself is closed.
    pub close: TimeOfDay,
}

/// A day of the week as configuration writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the days of the week explain themselves")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Closed days around New Year, both ends included; it runs over the year's end when `from` is later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearEnd {
    /// First closed day.
    pub from: MonthDay,
    /// Last closed day.
    pub to: MonthDay,
}

/// A day of any year, written `MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// A single day that differs from the rules, with who decided it and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOff {
    /// Whose day.
    pub schedule: Schedule,
    /// The day.
    pub date: NaiveDate,
    /// What happens on it.
    pub change: OneOffChange,
    /// Shown to staff and, for closures, told to callers.
    pub reason: String,
    /// Who entered it.
    pub entered_by: String,
}

/// What a one-off entry does to its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OneOffChange {
    /// The whole day is closed.
    Closed,
    /// The day has these hours whatever the rules say.
    Open {
        /// Opens at.
        open: TimeOfDay,
        /// Closes at.
        close: TimeOfDay,
    },
}

/// A closure of the national system, in Japan Standard Time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// Which schedules cannot work meanwhile.
    pub schedules: BTreeSet<Schedule>,
    /// Begins at.
    pub from: NaiveDateTime,
    /// Ends at; this minute itself is open.
    pub to: NaiveDateTime,
    /// Told to callers and visitors.
    pub reason: String,
    /// Who entered it.
    pub entered_by: String,
}

/// One thing wrong with a calendar, at a place a person can find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFault {
    /// Where, such as `counter.weekly[1].nth`.
    pub place: String,
    /// What is wrong and what is wanted.
    pub what: String,
}

/// Everything wrong with a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CalendarFaults(pub Vec<CalendarFault>);

impl CalendarConfig {
    /// The same rules open at every hour of every day, for demonstrations.
    #[must_use]
    pub fn always_open() -> Self {
        let whole_day = ScheduleRules {
            weekly: vec![rule(&ALL_DAYS, &[], TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY)],
            closed_on_national_holidays: false,
            closed_at_year_end: false,
        };
        Self {
            telephone: whole_day.clone(),
            counter: whole_day.clone(),
            city_office: whole_day,
            year_end: None,
            one_offs: Vec::new(),
            maintenance: Vec::new(),
        }
    }

    /// The rules of `schedule`.
    #[must_use]
    pub fn rules(&self, schedule: Schedule) -> &ScheduleRules {
        match schedule {
            Schedule::Telephone => &self.telephone,
            Schedule::Counter => &self.counter,
            Schedule::CityOffice => &self.city_office,
        }
    }

    /// Looks for everything that is wrong at once.
    ///
    /// # Errors
    /// With one fault for each thing to correct.
    pub fn check(&self) -> Result<(), CalendarFaults> {
        let mut faults = Vec::new();
        for schedule in Schedule::ALL {
            check_rules(&schedule.to_string(), self.rules(schedule), &mut faults);
        }
        check_one_offs(&self.one_offs, &mut faults);
        check_maintenance(&self.maintenance, &mut faults);
        if faults.is_empty() { Ok(()) } else { Err(CalendarFaults(faults)) }
    }
}

impl Default for CalendarConfig {
    /// The hours of the specification: telephone 8:30-20:00 daily; counter 8:30-17:15 on weekdays and
    /// on second and fourth Saturdays; departments 8:30-17:15 on weekdays. Source: 6(2)⑥, 6(3)①a.
    fn default() -> Self {
        let (open, office_close, evening) = (minute(8, 30), minute(17, 15), minute(20, 0));
        let office = rule(&WEEKDAYS, &[], open, office_close);
        let saturdays = rule(&[Day::Sat], &[2, 4], open, office_close);
        let public_office =
            |weekly| ScheduleRules { weekly, closed_on_national_holidays: true, closed_at_year_end: true };
        Self {
            telephone: ScheduleRules {
                weekly: vec![rule(&ALL_DAYS, &[], open, evening)],
                closed_on_national_holidays: false,
                closed_at_year_end: true,
            },
            counter: public_office(vec![office.clone(), saturdays]),
            city_office: public_office(vec![office]),
            year_end: Some(YearEnd { from: MonthDay { month: 12, day: 29 }, to: MonthDay { month: 1, day: 3 } }),
            one_offs: Vec::new(),
            maintenance: Vec::new(),
        }
    }
}

impl Schedule {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Telephone, Self::Counter, Self::CityOffice];
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Telephone => "telephone",
            Self::Counter => "counter",
            Self::CityOffice => "city_office",
        })
    }
}

impl FromStr for Schedule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "telephone" | "phone" => Ok(Self::Telephone),
            "counter" => Ok(Self::Counter),
            "city_office" => Ok(Self::CityOffice),
            _ => Err("choose one of: phone, counter, city_office".to_owned()),
        }
    }
}

impl WeeklyRule {
    /// Whether this rule speaks of `date`.
    #[must_use]
    pub fn names(&self, date: NaiveDate) -> bool {
        let nth_in_month = (date.day0() / 7 + 1) as u8;
        self.days.contains(&Day::from(date.weekday())) && (self.nth.is_empty() || self.nth.contains(&nth_in_month))
    }
}

impl YearEnd {
    /// Whether `date` lies in these days.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        let day = MonthDay { month: date.month(), day: date.day() };
        if self.from <= self.to { (self.from..=self.to).contains(&day) } else { day >= self.from || day <= self.to }
    }
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Mon => Self::Mon,
            Weekday::Tue => Self::Tue,
            Weekday::Wed => Self::Wed,
            Weekday::Thu => Self::Thu,
            Weekday::Fri => Self::Fri,
            Weekday::Sat => Self::Sat,
            Weekday::Sun => Self::Sun,
        }
    }
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // 2000 is a leap year, so 02-29 is a day of some year.
        NaiveDate::parse_from_str(&format!("2000-{text}"), "%Y-%m-%d")
            .map(|date| Self { month: date.month(), day: date.day() })
            .map_err(|_| "write a day of the year as MM-DD, such as 12-29".to_owned())
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        format!("{:02}-{:02}", day.month, day.day)
    }
}

impl fmt::Display for CalendarFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(|fault| format!("{}: {}", fault.place, fault.what)).collect();
        f.write_str(&lines.join("\n"))
    }
}

const WEEKDAYS: [Day; 5] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
const ALL_DAYS: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

fn rule(days: &[Day], nth: &[u8], open: TimeOfDay, close: TimeOfDay) -> WeeklyRule {
    WeeklyRule { days: days.to_vec(), nth: nth.to_vec(), open, close }
}

const fn minute(hour: u8, minute: u8) -> TimeOfDay {
    match TimeOfDay::at(hour, minute) {
        Some(time) => time,
        None => TimeOfDay::END_OF_DAY,
    }
}

fn check_rules(schedule: &str, rules: &ScheduleRules, faults: &mut Vec<CalendarFault>) {
    if rules.weekly.len() > WEEKLY_RULE_LIMIT {
        fault(faults, format!("{schedule}.weekly"), format!("at most {WEEKLY_RULE_LIMIT} rules"));
        return;
    }
    for (index, weekly) in rules.weekly.iter().enumerate() {
        let place = format!("{schedule}.weekly[{index}]");
        if weekly.days.is_empty() {
            fault(faults, format!("{place}.days"), "name at least one day of the week".to_owned());
        }
        if weekly.nth.iter().any(|nth| !(1..=5).contains(nth)) {
            fault(faults, format!("{place}.nth"), "each must be 1 to 5".to_owned());
        }
        check_hours(&place, weekly.open, weekly.close, faults);
    }
}

fn check_one_offs(one_offs: &[OneOff], faults: &mut Vec<CalendarFault>) {
    if one_offs.len() > ENTRY_LIMIT {
        fault(faults, "one_offs".to_owned(), format!("at most {ENTRY_LIMIT} entries"));
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, entry) in one_offs.iter().enumerate() {
        let place = format!("one_offs[{index}]");
        if !seen.insert((entry.schedule, entry.date)) {
            let what = format!("{} already has an entry for {}; keep one", entry.schedule, entry.date);
            fault(faults, place.clone(), what);
        }
        check_year(&place, entry.date, faults);
        check_words(&place, &entry.reason, &entry.entered_by, faults);
        if let OneOffChange::Open { open, close } = entry.change {
            check_hours(&place, open, close, faults);
        }
    }
}

fn check_maintenance(closures: &[Maintenance], faults: &mut Vec<CalendarFault>) {
    if closures.len() > ENTRY_LIMIT {
        fault(faults, "maintenance".to_owned(), format!("at most {ENTRY_LIMIT} entries"));
        return;
    }
    for (index, closure) in closures.iter().enumerate() {
        let place = format!("maintenance[{index}]");
        if closure.schedules.is_empty() {
            fault(faults, format!("{place}.schedules"), "name at least one schedule".to_owned());
        }
        if closure.from >= closure.to {
            fault(faults, place.clone(), "the end must be later than the beginning".to_owned());
        }
        check_year(&place, closure.from.date(), faults);
        check_year(&place, closure.to.date(), faults);
        check_words(&place, &closure.reason, &closure.entered_by, faults);
    }
}

fn check_hours(place: &str, open: TimeOfDay, close: TimeOfDay, faults: &mut Vec<CalendarFault>) {
    if open >= close {
        fault(faults, place.to_owned(), format!("closes at {close}, which is not after it opens at {open}"));
    }
}

fn check_year(place: &str, date: NaiveDate, faults: &mut Vec<CalendarFault>) {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
        fault(faults, place.to_owned(), format!("{date} lies outside {FIRST_YEAR} to {LAST_YEAR}"));
    }
}

fn check_words(place: &str, reason: &str, entered_by: &str, faults: &mut Vec<CalendarFault>) {
    for (field, text) in [("reason", reason), ("entered_by", entered_by)] {
        if text.trim().is_empty() || text.chars().count() > TEXT_LIMIT_CHARS {
            fault(faults, format!("{place}.{field}"), format!("1 to {TEXT_LIMIT_CHARS} characters are wanted"));
        }
    }
}

fn fault(faults: &mut Vec<CalendarFault>, place: String, what: String) {
    faults.push(CalendarFault { place, what });
}
