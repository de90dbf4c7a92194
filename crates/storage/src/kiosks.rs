//! Kiosks of the counter (clause 6(2)②): the name on the device and the public key it proves itself by.
//!
//! The private key never leaves the kiosk's browser. A revoked kiosk keeps its row, so that the history can
//! still name it.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One enrolled kiosk.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kiosks")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Name shown, such as where it stands.
        pub name: String,
        /// P-256 point, uncompressed (SEC 1 §2.3.3), 65 bytes.
        pub public_key: Vec<u8>,
        /// When it was enrolled.
        pub enrolled_at_ms: i64,
        /// When it was last connected.
        pub seen_at_ms: Option<i64>,
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

pub use entity::Model as Kiosk;

use crate::db::Connection;
use crate::error::StoreError;

/// All kiosks in the order of their enrolment, revoked ones included.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<Kiosk>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::EnrolledAtMs).order_by_asc(Column::Id).all(db).await?)
}

/// The kiosk of this id, unless it was revoked.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn in_service(db: &impl Connection, id: Uuid) -> Result<Option<Kiosk>, StoreError> {
    Ok(Entity::find_by_id(id).filter(Column::RevokedAtMs.is_null()).one(db).await?)
}

/// Enters a kiosk.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn enrol(db: &impl Connection, kiosk: Kiosk) -> Result<(), StoreError> {
    Entity::insert(kiosk.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that the kiosk is connected.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seen(db: &impl Connection, id: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::SeenAtMs, Expr::value(Some(at_ms)));
    update.filter(Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Takes a kiosk out of service for good; one that is out already stays as it is.
///
/// # Errors
/// [`StoreError::Missing`] for a kiosk that is not in service.
pub async fn revoke(db: &impl Connection, id: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::RevokedAtMs, Expr::value(Some(at_ms)));
    let done = update.filter(Column::Id.eq(id)).filter(Column::RevokedAtMs.is_null()).exec(db).await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("kiosks")),
    }
}
