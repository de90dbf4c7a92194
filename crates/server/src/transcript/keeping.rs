//! Settled lines on their way into the store, sealed with the contact's key.
//!
//! Owns the patience: while the database is away, or does not know the contact yet, lines wait in memory,
//! redacted. What could not be kept in the end is made anew from the recording. Next: `storage::transcripts`.

use speech::SpokenLanguage;
use storage::transcripts::{self, SegmentToKeep};
use storage::{Db, StoreError, contacts};
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::sheet::Line;

/// Lines that wait for the store; the oldest fall out.
const LINES_MAX: usize = 2_000;

/// Where a conversation's lines go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) contact: Uuid,
    pub(super) recording: Uuid,
    /// `live`, or `after` when made from the recording.
    pub(super) source: &'static str,
}

/// The lines of one conversation that wait.
pub(super) struct Keeping {
    place: Place,
    key: Option<ContactKey>,
    waiting: Vec<Line>,
}

impl Keeping {
    pub(super) fn new(place: Place) -> Self {
        Self { place, key: None, waiting: Vec::new() }
    }

    /// Takes settled lines.
    pub(super) fn add(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.waiting.extend(lines.into_iter().filter(|line| !line.pieces.is_empty()));
        let over = self.waiting.len().saturating_sub(LINES_MAX);
        if over > 0 {
            tracing::error!(lines = over, contact.id = %self.place.contact, "lines wait too long for the database");
            self.waiting.drain(..over);
        }
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Stores what waits, as far as the database takes it.
    pub(super) async fn keep(&mut self, db: &Db, ring: &KeyRing) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let key = match self.key.take() {
            Some(key) => key,
            None => key_of(db, ring, self.place.contact).await?,
        };
        let mut kept = 0;
        let mut outcome = Ok(());
        for line in &self.waiting {
            match transcripts::keep(db, &key, &segment(self.place, line)).await {
                Ok(_) => kept += 1,
                Err(why) => {
                    outcome = Err(why);
                    break;
                }
            }
        }
        self.waiting.drain(..kept);
        self.key = Some(key);
        outcome
    }
}

/// The key of a contact that is in the books.
pub(super) async fn key_of(db: &Db, ring: &KeyRing, contact: Uuid) -> Result<ContactKey, StoreError> {
    let contact = contacts::find(db, contact).await?.ok_or(StoreError::Missing("contacts"))?;
    contacts::key(&contact, ring)
}

fn segment(place: Place, line: &Line) -> SegmentToKeep {
    SegmentToKeep {
        id: line.id,
        contact: place.contact,
        recording: place.recording,
        party: line.voice.party.clone(),
        agent: line.voice.agent,
        start_ms: line.start_ms,
        end_ms: line.end_ms,
        language: line.language.map(language_word).map(str::to_owned),
        confidence: line.confidence,
        engine: line.engine.clone(),
        source: place.source,
        words: line.pieces.clone(),
    }
}

/// `ja` or `en`.
pub(super) fn language_word(language: SpokenLanguage) -> &'static str {
    match language {
        SpokenLanguage::Japanese => "ja",
        SpokenLanguage::English => "en",
    }
}
