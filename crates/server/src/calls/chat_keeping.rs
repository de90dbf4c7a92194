//! The lines of a chat on their way into the contact's transcript, sealed with the contact's key.
//!
//! Only text without secrets comes here, each line at once, so that a stop of the program loses nothing that was
//! shown. While the database is away, lines wait in memory for a while. A chat has no recording, so its lines stand
//! under none, and their times count from its first line. Next: [`storage::transcripts`].

use std::collections::BTreeMap;
use std::time::Duration;

use domain::chat_talk::{ChatLine, ChatWriter};
use domain::contact::Language;
use domain::ids::ContactId;
use domain::time::Timestamp;
use storage::transcripts::{self, SegmentToKeep, TimedText};
use storage::{Db, StoreError};
use tokio::sync::mpsc;
use uuid::Uuid;
use vault::ContactKey;

use super::caption_keeping::NO_RECORDING;
use super::picture::language_word;
use crate::clock::fresh_id;

/// Lines of one chat that wait for the database; a chat has no more of them, changes included, within a minute or so.
const WAITING_MAX: usize = 2_048;
/// How long until the database is asked again.
const RETRY: Duration = Duration::from_secs(2);
/// How often; then the line is lost, and the log says so.
const RETRIES_MAX: u32 = 300;

/// Where a chat's lines go.
#[derive(Debug)]
pub(super) struct ChatKeeping {
    lines: mpsc::Sender<Kept>,
}

#[derive(Debug)]
struct Kept {
    contact: ContactId,
    language: Language,
    line: ChatLine,
}

/// The lines that are kept, by their number.
struct Shelf {
    db: Db,
    key: ContactKey,
    ids: BTreeMap<u32, Uuid>,
    began: Option<Timestamp>,
}

impl ChatKeeping {
    /// Keeps lines until the chat is forgotten and nothing waits.
    pub(super) fn start(db: Db, key: ContactKey) -> Self {
        let (lines, mut waiting) = mpsc::channel(WAITING_MAX);
        tokio::spawn(async move {
            let mut shelf = Shelf { db, key, ids: BTreeMap::new(), began: None };
            while let Some(kept) = waiting.recv().await {
                shelf.keep_at_last(&kept).await;
            }
        });
        Self { lines }
    }

    /// Keeps a line, or what is left of it after a change.
    pub(super) fn keep(&self, contact: ContactId, language: Language, line: ChatLine) {
        if self.lines.try_send(Kept { contact, language, line }).is_err() {
            tracing::error!(contact.id = %contact, "too many lines of a chat wait for the database; one is lost");
        }
    }
}

impl Shelf {
    async fn keep_at_last(&mut self, kept: &Kept) {
        let contact = kept.contact;
        for _ in 0..RETRIES_MAX {
            match self.keep(kept).await {
                Ok(()) => return,
                Err(why) => tracing::warn!(contact.id = %contact, %why, "a line of a chat waits for the database"),
            }
            tokio::time::sleep(RETRY).await;
        }
        tracing::error!(contact.id = %contact, "a line of a chat could not be kept");
    }

    async fn keep(&mut self, kept: &Kept) -> Result<(), StoreError> {
        let began = *self.began.get_or_insert(kept.line.at);
        let at_ms = i64::try_from(kept.line.at.since_ms(began)).unwrap_or(i64::MAX);
        let words = words(&kept.line, at_ms);
        if let Some(id) = self.ids.get(&kept.line.number) {
            return transcripts::redact_further(&self.db, &self.key, kept.contact.0, *id, &words).await;
        }
        let id = fresh_id();
        let (party, agent, engine) = match kept.line.writer {
            ChatWriter::Resident => ("caller", None, "typed"),
            ChatWriter::Bot => ("bot", None, "faq"),
            ChatWriter::Agent(agent) => ("agent", Some(agent.0), "typed"),
        };
        let segment = SegmentToKeep {
            id,
            contact: kept.contact.0,
            recording: NO_RECORDING,
            party: party.to_owned(),
            agent,
            start_ms: at_ms,
            end_ms: at_ms,
            language: Some(language_word(kept.language).to_owned()),
            confidence: 1.0,
            engine: engine.to_owned(),
            source: "live",
            words,
        };
        transcripts::keep(&self.db, &self.key, &segment).await?;
        self.ids.insert(kept.line.number, id);
        Ok(())
    }
}

fn words(line: &ChatLine, at_ms: i64) -> Vec<TimedText> {
    let piece = |piece: &domain::chat_talk::ChatPiece| TimedText {
        text: piece.text.clone(),
        start_ms: at_ms,
        end_ms: at_ms,
        redacted: piece.removed.map(|kind| kind.code().to_owned()),
    };
    line.pieces.iter().map(piece).collect()
}
