//! Sealed files whose copy is finished: which are still kept, and that their keys are destroyed.
//!
//! Rows alone; files are `spool`'s. It must never decide how long a sealed file is kept.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::Connection;
use crate::error::StoreError;
use crate::recordings::Recording;
use crate::recordings::entity::{Column, Entity};

/// Notes that a sealed file's key is destroyed; answers whether it was not noted before, so that the audit log
/// gets one entry. Call it in the transaction that writes that entry.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn key_destroyed(db: &impl Connection, id: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::KeyDestroyedAtMs, Expr::value(at_ms))
        .filter(Column::Id.eq(id))
        .filter(Column::KeyDestroyedAtMs.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Recordings whose sealed file has been kept for as long as it may be, or longer.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn kept_long_enough(db: &impl Connection, now_ms: i64) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::KeyDestroyedAtMs.is_null()).filter(Column::KeptUntilMs.lte(now_ms));
    Ok(query.order_by_asc(Column::KeptUntilMs).all(db).await?)
}
