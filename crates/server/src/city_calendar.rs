//! The calendar in force: stored rules, one-off entries and the Cabinet Office's list, joined.
//!
//! Owns the joining and tells followers when it changed. What is open when is the rule of
//! `domain::calendar`; rooms that change an entry call `reload`.

use std::fs;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::calendar::{
    CabinetList, CabinetListError, Calendar, CalendarConfig, CalendarFaults, OneOff, OneOffChange, Schedule, TimeOfDay,
};
use storage::calendars::{self, CalendarException, ImportedHoliday};
use storage::db::{self, DbConfig};
use storage::{Db, StoreError, settings};
use thiserror::Error;
use tokio::sync::watch;

use crate::config::Config;

/// Setting: days closed around New Year.
pub const YEAR_END: &str = "calendar.year_end";

/// Setting: closures of the national system.
pub const MAINTENANCE: &str = "calendar.maintenance";

/// Why there is no calendar.
#[derive(Debug, Error)]
pub enum CalendarTrouble {
    /// The database is away.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored is no calendar.
    #[error("stored calendar: {0}")]
    Faults(#[from] CalendarFaults),
    /// What is stored does not have the form of a calendar.
    #[error("stored calendar: {0}")]
    Form(#[from] serde_json::Error),
    /// The stored list of holidays is none.
    #[error("stored list of holidays: {0}")]
    List(#[from] CabinetListError),
}

/// The calendar in force; cheap to clone, every clone is the same.
#[derive(Clone, Debug)]
pub struct CityCalendar {
    db: Db,
    current: Arc<watch::Sender<Arc<Calendar>>>,
}

impl CityCalendar {
    /// Reads it from the database.
    ///
    /// # Errors
    /// When the database is away or holds no calendar.
    pub async fn open(db: Db) -> Result<Self, CalendarTrouble> {
        let calendar = Arc::new(load(&db).await?);
        Ok(Self { db, current: Arc::new(watch::Sender::new(calendar)) })
    }

    /// As of now.
    pub fn current(&self) -> Arc<Calendar> {
        self.current.borrow().clone()
    }

    /// Follows changes.
    pub fn follow(&self) -> watch::Receiver<Arc<Calendar>> {
        self.current.subscribe()
    }

    /// Reads it anew after a change.
    ///
    /// # Errors
    /// When the database is away; the calendar as it was stays in force.
    pub async fn reload(&self) -> Result<(), CalendarTrouble> {
        let calendar = Arc::new(load(&self.db).await?);
        self.current.send_replace(calendar);
        Ok(())
    }
}

/// The calendar of an installation, or the specification's where there is no database yet.
///
/// # Errors
/// When the database is there and cannot be read.
pub async fn of_installation(config: &Config) -> anyhow::Result<Calendar> {
    let url = config.database_url();
    let file = url.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest).to_owned());
    if file.is_some_and(|file| fs::metadata(file).is_err()) {
        return Ok(Calendar::new(CalendarConfig::default(), None)?);
    }
    let db = db::connect(&DbConfig::new(url)).await?;
    Ok(load(&db).await?)
}

/// The name a schedule has in the database and in the interface.
pub fn channel_name(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Telephone => "phone",
        Schedule::Counter => "counter",
        Schedule::CityOffice => "city_office",
    }
}

/// Reads the rules as they are stored, without one-off entries.
///
/// # Errors
/// When the database is away or holds no calendar.
pub async fn stored_rules(db: &Db) -> Result<CalendarConfig, CalendarTrouble> {
    let mut config = CalendarConfig::default();
    for row in calendars::rules(db).await? {
        let rules = serde_json::from_value(row.rules)?;
        match row.channel.parse() {
            Ok(Schedule::Telephone) => config.telephone = rules,
            Ok(Schedule::Counter) => config.counter = rules,
            Ok(Schedule::CityOffice) => config.city_office = rules,
            Err(_) => tracing::warn!("stored rules of an unknown channel are left out"),
        }
    }
    if let Some(setting) = settings::get(db, YEAR_END).await? {
        config.year_end = serde_json::from_value(setting.value)?;
    }
    if let Some(setting) = settings::get(db, MAINTENANCE).await? {
        config.maintenance = serde_json::from_value(setting.value)?;
    }
    Ok(config)
}

/// The Cabinet Office's list from the days that were imported.
///
/// # Errors
/// When the days make no list.
pub fn list_of(days: &[ImportedHoliday]) -> Result<Option<CabinetList>, CabinetListError> {
    if days.is_empty() {
        return Ok(None);
    }
    let rows: Vec<String> = days.iter().map(|day| format!("{},{}", day.date.format("%Y/%m/%d"), day.name)).collect();
    CabinetList::parse(&rows.join("\n")).map(Some)
}

/// Every stored one-off entry that stands.
///
/// # Errors
/// When the database is away.
pub async fn exceptions(db: &Db) -> Result<Vec<CalendarException>, StoreError> {
    let from = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
    let to = NaiveDate::from_ymd_opt(2099, 12, 31).unwrap_or(NaiveDate::MAX);
    calendars::exceptions(db, from, to).await
}

async fn load(db: &Db) -> Result<Calendar, CalendarTrouble> {
    let mut config = stored_rules(db).await?;
    // Of a day's entries the last one wins, and the calendar takes the first it meets.
    let entries = exceptions(db).await?;
    config.one_offs = entries.iter().rev().filter_map(one_off).collect();
    config.one_offs.sort_by_key(|entry| (entry.date, entry.schedule));
    config.one_offs.dedup_by_key(|entry| (entry.date, entry.schedule));
    let list = list_of(&calendars::holidays(db).await?)?;
    Ok(Calendar::new(config, list.as_ref())?)
}

fn one_off(entry: &CalendarException) -> Option<OneOff> {
    let time = |at: chrono::NaiveTime| TimeOfDay::within(entry.date, entry.date.and_time(at));
    let change = match (entry.open, entry.close) {
        (Some(open), Some(close)) => {
            // The database has no 24:00; a day that closes at 00:00 closes at its end.
            let close = if close == chrono::NaiveTime::MIN { TimeOfDay::END_OF_DAY } else { time(close) };
            OneOffChange::Open { open: time(open), close }
        }
        _ => OneOffChange::Closed,
    };
    Some(OneOff {
        schedule: entry.channel.parse().ok()?,
        date: entry.date,
        change,
        reason: entry.reason.clone(),
        entered_by: entry.entered_by.to_string(),
    })
}
