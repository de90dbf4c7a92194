//! What was asked of the FAQ and what came of it: the material for other wordings and new entries (clause 6(3)①b).
//!
//! Texts are redacted before they come here, by the rules of speech. Questions of a contact go with it when it is
//! erased, the others after some time.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One question.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_questions")]
    pub struct Model {
        /// Which.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// When it was asked.
        pub at_ms: i64,
        /// Where it was asked.
        pub channel: String,
        /// In what language.
        pub language: String,
        /// The question, redacted.
        #[sea_orm(column_type = "Text")]
        pub text: String,
        /// The newest edition then.
        pub edition: Option<i32>,
        /// What was done: `answer`, `choose`, `hand_over`, `none`.
        pub band: String,
        /// How sure it was.
        pub confidence: f64,
        /// What was found, as a JSON list.
        #[sea_orm(column_type = "Text")]
        pub hits: String,
        /// The contact in which it was asked.
        pub contact: Option<Uuid>,
        /// What came of it.
        pub outcome: Option<String>,
        /// Of which text that is said.
        pub outcome_hit: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::Connection;
use crate::error::StoreError;

/// A question somebody asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedQuestion {
    /// Which.
    pub id: Uuid,
    /// When it was asked, in milliseconds since 1970.
    pub at_ms: i64,
    /// Where: `desk`, `public`, `chat`, `voice` or `call`.
    pub channel: String,
    /// `ja`, `en` or `ja-easy`.
    pub language: String,
    /// The question, redacted; the entry's key where somebody gave an opinion without a question.
    pub text: String,
    /// The newest edition then.
    pub edition: Option<i32>,
    /// What was done: `answer`, `choose`, `hand_over`; `none` where nothing was found.
    pub band: String,
    /// How sure it was, 0 to 1.
    pub confidence: f64,
    /// What was found, `key@version`, best first.
    pub hits: Vec<String>,
    /// The contact in which it was asked.
    pub contact: Option<Uuid>,
    /// What came of it: `helped`, `not_helped`, `taken` or `wrong`.
    pub outcome: Option<String>,
    /// Of which text that is said.
    pub outcome_hit: Option<String>,
}

impl AskedQuestion {
    /// Whether it is no question but an opinion of somebody who opened an entry without one: its text is the entry's
    /// key, and there are no words to learn from.
    #[must_use]
    pub fn is_opinion_alone(&self) -> bool {
        let key = self.outcome_hit.as_deref().and_then(|hit| hit.split_once('@')).map(|(key, _)| key);
        key == Some(self.text.as_str()) && self.hits.len() == 1
    }
}

/// Which questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionFilter {
    /// Asked there.
    pub channel: Option<String>,
    /// With that done.
    pub band: Option<String>,
    /// With that come of it.
    pub outcome: Option<String>,
    /// Asked at this instant or later.
    pub from_ms: Option<i64>,
    /// Asked before this instant.
    pub until_ms: Option<i64>,
}

/// Keeps a question.
///
/// # Errors
/// [`StoreError`].
pub async fn log(db: &impl Connection, question: &AskedQuestion) -> Result<(), StoreError> {
    let hits = serde_json::to_string(&question.hits).map_err(form)?;
    let AskedQuestion {
        id,
        at_ms,
        channel,
        language,
        text,
        edition,
        band,
        confidence,
        contact,
        outcome,
        outcome_hit,
        ..
    } = question.clone();
    let row =
        Model { id, at_ms, channel, language, text, edition, band, confidence, hits, contact, outcome, outcome_hit };
    Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Says what came of a question; a later word replaces an earlier one.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn mark(db: &impl Connection, id: Uuid, outcome: &str, hit: Option<&str>) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(outcome))
        .col_expr(Column::OutcomeHit, Expr::value(hit.map(str::to_owned)))
        .filter(Column::Id.eq(id));
    if update.exec(db).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing("faq_questions")) }
}

/// One question.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &impl Connection, id: Uuid) -> Result<Option<AskedQuestion>, StoreError> {
    Entity::find_by_id(id).one(db).await?.map(AskedQuestion::try_from).transpose()
}

/// Questions, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list(db: &impl Connection, filter: &QuestionFilter, limit: u64) -> Result<Vec<AskedQuestion>, StoreError> {
    let mut query = Entity::find();
    let words = [(Column::Channel, &filter.channel), (Column::Band, &filter.band), (Column::Outcome, &filter.outcome)];
    for (column, word) in words {
        if let Some(word) = word {
            query = query.filter(column.eq(word.as_str()));
        }
    }
    if let Some(from_ms) = filter.from_ms {
        query = query.filter(Column::AtMs.gte(from_ms));
    }
    if let Some(until_ms) = filter.until_ms {
        query = query.filter(Column::AtMs.lt(until_ms));
    }
    let rows = query.order_by_desc(Column::AtMs).order_by_desc(Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(AskedQuestion::try_from).collect()
}

/// What was asked in a contact, in order.
///
/// # Errors
/// [`StoreError`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<AskedQuestion>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact)).order_by_asc(Column::AtMs).order_by_asc(Column::Id);
    query.all(db).await?.into_iter().map(AskedQuestion::try_from).collect()
}

/// Takes away what was asked before an instant.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_before(db: &impl Connection, at_ms: i64) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::AtMs.lt(at_ms)).exec(db).await?.rows_affected)
}

/// Takes away what was asked in an erased contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_contact(db: &impl Connection, contact: Uuid) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Contact.eq(contact)).exec(db).await?;
    Ok(())
}

impl TryFrom<Model> for AskedQuestion {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let hits = serde_json::from_str(&row.hits).map_err(form)?;
        let Model {
            id, at_ms, channel, language, text, edition, band, confidence, contact, outcome, outcome_hit, ..
        } = row;
        Ok(Self { id, at_ms, channel, language, text, edition, band, confidence, hits, contact, outcome, outcome_hit })
    }
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: "faq_questions.hits", source }
}
