//! The hearing of calls put together: who listens as they are spoken, who completes their text, who tells of it.
//!
//! Owns the composition of the room `transcript` and nothing else. Without a recogniser nobody listens, and
//! the archive keeps recordings as unredacted. Next: [`crate::transcript`].

use std::sync::Arc;

use speech::recognition::Recogniser;
use storage::Db;
use vault::KeyRing;

use crate::calls::{ListeningPost, Scribe, listening_post};
use crate::clock::Clock;
use crate::config::Config;
use crate::live::transcript_feed::TranscriptFeed;
use crate::trail::Trail;
use crate::transcript::{self, RoomScribe, TranscriptDeps, TranscriptRoom, TranscriptState};

/// What hearing is built on.
pub struct HearingDeps {
    /// The database.
    pub db: Db,
    /// Keys of contacts.
    pub ring: Arc<KeyRing>,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// What pages follow.
    pub words: TranscriptFeed,
}

/// Hearing, as the others need it.
pub struct Hearing {
    /// Where conversations that begin are told; None where nobody listens.
    pub post: Option<ListeningPost>,
    /// Who completes texts; None where recognition is off.
    pub scribe: Option<Arc<dyn Scribe>>,
    /// What turns speech into text; None where recognition is off.
    pub recogniser: Option<Arc<dyn Recogniser>>,
    /// What the room's endpoints need.
    pub state: TranscriptState,
}

/// Begins to listen with `recogniser`; with none, only tells that nobody listens.
pub fn open(config: &Config, recogniser: Option<Arc<dyn Recogniser>>, deps: HearingDeps) -> Hearing {
    let state = TranscriptState {
        db: deps.db.clone(),
        clock: deps.clock.clone(),
        trail: deps.trail,
        queues: config.floor.queues.iter().map(|queue| queue.id.0.clone()).collect(),
        recogniser: recogniser.clone(),
    };
    let Some(recogniser) = recogniser else {
        return Hearing { post: None, scribe: None, recogniser: None, state };
    };
    let room = TranscriptRoom::new(TranscriptDeps {
        recogniser: Arc::clone(&recogniser),
        db: deps.db,
        ring: deps.ring,
        clock: deps.clock,
        feed: deps.words,
    });
    let (post, talks) = listening_post();
    tokio::spawn(transcript::hear(room.clone(), talks));
    Hearing { post: Some(post), scribe: Some(Arc::new(RoomScribe::new(room))), recogniser: Some(recogniser), state }
}
