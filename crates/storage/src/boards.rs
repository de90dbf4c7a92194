//! Call-up displays of the hall (clause 6(2)②): the name on the device and the hash of the secret its browser keeps.
//!
//! A display may read numbers and nothing else. A revoked display keeps its row, so that the audit log can
//! still be understood.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One enrolled display.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "boards")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Name shown, such as where it hangs.
        pub name: String,
        /// Hash of the secret in its cookie.
        pub device_hash: Vec<u8>,
        /// When it was enrolled.
        pub enrolled_at_ms: i64,
        /// When it was taken out of service for good.
        pub revoked_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use entity::Model as Board;

use crate::db::Connection;
use crate::error::StoreError;

/// Displays in service, in the order of their enrolment.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn in_service(db: &impl Connection) -> Result<Vec<Board>, StoreError> {
    let all = Entity::find().filter(Column::RevokedAtMs.is_null());
    Ok(all.order_by_asc(Column::EnrolledAtMs).order_by_asc(Column::Id).all(db).await?)
}

/// The display whose secret has this hash, unless it was revoked.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_device(db: &impl Connection, device_hash: &[u8]) -> Result<Option<Board>, StoreError> {
    let found =
        Entity::find().filter(Column::DeviceHash.eq(device_hash.to_vec())).filter(Column::RevokedAtMs.is_null());
    Ok(found.one(db).await?)
}

/// Enters a display.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn enrol(db: &impl Connection, board: Board) -> Result<(), StoreError> {
    Entity::insert(board.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a display out of service for good.
///
/// # Errors
/// [`StoreError::Missing`] for a display that is not in service.
pub async fn revoke(db: &impl Connection, id: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::RevokedAtMs, Expr::value(Some(at_ms)));
    let done = update.filter(Column::Id.eq(id)).filter(Column::RevokedAtMs.is_null()).exec(db).await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("boards")),
    }
}
