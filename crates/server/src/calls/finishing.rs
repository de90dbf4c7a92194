//! What is done with one closed recording: its text completed, its copy silenced and stored, its sealed file
//! kept or destroyed.
//!
//! Fails closed: while the scribe cannot judge the recording, nobody hears it. Every step may be repeated. It
//! must never know how sound becomes text. Next: `storage::spool` for the steps on files.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use serde_json::json;
use storage::recordings::{Ending, Recording};
use storage::silenced_spans::Span;
use storage::spool::{Closed, Sealed, SpoolError, Verdict};
use storage::{StoreError, ingest, recordings, sealed_files};
use uuid::Uuid;
use vault::recording::Silence;

use super::archive_deps::ArchiveDeps;
use super::archive_queue::Waiting;
use super::held_stretches::held_stretches;
use super::keypad_tones::keypad_tones;
use super::scribe::{FinishedRecording, HeldBack, SealedSound, SilencedSpan};
use super::spoken_time::spoken_ms;
use crate::trail::{self, SYSTEM};

/// The longest the scribe may take, beside three times the recording's own length.
const SCRIBE_FLOOR: Duration = Duration::from_secs(600);
const SCRIBE_FACTOR: u32 = 3;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Why nothing of a recording became text where recognition is switched off.
const OFF: &str = "recognition_off";

/// Why a recording stays sealed for the time being.
#[derive(Debug, thiserror::Error)]
pub(super) enum Held {
    /// File, store or database.
    #[error(transparent)]
    Store(#[from] SpoolError),
    /// Its text.
    #[error("{0}")]
    Text(String),
}

impl From<StoreError> for Held {
    fn from(why: StoreError) -> Self {
        Self::Store(why.into())
    }
}

impl Held {
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

impl ArchiveDeps {
    /// Finishes one recording; what breaks off in the middle counts as failed and is tried again.
    pub(super) async fn settle_whole(&self, one: &Waiting) -> Result<(), Held> {
        let settled = AssertUnwindSafe(self.settle(one)).catch_unwind().await;
        let settled = settled.unwrap_or_else(|_| Err(Held::Text("finishing the recording broke off".to_owned())));
        if let Err(Held::Text(why)) = &settled {
            recordings::held(&self.db, one.id, why, self.now_ms()).await?;
        }
        settled
    }

    async fn settle(&self, one: &Waiting) -> Result<(), Held> {
        // A fault is said at once, though the file may have to wait for space.
        if let Some((stats, fault)) = &one.measured {
            recordings::measured(&self.db, one.id, Some(stats.clone()), fault.clone()).await?;
        }
        match self.spool.close(&self.db, &self.ring, &self.objects, one.id).await? {
            Closed::Lost => Ok(()),
            Closed::Erased { had_key: false } => Ok(()),
            Closed::Erased { had_key: true } => Ok(self.note_destroyed(one.id, "contact_erased").await?),
            Closed::Finished(row) => self.put_away(row.id, row.kept_until_ms).await,
            Closed::Sealed(sealed) => {
                let verdict = self.judge(&sealed).await?;
                let done = self.spool.finish(&self.db, &self.ring, &self.objects, &sealed, &verdict).await?;
                self.put_away(sealed.id, done.kept_until_ms).await
            }
        }
    }

    /// What must not stay of a sealed recording.
    async fn judge(&self, sealed: &Sealed) -> Result<Verdict, Held> {
        let now_ms = self.now_ms();
        let sound = SealedSound::new(sealed.path.clone(), sealed.key.clone());
        let mut spans = keypad_tones(sound.clone()).await?;
        let log = ingest::log(&self.db, sealed.contact).await?;
        spans.extend(held_stretches(&log, sealed.started_at_ms, sealed.duration_ms));
        match self.ask_scribe(sealed, sound.clone()).await {
            Ok(said) => {
                spans.extend(said.into_iter().map(span));
                let kept_until_ms = self.kept_until(now_ms);
                Ok(Verdict { ending: Ending::Final, spans, now_ms, kept_until_ms })
            }
            Err(HeldBack::Off) => {
                let speech_ms = spoken_ms(sound).await?;
                recordings::transcribed(&self.db, sealed.id, speech_ms, 0, Some(OFF)).await?;
                Ok(Verdict { ending: Ending::Unredacted, spans, now_ms, kept_until_ms: None })
            }
            Err(HeldBack::Retry(why)) => Err(Held::Text(why)),
        }
    }

    async fn ask_scribe(&self, sealed: &Sealed, sound: SealedSound) -> Result<Vec<SilencedSpan>, HeldBack> {
        let Some(scribe) = &self.scribe else { return Err(HeldBack::Off) };
        let recording = FinishedRecording {
            id: sealed.id,
            contact: sealed.contact,
            started_at_ms: sealed.started_at_ms,
            duration_ms: sealed.duration_ms,
            sound,
        };
        let limit = SCRIBE_FLOOR + Duration::from_millis(sealed.duration_ms) * SCRIBE_FACTOR;
        let said = tokio::time::timeout(limit, scribe.finish(recording)).await;
        said.unwrap_or_else(|_| Err(HeldBack::Retry(format!("no text after {} s", limit.as_secs()))))
    }

    /// The copy is stored: keeps the sealed file for its days, or destroys it.
    async fn put_away(&self, id: Uuid, kept_until_ms: Option<i64>) -> Result<(), Held> {
        if kept_until_ms.is_some_and(|until| until > self.now_ms()) {
            return Ok(self.spool.keep_sealed(id)?);
        }
        let why = if kept_until_ms.is_some() { "kept_days_over" } else { "redacted_copy_stored" };
        self.destroy_sealed(id, why).await
    }

    /// Destroys a sealed file's key, notes it, and removes the file.
    pub(super) async fn destroy_sealed(&self, id: Uuid, why: &str) -> Result<(), Held> {
        self.spool.destroy_key(id).await?;
        self.note_destroyed(id, why).await?;
        Ok(self.spool.remove_sealed(id)?)
    }

    /// One entry in the audit log for each key, however often the steps are repeated.
    pub(super) async fn note_destroyed(&self, id: Uuid, why: &str) -> Result<(), StoreError> {
        let tx = storage::begin(&self.db).await?;
        if sealed_files::key_destroyed(&tx, id, self.now_ms()).await? {
            let contact = recordings::find(&tx, id).await?.map(|row: Recording| row.contact);
            let detail = json!({"contact": contact, "why": why});
            let subject = trail::recording(id);
            self.trail.add_in(&tx, SYSTEM, "recording.sealed_key_destroyed", &subject, detail).await?;
        }
        storage::commit(tx).await
    }

    fn kept_until(&self, now_ms: i64) -> Option<i64> {
        let days = self.keeping.sealed_days;
        (days > 0).then(|| now_ms + i64::from(days) * DAY_MS)
    }
}

fn span(said: SilencedSpan) -> Span {
    let silence = Silence { channels: said.side, start_ms: said.start_ms, end_ms: said.end_ms };
    Span { silence, kind: said.kind }
}
