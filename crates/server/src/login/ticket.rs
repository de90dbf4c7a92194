//! The ticket a browser's login is: who, how far, since when.
//!
//! Kept in the login session on the server; the browser holds a number alone. Owns the two
//! time limits. It must never hold a password or a secret that is still in use elsewhere.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tower_sessions::Session;
use tower_sessions::session::Error;
use uuid::Uuid;

use crate::config;

/// Where the ticket stands in the login session.
const KEY: &str = "ticket";

/// How long the second factor may be awaited.
const HALF_WAY_MAX: TimeDelta = TimeDelta::minutes(10);

/// How often the time of the last request is written down.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// How far somebody has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The password was right, the second factor is awaited.
    SecondFactor,
    /// The password was right, and a second factor must be set up.
    Enrol,
    /// In.
    In,
}

/// A login under way or done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Who.
    pub account: Uuid,
    /// How far.
    pub stage: Stage,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The last request that was written down.
    pub seen: DateTime<Utc>,
    /// The enrolled seat it was made at.
    pub seat: Option<String>,
    /// Stands for the password it was made with; another password ends it.
    pub password_mark: String,
}

impl Ticket {
    /// Reads the ticket of a login session.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn of(session: &Session) -> Result<Option<Self>, Error> {
        session.get(KEY).await
    }

    /// Writes it under a fresh number, so that a number seen before the login is worth nothing.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn issue(&self, session: &Session) -> Result<(), Error> {
        session.clear().await;
        session.cycle_id().await?;
        session.insert(KEY, self).await
    }

    /// Writes down that a request came, seldom enough not to write with each one.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn touch(&self, session: &Session, now: DateTime<Utc>) -> Result<(), Error> {
        if now - self.seen < SEEN_EVERY {
            return Ok(());
        }
        let seen = Self { seen: now, ..self.clone() };
        session.insert(KEY, &seen).await
    }

    /// Whether it still holds.
    pub fn holds(&self, limits: &config::Login, now: DateTime<Utc>) -> bool {
        let absolute = match self.stage {
            Stage::In => TimeDelta::hours(limits.absolute_h.into()),
            Stage::SecondFactor | Stage::Enrol => HALF_WAY_MAX,
        };
        now - self.since < absolute && now - self.seen < TimeDelta::hours(limits.idle_h.into())
    }
}

/// A mark that changes with the password and tells nothing about it.
pub fn password_mark(hash: Option<&str>) -> String {
    hex::encode(&Sha256::digest(hash.unwrap_or_default())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stage: Stage, since_h: i64, seen_h: i64, wanted: bool) {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let ticket = Ticket {
            account: Uuid::nil(),
            stage,
            since: now - TimeDelta::hours(since_h),
            seen: now - TimeDelta::hours(seen_h),
            seat: None,
            password_mark: String::new(),
        };
        assert_eq!(ticket.holds(&config::Login::default(), now), wanted, "{stage:?} {since_h} {seen_h}");
    }

    #[test]
    fn a_login_ends_after_twelve_idle_hours_or_a_day() {
        check(Stage::In, 0, 0, true);
        check(Stage::In, 13, 11, true);
        check(Stage::In, 13, 12, false);
        check(Stage::In, 24, 0, false);
        check(Stage::SecondFactor, 0, 0, true);
        check(Stage::SecondFactor, 1, 0, false);
        check(Stage::Enrol, 1, 0, false);
    }

    #[test]
    fn another_password_has_another_mark() {
        assert_ne!(password_mark(Some("a")), password_mark(Some("b")));
        assert_eq!(password_mark(None), password_mark(None));
    }
}
