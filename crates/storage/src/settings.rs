//! Settings that are changed while the program runs: one JSON value a key, with a version.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One setting.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "settings")]
    pub struct Model {
        /// Its key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// Its value.
        pub value: Json,
        /// Counts changes.
        pub version: i32,
        /// Who changed it last.
        pub changed_by: Option<Uuid>,
        /// When it was changed last.
        pub changed_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

pub use entity::Model as Setting;

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;

/// Reads a setting.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn get(db: &impl Connection, key: &str) -> Result<Option<Setting>, StoreError> {
    Ok(Entity::find_by_id(key.to_owned()).one(db).await?)
}

/// All settings by key.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(db: &impl Connection) -> Result<Vec<Setting>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::Key).all(db).await?)
}

/// Writes a setting on top of version `based_on` (0 when there is none) and answers its version.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed it.
pub async fn set(
    db: &impl Connection,
    key: &str,
    value: Value,
    based_on: i32,
    by: Option<Uuid>,
    at_ms: i64,
) -> Result<i32, StoreError> {
    let setting = Setting { key: key.to_owned(), value, version: based_on + 1, changed_by: by, changed_at_ms: at_ms };
    if based_on == 0 { insert(db, setting).await } else { replace(db, setting, based_on).await }
}

async fn insert(db: &impl Connection, setting: Setting) -> Result<i32, StoreError> {
    let version = setting.version;
    let row = setting.into_active_model();
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(version),
        Err(error) if is_duplicate(&error) => Err(StoreError::Stale("settings")),
        Err(error) => Err(error.into()),
    }
}

async fn replace(db: &impl Connection, setting: Setting, based_on: i32) -> Result<i32, StoreError> {
    let version = setting.version;
    let done = Entity::update_many()
        .col_expr(Column::Value, Expr::value(setting.value))
        .col_expr(Column::Version, Expr::value(version))
        .col_expr(Column::ChangedBy, Expr::value(setting.changed_by))
        .col_expr(Column::ChangedAtMs, Expr::value(setting.changed_at_ms))
        .filter(Column::Key.eq(setting.key))
        .filter(Column::Version.eq(based_on))
        .exec(db)
        .await?;
    match done.rows_affected {
        1 => Ok(version),
        _ => Err(StoreError::Stale("settings")),
    }
}
