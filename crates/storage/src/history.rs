//! Finding contacts again: by date, number, agent, topic, outcome; page by page without gaps.
//!
//! Pages are cut by (arrived, id), newest first, so a contact that arrives while somebody reads
//! moves nothing. The number is looked for by its blind index and never stands in a query.

use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::contacts::{Column, Contact, Entity};
use crate::db::Connection;
use crate::error::StoreError;
use crate::ingest::contact_agents;

/// Most contacts of one page.
pub const PAGE_MAX: u64 = 200;

/// What to look for; an absent field does not narrow the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Arrived at or after.
    pub from_ms: Option<i64>,
    /// Arrived before.
    pub until_ms: Option<i64>,
    /// Blind index of the caller's number.
    pub caller_index: Option<Vec<u8>>,
    /// An agent who had the contact.
    pub agent: Option<Uuid>,
    /// Topic code; sub-codes (`ア-1` under `ア`) are found too.
    pub topic: Option<String>,
    /// Outcome as filed.
    pub outcome: Option<String>,
    /// `phone`, `counter` or `chat`.
    pub channel: Option<String>,
    /// How the wait ended, such as `answered`.
    pub acceptance: Option<String>,
    /// `ja` or `en`.
    pub language: Option<String>,
    /// Answered contacts that were not filed.
    pub unfiled: bool,
}

/// Where the next page begins: after this contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Arrival of the last contact of the page before.
    pub arrived_at_ms: i64,
    /// The last contact of the page before.
    pub id: Uuid,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Contacts, newest first.
    pub contacts: Vec<Contact>,
    /// Where to go on; `None` on the last page.
    pub next: Option<Cursor>,
}

/// Finds at most `limit` (up to [`PAGE_MAX`]) contacts after the cursor.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn search(
    db: &impl Connection,
    search: &Search,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page, StoreError> {
    let limit = limit.clamp(1, PAGE_MAX);
    let mut query = narrowed(search);
    if let Some(after) = after {
        query = query.filter(older_than(after));
    }
    let mut contacts =
        query.order_by_desc(Column::ArrivedAtMs).order_by_desc(Column::Id).limit(limit + 1).all(db).await?;
    let more = contacts.len() as u64 > limit;
    contacts.truncate(limit as usize);
    let next = contacts.last().filter(|_| more).map(|last| Cursor { arrived_at_ms: last.arrived_at_ms, id: last.id });
    Ok(Page { contacts, next })
}

/// Whether an agent had the contact at any time.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn took_part(db: &impl Connection, contact: Uuid, agent: Uuid) -> Result<bool, StoreError> {
    let found = contact_agents::Entity::find()
        .filter(contact_agents::Column::Contact.eq(contact))
        .filter(contact_agents::Column::Agent.eq(agent))
        .one(db)
        .await?;
    Ok(found.is_some())
}

fn narrowed(search: &Search) -> Select<Entity> {
    let mut wanted = Condition::all()
        .add_option(search.from_ms.map(|from| Column::ArrivedAtMs.gte(from)))
        .add_option(search.until_ms.map(|until| Column::ArrivedAtMs.lt(until)))
        .add_option(equal(Column::CallerIndex, search.caller_index.as_ref()))
        .add_option(equal(Column::Outcome, search.outcome.as_ref()))
        .add_option(equal(Column::Channel, search.channel.as_ref()))
        .add_option(equal(Column::Acceptance, search.acceptance.as_ref()))
        .add_option(equal(Column::Language, search.language.as_ref()))
        .add_option(search.agent.map(|agent| Column::Id.in_subquery(contacts_of(agent))));
    if let Some(topic) = &search.topic {
        let sub_codes = Column::Topic.starts_with(format!("{topic}-"));
        wanted = wanted.add(Condition::any().add(Column::Topic.eq(topic)).add(sub_codes));
    }
    if search.unfiled {
        wanted = wanted.add(Column::Acceptance.eq("answered")).add(Column::FiledAtMs.is_null());
    }
    Entity::find().filter(wanted)
}

fn equal<V>(column: Column, value: Option<&V>) -> Option<Expr>
where
    V: Clone + Into<sea_orm::Value>,
{
    value.map(|value| column.eq(value.clone()))
}

fn contacts_of(agent: Uuid) -> SelectStatement {
    Query::select()
        .column(contact_agents::Column::Contact)
        .from(contact_agents::Entity)
        .and_where(contact_agents::Column::Agent.eq(agent))
        .take()
}

fn older_than(cursor: Cursor) -> Condition {
    let same_instant = Condition::all().add(Column::ArrivedAtMs.eq(cursor.arrived_at_ms)).add(Column::Id.lt(cursor.id));
    Condition::any().add(Column::ArrivedAtMs.lt(cursor.arrived_at_ms)).add(same_instant)
}
