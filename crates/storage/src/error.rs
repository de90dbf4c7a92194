//! What every operation on the database may answer besides its own refusals.

use sea_orm::DbErr;
use uuid::Uuid;
use vault::CipherError;

/// Why a stored thing could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is away.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// A sealed value did not open, or could not be sealed.
    #[error(transparent)]
    Cipher(#[from] CipherError),
    /// A stored text is not of the form this program writes.
    #[error("stored value of {what} cannot be read: {source}")]
    Form {
        /// Table and column.
        what: &'static str,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// The contact's key was deleted: what it sealed is gone for good.
    #[error("contact {0} was erased")]
    Erased(Uuid),
    /// The row the operation is about does not exist.
    #[error("no such row in {0}")]
    Missing(&'static str),
    /// Somebody else changed the row since it was read.
    #[error("{0} was changed by somebody else in the meantime")]
    Stale(&'static str),
}

impl StoreError {
    /// True when trying again later may succeed because the database is away or busy.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Database(DbErr::Conn(_) | DbErr::ConnectionAcquire(_)))
            || matches!(self, Self::Database(error) if is_transport(error))
    }
}

/// Broken connections and locked databases come back as execution errors with the driver's words.
fn is_transport(error: &DbErr) -> bool {
    let words = error.to_string();
    [
        "database is locked",
        "communicating with database",
        "connection closed",
        "terminating connection",
        "the database system is",
        "pool timed out",
        "disk",
    ]
    .iter()
    .any(|sign| words.contains(sign))
}
