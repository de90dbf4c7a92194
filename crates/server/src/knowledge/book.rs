//! One change of one entry: read, handed to the workflow, kept with its history and the audit log, and shown.
//!
//! Owns the transaction. Of two who change the same entry at once one is told that the other was faster.

use domain::ids::AgentId;
use domain::knowledge::entry::{Entry, EntryKey, FileDigest};
use domain::knowledge::workflow::{Actor, Dossier, Duty, Effect, Event, Occasion, Record, Refusal};
use domain::time::Timestamp;
use serde_json::json;
use storage::faq_entries::{self, StoredEntry};
use storage::{StoreError, Tx, begin, commit, faq_files};

use super::state::KnowledgeState;
use crate::login::Staff;
use crate::login::role::Role;
use crate::trail::SYSTEM;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// There is no such entry.
    #[error("there is no such entry")]
    Unknown,
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The text names a file of which no bytes are kept.
    #[error("no bytes of the file {0} are kept")]
    NoFile(String),
    /// The database is away, or somebody was faster.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The work broke off, which would be a fault of ours.
    #[error("it broke off: {0}")]
    Broken(String),
}

/// In what duty somebody works on entries; the city's own staff stay that whatever else they are.
#[must_use]
pub fn duty(staff: &Staff) -> Duty {
    if staff.is(Role::CityOfficer) {
        Duty::CityOfficer
    } else if staff.is(Role::Manager) {
        Duty::Manager
    } else {
        Duty::Agent
    }
}

/// Somebody doing something now.
pub(super) fn occasion(state: &KnowledgeState, staff: &Staff) -> Occasion {
    let by = Actor { id: AgentId(staff.id), duty: duty(staff) };
    Occasion { by, now: now(state), demonstration: state.demonstration }
}

pub(super) fn now(state: &KnowledgeState) -> Timestamp {
    Timestamp(state.clock.now().timestamp_millis())
}

/// Does one thing to one entry; an edit of an entry that is not there makes it.
pub(super) async fn change(
    state: &KnowledgeState,
    key: &EntryKey,
    event: Event,
    occasion: &Occasion,
) -> Result<StoredEntry, NotChanged> {
    let tx = begin(&state.db).await?;
    let (entry, effects) = change_within(&tx, key, event, occasion).await?;
    let actor = format!("account:{}", occasion.by.id.0);
    audit(state, &tx, &actor, key.as_str(), &effects).await?;
    commit(tx).await?;
    shown(state, &effects).await;
    Ok(entry)
}

/// The same within a transaction of more changes; once it is committed, hand the effects to [`shown`].
pub(super) async fn change_within(
    tx: &Tx,
    key: &EntryKey,
    event: Event,
    occasion: &Occasion,
) -> Result<(StoredEntry, Vec<Effect>), NotChanged> {
    let makes = matches!(event, Event::Edit { .. });
    if let Event::Edit { content, .. } = &event {
        files_are_kept(tx, content, occasion.now).await?;
    }
    let mut entry = match faq_entries::find(tx, key.as_str()).await? {
        Some(entry) => entry,
        None if makes => StoredEntry { dossier: Dossier::new(key.clone()), turn: 0, changed_at: occasion.now },
        None => return Err(NotChanged::Unknown),
    };
    let effects = entry.dossier.handle(event, occasion)?;
    keep(tx, &mut entry, &effects, occasion.now).await?;
    Ok((entry, effects))
}

/// Whether the bytes of every file a text names are kept; they are then for as long as the text is.
pub(super) async fn files_are_kept(tx: &Tx, content: &Entry, now: Timestamp) -> Result<(), NotChanged> {
    let digests: Vec<FileDigest> = content.attachments.iter().map(|file| file.sha256.clone()).collect();
    let kept = faq_files::name(tx, &digests, now).await?;
    match content.attachments.iter().find(|file| !file.is_among(&kept)) {
        Some(missing) => Err(NotChanged::NoFile(missing.name.clone())),
        None => Ok(()),
    }
}

/// Does what was set for this instant or before to one entry; hand the effects of all to [`shown`].
pub(super) async fn tick(state: &KnowledgeState, key: &str) -> Result<Vec<Effect>, StoreError> {
    let now = now(state);
    let tx = begin(&state.db).await?;
    let Some(mut entry) = faq_entries::find(&tx, key).await? else { return Ok(Vec::new()) };
    let effects = entry.dossier.tick(now);
    if effects.is_empty() {
        return Ok(effects);
    }
    keep(&tx, &mut entry, &effects, now).await?;
    audit(state, &tx, SYSTEM, key, &effects).await?;
    commit(tx).await?;
    Ok(effects)
}

async fn keep(tx: &Tx, entry: &mut StoredEntry, effects: &[Effect], now: Timestamp) -> Result<(), StoreError> {
    let records: Vec<Record> = effects.iter().filter_map(record).cloned().collect();
    entry.turn = faq_entries::keep(tx, &entry.dossier, entry.turn, &records, now).await?;
    entry.changed_at = now;
    Ok(())
}

async fn audit(state: &KnowledgeState, tx: &Tx, actor: &str, key: &str, effects: &[Effect]) -> Result<(), StoreError> {
    for record in effects.iter().filter_map(record) {
        let what = json!(record.what);
        let kind = what.get("kind").and_then(|kind| kind.as_str()).unwrap_or("changed");
        let detail = json!({"version": what.get("version")});
        state.trail.add_in(tx, actor, &format!("faq.{kind}"), &format!("faq:{key}"), detail).await?;
    }
    Ok(())
}

/// Reads anew what is live where that changed. A failure is told to the log alone: the change itself is kept.
pub(super) async fn shown(state: &KnowledgeState, effects: &[Effect]) {
    let changed = effects.iter().any(|effect| matches!(effect, Effect::Show(_) | Effect::Hide(..)));
    if changed && let Err(why) = state.shelf.renew().await {
        tracing::error!(%why, "what is live of the FAQ could not be read anew; the next change tries again");
    }
}

fn record(effect: &Effect) -> Option<&Record> {
    match effect {
        Effect::Record(record) => Some(record),
        Effect::Show(_) | Effect::Hide(..) => None,
    }
}
