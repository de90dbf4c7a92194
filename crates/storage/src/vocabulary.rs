//! Words the recogniser is told to expect, by queue, in editions: a change makes a whole edition.
//!
//! Old editions stay, with who made them, so that a text can be judged by what was expected then. The terms
//! are the city's words, never anything a caller said. Clause 6(3)①c.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One edition of a queue's terms.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vocabulary")]
    pub struct Model {
        /// The queue, or `all`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub queue: String,
        /// Edition, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub edition: i32,
        /// The terms, one a line.
        pub terms: String,
        /// Who made the edition.
        pub changed_by: Uuid,
        /// When it was made.
        pub changed_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "vocabulary";

/// One edition of a queue's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// Edition, from 1.
    pub edition: i32,
    /// The terms, most telling first.
    pub terms: Vec<String>,
    /// Who made the edition.
    pub changed_by: Uuid,
    /// When it was made, in milliseconds since 1970.
    pub changed_at_ms: i64,
}

/// The current edition of a queue's terms; None where nobody entered any.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn current(db: &impl Connection, queue: &str) -> Result<Option<Vocabulary>, StoreError> {
    let query = Entity::find().filter(Column::Queue.eq(queue)).order_by_desc(Column::Edition);
    Ok(query.one(db).await?.map(Vocabulary::from))
}

/// Publishes `terms` as the edition after `based_on` (0 for the first) and answers its number. A term holds no
/// line break.
///
/// # Errors
/// [`StoreError::Stale`] when another edition came in between.
pub async fn publish(
    db: &impl Connection,
    queue: &str,
    based_on: i32,
    terms: &[String],
    by: Uuid,
    at_ms: i64,
) -> Result<i32, StoreError> {
    let newest = current(db, queue).await?.map_or(0, |vocabulary| vocabulary.edition);
    if newest != based_on {
        return Err(StoreError::Stale(TABLE));
    }
    let edition = based_on + 1;
    let row = Model { queue: queue.to_owned(), edition, terms: terms.join("\n"), changed_by: by, changed_at_ms: at_ms };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(edition)
}

impl From<Model> for Vocabulary {
    fn from(row: Model) -> Self {
        let Model { edition, terms, changed_by, changed_at_ms, .. } = row;
        Self { edition, terms: terms.lines().map(str::to_owned).collect(), changed_by, changed_at_ms }
    }
}
