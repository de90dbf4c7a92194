//! Whose voice a leg of a contact's recording is, so that its time line can name people.
//!
//! A recording knows legs by number; an agent's leg outlives contacts and is replaced by a reload, so
//! that one agent may be several legs. Rows come from the journal by `ingest`. No names are kept here.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One leg that was heard in a contact.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_voices")]
    pub struct Model {
        /// The contact.
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        /// The leg, as the recording numbers it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub leg: i64,
        /// `caller`, `agent`, `third` or `supervisor`.
        pub party: String,
        /// Which agent or supervisor.
        pub agent: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use domain::contact::Party;
use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;

pub use entity::Model as Voice;

use crate::db::Connection;
use crate::error::StoreError;
use crate::words::word;

/// Notes whose leg it is; answers whether that was not known before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn note(db: &impl Connection, contact: Uuid, leg: u64, party: Party) -> Result<bool, StoreError> {
    let agent = match party {
        Party::Agent(agent) | Party::Supervisor(agent) => Some(agent.0),
        Party::Caller | Party::Third { .. } => None,
    };
    let voice = Voice { contact, leg: i64::try_from(leg).unwrap_or(i64::MAX), party: word(&party), agent };
    let insert = Entity::insert(voice.into_active_model()).on_conflict_do_nothing();
    Ok(matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)))
}

/// Everybody who was heard in a contact.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<Voice>, StoreError> {
    Ok(Entity::find().filter(Column::Contact.eq(contact)).all(db).await?)
}
