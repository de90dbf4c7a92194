//! Numbered editions of the FAQ as they were handed to the city, and that it received them (clauses 6(1), 6(3)①b).
//!
//! An edition names texts and never changes; the texts themselves stand with their entries for good. Editions are
//! numbered 1, 2, 3 without a gap.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One edition.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_editions")]
    pub struct Model {
        /// Its number, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// When it was made.
        pub made_at_ms: i64,
        /// By whom.
        pub made_by: Uuid,
        /// What to know of it.
        #[sea_orm(column_type = "Text")]
        pub note: String,
        /// Its texts: a JSON object from key to version.
        #[sea_orm(column_type = "Text")]
        pub texts: String,
        /// Who of the city received it.
        pub received_by: Option<String>,
        /// On what day, `YYYY-MM-DD`.
        pub received_on: Option<String>,
        /// Who noted that.
        pub receipt_noted_by: Option<Uuid>,
        /// When that was noted.
        pub receipt_noted_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::knowledge::entry::{EntryKey, Version};
use entity::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;

const TABLE: &str = "faq_editions";

/// An edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaqEdition {
    /// Its number, from 1.
    pub number: i32,
    /// When it was made, in milliseconds since 1970.
    pub made_at_ms: i64,
    /// By whom.
    pub made_by: Uuid,
    /// What to know of it.
    pub note: String,
    /// Its texts.
    pub texts: BTreeMap<EntryKey, Version>,
    /// That the city received it.
    pub receipt: Option<Receipt>,
}

/// That the city received an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who of the city received it.
    pub received_by: String,
    /// On what day.
    pub received_on: NaiveDate,
    /// Who noted that.
    pub noted_by: Uuid,
    /// When, in milliseconds since 1970.
    pub noted_at_ms: i64,
}

/// Every edition, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &impl Connection) -> Result<Vec<FaqEdition>, StoreError> {
    let rows = Entity::find().order_by_desc(Column::Number).all(db).await?;
    rows.into_iter().map(FaqEdition::try_from).collect()
}

/// The editions with a higher number, the newest first; an edition never changes once it is made.
///
/// # Errors
/// [`StoreError`].
pub async fn after(db: &impl Connection, number: i32) -> Result<Vec<FaqEdition>, StoreError> {
    let query = Entity::find().filter(Column::Number.gt(number)).order_by_desc(Column::Number);
    query.all(db).await?.into_iter().map(FaqEdition::try_from).collect()
}

/// The edition of that number.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &impl Connection, number: i32) -> Result<Option<FaqEdition>, StoreError> {
    Entity::find_by_id(number).one(db).await?.map(FaqEdition::try_from).transpose()
}

/// Keeps a new edition.
///
/// # Errors
/// [`StoreError::Stale`] when there is one of its number.
pub async fn add(db: &impl Connection, edition: &FaqEdition) -> Result<(), StoreError> {
    let texts = serde_json::to_string(&edition.texts).map_err(form)?;
    let row = Model {
        number: edition.number,
        made_at_ms: edition.made_at_ms,
        made_by: edition.made_by,
        note: edition.note.clone(),
        texts,
        received_by: None,
        received_on: None,
        receipt_noted_by: None,
        receipt_noted_at_ms: None,
    };
    match Entity::insert(row.into_active_model()).exec_without_returning(db).await {
        Ok(_) => Ok(()),
        Err(error) if is_duplicate(&error) => Err(StoreError::Stale(TABLE)),
        Err(error) => Err(error.into()),
    }
}

/// Notes that the city received an edition; once.
///
/// # Errors
/// [`StoreError::Stale`] when there is no such edition or its receipt is noted.
pub async fn receive(db: &impl Connection, number: i32, receipt: &Receipt) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::ReceivedBy, Expr::value(receipt.received_by.clone()))
        .col_expr(Column::ReceivedOn, Expr::value(receipt.received_on.to_string()))
        .col_expr(Column::ReceiptNotedBy, Expr::value(receipt.noted_by))
        .col_expr(Column::ReceiptNotedAtMs, Expr::value(receipt.noted_at_ms))
        .filter(Column::Number.eq(number))
        .filter(Column::ReceivedBy.is_null());
    if update.exec(db).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale(TABLE)) }
}

impl TryFrom<Model> for FaqEdition {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let receipt = match (row.received_by, row.received_on, row.receipt_noted_by, row.receipt_noted_at_ms) {
            (Some(received_by), Some(on), Some(noted_by), Some(noted_at_ms)) => {
                let received_on = on.parse().map_err(|why| form(serde::de::Error::custom(why)))?;
                Some(Receipt { received_by, received_on, noted_by, noted_at_ms })
            }
            _ => None,
        };
        let texts = serde_json::from_str(&row.texts).map_err(form)?;
        let Model { number, made_at_ms, made_by, note, .. } = row;
        Ok(Self { number, made_at_ms, made_by, note, texts, receipt })
    }
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: TABLE, source }
}
