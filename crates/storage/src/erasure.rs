//! Erasing a contact: its key, what its key sealed, its blind index, and the files of its recordings.
//!
//! In two steps, so that no crash leaves a readable rest: one transaction takes the key and marks the recordings,
//! then the files are deleted and the marks say so. Events, times and figures stay: they name nobody.
//! It must never decide who may erase. Next: `contacts`, `recordings`.

use uuid::Uuid;

use crate::db::{Connection, Db};
use crate::objects::Objects;
use crate::recordings::{self, Recording};
use crate::spool::{Spool, SpoolError, remove};
use crate::{
    StoreError, ai_prompts, call_summaries, callbacks, contacts, faq_questions, flow_runs, transcript_texts,
    transcripts,
};

/// Takes the contact's key and marks its recordings; call it in the transaction that writes the audit entry.
/// Answers `false` when the contact was erased before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn erase(tx: &impl Connection, contact: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let erased = contacts::erase(tx, contact, at_ms).await?;
    if erased {
        recordings::mark_erasing(tx, contact).await?;
        callbacks::forget_number(tx, contact).await?;
        flow_runs::forget_notes(tx, contact).await?;
        transcripts::forget(tx, contact).await?;
        transcript_texts::forget(tx, contact).await?;
        call_summaries::forget(tx, contact).await?;
        faq_questions::forget_contact(tx, contact).await?;
        ai_prompts::forget_texts(tx, contact).await?;
    }
    Ok(erased)
}

/// Deletes the files of marked recordings, wherever they lie, and before that the keys of sealed ones; answers
/// the recordings that are gone.
///
/// # Errors
/// [`SpoolError`]; what is left is deleted the next time.
pub async fn finish(db: &Db, spool: &Spool, objects: &Objects) -> Result<Vec<Gone>, SpoolError> {
    let marked = recordings::erasing(db).await?;
    let mut gone = Vec::with_capacity(marked.len());
    for recording in &marked {
        let had_sealed_key = spool.destroy_key(recording.id).await?;
        delete_files(spool, objects, recording).await?;
        recordings::erased(db, recording.id).await?;
        gone.push(Gone { recording: recording.id, had_sealed_key });
    }
    Ok(gone)
}

/// A recording whose files were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// The recording.
    pub recording: Uuid,
    /// Whether the key of a sealed file was destroyed with it, which belongs into the audit log.
    pub had_sealed_key: bool,
}

async fn delete_files(spool: &Spool, objects: &Objects, recording: &Recording) -> Result<(), SpoolError> {
    if let Some(key) = &recording.object_key {
        objects.delete(key).await?;
    }
    spool.remove_sealed(recording.id)?;
    Ok(remove(&spool.cached_path(recording.id))?)
}
