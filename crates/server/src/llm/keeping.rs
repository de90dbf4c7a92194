//! The prompt log stays within its bounds of time and rows.

use std::time::Duration;

use storage::{Db, StoreError, ai_prompts};

use crate::clock::Clock;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(600);
/// Days a question stays in the log, as those of the FAQ do.
const KEPT_DAYS: i64 = 400;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Rows of the log; the oldest fall out.
const ROWS_MAX: u64 = 200_000;

/// Takes away what is too old or too much, for good.
pub async fn keep_log_bounded(db: Db, clock: Clock) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(why) = look(&db, clock.now().timestamp_millis()).await {
            tracing::warn!(%why, "the prompt log was not looked over; the next look does it");
        }
    }
}

async fn look(db: &Db, now_ms: i64) -> Result<(), StoreError> {
    ai_prompts::forget_before(db, now_ms - KEPT_DAYS * DAY_MS).await?;
    ai_prompts::keep_newest(db, ROWS_MAX).await?;
    Ok(())
}
