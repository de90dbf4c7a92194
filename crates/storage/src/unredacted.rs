//! Unredacted recordings and how they end: marked, their object deleted, the mark saying so.
//!
//! In the same two steps as an erasure, so that no crash leaves a file nobody knows of. It must never decide
//! how long they stay.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::{Connection, Db};
use crate::error::StoreError;
use crate::objects::Objects;
use crate::recordings::entity::{Column, Entity};
use crate::recordings::{Ending, Recording};
use crate::spool::{Spool, SpoolError, remove};

const EXPIRING: &str = "expiring";
const EXPIRED: &str = "expired";

/// Unredacted recordings that were finished before a moment, oldest first. Those of versions that redacted nothing
/// were never finished in this sense: managers alone hear them, and no upgrade deletes them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn finished_before(db: &impl Connection, before_ms: i64) -> Result<Vec<Recording>, StoreError> {
    let query = Entity::find().filter(Column::State.eq(Ending::Unredacted.state()));
    Ok(query.filter(Column::FinishedAtMs.lt(before_ms)).order_by_asc(Column::FinishedAtMs).all(db).await?)
}

/// Marks one to be deleted; answers whether it was not marked before. Call it in the transaction that writes
/// the audit entry.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn mark(db: &impl Connection, id: Uuid) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(EXPIRING))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(Ending::Unredacted.state()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Deletes the files of marked ones; answers how many are gone.
///
/// # Errors
/// [`SpoolError`]; what is left is deleted the next time.
pub async fn finish(db: &Db, spool: &Spool, objects: &Objects) -> Result<usize, SpoolError> {
    let marked = Entity::find().filter(Column::State.eq(EXPIRING)).all(db).await.map_err(StoreError::from)?;
    for recording in &marked {
        if let Some(key) = &recording.object_key {
            objects.delete(key).await?;
        }
        remove(&spool.cached_path(recording.id))?;
        gone(db, recording.id).await?;
    }
    Ok(marked.len())
}

async fn gone(db: &Db, id: Uuid) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(EXPIRED))
        .col_expr(Column::ObjectKey, Expr::value(Option::<String>::None));
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}
