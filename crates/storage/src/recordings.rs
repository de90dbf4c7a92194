//! Recordings as rows: whose they are, in what state, where the file lies and what was heard to be wrong.
//!
//! Never touches a file: `spool` and `objects` do.

mod entity {
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
        /// `open`, `sealed`, `final`, or `lost` when nothing was written, `erasing` and `erased`.
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
    /// Whether there is sound to be heard.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        !GONE.contains(&self.state.as_str())
    }
}

use crate::db::Connection;
use crate::error::StoreError;

/// States in which there is nothing to be heard.
const GONE: [&str; 3] = ["lost", "erasing", "erased"];

/// Where and what a recording's file is after it was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
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
        state: String::from("open"),
        key_id: key_id.to_owned(),
        object_key: None,
        started_at_ms,
        duration_ms: None,
        size_bytes: None,
        sha256: None,
        stats: None,
        fault: None,
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

/// Recordings that can be heard and whose header names another key, by id after `after`.
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

/// Notes that the file was closed and moved to the objects.
///
/// # Errors
/// [`StoreError::Missing`] when the recording was never begun, or its contact was erased meanwhile.
pub async fn moved(db: &impl Connection, id: Uuid, moved: &Moved) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("sealed"))
        .col_expr(Column::ObjectKey, Expr::value(moved.object_key.clone()))
        .col_expr(Column::DurationMs, Expr::value(moved.duration_ms))
        .col_expr(Column::SizeBytes, Expr::value(moved.size_bytes))
        .col_expr(Column::Sha256, Expr::value(moved.sha256.clone()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_not_in(["erasing", "erased"]))
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

/// Recordings that still lie in the spool, or should, oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn in_spool(db: &impl Connection) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::ObjectKey.is_null()).filter(Column::State.eq("open"));
    Ok(query.order_by_asc(Column::StartedAtMs).all(db).await?)
}
