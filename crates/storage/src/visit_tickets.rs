//! The ticket of a visit at the counter: its number, and the kiosk the visitor sits at.
//!
//! What the contact's log does not say and a restart needs to take the visit up again. Rows come from the
//! journal by `ingest`; nothing personal is in them. Next: `kiosks` for the kiosk itself.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One ticket.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "visit_tickets")]
    pub struct Model {
        /// The contact.
        #[sea_orm(primary_key, auto_increment = false)]
        pub contact: Uuid,
        /// The number, as the visitor reads it.
        pub number: String,
        /// The kiosk; absent while the visitor has none.
        pub kiosk: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;

pub use entity::Model as VisitTicket;

use crate::db::Connection;
use crate::error::StoreError;

/// Notes a ticket, or the kiosk of one that had none; answers whether that was not known before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn note(db: &impl Connection, ticket: &VisitTicket) -> Result<bool, StoreError> {
    let insert = Entity::insert(ticket.clone().into_active_model()).on_conflict_do_nothing();
    if matches!(insert.exec_without_returning(db).await?, TryInsertResult::Inserted(1..)) {
        return Ok(true);
    }
    let Some(kiosk) = ticket.kiosk else { return Ok(false) };
    let seat = Entity::update_many().set(ActiveModel { kiosk: Set(Some(kiosk)), ..ActiveModel::default() });
    let seat = seat.filter(Column::Contact.eq(ticket.contact)).filter(Column::Kiosk.is_null());
    Ok(seat.exec(db).await?.rows_affected == 1)
}

/// The ticket of a visit.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Option<VisitTicket>, StoreError> {
    Ok(Entity::find_by_id(contact).one(db).await?)
}
