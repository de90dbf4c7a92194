//! The prompt log: what a language model was asked in which contact, what it answered and what became of it.
//!
//! Texts are redacted before they come here and sealed with the contact's key; purpose, model, place, outcome and time
//! are not, so that they are counted without opening anything. A row is written before anything is sent and closed when
//! the answer is judged. It must never know how an answer is judged. Clause 8(5).

mod entity {
    use sea_orm::entity::prelude::*;

    /// One question to a model.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ai_prompts")]
    pub struct Model {
        /// Which.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// When it was sent.
        pub at_ms: i64,
        /// What for.
        pub purpose: String,
        /// The model asked for.
        pub model: String,
        /// The host it was sent to.
        pub place: String,
        /// In which contact.
        pub contact: Uuid,
        /// What became of it; `asked` while no answer was judged.
        pub outcome: String,
        /// Why, as a code.
        pub reason: Option<String>,
        /// Milliseconds from sending to the judgement.
        pub took_ms: Option<i64>,
        /// What was sent, sealed; empty once the contact is erased.
        pub sent_sealed: Vec<u8>,
        /// What came back, sealed.
        pub answer_sealed: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeMap;

use entity::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use vault::{ContactKey, Place};

pub use entity::Model as AiPrompt;

use crate::db::Connection;
use crate::error::StoreError;

const TABLE: &str = "ai_prompts";

/// Most rows of one page.
pub const PAGE_MAX: u64 = 100;

/// The outcome of a question that was sent and whose answer was not judged yet, or never.
pub const ASKED: &str = "asked";

/// A question on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedPrompt<'a> {
    /// Which.
    pub id: Uuid,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What for.
    pub purpose: &'a str,
    /// The model asked for.
    pub model: &'a str,
    /// The host it is sent to.
    pub place: &'a str,
    /// What is sent, redacted.
    pub sent: &'a str,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptEnd<'a> {
    /// `accepted`, `partly`, `refused` or `failed`.
    pub outcome: &'a str,
    /// Why, as a code.
    pub reason: Option<&'a str>,
    /// Milliseconds from sending to the judgement.
    pub took_ms: i64,
    /// What came back, redacted; None where nothing did.
    pub answer: Option<&'a str>,
}

/// Which rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PromptFilter {
    /// Asked for that.
    pub purpose: Option<String>,
    /// With that outcome.
    pub outcome: Option<String>,
    /// Older than that row: its time and id.
    pub before: Option<(i64, Uuid)>,
}

/// Writes what is about to be sent.
///
/// # Errors
/// [`StoreError`]; nothing may be sent then.
pub async fn open(db: &impl Connection, key: &ContactKey, asked: &AskedPrompt<'_>) -> Result<(), StoreError> {
    let row = AiPrompt {
        id: asked.id,
        at_ms: asked.at_ms,
        purpose: asked.purpose.to_owned(),
        model: asked.model.to_owned(),
        place: asked.place.to_owned(),
        contact: key.contact(),
        outcome: ASKED.to_owned(),
        reason: None,
        took_ms: None,
        sent_sealed: key.seal(Place::new(TABLE, "sent", asked.id), asked.sent.as_bytes())?,
        answer_sealed: None,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Writes what became of it. A contact that was erased meanwhile keeps no text.
///
/// # Errors
/// [`StoreError::Missing`] where the row is gone.
pub async fn close(db: &impl Connection, key: &ContactKey, id: Uuid, end: &PromptEnd<'_>) -> Result<(), StoreError> {
    let answer = end.answer.map(|answer| key.seal(Place::new(TABLE, "answer", id), answer.as_bytes())).transpose()?;
    let closing = Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(end.outcome))
        .col_expr(Column::Reason, Expr::value(end.reason.map(str::to_owned)))
        .col_expr(Column::TookMs, Expr::value(Some(end.took_ms)))
        .filter(Column::Id.eq(id));
    if closing.exec(db).await?.rows_affected != 1 {
        return Err(StoreError::Missing(TABLE));
    }
    let text = Entity::update_many().col_expr(Column::AnswerSealed, Expr::value(answer));
    text.filter(Column::Id.eq(id)).filter(Column::SentSealed.ne(Vec::<u8>::new())).exec(db).await?;
    Ok(())
}

/// A page of the log, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection, filter: &PromptFilter, limit: u64) -> Result<Vec<AiPrompt>, StoreError> {
    let mut query = Entity::find();
    for (column, word) in [(Column::Purpose, &filter.purpose), (Column::Outcome, &filter.outcome)] {
        if let Some(word) = word {
            query = query.filter(column.eq(word.as_str()));
        }
    }
    if let Some((at_ms, id)) = filter.before {
        let same_instant = Condition::all().add(Column::AtMs.eq(at_ms)).add(Column::Id.lt(id));
        query = query.filter(Condition::any().add(Column::AtMs.lt(at_ms)).add(same_instant));
    }
    let query = query.order_by_desc(Column::AtMs).order_by_desc(Column::Id);
    Ok(query.limit(limit.clamp(1, PAGE_MAX)).all(db).await?)
}

/// One row.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<AiPrompt>, StoreError> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// How many rows there are of each purpose and outcome.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn counts(db: &impl Connection) -> Result<BTreeMap<(String, String), u64>, StoreError> {
    let rows: Vec<(String, String, i64)> = Entity::find()
        .select_only()
        .column(Column::Purpose)
        .column(Column::Outcome)
        .column_as(Column::Id.count(), "rows")
        .group_by(Column::Purpose)
        .group_by(Column::Outcome)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(purpose, outcome, rows)| ((purpose, outcome), rows.unsigned_abs())).collect())
}

/// What was sent; None where the contact was erased.
///
/// # Errors
/// [`StoreError::Cipher`] when the key is another contact's.
pub fn sent(row: &AiPrompt, key: &ContactKey) -> Result<Option<String>, StoreError> {
    if row.sent_sealed.is_empty() {
        return Ok(None);
    }
    opened(row.id, "sent", &row.sent_sealed, key).map(Some)
}

/// What came back; None where nothing did.
///
/// # Errors
/// [`StoreError::Cipher`] when the key is another contact's.
pub fn answer(row: &AiPrompt, key: &ContactKey) -> Result<Option<String>, StoreError> {
    row.answer_sealed.as_ref().map(|sealed| opened(row.id, "answer", sealed, key)).transpose()
}

/// Takes the texts of an erased contact away; that something was asked stays counted.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_texts(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::SentSealed, Expr::value(Vec::<u8>::new()))
        .col_expr(Column::AnswerSealed, Expr::value(None::<Vec<u8>>))
        .filter(Column::Contact.eq(contact))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes away what was asked before an instant; answers how many rows that were.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_before(db: &impl Connection, at_ms: i64) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::AtMs.lt(at_ms)).exec(db).await?.rows_affected)
}

/// Keeps the newest `rows_max` rows; answers how many older ones went. Rows of one millisecond stay together.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn keep_newest(db: &impl Connection, rows_max: u64) -> Result<u64, StoreError> {
    let oldest = Entity::find().order_by_desc(Column::AtMs).order_by_desc(Column::Id);
    let Some(oldest) = oldest.offset(rows_max.saturating_sub(1)).limit(1).one(db).await? else { return Ok(0) };
    forget_before(db, oldest.at_ms).await
}

fn opened(id: Uuid, column: &'static str, sealed: &[u8], key: &ContactKey) -> Result<String, StoreError> {
    let plain = key.open(Place::new(TABLE, column, id), sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}
