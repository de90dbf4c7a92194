//! Summaries of contacts: a draft by the program, then what the agent made of it and confirmed.
//!
//! The body is JSON of the server's and sealed with the contact's key; state and source are not. A confirmed summary
//! is never replaced by a draft. It must never know how a summary is drafted. Clause 6(3)①d.

mod entity {
    use sea_orm::entity::prelude::*;

    /// The summary of one contact.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_summaries")]
    pub struct Model {
        /// The contact.
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        /// `draft`, or `confirmed` by a person.
        pub state: String,
        /// What drafted it: `rules` or `endpoint`.
        pub source: String,
        /// Of which segments it was made.
        pub basis: String,
        /// Its lines, as JSON, sealed.
        pub body_sealed: Vec<u8>,
        /// When it was drafted.
        pub drafted_at_ms: i64,
        /// Who confirmed it.
        pub confirmed_by: Option<Uuid>,
        /// When it was confirmed.
        pub confirmed_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as CallSummary;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "call_summaries";
const BODY: &str = "call_summaries.body";

/// The summary of a contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, contact: Uuid) -> Result<Option<CallSummary>, StoreError> {
    Ok(Entity::find_by_id(contact).one(db).await?)
}

/// Keeps a draft; one that was confirmed meanwhile stays as it is.
///
/// # Errors
/// [`StoreError`].
pub async fn draft(
    db: &impl Connection,
    key: &ContactKey,
    source: &str,
    basis: &str,
    body: &impl Serialize,
    at_ms: i64,
) -> Result<(), StoreError> {
    let row = CallSummary {
        contact: key.contact(),
        state: String::from("draft"),
        source: source.to_owned(),
        basis: basis.to_owned(),
        body_sealed: seal(key, body)?,
        drafted_at_ms: at_ms,
        confirmed_by: None,
        confirmed_at_ms: None,
    };
    let update = Entity::update_many()
        .col_expr(Column::Source, Expr::value(row.source.clone()))
        .col_expr(Column::Basis, Expr::value(row.basis.clone()))
        .col_expr(Column::BodySealed, Expr::value(row.body_sealed.clone()))
        .col_expr(Column::DraftedAtMs, Expr::value(at_ms))
        .filter(Column::Contact.eq(row.contact))
        .filter(Column::State.eq("draft"));
    if update.exec(db).await?.rows_affected == 0 {
        Entity::insert(row.into_active_model()).on_conflict_do_nothing().exec_without_returning(db).await?;
    }
    Ok(())
}

/// Keeps what a person confirmed, in place of the draft or of what was confirmed before.
///
/// # Errors
/// [`StoreError`].
pub async fn confirm(
    db: &impl Connection,
    key: &ContactKey,
    body: &impl Serialize,
    by: Uuid,
    at_ms: i64,
) -> Result<(), StoreError> {
    let row = CallSummary {
        contact: key.contact(),
        state: String::from("confirmed"),
        source: String::from("person"),
        basis: String::new(),
        body_sealed: seal(key, body)?,
        drafted_at_ms: at_ms,
        confirmed_by: Some(by),
        confirmed_at_ms: Some(at_ms),
    };
    // What drafted it stays on record where there was a draft.
    let replace = OnConflict::column(Column::Contact)
        .update_columns([Column::State, Column::BodySealed, Column::ConfirmedBy, Column::ConfirmedAtMs])
        .to_owned();
    Entity::insert(row.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// What a summary says.
///
/// # Errors
/// [`StoreError`] when the key is another contact's or the bytes are no such body.
pub fn body<T: DeserializeOwned>(summary: &CallSummary, key: &ContactKey) -> Result<T, StoreError> {
    let plain = key.open(place(key), &summary.body_sealed)?;
    serde_json::from_slice(&plain).map_err(|source| StoreError::Form { what: BODY, source })
}

/// Takes the summary of an erased contact away.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    Entity::delete_by_id(contact).exec(db).await?;
    Ok(())
}

fn seal(key: &ContactKey, body: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(body).map_err(|source| StoreError::Form { what: BODY, source })?;
    Ok(key.seal(place(key), &plain)?)
}

fn place(key: &ContactKey) -> Place<'static> {
    Place::new(TABLE, "body_sealed", key.contact())
}
