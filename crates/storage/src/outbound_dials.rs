//! Numbers agents had dialled, masked, to keep the daily limit over a restart.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One dial asked for.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbound_dials")]
    pub struct Model {
        /// The dial.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Who asked for it.
        pub agent: Uuid,
        /// The contact it was part of.
        pub contact: Option<Uuid>,
        /// When.
        pub at_ms: i64,
        /// The number with all but its last digits hidden.
        pub to_masked: String,
        /// `allowed`, or the refusal's word.
        pub result: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use entity::Model as OutboundDial;

use crate::db::Connection;
use crate::error::StoreError;

/// Most dials read back at once.
pub const DIALS_MAX: u64 = 10_000;

/// Records a dial.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn record(db: &impl Connection, dial: OutboundDial) -> Result<(), StoreError> {
    Entity::insert(dial.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Allowed dials of all agents since an instant, oldest first, to fill the limits after a restart:
/// agent and time of each.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn allowed_since(db: &impl Connection, since_ms: i64) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let query = Entity::find()
        .select_only()
        .columns([Column::Agent, Column::AtMs])
        .filter(Column::AtMs.gte(since_ms))
        .filter(Column::Result.eq("allowed"))
        .order_by_asc(Column::AtMs);
    Ok(query.limit(DIALS_MAX).into_tuple().all(db).await?)
}
