//! Closed recordings on their way from the spool to their store, and leftovers of an earlier run.
//!
//! Owns the order and the patience: while store or database is away, files wait in the spool and
//! are tried again. The moving itself is `storage::spool`'s.

use std::collections::BTreeSet;
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
use super::scribe::Scribe;
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
    /// What lay in the spool before any call could come.
    pub leftovers: Vec<Uuid>,
    /// When this run began; what is older and still open is a leftover too.
    pub started_at_ms: i64,
    /// The store.
    pub objects: Objects,
    /// Who turns sound into text; None where recognition is off.
    pub scribe: Option<Arc<dyn Scribe>>,
    /// What is wrong.
    pub alarms: Alarms,
    /// Counted time.
    pub clock: Clock,
}

/// Moves leftovers, then every recording that closes, until nobody can send any more.
pub async fn archive(deps: ArchiveDeps, mut ready: mpsc::UnboundedReceiver<ClosedRecording>) {
    deps.finish_erasures().await;
    let mut waiting = deps.leftovers().await;
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
    /// Deletes what an erasure could not delete when it was asked for.
    async fn finish_erasures(&self) {
        match storage::erasure::finish(&self.db, &self.spool, &self.objects).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "recordings of erased contacts were deleted"),
            Err(why) => tracing::error!(%why, "recordings of erased contacts could not be deleted"),
        }
    }

    /// Files of an earlier run, and recordings of it that have no file.
    async fn leftovers(&self) -> Vec<Waiting> {
        let mut ids: BTreeSet<Uuid> = self.leftovers.iter().copied().collect();
        match recordings::in_spool(&self.db).await {
            Ok(rows) => {
                ids.extend(rows.iter().filter(|row| row.started_at_ms < self.started_at_ms).map(|row| row.id));
            }
            Err(why) => tracing::error!(%why, "recordings without a file could not be looked for"),
        }
        ids.into_iter().map(|id| Waiting { id, measured: None }).collect()
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
        // A fault is said at once, though the file may have to wait for space.
        if let Some((stats, fault)) = &one.measured {
            recordings::measured(&self.db, one.id, Some(stats.clone()), fault.clone()).await?;
        }
        self.spool.settle(&self.db, &self.ring, &self.objects, one.id).await?;
        Ok(())
    }
}
