//! Topics (ア)-(ケ) with sub-codes (clause 6(3)②), in editions: a change makes a whole edition.
//!
//! Contacts keep the code they were filed under, and old editions stay, so that old figures keep their names.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One topic of one edition.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "topics")]
    pub struct Model {
        /// Edition, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub edition: i32,
        /// Code, such as `ア` or `ア-1`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Code of the topic above.
        pub parent: Option<String>,
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
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

pub use entity::Model as Topic;

use crate::db::Connection;
use crate::error::StoreError;

/// Most topics of one edition.
pub const TOPICS_MAX: usize = 500;

/// The number of the current edition; 0 when there is none.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn edition(db: &impl Connection) -> Result<i32, StoreError> {
    let newest: Option<Option<i32>> =
        Entity::find().select_only().column_as(Column::Edition.max(), "newest").into_tuple().one(db).await?;
    Ok(newest.flatten().unwrap_or(0))
}

/// All topics of an edition in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_edition(db: &impl Connection, edition: i32) -> Result<Vec<Topic>, StoreError> {
    let query = Entity::find().filter(Column::Edition.eq(edition));
    let query = query.order_by_asc(Column::Position);
    Ok(query.order_by_asc(Column::Code).all(db).await?)
}

/// All topics of the current edition in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn current(db: &impl Connection) -> Result<Vec<Topic>, StoreError> {
    of_edition(db, edition(db).await?).await
}

/// Publishes `topics` as the edition after `based_on` and answers its number.
///
/// # Errors
/// [`StoreError::Stale`] when another edition came in between.
pub async fn publish(db: &impl Connection, based_on: i32, topics: Vec<Topic>) -> Result<i32, StoreError> {
    if edition(db).await? != based_on {
        return Err(StoreError::Stale("topics"));
    }
    let edition = based_on + 1;
    let rows = topics.into_iter().take(TOPICS_MAX).map(|mut topic| {
        topic.edition = edition;
        topic.into_active_model()
    });
    Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(edition)
}
