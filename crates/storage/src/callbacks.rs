//! Call-backs that were promised: where each stands and when it is tried next.
//!
//! The contact's log holds what happened; this table is the list that must not be forgotten in a restart.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One promised call-back.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "callbacks")]
    pub struct Model {
        /// The contact that was promised it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        /// `waiting`, `dialling`, `reached` or `unreached`.
        pub state: String,
        /// Attempts so far.
        pub attempts: i32,
        /// When it was promised.
        pub requested_at_ms: i64,
        /// When it is tried next.
        pub next_at_ms: Option<i64>,
        /// When it was settled.
        pub ended_at_ms: Option<i64>,
        /// A number other than the caller's, sealed.
        pub number_sealed: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as Callback;

use crate::db::Connection;
use crate::error::StoreError;

/// Writes a call-back, whether it exists or not.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, callback: Callback) -> Result<(), StoreError> {
    let replace = OnConflict::column(Column::Contact)
        .update_columns(Column::iter().filter(|column| !matches!(column, Column::Contact)))
        .to_owned();
    Entity::insert(callback.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Finds a contact's call-back.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, contact: Uuid) -> Result<Option<Callback>, StoreError> {
    Ok(Entity::find_by_id(contact).one(db).await?)
}

/// Call-backs that are not settled, in the order they were promised.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open(db: &impl Connection) -> Result<Vec<Callback>, StoreError> {
    let query = Entity::find().filter(Column::EndedAtMs.is_null());
    Ok(query.order_by_asc(Column::RequestedAtMs).all(db).await?)
}

/// Takes the number the caller gave out of a call-back.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_number(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    let update = Entity::update_many().col_expr(Column::NumberSealed, Expr::value(Option::<Vec<u8>>::None));
    update.filter(Column::Contact.eq(contact)).exec(db).await?;
    Ok(())
}

/// Seals a number the caller gave for the call-back.
///
/// # Errors
/// [`StoreError::Cipher`].
pub fn seal_number(key: &ContactKey, e164: &str) -> Result<Vec<u8>, StoreError> {
    Ok(key.seal(place(key), e164.as_bytes())?)
}

/// The number the caller gave, when it differs from the one called from.
///
/// # Errors
/// [`StoreError::Cipher`] when the value is another contact's.
pub fn number(callback: &Callback, key: &ContactKey) -> Result<Option<String>, StoreError> {
    let Some(sealed) = callback.number_sealed.as_deref() else {
        return Ok(None);
    };
    let plain = key.open(place(key), sealed)?;
    Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
}

fn place(key: &ContactKey) -> Place<'static> {
    Place::new("callbacks", "number_sealed", key.contact())
}
