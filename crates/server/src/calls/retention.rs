//! Recordings that may not stay for good: sealed files kept for some days, and unredacted recordings.
//!
//! Looks again and again and ends what is over, each with an entry in the audit log. How long is the
//! configuration's; the files are `storage`'s.

use std::time::Duration;

use serde_json::json;
use storage::{sealed_files, unredacted};

use super::archive_deps::ArchiveDeps;
use super::finishing::Held;
use crate::trail::{self, SYSTEM};

/// How often is looked.
const EACH: Duration = Duration::from_secs(600);
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Ends what may not stay longer, until the process ends.
pub async fn end_recordings(deps: ArchiveDeps) {
    let mut ticks = tokio::time::interval(EACH);
    loop {
        ticks.tick().await;
        match deps.end_recordings().await {
            Ok(()) => deps.alarms.clear("recordings_overdue"),
            Err(why) => {
                tracing::error!(%why, "recordings that may not stay could not be ended");
                deps.alarms.raise(
                    "recordings_overdue",
                    deps.clock.now(),
                    "保存期限を過ぎた録音を消去できません。保管先とデータベースを確かめてください。",
                    "Recordings whose time is over cannot be deleted. Check the store and the database.",
                );
            }
        }
    }
}

impl ArchiveDeps {
    async fn end_recordings(&self) -> Result<(), Held> {
        for kept in sealed_files::kept_long_enough(&self.db, self.now_ms()).await? {
            self.destroy_sealed(kept.id, "kept_days_over").await?;
        }
        let days = i64::from(self.keeping.unredacted_days);
        let over = unredacted::finished_before(&self.db, self.now_ms() - days * DAY_MS).await?;
        for one in &over {
            let tx = storage::begin(&self.db).await?;
            if unredacted::mark(&tx, one.id).await? {
                let detail = json!({"contact": one.contact, "why": "unredacted_days_over", "days": days});
                let subject = trail::recording(one.id);
                self.trail.add_in(&tx, SYSTEM, "recording.unredacted_deleted", &subject, detail).await?;
            }
            storage::commit(tx).await?;
        }
        unredacted::finish(&self.db, &self.spool, &self.objects).await?;
        Ok(())
    }
}
