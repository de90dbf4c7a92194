//! Calendars as kept: rules of each channel, one-off openings and closures, imported holidays.
//!
//! The rules are the JSON of `domain::calendar`; nothing here knows what they mean.
//! One-off entries are taken back, never deleted, so that it stays visible who closed a day and why.

mod rules {
    use sea_orm::entity::prelude::*;

    /// The rules of one channel.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_rules")]
    pub struct Model {
        /// `phone`, `counter` or `chat`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub channel: String,
        /// The rules, in the calendar's form.
        pub rules: Json,
        /// Counts changes.
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod exceptions {
    use sea_orm::entity::prelude::*;

    /// One one-off opening or closure.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_exceptions")]
    pub struct Model {
        /// The entry.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// `phone`, `counter` or `chat`.
        pub channel: String,
        /// The day.
        pub date: Date,
        /// Opens at; absent when closed all day.
        pub open: Option<Time>,
        /// Closes at; absent when closed all day.
        pub close: Option<Time>,
        /// Why.
        pub reason: String,
        /// Who entered it.
        pub entered_by: Uuid,
        /// When it was entered.
        pub entered_at_ms: i64,
        /// Who took it back.
        pub removed_by: Option<Uuid>,
        /// When it was taken back.
        pub removed_at_ms: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod holidays {
    use sea_orm::entity::prelude::*;

    /// One holiday of the Cabinet Office's list.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_holidays")]
    pub struct Model {
        /// The day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub date: Date,
        /// Its name in the list.
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

pub use exceptions::Model as CalendarException;
pub use holidays::Model as ImportedHoliday;
pub use rules::Model as CalendarRules;

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;

/// The rules of all channels.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rules(db: &impl Connection) -> Result<Vec<CalendarRules>, StoreError> {
    let query = rules::Entity::find().order_by_asc(rules::Column::Channel);
    Ok(query.all(db).await?)
}

/// Writes a channel's rules on top of version `based_on` (0 when there are none yet).
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed them.
pub async fn set_rules(db: &impl Connection, channel: &str, rules: Value, based_on: i32) -> Result<i32, StoreError> {
    let version = based_on + 1;
    if based_on == 0 {
        let row = CalendarRules { channel: channel.to_owned(), rules, version };
        let inserted = rules::Entity::insert(row.into_active_model());
        return match inserted.exec_without_returning(db).await {
            Ok(_) => Ok(version),
            Err(error) if is_duplicate(&error) => Err(StoreError::Stale("calendar_rules")),
            Err(error) => Err(error.into()),
        };
    }
    let done = rules::Entity::update_many()
        .col_expr(rules::Column::Rules, Expr::value(rules))
        .col_expr(rules::Column::Version, Expr::value(version))
        .filter(rules::Column::Channel.eq(channel))
        .filter(rules::Column::Version.eq(based_on))
        .exec(db)
        .await?;
    match done.rows_affected {
        1 => Ok(version),
        _ => Err(StoreError::Stale("calendar_rules")),
    }
}

/// One-off entries that stand, from day to day inclusive, by day; of a day's entries the last one wins.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn exceptions(
    db: &impl Connection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CalendarException>, StoreError> {
    use exceptions::Column;
    let query = exceptions::Entity::find()
        .filter(Column::Date.between(from, to))
        .filter(Column::RemovedAtMs.is_null())
        .order_by_asc(Column::Date)
        .order_by_asc(Column::EnteredAtMs)
        .order_by_asc(Column::Id);
    Ok(query.all(db).await?)
}

/// Enters a one-off opening or closure.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn enter(db: &impl Connection, entry: CalendarException) -> Result<(), StoreError> {
    exceptions::Entity::insert(entry.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a one-off entry back; `false` when it does not stand.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn take_back(db: &impl Connection, id: Uuid, by: Uuid, at_ms: i64) -> Result<bool, StoreError> {
    use exceptions::Column;
    let done = exceptions::Entity::update_many()
        .col_expr(Column::RemovedBy, Expr::value(by))
        .col_expr(Column::RemovedAtMs, Expr::value(at_ms))
        .filter(Column::Id.eq(id))
        .filter(Column::RemovedAtMs.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The imported holidays by day.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn holidays(db: &impl Connection) -> Result<Vec<ImportedHoliday>, StoreError> {
    let query = holidays::Entity::find().order_by_asc(holidays::Column::Date);
    Ok(query.all(db).await?)
}

/// Forgets the imported holidays of these years, before a list that covers them anew is imported.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_holidays(db: &impl Connection, from: NaiveDate, to: NaiveDate) -> Result<(), StoreError> {
    let gone = holidays::Entity::delete_many().filter(holidays::Column::Date.between(from, to));
    gone.exec(db).await?;
    Ok(())
}

/// Imports holidays; a day that is there already gets the name given.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn import_holidays(db: &impl Connection, days: Vec<ImportedHoliday>) -> Result<(), StoreError> {
    let replace = OnConflict::column(holidays::Column::Date).update_column(holidays::Column::Name).to_owned();
    for part in days.chunks(500) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        holidays::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}
