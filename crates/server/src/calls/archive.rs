//! Closed recordings on their way from the spool to their store, and leftovers of an earlier run.
//!
//! Owns the order and the patience: while store or database is away, files wait in the spool and
//! are tried again. The moving itself is `storage::spool`'s.

use std::sync::Arc;
use std::time::Duration;

use storage::objects::Objects;
use storage::spool::Spool;
use storage::{Db, recordings};
use tokio::sync::mpsc;
use uuid::Uuid;
use vault::KeyRing;

use super::alarms::Alarms;
use super::closed_recording::ClosedRecording;
use crate::clock::Clock;

/// How long a store that refused is left alone.
const RETRY: Duration = Duration::from_secs(10);

/// What the archive needs.
#[derive(Debug, Clone)]
pub struct ArchiveDeps {
    /// The database.
    pub db: Db,
    /// Keys.
    pub ring: Arc<KeyRing>,
    /// The spool.
    pub spool: Spool,
    /// The store.
    pub objects: Objects,
    /// What is wrong.
    pub alarms: Alarms,
    /// Counted time.
    pub clock: Clock,
}

/// Moves leftovers, then every recording that closes, until nobody can send any more.
pub async fn archive(deps: ArchiveDeps, mut ready: mpsc::UnboundedReceiver<ClosedRecording>) {
    let mut waiting = deps.leftovers();
    loop {
        deps.move_all(&mut waiting).await;
        let closed = if waiting.is_empty() {
            ready.recv().await
        } else {
            // What is waiting is tried again even when no recording closes.
            match tokio::time::timeout(RETRY, ready.recv()).await {
                Ok(closed) => closed,
                Err(_) => continue,
            }
        };
        let Some(closed) = closed else { return };
        waiting.push(Waiting::from(closed));
    }
}

/// A recording in the spool.
#[derive(Debug)]
struct Waiting {
    id: Uuid,
    measured: Option<(serde_json::Value, Option<String>)>,
}

impl From<ClosedRecording> for Waiting {
    fn from(closed: ClosedRecording) -> Self {
        let stats = closed.stats();
        Self { id: closed.id, measured: Some((stats, closed.summary.fault)) }
    }
}

impl ArchiveDeps {
    fn leftovers(&self) -> Vec<Waiting> {
        match self.spool.list() {
            Ok(ids) => ids.into_iter().map(|id| Waiting { id, measured: None }).collect(),
            Err(why) => {
                tracing::error!(%why, "the spool of recordings cannot be read");
                Vec::new()
            }
        }
    }

    async fn move_all(&self, waiting: &mut Vec<Waiting>) {
        let mut left = Vec::new();
        for one in waiting.drain(..) {
            match self.settle(&one).await {
                Ok(()) => {}
                Err(why) => {
                    tracing::error!(recording.id = %one.id, %why, "a recording stays in the spool");
                    left.push(one);
                }
            }
        }
        *waiting = left;
        if waiting.is_empty() {
            self.alarms.clear("recordings_waiting");
        } else {
            self.alarms.raise(
                "recordings_waiting",
                self.clock.now(),
                "録音を保管先に移せません。録音は失われていません。保管先とデータベースを確かめてください。",
                "Recordings cannot be moved to their store. None is lost. Check the store and the database.",
            );
        }
    }

    async fn settle(&self, one: &Waiting) -> Result<(), storage::spool::SpoolError> {
        self.spool.settle(&self.db, &self.ring, &self.objects, one.id).await?;
        if let Some((stats, fault)) = &one.measured {
            recordings::measured(&self.db, one.id, Some(stats.clone()), fault.clone()).await?;
        }
        Ok(())
    }
}
