//! What a fresh database is given: the specification's topics and seats, and in the
//! demonstration the city of Zama.
//!
//! Each part is written only where there is nothing of its kind, so that people's changes
//! survive every start.

pub mod demo_city;
mod service;

use chrono::{DateTime, Utc};
use domain::calendar::{Day, ScheduleRules, TimeOfDay, TimeOfDayError, WeeklyRule};
use serde_json::{Value, json};
use storage::accounts::{CreateError, Draft};
use storage::directory::DirectoryEntry;
use storage::pause_reasons::PauseReasonRow;
use storage::seats::Seat;
use storage::topics::Topic;
use storage::{Db, StoreError, accounts, directory, pause_reasons, seats, topics};
use thiserror::Error;

use crate::clock::fresh_id;
use crate::login::password::{self, PasswordRefusal};
use demo_city::{EntrySeed, Hours};

/// Why a fresh database could not be filled.
#[derive(Debug, Error)]
pub enum SeedError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An account of the demonstration could not be made.
    #[error(transparent)]
    Account(#[from] CreateError),
    /// A password of the demonstration could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// Hours of the demonstration's directory are none.
    #[error(transparent)]
    Hours(#[from] TimeOfDayError),
}

/// Writes topics, pause reasons and seats where there are none.
///
/// # Errors
/// When the database is away.
pub async fn service(db: &Db) -> Result<(), SeedError> {
    if topics::edition(db).await? == 0 {
        topics::publish(db, 0, topic_rows()).await?;
    }
    if pause_reasons::list(db).await?.is_empty() {
        for (position, (code, ja, en)) in (0..).zip(service::PAUSE_REASONS) {
            let row = PauseReasonRow {
                code: (*code).to_owned(),
                name_ja: (*ja).to_owned(),
                name_en: (*en).to_owned(),
                position,
                active: true,
            };
            pause_reasons::save(db, row).await?;
        }
    }
    if seats::list(db).await?.is_empty() {
        for (position, (id, name, kind)) in (0..).zip(service::SEATS) {
            let (id, name, kind) = ((*id).to_owned(), (*name).to_owned(), (*kind).to_owned());
            let seat = Seat { id, name, kind, position, device_hash: None, enrolled_at_ms: None, active: true };
            seats::save(db, seat).await?;
        }
    }
    Ok(())
}

/// Loads the demonstration city into a database without people.
///
/// # Errors
/// When the database is away.
pub async fn demo(db: &Db, now: DateTime<Utc>) -> Result<(), SeedError> {
    if directory::list(db).await?.is_empty() {
        for (position, seed) in (0..).zip(demo_city::DIRECTORY) {
            directory::save(db, directory_row(seed, position)?).await?;
        }
    }
    if accounts::count(db).await? > 0 {
        return Ok(());
    }
    // One hash for all: the password is public, and seventeen hashes would cost a second of every first start.
    let hash = password::hash(demo_city::PASSWORD.into()).await?;
    for person in demo_city::PEOPLE {
        let draft = Draft {
            id: fresh_id(),
            login: person.login.to_owned(),
            display_name: person.name.to_owned(),
            password_hash: Some(hash.clone()),
            roles: person.roles.iter().map(|role| role.name().to_owned()).collect(),
            skills: person.skills.iter().map(|skill| (*skill).to_owned()).collect(),
        };
        accounts::create(db, draft, now.timestamp_millis()).await?;
    }
    Ok(())
}

fn topic_rows() -> Vec<Topic> {
    let mut rows = Vec::new();
    for seed in service::TOPICS {
        rows.push(topic(seed.code, None, seed.ja, seed.en, rows.len()));
        for (code, ja, en) in seed.sub_codes {
            rows.push(topic(code, Some(seed.code), ja, en, rows.len()));
        }
    }
    rows
}

fn topic(code: &str, parent: Option<&str>, ja: &str, en: &str, position: usize) -> Topic {
    Topic {
        edition: 1,
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        name_ja: ja.to_owned(),
        name_en: en.to_owned(),
        position: i32::try_from(position).unwrap_or(i32::MAX),
        active: true,
    }
}

fn directory_row(seed: &EntrySeed, position: i32) -> Result<DirectoryEntry, SeedError> {
    let hours = match &seed.hours {
        None => json!({"words_ja": "市役所の開庁時間", "calendar": "city_office"}),
        Some(hours) => own_hours(hours)?,
    };
    let number = domain::numbers::read(seed.number).ok();
    let number = number.and_then(|number| number.public().map(|e164| e164.as_str().to_owned()));
    Ok(DirectoryEntry {
        id: fresh_id(),
        kind: seed.kind.to_owned(),
        name_ja: seed.ja.to_owned(),
        name_en: seed.en.to_owned(),
        number: number.unwrap_or_else(|| seed.number.to_owned()),
        hours,
        remark: seed.note.to_owned(),
        position,
        active: true,
    })
}

fn own_hours(hours: &Hours) -> Result<Value, SeedError> {
    let rule = |days: &[Day], (open, close): (&str, &str)| -> Result<WeeklyRule, TimeOfDayError> {
        Ok(WeeklyRule { days: days.to_vec(), nth: Vec::new(), open: time(open)?, close: time(close)? })
    };
    let mut weekly = vec![rule(&[Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri], hours.weekdays)?];
    if let Some(weekend) = hours.weekend {
        weekly.push(rule(&[Day::Sat, Day::Sun], weekend)?);
    }
    let rules =
        ScheduleRules { weekly, closed_on_national_holidays: hours.closed_on_holidays, closed_at_year_end: true };
    Ok(json!({"words_ja": hours.words_ja, "rules": rules}))
}

fn time(text: &str) -> Result<TimeOfDay, TimeOfDayError> {
    text.parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topics_are_the_nine_of_the_specification() {
        let heads: Vec<&str> = service::TOPICS.iter().map(|topic| topic.code).collect();
        assert_eq!(heads, ["ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ"]);
        for seed in service::TOPICS {
            assert!(seed.sub_codes.iter().all(|(code, ..)| code.starts_with(&format!("{}-", seed.code))));
        }
    }

    #[test]
    fn there_are_seats_for_one_and_three_and_three() {
        let count = |kind| service::SEATS.iter().filter(|(.., k)| *k == kind).count();
        assert_eq!((count("manager"), count("counter"), count("phone")), (1, 3, 3));
    }

    #[test]
    fn every_number_of_the_directory_is_a_number() {
        for seed in demo_city::DIRECTORY {
            assert!(domain::numbers::read(seed.number).is_ok(), "{}", seed.number);
            assert!(directory_row(seed, 0).is_ok());
        }
    }
}
