//! The faults of kiosks, as the history of the equipment (clause 6(2)④): who saw what, and what was done.
//!
//! A fault is open, then done, and never open again; another one is another row.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One fault.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kiosk_faults")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The kiosk.
        pub kiosk: Uuid,
        /// The diagnosis that found it.
        pub diagnosis: Option<Uuid>,
        /// What is wrong.
        #[sea_orm(column_type = "Text")]
        pub words: String,
        /// `open` or `done`.
        pub state: String,
        /// The account that entered it.
        pub opened_by: Uuid,
        /// When.
        pub opened_at_ms: i64,
        /// What was done about it.
        #[sea_orm(column_type = "Text", nullable)]
        pub remedy: Option<String>,
        /// The account that closed it.
        pub done_by: Option<Uuid>,
        /// When.
        pub done_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use entity::Model as KioskFault;

use crate::db::Connection;
use crate::error::StoreError;

/// Most faults of one list.
pub const LIST_MAX: u64 = 200;

/// A fault that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What was done.
    pub words: String,
    /// The account that closes it.
    pub by: Uuid,
    /// When.
    pub at_ms: i64,
}

/// Enters a fault.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open(db: &impl Connection, fault: KioskFault) -> Result<(), StoreError> {
    Entity::insert(fault.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// The newest faults of a kiosk, open ones first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_kiosk(db: &impl Connection, kiosk: Uuid) -> Result<Vec<KioskFault>, StoreError> {
    // `open` comes after `done`.
    let query = Entity::find().filter(Column::Kiosk.eq(kiosk)).order_by_desc(Column::State);
    Ok(query.order_by_desc(Column::OpenedAtMs).order_by_desc(Column::Id).limit(LIST_MAX).all(db).await?)
}

/// The kiosk of each open fault.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open_ones(db: &impl Connection) -> Result<Vec<Uuid>, StoreError> {
    let open = Entity::find().filter(Column::State.eq("open")).all(db).await?;
    Ok(open.into_iter().map(|fault| fault.kiosk).collect())
}

/// Closes an open fault of the kiosk; gives it as it stands then.
///
/// # Errors
/// [`StoreError::Missing`] for a fault the kiosk does not have, [`StoreError::Stale`] for one that is done.
pub async fn done(db: &impl Connection, kiosk: Uuid, id: Uuid, remedy: Remedy) -> Result<KioskFault, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value("done"))
        .col_expr(Column::Remedy, Expr::value(Some(remedy.words)))
        .col_expr(Column::DoneBy, Expr::value(Some(remedy.by)))
        .col_expr(Column::DoneAtMs, Expr::value(Some(remedy.at_ms)));
    let own = update.filter(Column::Id.eq(id)).filter(Column::Kiosk.eq(kiosk)).filter(Column::State.eq("open"));
    let closed = own.exec(db).await?.rows_affected == 1;
    let fault = Entity::find_by_id(id).filter(Column::Kiosk.eq(kiosk)).one(db).await?;
    let fault = fault.ok_or(StoreError::Missing("kiosk_faults"))?;
    if closed { Ok(fault) } else { Err(StoreError::Stale("kiosk_faults")) }
}
