//! The questions asked of a calendar: which hours a day has, what is open, when it opens next, when
//! something falls due.
//!
//! Owns the order in which rules win: a one-off entry, then year-end, then a national holiday, then the
//! weekly rule; maintenance is cut out of whatever results. It must never read a clock.
//! The rules come from `config`, the holidays from `holidays`.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};

use crate::calendar::cabinet_list::CabinetList;
use crate::calendar::config::{CalendarConfig, CalendarFaults, OneOffChange, Schedule};
use crate::calendar::holidays::{FIRST_YEAR, HolidayBook, LAST_YEAR};
use crate::calendar::time_of_day::TimeOfDay;

/// How many days ahead a next opening or a due time is looked for.
pub const SEARCH_LIMIT_DAYS: u32 = 400;
/// How many days one question about a range may span: ten years.
const RANGE_LIMIT_DAYS: i64 = 3_660;

/// The offset of Japan Standard Time, which knows no summer time.
pub const JST: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours are an offset"),
};

/// A stretch of a day in which a schedule is open; `close` itself is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Opens at.
    pub open: TimeOfDay,
    /// Closes at.
    pub close: TimeOfDay,
}

/// Why a day has the hours it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayReason {
    /// By a rule for every week.
    Regular,
    /// By a rule for the nth such weekday of the month.
    NthWeekday,
    /// No weekly rule names the day.
    RegularlyClosed,
    /// A national holiday.
    NationalHoliday {
        /// Its name in Japanese.
        name_ja: String,
        /// Its name in English.
        name_en: String,
    },
    /// A year-end day.
    YearEnd,
    /// Opened, or given other hours, by a one-off entry.
    OpenedSpecially(String),
    /// Closed by a one-off entry.
    ClosedSpecially(String),
    /// Cut short, interrupted or closed by maintenance of the national system.
    Maintenance(String),
}

/// The hours of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayHours {
    /// The day.
    pub date: NaiveDate,
    /// First opening and last closing; None when closed all day.
    pub open: Option<(TimeOfDay, TimeOfDay)>,
    /// The open stretches in order; more than one when maintenance interrupts the day.
    pub spans: Vec<Span>,
    /// Why.
    pub reason: DayReason,
}

/// A range of days nobody should ask for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeRefusal {
    /// It ends before it begins.
    #[error("the range ends on {to}, before it begins on {from}")]
    Backwards {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// It is longer than ten years or leaves the years the holidays are known for.
    #[error("ask for at most {RANGE_LIMIT_DAYS} days between {FIRST_YEAR} and {LAST_YEAR}")]
    TooWide,
}

/// A checked calendar with its holidays.
#[derive(Clone, Debug)]
pub struct Calendar {
    config: CalendarConfig,
    holidays: HolidayBook,
}

impl Calendar {
    /// Joins a configuration with the Cabinet Office's list, which wins over the rules where they differ.
    ///
    /// # Errors
    /// With everything that is wrong in the configuration.
    pub fn new(config: CalendarConfig, list: Option<&CabinetList>) -> Result<Self, CalendarFaults> {
        config.check()?;
        Ok(Self { config, holidays: HolidayBook::new(list) })
    }

    /// The configuration it was made from.
    #[must_use]
    pub fn config(&self) -> &CalendarConfig {
        &self.config
    }

    /// The holidays in force.
    #[must_use]
    pub fn holidays(&self) -> &HolidayBook {
        &self.holidays
    }

    /// The hours `schedule` has on `date`.
    #[must_use]
    pub fn hours(&self, schedule: Schedule, date: NaiveDate) -> DayHours {
        let (planned, reason) = self.planned(schedule, date);
        let planned_spans: Vec<Span> = planned.into_iter().collect();
        let (spans, cut) = self.without_maintenance(schedule, date, planned_spans);
        let open = spans.first().zip(spans.last()).map(|(first, last)| (first.open, last.close));
        DayHours { date, open, spans, reason: cut.map_or(reason, DayReason::Maintenance) }
    }

    /// The hours of each day from `from` to `to`, both included.
    ///
    /// # Errors
    /// When the range is backwards, longer than ten years or outside 2000-2099.
    pub fn hours_between(
        &self,
        schedule: Schedule,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DayHours>, RangeRefusal> {
        if to < from {
            return Err(RangeRefusal::Backwards { from, to });
        }
        let known = |date: NaiveDate| (FIRST_YEAR..=LAST_YEAR).contains(&date.year());
        if !known(from) || !known(to) || (to - from).num_days() >= RANGE_LIMIT_DAYS {
            return Err(RangeRefusal::TooWide);
        }
        Ok(from.iter_days().take_while(|date| *date <= to).map(|date| self.hours(schedule, date)).collect())
    }

    /// Whether `schedule` is open at `at`.
    #[must_use]
    pub fn is_open(&self, schedule: Schedule, at: DateTime<Utc>) -> bool {
        let local = jst(at).naive_local();
        self.moments(schedule, local.date()).any(|(open, close)| open <= local && local < close)
    }

    /// The next moment at which `schedule` opens, later than `after`; None within 400 days.
    #[must_use]
    pub fn next_opening(&self, schedule: Schedule, after: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
        let after = jst(after).naive_local();
        let mut previous_close = None;
        for date in search_days(after.date().checked_sub_days(Days::new(1))?) {
            for (open, close) in self.moments(schedule, date) {
                // A day that closes at 24:00 runs on into one that opens at 00:00; nothing opens there.
                if open > after && previous_close != Some(open) {
                    return local_moment(open);
                }
                previous_close = Some(close);
            }
        }
        None
    }

    /// The moment by which `work` of opening time has passed since `from`; None within 400 days.
    /// Work given out of hours begins at the next opening.
    #[must_use]
    pub fn due_after(&self, schedule: Schedule, from: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<FixedOffset>> {
        let from = jst(from).naive_local();
        let mut left = work.max(TimeDelta::zero());
        for date in search_days(from.date()) {
            for (open, close) in self.moments(schedule, date).filter(|(_, close)| *close > from) {
                let begin = open.max(from);
                if close - begin >= left {
                    return local_moment(begin + left);
                }
                left -= close - begin;
            }
        }
        None
    }

    /// The closing time of the `days`th opening day after the day of `from`; 0 is that day itself, if it
    /// still has time open, else the next opening day. None within 400 days.
    #[must_use]
    pub fn due_by_close(&self, schedule: Schedule, from: DateTime<Utc>, days: u32) -> Option<DateTime<FixedOffset>> {
        let from = jst(from).naive_local();
        let first_day = if days == 0 { from.date() } else { from.date().succ_opt()? };
        let closings = search_days(first_day)
            .filter_map(|date| self.moments(schedule, date).last())
            .map(|(_, close)| close)
            .filter(|close| *close > from);
        let mut closings = closings.skip(days.saturating_sub(1) as usize);
        local_moment(closings.next()?)
    }

    /// How much opening time lies between two moments, as "waited so long of our hours"; 0 when reversed
    /// and at most what 400 days hold.
    #[must_use]
    pub fn open_time_between(&self, schedule: Schedule, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let (from, to) = (jst(from).naive_local(), jst(to).naive_local());
        search_days(from.date())
            .take_while(|date| *date <= to.date())
            .flat_map(|date| self.moments(schedule, date).collect::<Vec<_>>())
            .map(|(open, close)| (close.min(to) - open.max(from)).max(TimeDelta::zero()))
            .fold(TimeDelta::zero(), |sum, open_time| sum + open_time)
    }

    fn planned(&self, schedule: Schedule, date: NaiveDate) -> (Option<Span>, DayReason) {
        let one_off = self.config.one_offs.iter().find(|entry| entry.schedule == schedule && entry.date == date);
        if let Some(entry) = one_off {
            return match entry.change {
                OneOffChange::Closed => (None, DayReason::ClosedSpecially(entry.reason.clone())),
                OneOffChange::Open { open, close } => {
                    (Some(Span { open, close }), DayReason::OpenedSpecially(entry.reason.clone()))
                }
            };
        }
        let rules = self.config.rules(schedule);
        if rules.closed_at_year_end && self.config.year_end.is_some_and(|days| days.covers(date)) {
            return (None, DayReason::YearEnd);
        }
        let holiday = if rules.closed_on_national_holidays { self.holidays.on(date) } else { None };
        let weekly = rules.weekly.iter().find(|rule| rule.names(date));
        match (weekly, holiday) {
            (Some(_), Some(holiday)) => {
                let (name_ja, name_en) = (holiday.name_ja.clone(), holiday.name_en.clone());
                (None, DayReason::NationalHoliday { name_ja, name_en })
            }
            (Some(rule), None) => {
                let reason = if rule.nth.is_empty() { DayReason::Regular } else { DayReason::NthWeekday };
                (Some(Span { open: rule.open, close: rule.close }), reason)
            }
            (None, Some(_) | None) => (None, DayReason::RegularlyClosed),
        }
    }

    /// Cuts maintenance out of `spans`; also gives the reason of the last closure that took something.
    fn without_maintenance(
        &self,
        schedule: Schedule,
        date: NaiveDate,
        mut spans: Vec<Span>,
    ) -> (Vec<Span>, Option<String>) {
        let mut reason = None;
        for closure in self.config.maintenance.iter().filter(|closure| closure.schedules.contains(&schedule)) {
            let hole = Span { open: TimeOfDay::within(date, closure.from), close: end_minute(date, closure.to) };
            let rest: Vec<Span> = spans.iter().flat_map(|span| cut(*span, hole)).collect();
            if rest != spans {
                reason = Some(closure.reason.clone());
                spans = rest;
            }
        }
        (spans, reason)
    }

    fn moments(&self, schedule: Schedule, date: NaiveDate) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
        self.hours(schedule, date).spans.into_iter().map(move |span| (span.open.on(date), span.close.on(date)))
    }
}

impl DayReason {
    /// The reason in Japanese, as staff and the closed-hours announcement say it.
    #[must_use]
    pub fn ja(&self) -> String {
        match self {
            Self::Regular => "通常".to_owned(),
            Self::NthWeekday => "月の決まった曜日の開設日".to_owned(),
            Self::RegularlyClosed => "定休日".to_owned(),
            Self::NationalHoliday { name_ja, .. } => format!("祝日（{name_ja}）"),
            Self::YearEnd => "年末年始".to_owned(),
            Self::OpenedSpecially(reason) => format!("臨時開設（{reason}）"),
            Self::ClosedSpecially(reason) => format!("臨時休業（{reason}）"),
            Self::Maintenance(reason) => format!("システムメンテナンス（{reason}）"),
        }
    }

    /// The reason in English; free text entered by staff stays in their words.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Regular => "regular hours".to_owned(),
            Self::NthWeekday => "regular hours on the nth weekday of the month".to_owned(),
            Self::RegularlyClosed => "regular closing day".to_owned(),
            Self::NationalHoliday { name_en, .. } => format!("national holiday ({name_en})"),
            Self::YearEnd => "year-end and New Year".to_owned(),
            Self::OpenedSpecially(reason) => format!("opened specially ({reason})"),
            Self::ClosedSpecially(reason) => format!("closed specially ({reason})"),
            Self::Maintenance(reason) => format!("system maintenance ({reason})"),
        }
    }
}

/// `at` in Japan Standard Time.
#[must_use]
pub fn jst(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&JST)
}

fn local_moment(local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
    JST.from_local_datetime(&local).single()
}

fn search_days(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take(SEARCH_LIMIT_DAYS as usize + 1)
}

/// The first whole minute at or after `moment`, so that a closure ending within a minute closes all of it.
fn end_minute(date: NaiveDate, moment: NaiveDateTime) -> TimeOfDay {
    TimeOfDay::within(date, moment + TimeDelta::seconds(59))
}

fn cut(span: Span, hole: Span) -> impl Iterator<Item = Span> {
    let before = Span { open: span.open, close: span.close.min(hole.open) };
    let after = Span { open: span.open.max(hole.close), close: span.close };
    [before, after].into_iter().filter(|part| part.open < part.close)
}
