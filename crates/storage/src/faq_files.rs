//! The bytes of files that go with entries of the FAQ, found by their digest (clauses 6(1), 6(3)①b).
//!
//! An entry's text names a digest; here lie the bytes, once for all entries that name them. They stand in the database
//! and not among the recordings, since a text and its file must last or go together. A file nobody names is forgotten
//! some time after its last use. It must never know what an entry says.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One file.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "faq_files")]
    pub struct Model {
        /// The digest of its bytes.
        #[sea_orm(primary_key, auto_increment = false)]
        pub sha256: String,
        /// What it is.
        pub kind: String,
        /// How long it is.
        pub size_bytes: i64,
        /// Who brought it first.
        pub brought_by: Uuid,
        /// When.
        pub brought_at_ms: i64,
        /// When it was brought or named last.
        pub used_at_ms: i64,
        /// The bytes.
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeSet;

use domain::knowledge::entry::{FileDigest, FileKind, KeptFiles};
use domain::time::Timestamp;
use entity::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::db::Connection;
use crate::error::StoreError;

/// Keeps the bytes of a file and says their digest; the same bytes are kept once.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn keep(
    db: &impl Connection,
    kind: FileKind,
    bytes: Vec<u8>,
    by: Uuid,
    now: Timestamp,
) -> Result<FileDigest, StoreError> {
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let digest = FileDigest::read(&sha256).ok_or(StoreError::Missing("faq_files.sha256"))?;
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let kind = kind.code().to_owned();
    let row = Model { sha256, kind, size_bytes, brought_by: by, brought_at_ms: now.0, used_at_ms: now.0, bytes };
    let again = OnConflict::column(Column::Sha256).update_column(Column::UsedAtMs).to_owned();
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    Ok(digest)
}

/// The bytes of a file.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn bytes(db: &impl Connection, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
    let query = Entity::find_by_id(digest.as_str().to_owned()).select_only().column(Column::Bytes);
    Ok(query.into_tuple().one(db).await?)
}

/// Every file that is kept, without its bytes.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn kept(db: &impl Connection) -> Result<KeptFiles, StoreError> {
    let columns = [Column::Sha256, Column::Kind, Column::SizeBytes];
    let rows: Vec<(String, String, i64)> = Entity::find().select_only().columns(columns).into_tuple().all(db).await?;
    Ok(rows.into_iter().filter_map(of_row).collect())
}

/// Notes that files are named at `now` and says which of them are kept. Within the transaction that keeps the naming
/// text: a file that is said to be kept is not forgotten before that text stands.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn name(tx: &impl Connection, digests: &[FileDigest], now: Timestamp) -> Result<KeptFiles, StoreError> {
    if digests.is_empty() {
        return Ok(KeptFiles::new());
    }
    let named: Vec<&str> = digests.iter().map(FileDigest::as_str).collect();
    let used = Entity::update_many().col_expr(Column::UsedAtMs, Expr::value(now.0));
    used.filter(Column::Sha256.is_in(named.clone())).exec(tx).await?;
    let columns = [Column::Sha256, Column::Kind, Column::SizeBytes];
    let query = Entity::find().filter(Column::Sha256.is_in(named)).select_only().columns(columns);
    let rows: Vec<(String, String, i64)> = query.into_tuple().all(tx).await?;
    Ok(rows.into_iter().filter_map(of_row).collect())
}

/// Forgets files that nobody names and that were not used since `before`; says how many.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget_unnamed(
    db: &impl Connection,
    named: &BTreeSet<FileDigest>,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let old = Entity::find().filter(Column::UsedAtMs.lt(before.0)).order_by_asc(Column::Sha256);
    let old: Vec<String> = old.select_only().column(Column::Sha256).into_tuple().all(db).await?;
    let mut forgotten = 0;
    for sha256 in old.into_iter().filter(|sha256| !names(named, sha256)) {
        // One that was named since the list was made stays.
        let gone = Entity::delete_many().filter(Column::Sha256.eq(sha256)).filter(Column::UsedAtMs.lt(before.0));
        forgotten += gone.exec(db).await?.rows_affected;
    }
    Ok(forgotten)
}

fn names(named: &BTreeSet<FileDigest>, sha256: &str) -> bool {
    FileDigest::read(sha256).is_some_and(|digest| named.contains(&digest))
}

/// A row of a kind this program does not know is as good as none.
fn of_row((sha256, kind, size_bytes): (String, String, i64)) -> Option<(FileDigest, (FileKind, u64))> {
    Some((FileDigest::read(&sha256)?, (FileKind::from_code(&kind)?, u64::try_from(size_bytes).ok()?)))
}
