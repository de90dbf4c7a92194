//! Receipts of erasures: append-only, numbered from 1 without gaps, each naming the sum of the one before it.
//!
//! Owns the rows and who may write next; the bytes are `domain::erasure_receipt`'s, the signature the server's. The
//! head's row is authenticated, so that receipts cut off at the end are found. Columns beside the bytes are there to
//! be searched by and prove nothing. Next: `erasure_figures` for how many there were.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One receipt.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasure_receipts")]
    pub struct Model {
        /// Its number, from 1 without gaps.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// SHA-256 of the receipt before it.
        pub previous: Vec<u8>,
        /// SHA-256 of `bytes`.
        pub digest: Vec<u8>,
        /// What was signed.
        pub bytes: Vec<u8>,
        /// Ed25519 over `bytes`.
        pub signature: Vec<u8>,
        /// What it is a receipt of; the same erasure has one receipt.
        pub account_sum: Vec<u8>,
        /// The visit, where it is known.
        pub contact: Option<Uuid>,
        /// Why the shared browser ended, such as `submitted`.
        pub end_word: String,
        /// How often the host was rebuilt before the erasure was verified.
        pub rebuilt: i64,
        /// When the shared browser ended.
        pub ended_at_ms: i64,
        /// When its erasure was verified.
        pub verified_at_ms: i64,
        /// When it was written.
        pub created_at_ms: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasure_head")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub digest: Vec<u8>,
        pub mac: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use domain::erasure_receipt::{ChainHead, Digest, ErasureReceipt, ReceiptFault, SIGNATURE_BYTES, SignedReceipt};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vault::{KeyRing, ring::Stamp};

pub use entity::Model as ReceiptRow;
pub(crate) use entity::{Column, Entity};

use crate::db::{Connection, Tx};
use crate::error::StoreError;

/// Most receipts of one page.
pub const PAGE_MAX: u64 = 500;

const HEAD_ID: i32 = 1;

/// What to look for; an absent field does not narrow the search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Its number.
    pub number: Option<u64>,
    /// Ended at or after.
    pub from_ms: Option<i64>,
    /// Ended before.
    pub until_ms: Option<i64>,
    /// The visit.
    pub contact: Option<Uuid>,
    /// Why the shared browser ended, such as `submitted`.
    pub end: Option<String>,
    /// Whether the host had to be rebuilt first.
    pub was_rebuilt: Option<bool>,
    /// The signature.
    pub signature: Option<Vec<u8>>,
}

/// The chain's head as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredHead {
    /// The last receipt.
    pub head: ChainHead,
    /// Whether a holder of the key wrote it.
    pub is_genuine: bool,
}

impl ReceiptRow {
    /// The receipt with its signature.
    ///
    /// # Errors
    /// [`ReceiptFault`] for what this program did not write.
    pub fn signed(&self) -> Result<SignedReceipt, ReceiptFault> {
        let signature: [u8; SIGNATURE_BYTES] =
            self.signature.as_slice().try_into().map_err(|_| ReceiptFault::NoSignature)?;
        Ok(SignedReceipt { receipt: ErasureReceipt::parse(&self.bytes)?, signature })
    }
}

/// SHA-256, as receipts use it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// The authenticator of the chain's head.
#[must_use]
pub fn stamp(ring: &KeyRing) -> Stamp {
    ring.stamp("head of erasure receipts")
}

/// The sum of what a receipt is of, whatever its number: the same erasure told twice has the same.
#[must_use]
pub fn account_sum(receipt: &ErasureReceipt) -> Digest {
    sha256(&ErasureReceipt { sequence: 1, previous: Digest::default(), ..receipt.clone() }.signed_bytes())
}

/// Takes the head for this transaction alone: writing the row locks it on both databases.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn lock_head(tx: &Tx, stamp: &Stamp) -> Result<StoredHead, StoreError> {
    let first = head_row(stamp, &ChainHead::default());
    head::Entity::insert(first).on_conflict_do_nothing().exec_without_returning(tx).await?;
    head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::col(head::Column::Seq).add(0))
        .filter(head::Column::Id.eq(HEAD_ID))
        .exec(tx)
        .await?;
    head(tx, stamp).await?.ok_or(StoreError::Missing("erasure_head"))
}

/// The head as stored; none before the first receipt.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn head(db: &impl Connection, stamp: &Stamp) -> Result<Option<StoredHead>, StoreError> {
    let row = head::Entity::find_by_id(HEAD_ID).one(db).await?;
    Ok(row.map(|row| {
        let head = ChainHead { sequence: row.seq.unsigned_abs(), digest: digest_of(&row.digest) };
        StoredHead { head, is_genuine: mac_of(stamp, &head).as_slice() == row.mac && row.seq >= 0 }
    }))
}

/// Adds a receipt behind the head that [`lock_head`] answered in the same transaction.
///
/// # Errors
/// [`StoreError::Database`]; give the transaction up then.
pub async fn append(tx: &Tx, stamp: &Stamp, signed: &SignedReceipt, now_ms: i64) -> Result<(), StoreError> {
    let receipt = &signed.receipt;
    let after = ChainHead::after(receipt, sha256);
    let row = ReceiptRow {
        seq: signed_number(receipt.sequence),
        previous: receipt.previous.0.to_vec(),
        digest: after.digest.0.to_vec(),
        bytes: receipt.signed_bytes(),
        signature: signed.signature.to_vec(),
        account_sum: account_sum(receipt).0.to_vec(),
        contact: receipt.visit.map(|visit| visit.0),
        end_word: receipt.end.word().to_owned(),
        rebuilt: i64::from(receipt.rebuilt),
        ended_at_ms: receipt.ended_at.0,
        verified_at_ms: receipt.verified_at.0,
        created_at_ms: now_ms,
    };
    Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    head::Entity::update(head_row(stamp, &after)).exec(tx).await?;
    Ok(())
}

/// The receipt of that number.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_number(db: &impl Connection, number: u64) -> Result<Option<ReceiptRow>, StoreError> {
    Ok(Entity::find_by_id(signed_number(number)).one(db).await?)
}

/// The receipt of what an account tells of, if it was written.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_account(db: &impl Connection, sum: &Digest) -> Result<Option<ReceiptRow>, StoreError> {
    Ok(Entity::find().filter(Column::AccountSum.eq(sum.0.to_vec())).one(db).await?)
}

/// The receipts of a contact, in order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contact(db: &impl Connection, contact: Uuid) -> Result<Vec<ReceiptRow>, StoreError> {
    let query = Entity::find().filter(Column::Contact.eq(contact)).order_by_asc(Column::Seq);
    Ok(query.limit(PAGE_MAX).all(db).await?)
}

/// Receipts numbered below `before` (or the last ones), newest first, at most `limit` (up to [`PAGE_MAX`]).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn search(
    db: &impl Connection,
    search: &Search,
    before: Option<u64>,
    limit: u64,
) -> Result<Vec<ReceiptRow>, StoreError> {
    let wanted = Condition::all()
        .add_option(search.number.map(|number| Column::Seq.eq(signed_number(number))))
        .add_option(search.from_ms.map(|from| Column::EndedAtMs.gte(from)))
        .add_option(search.until_ms.map(|until| Column::EndedAtMs.lt(until)))
        .add_option(search.contact.map(|contact| Column::Contact.eq(contact)))
        .add_option(search.end.as_ref().map(|end| Column::EndWord.eq(end.clone())))
        .add_option(search.was_rebuilt.map(|was| if was { Column::Rebuilt.gt(0) } else { Column::Rebuilt.eq(0) }))
        .add_option(search.signature.as_ref().map(|signature| Column::Signature.eq(signature.clone())))
        .add_option(before.map(|before| Column::Seq.lt(signed_number(before))));
    let query = Entity::find().filter(wanted).order_by_desc(Column::Seq);
    Ok(query.limit(limit.clamp(1, PAGE_MAX)).all(db).await?)
}

/// Receipts numbered above `after`, in order, at most [`PAGE_MAX`]; to walk the chain.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn after(db: &impl Connection, after: u64) -> Result<Vec<ReceiptRow>, StoreError> {
    let query = Entity::find().filter(Column::Seq.gt(signed_number(after))).order_by_asc(Column::Seq);
    Ok(query.limit(PAGE_MAX).all(db).await?)
}

fn head_row(stamp: &Stamp, head: &ChainHead) -> head::ActiveModel {
    head::ActiveModel {
        id: Set(HEAD_ID),
        seq: Set(signed_number(head.sequence)),
        digest: Set(head.digest.0.to_vec()),
        mac: Set(mac_of(stamp, head).to_vec()),
    }
}

fn mac_of(stamp: &Stamp, head: &ChainHead) -> [u8; 32] {
    stamp.of(&[&head.sequence.to_be_bytes(), &head.digest.0])
}

/// A sum as stored; one of another length is no sum of ours and equals none.
fn digest_of(stored: &[u8]) -> Digest {
    stored.try_into().map(Digest).unwrap_or(Digest([0xff; 32]))
}

/// A number that no database can hold is the largest, which no receipt has.
fn signed_number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
