//! The directory: departments of the city and agencies a caller can be passed on to (clause 6(3)②).

mod entity {
    use sea_orm::entity::prelude::*;

    /// One department or agency.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "directory")]
    pub struct Model {
        /// The entry.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// `department` or `agency`.
        pub kind: String,
        /// Japanese name.
        pub name_ja: String,
        /// English name.
        pub name_en: String,
        /// Telephone number, E.164.
        pub number: String,
        /// Opening hours, in the calendar's form.
        pub hours: Json,
        /// What it is for, words for the agent.
        pub remark: String,
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
use sea_orm::{EntityTrait, IntoActiveModel, Iterable, QueryOrder};
use uuid::Uuid;

pub use entity::Model as DirectoryEntry;

use crate::db::Connection;
use crate::error::StoreError;

/// All entries in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<DirectoryEntry>, StoreError> {
    let query = Entity::find().order_by_asc(Column::Position);
    Ok(query.order_by_asc(Column::NameJa).all(db).await?)
}

/// Finds an entry.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<DirectoryEntry>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Writes an entry, whether it exists or not. Entries are switched off, never deleted, because
/// hand-over notes name them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, entry: DirectoryEntry) -> Result<(), StoreError> {
    let replace = OnConflict::column(Column::Id)
        .update_columns(Column::iter().filter(|column| !matches!(column, Column::Id)))
        .to_owned();
    Entity::insert(entry.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
