//! The words a queue's recogniser is told to expect, read from the database when they are needed.
//!
//! Owns the choice between a queue's own terms and those that hold for all queues. Next: `storage::vocabulary`.

use domain::ids::QueueId;
use speech::live::vocabulary::Prompts;
use storage::{Db, vocabulary as stored};

/// The queue under which terms for all queues stand.
pub(super) const ALL_QUEUES: &str = "all";

/// Reads terms; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    db: Db,
}

impl Terms {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    /// The prompts for a conversation of `queue`; without the city's own terms while the database is away.
    pub(super) async fn prompts(&self, queue: Option<&QueueId>) -> Prompts {
        let mut terms = Vec::new();
        for name in queue.map(|queue| queue.0.as_str()).into_iter().chain([ALL_QUEUES]) {
            match stored::current(&self.db, name).await {
                Ok(Some(edition)) => terms.extend(edition.terms),
                Ok(None) => {}
                Err(why) => tracing::warn!(%why, queue = name, "a queue's vocabulary cannot be read"),
            }
        }
        Prompts::of_terms(&terms)
    }
}
