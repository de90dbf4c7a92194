//! Login sessions: opaque data under the hash of a random id, with an expiry.
//!
//! The id itself is never stored, so that whoever reads the table cannot log in with it.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One login session.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "login_sessions")]
    pub struct Model {
        /// SHA-256 of the id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id_hash: Vec<u8>,
        /// Who is logged in, once somebody is.
        pub account: Option<Uuid>,
        /// What the server keeps in it.
        pub data: Vec<u8>,
        /// When it ends.
        pub expires_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use entity::Model as LoginSession;

use crate::db::{Connection, is_duplicate};
use crate::error::StoreError;

/// The form in which an id is stored.
#[must_use]
pub fn hash(id: &[u8]) -> Vec<u8> {
    Sha256::digest(id).to_vec()
}

/// Makes a session; `false` when the id is taken.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn create(db: &impl Connection, session: LoginSession) -> Result<bool, StoreError> {
    let row = session.into_active_model();
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(true),
        Err(error) if is_duplicate(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes a session, whether it exists or not.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn save(db: &impl Connection, session: LoginSession) -> Result<(), StoreError> {
    let replace = OnConflict::column(Column::IdHash)
        .update_columns([Column::Account, Column::Data, Column::ExpiresAtMs])
        .to_owned();
    Entity::insert(session.into_active_model()).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Finds a session that has not ended.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn load(db: &impl Connection, id_hash: &[u8], now_ms: i64) -> Result<Option<LoginSession>, StoreError> {
    let query = Entity::find_by_id(id_hash.to_vec()).filter(Column::ExpiresAtMs.gt(now_ms));
    Ok(query.one(db).await?)
}

/// Ends a session.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete(db: &impl Connection, id_hash: &[u8]) -> Result<(), StoreError> {
    Entity::delete_by_id(id_hash.to_vec()).exec(db).await?;
    Ok(())
}

/// Ends all sessions of an account, for instance when it is disabled.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete_of(db: &impl Connection, account: Uuid) -> Result<u64, StoreError> {
    let gone = Entity::delete_many().filter(Column::Account.eq(account));
    Ok(gone.exec(db).await?.rows_affected)
}

/// Sweeps out sessions that have ended.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete_expired(db: &impl Connection, now_ms: i64) -> Result<u64, StoreError> {
    let gone = Entity::delete_many().filter(Column::ExpiresAtMs.lte(now_ms));
    Ok(gone.exec(db).await?.rows_affected)
}
