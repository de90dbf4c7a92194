//! Recordings as rows: whose they are, in what state, where the file lies and what was heard to be wrong.
//!
//! Never touches a file: `spool` and `objects` do. Next: `sealed_files` for keys that are destroyed, `unredacted`
//! for what may not stay long.

pub(crate) mod entity {
    use sea_orm::entity::prelude::*;

    /// One recording file.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recordings")]
    pub struct Model {
        /// The recording; its file is named after it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The contact.
        pub contact: Uuid,
        /// `open` while it is written or waits sealed for its text; `final` when what must not stay was taken out;
        /// `unredacted` when recognition was off; `lost` when nothing was written; `erasing` and `erased` with its
        /// contact; `expiring` and `expired` when an unredacted one may not stay longer.
        pub state: String,
        /// The key-encryption key named in the file's header.
        pub key_id: String,
        /// Where it lies among the objects; absent while it is in the spool.
        pub object_key: Option<String>,
        /// When it began.
        pub started_at_ms: i64,
        /// How long it is.
        pub duration_ms: Option<i64>,
        /// Length of the file.
        pub size_bytes: Option<i64>,
        /// SHA-256 of the file, hexadecimal.
        pub sha256: Option<String>,
        /// Loss, jitter and fill of both sides.
        pub stats: Option<Json>,
        /// What went wrong.
        pub fault: Option<String>,
        /// Since when it waits for its text.
        pub held_since_ms: Option<i64>,
        /// When its copy for listening was stored.
        pub finished_at_ms: Option<i64>,
        /// Until when the sealed file is kept; absent where it goes at once.
        pub kept_until_ms: Option<i64>,
        /// When the sealed file's key was destroyed.
        pub key_destroyed_at_ms: Option<i64>,
        /// Speech in it, both sides together.
        pub speech_ms: Option<i64>,
        /// Speech that became text.
        pub transcribed_ms: Option<i64>,
        /// Why it waits for its text.
        pub held_why: Option<String>,
        /// Why speech in it has no text, such as `recognition_off`; absent when all has.
        pub untranscribed_reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};
use serde_json::Value;
use uuid::Uuid;

pub use entity::Model as Recording;

impl Recording {
    /// Whether there is sound, be it sealed or to be heard.
    #[must_use]
    pub fn has_sound(&self) -> bool {
        !GONE.contains(&self.state.as_str())
    }

    /// Whether it waits for its text, or is still being written.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.state == OPEN
    }

    /// Whether its copy for listening is stored.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.state == Ending::Final.state() || self.is_unredacted()
    }

    /// Whether nothing was taken out of it because recognition was off.
    #[must_use]
    pub fn is_unredacted(&self) -> bool {
        self.state == Ending::Unredacted.state()
    }
}

/// What a copy for listening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// What must not stay was taken out.
    Final,
    /// Recognition was off: nobody looked for what must not stay.
    Unredacted,
}

impl Ending {
    pub(crate) fn state(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Unredacted => "unredacted",
        }
    }
}

use crate::db::Connection;
use crate::error::StoreError;

/// Being written, or waiting sealed for its text.
const OPEN: &str = "open";
/// States in which there is nothing to be heard.
const GONE: [&str; 5] = ["lost", "erasing", "erased", "expiring", "expired"];

/// Where and what a recording's copy for listening is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Whether what must not stay was taken out.
    pub ending: Ending,
    /// The key-encryption key in the copy's header.
    pub key_id: String,
    /// When it was stored.
    pub finished_at_ms: i64,
    /// Until when the sealed file is kept; absent where it goes at once.
    pub kept_until_ms: Option<i64>,
    /// Where it lies among the objects.
    pub object_key: String,
    /// How long the sound is.
    pub duration_ms: i64,
    /// Length of the file.
    pub size_bytes: i64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// Notes that a recording began; a second call for the same one changes nothing. Answers whether it was not
/// known before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn begin(
    db: &impl Connection,
    id: Uuid,
    contact: Uuid,
    key_id: &str,
    started_at_ms: i64,
) -> Result<bool, StoreError> {
    let recording = Recording {
        id,
        contact,
        state: String::from(OPEN),
        key_id: key_id.to_owned(),
        object_key: None,
        started_at_ms,
        duration_ms: None,
        size_bytes: None,
        sha256: None,
        stats: None,
        fault: None,
        held_since_ms: None,
        finished_at_ms: None,
        kept_until_ms: None,
        key_destroyed_at_ms: None,
        speech_ms: None,
        transcribed_ms: None,
        held_why: None,
        untranscribed_reason: None,
    };
    let insert = Entity::insert(recording.into_active_model()).on_conflict_do_nothing();
    Ok(matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)))
}

/// Notes that nothing of a recording can be heard, and why; a reason noted before is kept.
///
/// # Errors
/// [`StoreError::Missing`] when the recording was never begun.
pub async fn lost(db: &impl Connection, id: Uuid, why: &str) -> Result<(), StoreError> {
    find(db, id).await?.ok_or(StoreError::Missing("recordings"))?;
    Entity::update_many()
        .col_expr(Column::State, Expr::value("lost"))
        .col_expr(Column::Fault, Func::coalesce([Expr::col(Column::Fault), Expr::value(why)]).into())
        .filter(Column::Id.eq(id))
        .filter(Column::ObjectKey.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Notes what was measured and what went wrong.
///
/// # Errors
/// [`StoreError::Missing`] when the recording was never begun.
pub async fn measured(
    db: &impl Connection,
    id: Uuid,
    stats: Option<Value>,
    fault: Option<String>,
) -> Result<(), StoreError> {
    let mut row = ActiveModel::default();
    if stats.is_some() {
        row.stats = Set(stats);
    }
    if fault.is_some() {
        row.fault = Set(fault);
    }
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id));
    match update.exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("recordings")),
    }
}

/// Marks the recordings of an erased contact, so that their files are deleted whatever happens next.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn mark_erasing(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    let marked = Entity::update_many().col_expr(Column::State, Expr::value("erasing"));
    marked.filter(Column::Contact.eq(contact)).exec(db).await?;
    Ok(())
}

/// Recordings whose files are to be deleted.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn erasing(db: &impl Connection) -> Result<Vec<Recording>, StoreError> {
    Ok(Entity::find().filter(Column::State.eq("erasing")).all(db).await?)
}

/// Notes that a recording's files are deleted.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn erased(db: &impl Connection, id: Uuid) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value("erased"))
        .col_expr(Column::ObjectKey, Expr::value(Option::<String>::None));
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Recordings that have sound and whose header names another key, by id after `after`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_other_key(
    db: &impl Connection,
    key_id: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Recording>, StoreError> {
    let mut query = Entity::find().filter(Column::KeyId.ne(key_id)).filter(Column::State.is_not_in(GONE));
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    Ok(query.order_by_asc(Column::Id).limit(limit).all(db).await?)
}

/// Notes the key a recording's header names, and the file's checksum where the file was stored anew.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rekeyed(db: &impl Connection, id: Uuid, key_id: &str, sha256: Option<&str>) -> Result<(), StoreError> {
    let mut update = Entity::update_many().col_expr(Column::KeyId, Expr::value(key_id));
    if let Some(sha256) = sha256 {
        update = update.col_expr(Column::Sha256, Expr::value(sha256));
    }
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Notes why a recording waits sealed for its text; since when is kept from the first time.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn held(db: &impl Connection, id: Uuid, why: &str, now_ms: i64) -> Result<(), StoreError> {
    let since = Func::coalesce([Expr::col(Column::HeldSinceMs), Expr::value(now_ms)]);
    Entity::update_many()
        .col_expr(Column::HeldWhy, Expr::value(why))
        .col_expr(Column::HeldSinceMs, since.into())
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(OPEN))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes how much speech a recording holds, how much of it became text, and why the rest did not.
///
/// # Errors
/// [`StoreError::Missing`] when the recording was never begun.
pub async fn transcribed(
    db: &impl Connection,
    id: Uuid,
    speech_ms: i64,
    transcribed_ms: i64,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        speech_ms: Set(Some(speech_ms)),
        transcribed_ms: Set(Some(transcribed_ms)),
        untranscribed_reason: Set(reason.map(str::to_owned)),
        ..ActiveModel::default()
    };
    match Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("recordings")),
    }
}

/// Notes that the copy for listening is stored; from here on it is what is heard.
///
/// # Errors
/// [`StoreError::Missing`] when the recording was never begun, or its contact was erased meanwhile.
pub async fn finished(db: &impl Connection, id: Uuid, finished: &Finished) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(finished.ending.state()))
        .col_expr(Column::KeyId, Expr::value(finished.key_id.clone()))
        .col_expr(Column::ObjectKey, Expr::value(finished.object_key.clone()))
        .col_expr(Column::DurationMs, Expr::value(finished.duration_ms))
        .col_expr(Column::SizeBytes, Expr::value(finished.size_bytes))
        .col_expr(Column::Sha256, Expr::value(finished.sha256.clone()))
        .col_expr(Column::FinishedAtMs, Expr::value(finished.finished_at_ms))
        .col_expr(Column::KeptUntilMs, Expr::value(finished.kept_until_ms))
        .col_expr(Column::HeldWhy, Expr::value(Option::<String>::None))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(OPEN))
        .exec(db)
        .await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("recordings")),
    }
}

/// Finds a recording.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<Recording>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Recordings of a contact in order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact));
    Ok(query.order_by_asc(Column::StartedAtMs).all(db).await?)
}

/// Recordings of several contacts in order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contacts(db: &impl Connection, contacts: &[Uuid]) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::Contact.is_in(contacts.iter().copied()));
    Ok(query.order_by_asc(Column::StartedAtMs).all(db).await?)
}

/// Recordings that still lie sealed in the spool, or should, oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn in_spool(db: &impl Connection) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::ObjectKey.is_null()).filter(Column::State.eq(OPEN));
    Ok(query.order_by_asc(Column::StartedAtMs).all(db).await?)
}
