//! Entries of the FAQ with all their texts, and the lines of their history (clauses 6(1), 6(3)①b).
//!
//! One row holds an entry's parts as the workflow gives them; beside them stands what lists and clocks ask for. Who
//! writes says which turn they read, so that of two only one wins. It must never know what may be done to an entry.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One entry.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_entries")]
    pub struct Model {
        /// Its key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// Changes so far.
        pub turn: i32,
        /// Where it stands.
        pub standing: String,
        /// The version residents read.
        pub live_version: Option<i32>,
        /// When the clock has something to do.
        pub due_at_ms: Option<i64>,
        /// When it changed last.
        pub changed_at_ms: i64,
        /// All parts, as JSON.
        #[sea_orm(column_type = "Text")]
        pub parts: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod record {
    use sea_orm::entity::prelude::*;

    /// One line of an entry's history.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_records")]
    pub struct Model {
        /// The entry.
        #[sea_orm(primary_key, auto_increment = false)]
        pub entry: String,
        /// Counted from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// When.
        pub at_ms: i64,
        /// By whom; none where the clock did it.
        pub by: Option<Uuid>,
        /// What, as JSON.
        #[sea_orm(column_type = "Text")]
        pub what: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use domain::ids::AgentId;
use domain::knowledge::workflow::{Dossier, DossierParts, Record, RecordKind};
use domain::time::Timestamp;
use entity::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;
use crate::words::word;

const TABLE: &str = "faq_entries";
/// Entries that are read, and rows that are written, by one statement; between two, others have their turn.
const AT_ONCE: usize = 250;

/// An entry as it was read, with the turn that a writer gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The entry.
    pub dossier: Dossier,
    /// Changes so far; 0 for one that is not kept yet.
    pub turn: i32,
    /// When it changed last.
    pub changed_at: Timestamp,
}

/// How often an entry was changed, without its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The entry's key.
    pub key: String,
    /// Changes so far.
    pub turn: i32,
    /// Whether residents or agents read it.
    pub is_live: bool,
}

/// The entry of that key.
///
/// # Errors
/// [`StoreError`].
pub async fn find(db: &impl Connection, key: &str) -> Result<Option<StoredEntry>, StoreError> {
    Entity::find_by_id(key.to_owned()).one(db).await?.map(StoredEntry::try_from).transpose()
}

/// Every entry, by key.
///
/// # Errors
/// [`StoreError`].
pub async fn all(db: &impl Connection) -> Result<Vec<StoredEntry>, StoreError> {
    let keys: Vec<String> = turns(db).await?.into_iter().map(|turn| turn.key).collect();
    of_keys(db, &keys).await
}

/// The entries of those keys that are there, by key.
///
/// # Errors
/// [`StoreError`].
pub async fn of_keys(db: &impl Connection, keys: &[String]) -> Result<Vec<StoredEntry>, StoreError> {
    let mut entries = Vec::with_capacity(keys.len());
    for some in keys.chunks(AT_ONCE) {
        let query = Entity::find().filter(Column::Key.is_in(some.iter().map(String::as_str)));
        entries.extend(read(query.all(db).await?)?);
    }
    entries.sort_by(|one, other| one.dossier.parts().key.cmp(&other.dossier.parts().key));
    Ok(entries)
}

/// The turn of every entry: who keeps what was read sees by it what is to be read again.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn turns(db: &impl Connection) -> Result<Vec<Turn>, StoreError> {
    let query = Entity::find().select_only().columns([Column::Key, Column::Turn, Column::LiveVersion]);
    let rows: Vec<(String, i32, Option<i32>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(key, turn, live)| Turn { key, turn, is_live: live.is_some() }).collect())
}

/// Entries for which the clock has something to do at `now` or had before.
///
/// # Errors
/// [`StoreError`].
pub async fn due(db: &impl Connection, now: Timestamp) -> Result<Vec<StoredEntry>, StoreError> {
    read(Entity::find().filter(Column::DueAtMs.lte(now.0)).order_by_asc(Column::DueAtMs).all(db).await?)
}

/// How many entries there are.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count(db: &impl Connection) -> Result<u64, StoreError> {
    use sea_orm::PaginatorTrait as _;
    Ok(Entity::find().count(db).await?)
}

/// Keeps an entry after its change, with the lines of its history; call it in a transaction.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else changed it since `turn` was read.
pub async fn keep(
    tx: &impl Connection,
    dossier: &Dossier,
    turn: i32,
    records: &[Record],
    now: Timestamp,
) -> Result<i32, StoreError> {
    let row = row_of(dossier, turn + 1, now)?;
    if turn == 0 {
        insert(tx, row).await?
    } else {
        replace(tx, row, turn).await?
    }
    add_records(tx, dossier.parts().key.as_str(), records).await?;
    Ok(turn + 1)
}

/// Keeps entries that were not there before, each with the lines of its history; call it in a transaction.
///
/// # Errors
/// [`StoreError::Stale`] when one of them is there.
pub async fn keep_new(
    tx: &impl Connection,
    entries: &[(Dossier, Vec<Record>)],
    now: Timestamp,
) -> Result<(), StoreError> {
    for some in entries.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        let mut lines = Vec::with_capacity(some.len());
        for (dossier, records) in some {
            rows.push(row_of(dossier, 1, now)?.into_active_model());
            lines.extend(lines_of(dossier.parts().key.as_str(), 0, records)?);
        }
        match Entity::insert_many(rows).exec_without_returning(tx).await {
            Ok(_) => {}
            Err(error) if is_duplicate(&error) => return Err(StoreError::Stale(TABLE)),
            Err(error) => return Err(error.into()),
        }
        for some in lines.chunks(AT_ONCE) {
            record::Entity::insert_many(some.iter().cloned()).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// The history of an entry, the newest line first.
///
/// # Errors
/// [`StoreError`].
pub async fn records(db: &impl Connection, key: &str) -> Result<Vec<Record>, StoreError> {
    let query = record::Entity::find().filter(record::Column::Entry.eq(key));
    let rows = query.order_by_desc(record::Column::Number).all(db).await?;
    let of = |row: record::Model| {
        let what: RecordKind =
            serde_json::from_str(&row.what).map_err(|source| StoreError::Form { what: "faq_records.what", source })?;
        Ok(Record { at: Timestamp(row.at_ms), by: row.by.map(AgentId), what })
    };
    rows.into_iter().map(of).collect()
}

async fn insert(tx: &impl Connection, row: Model) -> Result<(), StoreError> {
    match Entity::insert(row.into_active_model()).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_duplicate(&error) => Err(StoreError::Stale(TABLE)),
        Err(error) => Err(error.into()),
    }
}

async fn replace(tx: &impl Connection, row: Model, turn: i32) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::Turn, Expr::value(row.turn))
        .col_expr(Column::Standing, Expr::value(row.standing))
        .col_expr(Column::LiveVersion, Expr::value(row.live_version))
        .col_expr(Column::DueAtMs, Expr::value(row.due_at_ms))
        .col_expr(Column::ChangedAtMs, Expr::value(row.changed_at_ms))
        .col_expr(Column::Parts, Expr::value(row.parts))
        .filter(Column::Key.eq(row.key))
        .filter(Column::Turn.eq(turn));
    if update.exec(tx).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale(TABLE)) }
}

async fn add_records(tx: &impl Connection, key: &str, records: &[Record]) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let newest = record::Entity::find().filter(record::Column::Entry.eq(key));
    let newest = newest.order_by_desc(record::Column::Number).one(tx).await?.map_or(0, |row| row.number);
    record::Entity::insert_many(lines_of(key, newest, records)?).exec_without_returning(tx).await?;
    Ok(())
}

/// The rows of the lines that follow the one with the number `newest`.
fn lines_of(key: &str, newest: i32, records: &[Record]) -> Result<Vec<record::ActiveModel>, StoreError> {
    let row = |(number, line): (i32, &Record)| {
        let what = serde_json::to_string(&line.what);
        let what = what.map_err(|source| StoreError::Form { what: "faq_records.what", source })?;
        let by = line.by.map(|agent| agent.0);
        let row = record::Model { entry: key.to_owned(), number, at_ms: line.at.0, by, what };
        Ok(row.into_active_model())
    };
    (newest + 1..).zip(records).map(row).collect()
}

fn row_of(dossier: &Dossier, turn: i32, now: Timestamp) -> Result<Model, StoreError> {
    let parts = dossier.parts();
    Ok(Model {
        key: parts.key.to_string(),
        turn,
        standing: word(&dossier.standing()),
        live_version: parts.live.map(|live| i32::try_from(live.version.0).unwrap_or(i32::MAX)),
        due_at_ms: dossier.next_deadline().map(|at| at.0),
        changed_at_ms: now.0,
        parts: serde_json::to_string(parts).map_err(form)?,
    })
}

fn read(rows: Vec<Model>) -> Result<Vec<StoredEntry>, StoreError> {
    rows.into_iter().map(StoredEntry::try_from).collect()
}

impl TryFrom<Model> for StoredEntry {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let parts: DossierParts = serde_json::from_str(&row.parts).map_err(form)?;
        let dossier = Dossier::from_parts(parts).map_err(|why| form(serde::de::Error::custom(why)))?;
        Ok(Self { dossier, turn: row.turn, changed_at: Timestamp(row.changed_at_ms) })
    }
}

fn form(source: serde_json::Error) -> StoreError {
    StoreError::Form { what: "faq_entries.parts", source }
}
