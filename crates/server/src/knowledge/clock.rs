//! What happens to entries by the clock: publication that was set for later, and texts whose time is over.

use std::time::Duration;

use storage::{StoreError, faq_entries, faq_questions};

use super::book::{now, shown, tick};
use super::files::forget_unnamed;
use super::state::KnowledgeState;

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(10);
/// How often files that nobody names are looked for.
const FILES_EVERY: Duration = Duration::from_secs(3_600);
/// How long a question stays in the log.
const QUESTIONS_KEPT_MS: i64 = 400 * 24 * 3_600 * 1_000;

/// Looks at the clock for good.
pub async fn watch(state: KnowledgeState) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut files = tokio::time::interval(FILES_EVERY);
    files.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let looked = tokio::select! {
            _ = ticks.tick() => look(&state).await,
            _ = files.tick() => forget_unnamed(&state).await,
        };
        if let Err(why) = looked {
            tracing::warn!(%why, "the FAQ was not looked at by the clock; the next look does it");
        }
    }
}

async fn look(state: &KnowledgeState) -> Result<(), StoreError> {
    let mut effects = Vec::new();
    let mut failed = None;
    for due in faq_entries::due(&state.db, now(state)).await? {
        match tick(state, due.dossier.parts().key.as_str()).await {
            Ok(done) => effects.extend(done),
            Err(why) => failed = Some(why),
        }
    }
    // Once for all of them: many are set for the same morning.
    shown(state, &effects).await;
    state.shelf.tend();
    faq_questions::forget_before(&state.db, now(state).0 - QUESTIONS_KEPT_MS).await?;
    failed.map_or(Ok(()), Err)
}
