//! Other wordings and new entries proposed from questions that found nothing good (clause 6(3)①b).
//!
//! What a person decided stays, so that it is not proposed again. It must never know how proposals are made.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One proposal.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_proposals")]
    pub struct Model {
        /// Which.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// `open`, `accepted` or `rejected`.
        pub state: String,
        /// `alias` or `entry`.
        pub kind: String,
        /// The entry it is for.
        pub target: Option<String>,
        /// In what language.
        pub language: String,
        /// The wording.
        #[sea_orm(column_type = "Text")]
        pub wording: String,
        /// How many questions speak for it.
        pub count: i32,
        /// Some of them, as a JSON list.
        #[sea_orm(column_type = "Text")]
        pub examples: String,
        /// When it was made.
        pub made_at_ms: i64,
        /// Who decided.
        pub decided_by: Option<Uuid>,
        /// When.
        pub decided_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "faq_proposals";
const OPEN: &str = "open";

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub id: Uuid,
    /// `open`, `accepted` or `rejected`.
    pub state: String,
    /// `alias` for an entry there is, or a new `entry`.
    pub kind: String,
    /// The key of the entry it is for.
    pub target: Option<String>,
    /// `ja`, `en` or `ja-easy`.
    pub language: String,
    /// The wording.
    pub wording: String,
    /// How many questions speak for it.
    pub count: i32,
    /// Some of them, redacted.
    pub examples: Vec<String>,
    /// When it was made, in milliseconds since 1970.
    pub made_at_ms: i64,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When, in milliseconds since 1970.
    pub decided_at_ms: Option<i64>,
}

/// Puts `proposals` in place of those that are open; call it in a transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn replace_open(tx: &impl Connection, proposals: &[Proposal]) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::State.eq(OPEN)).exec(tx).await?;
    for proposal in proposals {
        let examples = serde_json::to_string(&proposal.examples).map_err(form)?;
        let row = Model {
            id: proposal.id,
            state: String::from(OPEN),
            kind: proposal.kind.clone(),
            target: proposal.target.clone(),
            language: proposal.language.clone(),
            wording: proposal.wording.clone(),
            count: proposal.count,
            examples,
            made_at_ms: proposal.made_at_ms,
            decided_by: None,
            decided_at_ms: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Proposals in a state, those that most questions speak for first; all where no state is asked for.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &impl Connection, state: Option<&str>) -> Result<Vec<Proposal>, StoreError> {
    let mut query = Entity::find();
    if let Some(state) = state {
        query = query.filter(Column::State.eq(state));
    }
    let rows = query.order_by_desc(Column::Count).order_by_asc(Column::Wording).all(db).await?;
    rows.into_iter().map(Proposal::try_from).collect()
}

/// One proposal.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<Proposal>, StoreError> {
    Entity::find_by_id(id).one(db).await?.map(Proposal::try_from).transpose()
}

/// Keeps what a person decided of an open proposal.
///
/// # Errors
/// [`StoreError::Stale`] when it is not open any more.
pub async fn decide(db: &impl Connection, id: Uuid, state: &str, by: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::DecidedAtMs, Expr::value(at_ms))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(OPEN));
    if update.exec(db).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale(TABLE)) }
}

impl TryFrom<Model> for Proposal {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let examples = serde_json::from_str(&row.examples).map_err(form)?;
        let Model { id, state, kind, target, language, wording, count, made_at_ms, decided_by, decided_at_ms, .. } =
            row;
        Ok(Self { id, state, kind, target, language, wording, count, examples, made_at_ms, decided_by, decided_at_ms })
    }
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: "faq_proposals.examples", source }
}
