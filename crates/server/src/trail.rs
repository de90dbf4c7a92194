//! Writing to the audit log, the same way from every room.
//!
//! Owns who wrote what when; the chain is `storage::audit`'s. Details are small JSON without
//! personal data: ids, codes and reasons. An entry that cannot be written fails the request
//! it belongs to, so nothing is opened unseen.

use std::sync::Arc;

use serde_json::Value;
use storage::audit::{self, AuditEntry};
use storage::{Db, StoreError};
use uuid::Uuid;
use vault::KeyRing;
use vault::ring::Stamp;

use crate::clock::Clock;

/// The audit log's pen; cheap to clone.
#[derive(Clone, Debug)]
pub struct Trail {
    db: Db,
    stamp: Arc<Stamp>,
    clock: Clock,
}

/// How the audit log names what the program does by itself.
pub const SYSTEM: &str = "system";

impl Trail {
    /// Writes into this database under this ring's stamp.
    pub fn new(db: Db, ring: &KeyRing, clock: Clock) -> Self {
        Self { db, stamp: Arc::new(audit::stamp(ring)), clock }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn add(&self, actor: &str, action: &str, subject: &str, detail: Value) -> Result<(), StoreError> {
        let entry =
            AuditEntry { actor: actor.to_owned(), action: action.to_owned(), subject: subject.to_owned(), detail };
        let tx = storage::begin(&self.db).await?;
        audit::append(&tx, &self.stamp, &entry, self.clock.now().timestamp_millis()).await?;
        storage::commit(tx).await
    }

    /// The database it writes to.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The key of the chain's head.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }
}

/// How the audit log names an account.
pub fn account(id: Uuid) -> String {
    format!("account:{id}")
}

/// How the audit log names a contact.
pub fn contact(id: Uuid) -> String {
    format!("contact:{id}")
}
