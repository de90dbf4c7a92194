//! What the room holds: the recogniser, what conversations are still being heard, and where their text goes.
//!
//! Owns the register of conversations whose live text is not complete, so that whoever completes a text from
//! its recording waits for it. Next: `talk` for one conversation, `scribe` for after it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::QueueId;
use speech::recognition::Recogniser;
use storage::Db;
use tokio::sync::watch;
use uuid::Uuid;
use vault::KeyRing;

use super::terms::Terms;
use crate::clock::Clock;
use crate::live::transcript_feed::TranscriptFeed;

/// What the room is built of; cheap to clone.
#[derive(Clone)]
pub struct TranscriptDeps {
    /// Turns sound into words.
    pub recogniser: Arc<dyn Recogniser>,
    /// The database.
    pub db: Db,
    /// Keys of contacts.
    pub ring: Arc<KeyRing>,
    /// Counted time.
    pub clock: Clock,
    /// The pages that follow.
    pub feed: TranscriptFeed,
    /// Whose speech never leaves this machine.
    pub stays: StaysHere,
}

/// Queues whose calls are recognised on this machine alone, whatever server is configured (clause 8(4)).
#[derive(Debug, Clone, Default)]
pub struct StaysHere(pub BTreeSet<String>);

impl StaysHere {
    /// Whether speech of this queue stays; where some do, so does speech whose queue is not known yet.
    pub(super) fn holds(&self, queue: Option<&QueueId>) -> bool {
        match queue {
            Some(queue) => self.0.contains(&queue.0),
            None => !self.0.is_empty(),
        }
    }
}

/// The room; all clones are one.
#[derive(Clone)]
pub struct TranscriptRoom {
    pub(super) deps: TranscriptDeps,
    pub(super) terms: Terms,
    talks: Arc<Mutex<BTreeMap<Uuid, watch::Receiver<bool>>>>,
}

impl std::fmt::Debug for TranscriptRoom {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TranscriptRoom").field("talks", &self.talks().len()).finish_non_exhaustive()
    }
}

impl TranscriptRoom {
    /// A room in which nobody speaks.
    #[must_use]
    pub fn new(deps: TranscriptDeps) -> Self {
        let terms = Terms::new(deps.db.clone());
        Self { deps, terms, talks: Arc::default() }
    }

    /// Enters a recording whose words are being heard; the sender says when the last one is kept.
    pub(super) fn enter(&self, recording: Uuid) -> watch::Sender<bool> {
        let (sender, receiver) = watch::channel(false);
        self.talks().insert(recording, receiver);
        sender
    }

    /// Resolves when what was heard of a recording while it was spoken is kept, or nobody hears it any longer.
    pub(super) async fn heard_out(&self, recording: Uuid) {
        let Some(mut receiver) = self.talks().get(&recording).cloned() else { return };
        // An error means that its conversation's task is gone; what it kept is all there is.
        let _ = receiver.wait_for(|done| *done).await;
        self.talks().remove(&recording);
    }

    /// Forgets a recording nobody asked for.
    pub(super) fn leave(&self, recording: Uuid) {
        self.talks().remove(&recording);
    }

    fn talks(&self) -> MutexGuard<'_, BTreeMap<Uuid, watch::Receiver<bool>>> {
        // The register is whole after every statement, so a panic elsewhere does not spoil it.
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_of_a_queue_that_stays_is_not_sent_and_neither_is_speech_of_no_known_queue() {
        let check = |stays: &[&str], queue: Option<&str>, wanted: bool| {
            let stays = StaysHere(stays.iter().map(|&queue| queue.to_owned()).collect());
            assert_eq!(stays.holds(queue.map(|queue| QueueId(queue.to_owned())).as_ref()), wanted, "{queue:?}");
        };
        check(&[], None, false);
        check(&[], Some("card_ja"), false);
        check(&["card_ja"], Some("card_ja"), true);
        check(&["card_ja"], Some("card_en"), false);
        check(&["card_ja"], None, true);
    }
}
