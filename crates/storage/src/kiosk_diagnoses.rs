//! Diagnoses of kiosks (clause 6(2)④): what was measured, what was found, who asked.
//!
//! Numbers alone, so nothing is sealed. Rows are written once; a kiosk keeps its newest [`KEPT_MAX`]. What the
//! numbers mean is `domain::diagnosis`'s.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One finished diagnosis.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kiosk_diagnoses")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The kiosk.
        pub kiosk: Uuid,
        /// The account that asked; None for the check before opening.
        pub asked_by: Option<Uuid>,
        /// When the kiosk was asked.
        pub started_at_ms: i64,
        /// When its answer came.
        pub ended_at_ms: i64,
        /// `good`, `warn` or `bad`.
        pub verdict: String,
        /// The measurements, JSON.
        #[sea_orm(column_type = "Text")]
        pub measured: String,
        /// The findings, JSON.
        #[sea_orm(column_type = "Text")]
        pub findings: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use entity::Model as KioskDiagnosis;

use crate::db::Connection;
use crate::error::StoreError;

/// Diagnoses a kiosk keeps: a year of days with one by hand each.
pub const KEPT_MAX: u64 = 800;

/// Writes a diagnosis, and drops the oldest of its kiosk beyond [`KEPT_MAX`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn file(db: &impl Connection, diagnosis: KioskDiagnosis) -> Result<(), StoreError> {
    let kiosk = diagnosis.kiosk;
    Entity::insert(diagnosis.into_active_model()).exec_without_returning(db).await?;
    let oldest = newest_first(kiosk).offset(KEPT_MAX).limit(1).one(db).await?;
    if let Some(oldest) = oldest {
        let beyond = Entity::delete_many().filter(Column::Kiosk.eq(kiosk));
        beyond.filter(Column::StartedAtMs.lte(oldest.started_at_ms)).exec(db).await?;
    }
    Ok(())
}

/// The newest diagnoses of a kiosk, the newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_kiosk(db: &impl Connection, kiosk: Uuid, limit: u64) -> Result<Vec<KioskDiagnosis>, StoreError> {
    Ok(newest_first(kiosk).limit(limit).all(db).await?)
}

/// The last diagnosis of a kiosk that found nothing wrong, before `before_ms`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn last_good(
    db: &impl Connection,
    kiosk: Uuid,
    before_ms: i64,
) -> Result<Option<KioskDiagnosis>, StoreError> {
    let good = newest_first(kiosk).filter(Column::Verdict.eq("good"));
    Ok(good.filter(Column::StartedAtMs.lt(before_ms)).one(db).await?)
}

/// When the kiosk last began a check that nobody asked for.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn last_self_check_ms(db: &impl Connection, kiosk: Uuid) -> Result<Option<i64>, StoreError> {
    let last = newest_first(kiosk).filter(Column::AskedBy.is_null()).one(db).await?;
    Ok(last.map(|diagnosis| diagnosis.started_at_ms))
}

fn newest_first(kiosk: Uuid) -> sea_orm::Select<Entity> {
    let of_kiosk = Entity::find().filter(Column::Kiosk.eq(kiosk));
    of_kiosk.order_by_desc(Column::StartedAtMs).order_by_desc(Column::Id)
}
