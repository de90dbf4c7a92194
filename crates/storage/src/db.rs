//! Opening the database: SQLite in a file or PostgreSQL, by one URL, migrated to this program's schema.
//!
//! Every transaction on SQLite begins IMMEDIATE, because a reading transaction that starts to write is
//! refused there at once, busy timeout or not. Statements are never logged: they carry personal data.
//! Next: `migrations` for the schema.

use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

pub use sea_orm::ConnectionTrait as Connection;

use crate::error::StoreError;
use crate::migrations::Migrator;

/// The database.
pub type Db = DatabaseConnection;
/// A transaction; dropped without [`commit`] it leaves nothing behind.
pub type Tx = DatabaseTransaction;

/// How long a writer waits for another on SQLite.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a caller waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the database is.
#[derive(Debug, Clone)]
pub struct DbConfig {
    /// `sqlite:///var/lib/madoguchi/madoguchi.db` or `postgres://name:word@host/database`.
    pub url: String,
    /// Most connections held at once.
    pub connections_max: u32,
}

impl DbConfig {
    /// A database by URL with the usual number of connections.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), connections_max: 8 }
    }
}

/// Connects, brings the schema up to date and answers the database.
///
/// # Errors
/// [`StoreError::Database`] when it cannot be reached or migrated.
pub async fn open(config: &DbConfig) -> Result<Db, StoreError> {
    let db = connect(config).await?;
    Migrator::up(&db, None).await?;
    Ok(db)
}

/// Connects without touching the schema, to check reachability.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn connect(config: &DbConfig) -> Result<Db, StoreError> {
    let mut options = ConnectOptions::new(config.url.clone());
    options
        .max_connections(config.connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
                .foreign_keys(true)
        });
    Ok(Database::connect(options).await?)
}

/// Asks the database for an answer.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ping(db: &Db) -> Result<(), StoreError> {
    Ok(db.ping().await?)
}

/// Begins a transaction that may write.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(db.begin_with_options(options).await?)
}

/// Makes a transaction last.
///
/// # Errors
/// [`StoreError::Database`]; nothing of the transaction is kept then.
pub async fn commit(tx: Tx) -> Result<(), StoreError> {
    Ok(tx.commit().await?)
}

/// Whether an insert lost against a row that was already there.
pub(crate) fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
