//! Login sessions as rows: the browser's number is kept as a hash, what belongs to it sealed.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use storage::Db;
use storage::login_sessions::{self, LoginSession};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use vault::KeyRing;
use vault::ring::LocalSeal;

use crate::clock::Clock;

/// Where login sessions are kept.
#[derive(Clone)]
pub struct SessionRows {
    db: Db,
    clock: Clock,
    seal: Arc<LocalSeal>,
}

impl fmt::Debug for SessionRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionRows")
    }
}

impl SessionRows {
    /// Keeps them in this database, sealed under this ring.
    pub fn new(db: Db, ring: &KeyRing, clock: Clock) -> Self {
        let seal = Arc::new(ring.envelope_for("login session"));
        Self { db, clock, seal }
    }

    fn row(&self, record: &Record) -> Result<LoginSession> {
        let id_hash = hash(&record.id);
        let plain = serde_json::to_vec(&record.data).map_err(encode)?;
        let data = self.seal.seal(&id_hash, &plain).map_err(encode)?;
        let account = record.data.get("ticket").and_then(|ticket| ticket.get("account")?.as_str()?.parse().ok());
        let expires_at_ms = record.expiry_date.unix_timestamp().saturating_mul(1_000);
        Ok(LoginSession { id_hash, account, data, expires_at_ms })
    }
}

#[async_trait]
impl SessionStore for SessionRows {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // A number of 128 random bits is taken once in the life of the universe; three tries are plenty.
        for _ in 0..3 {
            if login_sessions::create(&self.db, self.row(record)?).await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free login session number".to_owned()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        login_sessions::save(&self.db, self.row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let id_hash = hash(id);
        let now_ms = self.clock.now().timestamp_millis();
        let Some(row) = login_sessions::load(&self.db, &id_hash, now_ms).await.map_err(backend)? else {
            return Ok(None);
        };
        // A row sealed under another ring is nobody's login any more.
        let Ok(plain) = self.seal.open(&id_hash, &row.data) else {
            return Ok(None);
        };
        let data = serde_json::from_slice(&plain).map_err(|why| Error::Decode(why.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at_ms / 1_000)
            .map_err(|why| Error::Decode(why.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        login_sessions::delete(&self.db, &hash(id)).await.map_err(backend)
    }
}

fn hash(id: &Id) -> Vec<u8> {
    login_sessions::hash(&id.0.to_le_bytes())
}

fn encode(why: impl fmt::Display) -> Error {
    Error::Encode(why.to_string())
}

fn backend(why: impl fmt::Display) -> Error {
    Error::Backend(why.to_string())
}
