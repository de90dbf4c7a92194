//! Seats: the places of clause 7 (1 manager, 3 counter, 3 call centre), apart from the people who sit there.
//!
//! An enrolled seat keeps the hash of its device's secret, so that a PIN is enough there and nowhere else.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One seat.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "seats")]
    pub struct Model {
        /// Short name in the configuration, such as `phone-1`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// Name shown.
        pub name: String,
        /// `manager`, `counter` or `phone`.
        pub kind: String,
        /// Place in lists.
        pub position: i32,
        /// SHA-256 of the enrolled device's secret.
        pub device_hash: Option<Vec<u8>>,
        /// When it was enrolled.
        pub enrolled_at_ms: Option<i64>,
        /// Whether it is in use.
        pub active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

pub use entity::Model as Seat;

use crate::db::Connection;
use crate::error::StoreError;

/// All seats in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<Seat>, StoreError> {
    let query = Entity::find().order_by_asc(Column::Position);
    Ok(query.order_by_asc(Column::Id).all(db).await?)
}

/// Writes a seat; its enrolment is left as it is.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, seat: Seat) -> Result<(), StoreError> {
    let replace = OnConflict::column(Column::Id)
        .update_columns([Column::Name, Column::Kind, Column::Position, Column::Active])
        .to_owned();
    Entity::insert(seat.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Enrols a device at a seat, or takes the enrolment back.
///
/// # Errors
/// [`StoreError::Missing`] for an unknown seat.
pub async fn enrol(
    db: &impl Connection,
    seat: &str,
    device_hash: Option<Vec<u8>>,
    at_ms: i64,
) -> Result<(), StoreError> {
    let enrolled_at_ms = device_hash.as_ref().map(|_| at_ms);
    let done = Entity::update_many()
        .col_expr(Column::DeviceHash, Expr::value(device_hash))
        .col_expr(Column::EnrolledAtMs, Expr::value(enrolled_at_ms))
        .filter(Column::Id.eq(seat))
        .exec(db)
        .await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(StoreError::Missing("seats")),
    }
}

/// The active seat a device is enrolled at.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_device(db: &impl Connection, device_hash: &[u8]) -> Result<Option<Seat>, StoreError> {
    let query = Entity::find().filter(Column::DeviceHash.eq(device_hash.to_vec())).filter(Column::Active.eq(true));
    Ok(query.one(db).await?)
}
