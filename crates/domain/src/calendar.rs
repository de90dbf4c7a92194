//! Opening hours of the telephone, the counter and the city office, in Japan Standard Time.
//!
//! Owns the weekly rules, the national holidays by the law of each year, the Cabinet Office's list,
//! year-end days, one-off changes and maintenance closures, and the arithmetic over them.
//! It must never know what time it is: every question carries its own moment.
//! Start with [`Calendar`] (the questions), then `config` (what a city writes down) and `holidays`
//! (the law). Source: specification 6(2)⑥ and 6(3)①a.

mod cabinet_list;
mod city_hours;
mod config;
mod holidays;
mod time_of_day;

pub use cabinet_list::{CabinetList, CabinetListError, HolidayDifference};
pub use city_hours::{Calendar, DayHours, DayReason, JST, RangeRefusal, SEARCH_LIMIT_DAYS, Span, jst};
pub use config::{
    CalendarConfig, CalendarFault, CalendarFaults, Day, Maintenance, MonthDay, OneOff, OneOffChange, Schedule,
    ScheduleRules, WeeklyRule, YearEnd,
};
pub use holidays::{FIRST_YEAR, Holiday, HolidayBook, HolidayKind, LAST_YEAR, holidays_of_year};
pub use time_of_day::{TimeOfDay, TimeOfDayError};

#[cfg(test)]
mod fiscal_year_tests;
#[cfg(test)]
mod holiday_tests;
