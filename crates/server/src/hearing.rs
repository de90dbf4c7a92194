//! The hearing of calls put together: who listens as they are spoken, who completes their text, who tells of it.
//!
//! Owns the composition of the room `transcript` and nothing else. Without a recogniser nobody listens, and
//! the archive keeps recordings as unredacted. Next: [`crate::transcript`].

use std::sync::Arc;

use domain::contact::Party;
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use speech::recognition::Recogniser;
use storage::Db;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;
use vault::KeyRing;

use crate::calls::{CallsHandle, ListeningPost, Scribe, listening_post};
use crate::clock::Clock;
use crate::config::Config;
use crate::live::transcript_feed::TranscriptFeed;
use crate::live::transcript_messages::TranscriptLine;
use crate::recogniser::Recognition;
use crate::trail::Trail;
use crate::transcript::{self, RoomScribe, StaysHere, TranscriptDeps, TranscriptRoom, TranscriptState};

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

/// Begins to listen with whom there is; with nobody, only tells that nobody listens, and why.
pub fn open(config: &Config, recognition: Recognition, deps: HearingDeps) -> Hearing {
    let recogniser = recognition.recogniser();
    let state = TranscriptState {
        db: deps.db.clone(),
        clock: deps.clock.clone(),
        trail: deps.trail,
        queues: config.floor_in_force().queues.iter().map(|queue| queue.id.0.clone()).collect(),
        recognition,
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
        stays: StaysHere(config.speech.remote.local_only_queues.iter().cloned().collect()),
    });
    let (post, talks) = listening_post();
    tokio::spawn(transcript::hear(room.clone(), talks));
    Hearing { post: Some(post), scribe: Some(Arc::new(RoomScribe::new(room))), recogniser: Some(recogniser), state }
}

/// Lets the floor's watch read along for the words of its list, as long as anybody may speak.
pub async fn watch_words(feed: TranscriptFeed, calls: CallsHandle) {
    let mut news = feed.follow();
    loop {
        match news.recv().await {
            Ok(news) => {
                for line in news.lines.iter() {
                    tell(&calls, ContactId(news.contact), line).await;
                }
            }
            // What was missed is told again as its line grows or is settled.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn tell(calls: &CallsHandle, contact: ContactId, line: &TranscriptLine) {
    // Which agent it is makes no difference to the list.
    let party = match line.party.as_str() {
        "caller" => Party::Caller,
        "agent" => Party::Agent(AgentId(Uuid::nil())),
        "third" => Party::Third { attempt: 0 },
        _ => return,
    };
    calls.said(contact, party, line.text.clone(), Timestamp(line.at.timestamp_millis())).await;
}
