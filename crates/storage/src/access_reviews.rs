//! Access reviews: who opened a contact's personal data, when and why (clause 8(4)).
//!
//! A reason is stated once and holds for a while; the audit chain gets its own entry from the caller.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One stated reason.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_reviews")]
    pub struct Model {
        /// The review.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The contact opened.
        pub contact: Uuid,
        /// Who opened it.
        pub account: Uuid,
        /// Why.
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        /// When it was stated.
        pub opened_at_ms: i64,
        /// Until when it holds.
        pub until_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use entity::Model as AccessReview;

use crate::db::Connection;
use crate::error::StoreError;

/// Records a stated reason.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open(db: &impl Connection, review: AccessReview) -> Result<(), StoreError> {
    Entity::insert(review.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// The reason that holds for this account and contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn current(
    db: &impl Connection,
    contact: Uuid,
    account: Uuid,
    now_ms: i64,
) -> Result<Option<AccessReview>, StoreError> {
    let query = Entity::find()
        .filter(Column::Contact.eq(contact))
        .filter(Column::Account.eq(account))
        .filter(Column::OpenedAtMs.lte(now_ms))
        .filter(Column::UntilMs.gt(now_ms))
        .order_by_desc(Column::OpenedAtMs);
    Ok(query.one(db).await?)
}

/// Everybody who opened a contact, the last first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<AccessReview>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact));
    Ok(query.order_by_desc(Column::OpenedAtMs).all(db).await?)
}
