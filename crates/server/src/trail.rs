//! Writing to the audit log, the same way from every room.
//!
//! Owns who wrote what when; the chain is `storage::audit`'s. Details are small JSON without
//! personal data: ids, codes and reasons. An entry that cannot be written fails the request
//! it belongs to, so nothing is opened unseen.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use storage::audit::{self, AuditEntry};
use storage::audit_heads;
use storage::{Db, StoreError, Tx};
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
    heads: Arc<Heads>,
}

/// Where heads of the chain are kept outside the database.
#[derive(Debug)]
struct Heads {
    file: PathBuf,
    stamp: Stamp,
}

/// Why the chain could not be walked or its head not be kept.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The database is away.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of heads cannot be read or written.
    #[error("file of audit heads: {0}")]
    Heads(#[from] std::io::Error),
}

/// What walking the chain found, heads kept elsewhere included.
#[derive(Debug)]
pub struct ChainVerdict {
    /// Rows looked at.
    pub rows: u64,
    /// Heads kept elsewhere that were compared.
    pub heads: usize,
    /// What is wrong, in English; empty when all is whole.
    pub findings: Vec<String>,
}

/// How the audit log names what the program does by itself.
pub const SYSTEM: &str = "system";

impl Trail {
    /// Writes into this database under this ring's stamp.
    pub fn new(db: Db, ring: &KeyRing, clock: Clock, heads_file: PathBuf) -> Self {
        let heads = Heads { file: heads_file, stamp: audit_heads::stamp(ring) };
        Self { db, stamp: Arc::new(audit::stamp(ring)), clock, heads: Arc::new(heads) }
    }

    /// Keeps the head of the chain outside the database.
    ///
    /// # Errors
    /// When the database is away or the file cannot be written.
    pub async fn keep_head(&self) -> Result<(), TrailError> {
        if let Some(head) = audit::head(&self.db).await? {
            audit_heads::keep(&self.heads.file, &self.heads.stamp, &head, self.clock.now().timestamp_millis())?;
        }
        Ok(())
    }

    /// Walks the whole chain and compares it with the heads kept elsewhere.
    ///
    /// # Errors
    /// When the database is away or the file cannot be read.
    pub async fn verify(&self) -> Result<ChainVerdict, TrailError> {
        let known = audit_heads::read(&self.heads.file, &self.heads.stamp)?;
        let verdict = audit::verify(&self.db, &self.stamp, &known.heads).await?;
        let mut findings: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
        let file = self.heads.file.display();
        findings.extend(known.forged.iter().map(|line| format!("line {line} of {file} is torn or forged")));
        Ok(ChainVerdict { rows: verdict.rows, heads: known.heads.len(), findings })
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn add(&self, actor: &str, action: &str, subject: &str, detail: Value) -> Result<(), StoreError> {
        let tx = storage::begin(&self.db).await?;
        self.add_in(&tx, actor, action, subject, detail).await?;
        storage::commit(tx).await
    }

    /// Adds an entry in the transaction of what it is about, as the last thing before its end.
    ///
    /// # Errors
    /// When the database is away; give the transaction up then.
    pub async fn add_in(
        &self,
        tx: &Tx,
        actor: &str,
        action: &str,
        subject: &str,
        detail: Value,
    ) -> Result<(), StoreError> {
        let entry =
            AuditEntry { actor: actor.to_owned(), action: action.to_owned(), subject: subject.to_owned(), detail };
        audit::append(tx, &self.stamp, &entry, self.clock.now().timestamp_millis()).await?;
        Ok(())
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

/// How the audit log names a recording.
pub fn recording(id: Uuid) -> String {
    format!("recording:{id}")
}
