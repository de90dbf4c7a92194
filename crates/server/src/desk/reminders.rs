//! Reminds of hand-over notes that were due and are not done.
//!
//! Owns the rhythm: each note once when it falls due and once each opening day after. A reminder
//! is an alarm on every overseer's page, and stays until nothing is overdue.

use std::time::Duration;

use serde_json::json;
use storage::handover_notes::{self, HandoverNote};

use super::state::DeskState;
use crate::calls::alarms::Alarms;
use crate::problem::Problem;
use crate::trail::SYSTEM;

/// How often notes are looked through.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// How long after a reminder the next one follows, in milliseconds.
const AGAIN_AFTER_MS: i64 = 24 * 3_600 * 1_000;

/// The alarm's code.
pub const OVERDUE: &str = "handover_overdue";

/// Looks through the notes until the program ends.
pub async fn watch(state: DeskState, alarms: Alarms) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        if let Err(why) = look(&state, &alarms).await {
            tracing::warn!(code = why.code(), "hand-over notes could not be looked through");
        }
    }
}

/// Looks once: raises or clears the alarm and counts reminders.
///
/// # Errors
/// When the database is away.
pub async fn look(state: &DeskState, alarms: &Alarms) -> Result<usize, Problem> {
    let now = state.clock.now();
    let overdue = handover_notes::overdue(&state.db, now.timestamp_millis()).await?;
    for note in overdue.iter().filter(|note| is_due(note, now.timestamp_millis())) {
        let claimed = handover_notes::remind(&state.db, note.id, note.reminders, now.timestamp_millis()).await?;
        if claimed {
            let detail = json!({"reminders": note.reminders + 1});
            state.trail.add(SYSTEM, "handover.reminded", &format!("handover:{}", note.id), detail).await?;
        }
    }
    if overdue.is_empty() {
        alarms.clear(OVERDUE);
    } else {
        alarms.raise(
            OVERDUE,
            now,
            "期限を過ぎた引継ぎ票があります。引継ぎの画面を確認してください。",
            "Hand-over notes are overdue. Look at the hand-over page.",
        );
    }
    Ok(overdue.len())
}

fn is_due(note: &HandoverNote, now_ms: i64) -> bool {
    note.reminded_at_ms.is_none_or(|last| now_ms - last >= AGAIN_AFTER_MS)
}
