//! The Cabinet Office's list of holidays (syukujitsu.csv).
//!
//! Owns its reading: `YYYY/M/D,name` lines under one heading line. The bytes are CP932; decoding them is
//! the caller's edge. It must never know the rules' opinion except to report where the two differ:
//! `holidays` takes this list as the winner for every year it covers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

const TEXT_LIMIT_BYTES: usize = 256 * 1024;
const ROW_LIMIT: usize = 5_000;
const NAME_LIMIT_CHARS: usize = 40;
/// No year since 1966 has fewer; a shorter year means a file cut off on its way.
const LEAST_A_YEAR: usize = 12;
/// Years whose law had fewer holidays than [`LEAST_A_YEAR`] are not judged.
const FULL_YEARS_FROM: i32 = 2000;

/// The announced holidays, by year and date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CabinetList {
    years: BTreeMap<i32, BTreeMap<NaiveDate, String>>,
}

/// Why a list was refused; line numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CabinetListError {
    /// The file is larger than any true list.
    #[error("the list is larger than {TEXT_LIMIT_BYTES} bytes or {ROW_LIMIT} rows; this is not the holiday list")]
    TooLarge,
    /// There is no row at all.
    #[error("the list holds no holiday; choose the file syukujitsu.csv")]
    Empty,
    /// A row does not read as `YYYY/M/D,name`.
    #[error("line {line} is not of the form YYYY/M/D,name; if the names look garbled, the file was not read as CP932")]
    BadRow {
        /// Line in the file.
        line: usize,
    },
    /// A date stands twice.
    #[error("line {line} repeats {date}")]
    Repeated {
        /// Line in the file.
        line: usize,
        /// The repeated day.
        date: NaiveDate,
    },
    /// A year has too few rows to be complete.
    #[error("{year} has only {rows} holidays; the file seems to be cut off")]
    Incomplete {
        /// The short year.
        year: i32,
        /// Rows it has.
        rows: usize,
    },
}

/// A day on which the list and the rules disagree; the list wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolidayDifference {
    /// The list has a holiday the rules do not know.
    OnlyAnnounced {
        /// The day.
        date: NaiveDate,
        /// Its name in the list.
        name: String,
    },
    /// The rules have a holiday the list leaves out.
    OnlyByRule {
        /// The day.
        date: NaiveDate,
    },
}

impl CabinetList {
    /// Reads the decoded text of the list.
    ///
    /// # Errors
    /// When it is too large, empty, garbled, repeats a day or is cut off.
    pub fn parse(text: &str) -> Result<Self, CabinetListError> {
        if text.len() > TEXT_LIMIT_BYTES || text.lines().count() > ROW_LIMIT {
            return Err(CabinetListError::TooLarge);
        }
        let mut years: BTreeMap<i32, BTreeMap<NaiveDate, String>> = BTreeMap::new();
        for (index, row) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let heading = index == 0 && !row.starts_with(|c: char| c.is_ascii_digit());
            if heading || row.trim().is_empty() {
                continue;
            }
            let line = index + 1;
            let (date, name) = parse_row(row).ok_or(CabinetListError::BadRow { line })?;
            if years.entry(date.year()).or_default().insert(date, name).is_some() {
                return Err(CabinetListError::Repeated { line, date });
            }
        }
        refuse_cut_off(&years)?;
        Ok(Self { years })
    }

    /// The announced days of `year`; None when the list does not cover it.
    #[must_use]
    pub fn year(&self, year: i32) -> Option<&BTreeMap<NaiveDate, String>> {
        self.years.get(&year)
    }

    /// First and last year covered.
    #[must_use]
    pub fn years_covered(&self) -> Option<(i32, i32)> {
        Some((*self.years.keys().next()?, *self.years.keys().next_back()?))
    }

    /// Where the list differs from `by_rule`, the rule's days of `year`, in order of date.
    #[must_use]
    pub fn differences(&self, year: i32, by_rule: &BTreeSet<NaiveDate>) -> Vec<HolidayDifference> {
        let Some(announced) = self.year(year) else { return Vec::new() };
        let all: BTreeSet<NaiveDate> = announced.keys().chain(by_rule).copied().collect();
        all.into_iter()
            .filter_map(|date| match (announced.get(&date), by_rule.contains(&date)) {
                (Some(name), false) => Some(HolidayDifference::OnlyAnnounced { date, name: name.clone() }),
                (None, true) => Some(HolidayDifference::OnlyByRule { date }),
                (Some(_), true) | (None, false) => None,
            })
            .collect()
    }
}

fn parse_row(row: &str) -> Option<(NaiveDate, String)> {
    let (date, name) = row.split_once(',')?;
    let mut parts = date.trim().split('/');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    let name = name.trim().trim_matches('"');
    let readable = !name.is_empty()
        && name.chars().count() <= NAME_LIMIT_CHARS
        && !name.chars().any(|c| c.is_control() || c == '\u{fffd}');
    if readable && (1900..=2200).contains(&date.year()) { Some((date, name.to_owned())) } else { None }
}

fn refuse_cut_off(years: &BTreeMap<i32, BTreeMap<NaiveDate, String>>) -> Result<(), CabinetListError> {
    if years.is_empty() {
        return Err(CabinetListError::Empty);
    }
    match years.iter().find(|(year, days)| **year >= FULL_YEARS_FROM && days.len() < LEAST_A_YEAR) {
        Some((year, days)) => Err(CabinetListError::Incomplete { year: *year, rows: days.len() }),
        None => Ok(()),
    }
}
