//! The append-only log of what each agent did and when; occupancy is computed from it (figures.md).
//!
//! Rows come from the journal by `ingest` and are never changed. It must never know what a state
//! counts as: `domain` and the reports do.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One entry: from `at_ms` until the agent's next entry the state holds.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "agent_states")]
    pub struct Model {
        /// The entry; entries of one millisecond are in the order of their ids.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The agent.
        pub agent: Uuid,
        /// Since when.
        pub at_ms: i64,
        /// The state, such as `available`.
        pub state: String,
        /// Why, for a pause.
        pub reason: Option<String>,
        /// The contact at hand.
        pub contact: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use domain::agent::{AgentEvent, LoggedState};
use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, TryInsertResult};
use uuid::Uuid;

pub use entity::Model as AgentStateRow;

use crate::db::Connection;
use crate::error::StoreError;
use crate::words::word;

/// Most entries read at once.
pub const ENTRIES_MAX: u64 = 5_000;

/// Appends an entry; answers whether it was not known before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn append(db: &impl Connection, id: Uuid, event: &AgentEvent) -> Result<bool, StoreError> {
    let reason = match &event.state {
        LoggedState::Paused { reason } => Some(reason.code().to_owned()),
        _ => None,
    };
    let row = AgentStateRow {
        id,
        agent: event.agent.0,
        at_ms: event.at.0,
        state: word(&event.state),
        reason,
        contact: event.contact.map(|contact| contact.0),
    };
    let insert = Entity::insert(row.into_active_model()).on_conflict_do_nothing();
    Ok(matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)))
}

/// An agent's entries from `from_ms` until before `until_ms`, oldest first, with the one that holds at `from_ms`
/// in front; at most [`ENTRIES_MAX`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_agent(
    db: &impl Connection,
    agent: Uuid,
    from_ms: i64,
    until_ms: i64,
) -> Result<Vec<AgentStateRow>, StoreError> {
    let own = || Entity::find().filter(Column::Agent.eq(agent));
    let before = own().filter(Column::AtMs.lt(from_ms));
    let before = before.order_by_desc(Column::AtMs).order_by_desc(Column::Id).one(db).await?;
    let within = own().filter(Column::AtMs.gte(from_ms)).filter(Column::AtMs.lt(until_ms));
    let within = within.order_by_asc(Column::AtMs).order_by_asc(Column::Id).limit(ENTRIES_MAX).all(db).await?;
    Ok(before.into_iter().chain(within).collect())
}

/// The last entry of each of these agents who has not signed out, for the start after a stop.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn signed_in(
    db: &impl Connection,
    agents: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<AgentStateRow>, StoreError> {
    let gone = [word(&LoggedState::SignedOut), word(&LoggedState::Stopped)];
    let mut found = Vec::new();
    for agent in agents {
        let own = Entity::find().filter(Column::Agent.eq(agent));
        let last = own.order_by_desc(Column::AtMs).order_by_desc(Column::Id).one(db).await?;
        found.extend(last.filter(|row| !gone.contains(&row.state)));
    }
    Ok(found)
}
