//! Reasons an agent may give for a pause; switched off rather than deleted, because logs name them.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One reason.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pause_reasons")]
    pub struct Model {
        /// Short code.
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Japanese name.
        pub name_ja: String,
        /// English name.
        pub name_en: String,
        /// Place in lists.
        pub position: i32,
        /// Whether it can be chosen.
        pub active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};

pub use entity::Model as PauseReasonRow;

use crate::db::Connection;
use crate::error::StoreError;

/// All reasons in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<PauseReasonRow>, StoreError> {
    let query = Entity::find().order_by_asc(Column::Position);
    Ok(query.order_by_asc(Column::Code).all(db).await?)
}

/// Writes a reason, whether it exists or not.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, reason: PauseReasonRow) -> Result<(), StoreError> {
    let changed = [Column::NameJa, Column::NameEn, Column::Position, Column::Active];
    Entity::insert(reason.into_active_model())
        .on_conflict(OnConflict::column(Column::Code).update_columns(changed).to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
