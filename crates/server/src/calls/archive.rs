//! Closed recordings on their way from the spool to their store, and leftovers of an earlier run.
//!
//! Owns the order and the patience: a few recordings at a time, the newest first; what the store, the database
//! or recognition holds back stays sealed in the spool and is tried again. Next: `archive_queue` for whose turn
//! it is, `finishing` for what is done with one recording.

use std::collections::BTreeSet;
use std::sync::Arc;

use storage::recordings;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use super::archive_deps::ArchiveDeps;
use super::archive_queue::{Queue, Standing, Waiting};
use super::closed_recording::ClosedRecording;
use super::finishing::Held;

/// Recordings finished at the same time: one may wait for the recogniser while another is copied.
const AT_ONCE: usize = 2;

/// Finishes leftovers and every recording that closes, until nobody can send any more.
pub async fn archive(deps: ArchiveDeps, mut ready: mpsc::UnboundedReceiver<ClosedRecording>) {
    deps.finish_erasures().await;
    let mut queue = Queue::default();
    for id in deps.leftovers().await {
        queue.push(Waiting::leftover(id), deps.clock.instant());
    }
    let deps = Arc::new(deps);
    let mut running = JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some(one) = queue.take_due(deps.clock.instant()) else { break };
            let deps = Arc::clone(&deps);
            running.spawn(async move { (deps.settle_whole(&one).await, one) });
        }
        deps.say(queue.standing(deps.clock.instant()));
        let wake = queue.next_due().filter(|_| running.len() < AT_ONCE);
        tokio::select! {
            closed = ready.recv() => {
                // What is still sealed is a leftover of the next start.
                let Some(closed) = closed else { return };
                queue.push(Waiting::closed(&closed), deps.clock.instant());
            }
            Some(done) = running.join_next() => deps.take(done, &mut queue),
            () = until(wake) => {}
        }
    }
}

async fn until(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake).await,
        None => std::future::pending().await,
    }
}

impl ArchiveDeps {
    fn take(&self, done: Result<(Result<(), Held>, Waiting), tokio::task::JoinError>, queue: &mut Queue) {
        match done {
            Ok((Ok(()), one)) => queue.finished(one.id),
            Ok((Err(held), one)) => {
                tracing::error!(recording.id = %one.id, why = %held, "a recording stays sealed in the spool");
                queue.put_back(one, held.is_text(), self.clock.instant());
            }
            Err(why) => tracing::error!(%why, "finishing a recording was cut off; the next start takes it up"),
        }
    }

    /// Deletes what an erasure could not delete when it was asked for.
    async fn finish_erasures(&self) {
        match storage::erasure::finish(&self.db, &self.spool, &self.objects).await {
            Ok(gone) => {
                for one in gone.iter().filter(|one| one.had_sealed_key) {
                    if let Err(why) = self.note_destroyed(one.recording, "contact_erased").await {
                        tracing::error!(recording.id = %one.recording, %why, "a destroyed key could not be noted");
                    }
                }
            }
            Err(why) => tracing::error!(%why, "recordings of erased contacts could not be deleted"),
        }
    }

    /// Files of an earlier run, and recordings of it that have no file.
    async fn leftovers(&self) -> BTreeSet<Uuid> {
        let mut ids: BTreeSet<Uuid> = self.leftovers.iter().copied().collect();
        match recordings::in_spool(&self.db).await {
            Ok(rows) => {
                ids.extend(rows.iter().filter(|row| row.started_at_ms < self.started_at_ms).map(|row| row.id));
            }
            Err(why) => tracing::error!(%why, "recordings without a file could not be looked for"),
        }
        ids
    }

    fn say(&self, standing: Standing) {
        let now = self.clock.now();
        match standing {
            Standing::Well => self.alarms.clear("recordings_waiting"),
            Standing::Store => self.alarms.raise(
                "recordings_waiting",
                now,
                "録音を保管先に移せません。録音は失われていません。保管先とデータベースを確かめてください。",
                "Recordings cannot be moved to their store. None is lost. Check the store and the database.",
            ),
            Standing::Text => self.alarms.raise(
                "recordings_waiting",
                now,
                "音声認識が終わらず、封印されたままの録音があります。録音は失われていません。それまで誰も聞けません。音声認識の状態を確かめてください。",
                "Recordings stay sealed because recognition has not finished. None is lost; nobody can hear them until then. Check the state of recognition.",
            ),
        }
    }
}
