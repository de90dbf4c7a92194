//! Writing receipts: one writer at a time, one chain, one receipt for one erasure.
//!
//! A receipt is signed inside the transaction that holds the chain's head, and nobody sees it before that is committed:
//! whoever crashes in between leaves the number to the next. An account told twice gets the receipt it has, so that a
//! caller who does not know how a commit ended asks again.

use std::sync::Arc;

use domain::erasure_receipt::{ChainHead, ErasureReceipt, ReceiptFault, SignedReceipt};
use domain::ids::ContactId;
use domain::time::Timestamp;
use domain::visit_browser::ErasureAccount;
use serde_json::json;
use storage::erasure_receipts::{self, StoredHead, account_sum, sha256};
use storage::{Db, StoreError, Tx, erasure_figures};
use vault::KeyRing;
use vault::ring::Stamp;

use super::signing::{PublicKey, SigningFault, SigningKey};
use crate::clock::fresh_id;
use crate::trail::{self, SYSTEM, Trail};

/// The installation's receipts; cheap to clone.
#[derive(Debug, Clone)]
pub struct Erasure {
    pub(super) db: Db,
    pub(super) trail: Trail,
    pub(super) stamp: Arc<Stamp>,
    key: Arc<SigningKey>,
}

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The account's search proves nothing: it looked for nothing or nowhere, or it found something.
    #[error("the erasure is not verified, so there is nothing to give a receipt of")]
    NotVerified,
    /// What stands in the books does not end as its head says, or is another installation's; nothing is put behind it.
    #[error("the chain of receipts is not whole behind receipt {0}: run madoguchi verify erasure")]
    ChainBroken(u64),
    /// A stored receipt cannot be read.
    #[error("the stored receipt of this erasure: {0}")]
    Stored(#[from] ReceiptFault),
    /// The database is away; ask again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The library refused to sign.
    #[error(transparent)]
    Signing(#[from] SigningFault),
}

impl Erasure {
    /// The receipts of the installation this ring is of.
    ///
    /// # Errors
    /// [`SigningFault`], which would be a fault of the library.
    pub fn open(db: Db, ring: &KeyRing, trail: Trail) -> Result<Self, SigningFault> {
        let stamp = Arc::new(erasure_receipts::stamp(ring));
        Ok(Self { db, trail, stamp, key: Arc::new(SigningKey::of(ring)?) })
    }

    /// The key that receipts are checked with.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key.public()
    }

    /// Notes that a visit's shared browser was opened and owes a receipt, for "erased n of n".
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begun(&self, contact: ContactId, now: Timestamp) -> Result<(), StoreError> {
        erasure_figures::begun(&self.db, fresh_id(), contact.0, now.0).await
    }

    /// Writes the receipt of a verified erasure, or answers the one it has. It stands in the history of the account's
    /// visit; what a restart found without one has a receipt that names none.
    ///
    /// # Errors
    /// [`RecordError`]; nothing is written then, and the same account may be told again.
    pub async fn record(&self, account: &ErasureAccount, now: Timestamp) -> Result<SignedReceipt, RecordError> {
        if !account.scan.is_clean() {
            return Err(RecordError::NotVerified);
        }
        let receipt = self.receipt_of(account);
        let tx = storage::begin(&self.db).await?;
        let head = self.whole_head(&tx).await?;
        if let Some(row) = erasure_receipts::by_account(&tx, &account_sum(&receipt)).await? {
            return Ok(row.signed()?);
        }
        let sequence = head.sequence.saturating_add(1);
        let signed = self.key.sign(ErasureReceipt { sequence, previous: head.digest, ..receipt })?;
        erasure_receipts::append(&tx, &self.stamp, &signed, now.0).await?;
        self.note(&tx, &signed.receipt).await?;
        storage::commit(tx).await?;
        Ok(signed)
    }

    /// As the first of a chain; number and predecessor are put in under the head's lock.
    fn receipt_of(&self, account: &ErasureAccount) -> ErasureReceipt {
        let ErasureAccount { visit, end, ended_at, erased, rebuilt, found_before, scan, verified_at } = account.clone();
        ErasureReceipt {
            installation: self.public_key().installation(),
            sequence: 1,
            previous: ChainHead::default().digest,
            visit,
            end,
            ended_at,
            erased,
            rebuilt,
            found_before,
            scan,
            verified_at,
        }
    }

    /// The head, locked for this transaction, once it agrees with the last receipt.
    async fn whole_head(&self, tx: &Tx) -> Result<ChainHead, RecordError> {
        let StoredHead { head, is_genuine } = erasure_receipts::lock_head(tx, &self.stamp).await?;
        let newest = erasure_receipts::search(tx, &erasure_receipts::Search::default(), None, 1).await?;
        let last = newest.first().and_then(|row| row.signed().ok()).filter(|signed| self.is_ours(signed));
        let ends = last.map_or(ChainHead::default(), |signed| ChainHead::after(&signed.receipt, sha256));
        if is_genuine && ends == head { Ok(head) } else { Err(RecordError::ChainBroken(head.sequence)) }
    }

    fn is_ours(&self, signed: &SignedReceipt) -> bool {
        self.public_key().verifies(&signed.receipt.signed_bytes(), &signed.signature)
    }

    async fn note(&self, tx: &Tx, receipt: &ErasureReceipt) -> Result<(), StoreError> {
        let digest = sha256(&receipt.signed_bytes()).to_string();
        let visit = receipt.visit.map(|visit| trail::contact(visit.0));
        let detail = json!({"sha256": digest, "visit": visit, "end": receipt.end.word()});
        self.trail.add_in(tx, SYSTEM, "erasure.recorded", &format!("erasure:{}", receipt.sequence), detail).await
    }
}
