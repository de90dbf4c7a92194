//! Requests to hear the sealed original of a recording, and what a second person decided (clause 8(4)).
//!
//! Owns that nobody decides on their own request and that a request is decided once. The audit chain gets its
//! own entries from the caller.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One request.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sealed_openings")]
    pub struct Model {
        /// The request.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The recording.
        pub recording: Uuid,
        /// Its contact.
        pub contact: Uuid,
        /// Who asks.
        pub asked_by: Uuid,
        /// Why.
        pub reason: String,
        /// When.
        pub asked_at_ms: i64,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// `approved` or `refused`.
        pub decision: Option<String>,
        /// When it was decided.
        pub decided_at_ms: Option<i64>,
        /// Until when both may hear it.
        pub open_until_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use entity::Model as SealedOpening;

use crate::db::Connection;
use crate::error::StoreError;

impl SealedOpening {
    /// Whether this person may hear the original at this moment: one of the two, after the approval.
    #[must_use]
    pub fn is_open_for(&self, account: Uuid, now_ms: i64) -> bool {
        let is_one_of_both = self.asked_by == account || self.decided_by == Some(account);
        is_one_of_both && self.open_until_ms.is_some_and(|until| now_ms < until)
    }
}

/// Notes a request.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ask(
    db: &impl Connection,
    id: Uuid,
    (contact, recording): (Uuid, Uuid),
    asked_by: Uuid,
    reason: &str,
    at_ms: i64,
) -> Result<(), StoreError> {
    let row = SealedOpening {
        id,
        recording,
        contact,
        asked_by,
        reason: reason.to_owned(),
        asked_at_ms: at_ms,
        decided_by: None,
        decision: None,
        decided_at_ms: None,
        open_until_ms: None,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Decides on a request of somebody else; `open_until_ms` approves it. Answers `false` when it is one's own, was
/// decided before, or belongs to another contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn decide(
    db: &impl Connection,
    id: Uuid,
    contact: Uuid,
    by: Uuid,
    at_ms: i64,
    open_until_ms: Option<i64>,
) -> Result<bool, StoreError> {
    let decision = if open_until_ms.is_some() { "approved" } else { "refused" };
    let done = Entity::update_many()
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::Decision, Expr::value(decision))
        .col_expr(Column::DecidedAtMs, Expr::value(at_ms))
        .col_expr(Column::OpenUntilMs, Expr::value(open_until_ms))
        .filter(Column::Id.eq(id))
        .filter(Column::Contact.eq(contact))
        .filter(Column::AskedBy.ne(by))
        .filter(Column::DecidedBy.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Requests for a recording, the newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_recording(db: &impl Connection, recording: Uuid) -> Result<Vec<SealedOpening>, StoreError> {
    let query = Entity::find().filter(Column::Recording.eq(recording));
    Ok(query.order_by_desc(Column::AskedAtMs).all(db).await?)
}
