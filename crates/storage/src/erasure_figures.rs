//! How many shared browsers were erased, of how many, and how long it took at most: figure T9 of the monthly report.
//!
//! What was begun is counted apart from what was erased, so that "n of n" can fail. Next: `erasure_receipts`.

mod entity {
    use sea_orm::entity::prelude::*;

    /// A shared browser that was opened and so owes a receipt.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasure_begun")]
    pub struct Model {
        /// Which.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The visit.
        pub contact: Uuid,
        /// When it was opened.
        pub at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeMap;

use domain::erasure_receipt::{ErasureReceipt, TraceKind};
use domain::time::Timestamp;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::Connection;
use crate::erasure_receipts::{Column, Entity, ReceiptRow};
use crate::error::StoreError;

/// Erasures of the shared browsers that were opened in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasureFigures {
    /// Shared browsers opened.
    pub begun: u64,
    /// Of these, erased with a receipt.
    pub erased: u64,
    /// Photos that existed in them and are erased, going by the receipts.
    pub photos_erased: u64,
    /// From the end of a shared browser to its verified erasure at most, in milliseconds.
    pub longest_ms: Option<u64>,
    /// From the end of a shared browser to the erasure of its photo at most, in milliseconds; 0 where each was gone
    /// before.
    pub photo_longest_ms: Option<u64>,
    /// Erasures before which the host had to be rebuilt.
    pub rebuilt: u64,
    /// Visits with a shared browser that has no receipt; the first ones, by when they were opened.
    pub without_receipt: Vec<Uuid>,
}

/// Most visits that [`ErasureFigures::without_receipt`] names.
pub const NAMED_MAX: usize = 100;

/// Notes that a shared browser was opened and owes a receipt.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn begun(db: &impl Connection, id: Uuid, contact: Uuid, at_ms: i64) -> Result<(), StoreError> {
    let row = entity::Model { id, contact, at_ms };
    entity::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// The figures of shared browsers that were opened at or after `from_ms` and before `until_ms`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn figures(db: &impl Connection, from_ms: i64, until_ms: i64) -> Result<ErasureFigures, StoreError> {
    let (from, until) = (entity::Column::AtMs.gte(from_ms), entity::Column::AtMs.lt(until_ms));
    let of_period = Condition::all().add(from.clone()).add(until.clone());
    let begun = entity::Entity::find().filter(of_period).order_by_asc(entity::Column::AtMs).all(db).await?;
    let contacts =
        Query::select().column(entity::Column::Contact).from(entity::Entity).and_where(from).and_where(until).take();
    let receipts = Entity::find().filter(Column::Contact.in_subquery(contacts)).order_by_asc(Column::Seq);
    Ok(counted(&begun, &receipts.all(db).await?))
}

fn counted(begun: &[entity::Model], receipts: &[ReceiptRow]) -> ErasureFigures {
    let mut figures = ErasureFigures { begun: begun.len() as u64, ..ErasureFigures::default() };
    let mut left: BTreeMap<Uuid, Vec<&ReceiptRow>> = BTreeMap::new();
    for row in receipts.iter().rev() {
        left.entry(row.contact.unwrap_or_default()).or_default().push(row);
    }
    for one in begun {
        let receipt = left.get_mut(&one.contact).and_then(Vec::pop);
        match receipt.and_then(|row| ErasureReceipt::parse(&row.bytes).ok()) {
            Some(receipt) => figures.count(&receipt),
            None if figures.without_receipt.len() < NAMED_MAX => figures.without_receipt.push(one.contact),
            None => {}
        }
    }
    figures
}

impl ErasureFigures {
    fn count(&mut self, receipt: &ErasureReceipt) {
        let since_end = |at: Timestamp| u64::try_from(at.0.saturating_sub(receipt.ended_at.0)).unwrap_or(0);
        self.erased += 1;
        self.rebuilt += u64::from(receipt.rebuilt > 0);
        self.longest_ms = self.longest_ms.max(Some(since_end(receipt.verified_at)));
        if let Some(at) = receipt.erased.get(&TraceKind::Photo) {
            self.photos_erased += 1;
            self.photo_longest_ms = self.photo_longest_ms.max(Some(since_end(*at)));
        }
    }
}
