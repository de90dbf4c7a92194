//! What the installation's books tell of a receipt, and the walk over all of them.
//!
//! Every stored receipt is read and checked from its bytes; the columns beside them are compared. Next: `inspect`.

use domain::erasure_receipt::{ChainFault, ChainHead, Digest, ReceiptFault, SignedReceipt, check_chain};
use storage::erasure_receipts::{self, ReceiptRow, Search, StoredHead, account_sum, sha256};
use storage::{Db, StoreError};
use vault::ring::Stamp;

use super::inspect::{Aspect, Finding, Standing, Trouble, inspect, lines_that_differ};
use super::signing::PublicKey;

/// Most findings a walk lists before it stops looking.
const FINDINGS_MAX: usize = 100;

/// What walking all receipts found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainVerdict {
    /// Receipts looked at.
    pub receipts: u64,
    /// What is wrong: the receipt's number and what; empty when all is whole.
    pub findings: Vec<(u64, Trouble)>,
}

/// Everything that can be told of a receipt: by the key, and by the books.
///
/// # Errors
/// [`StoreError`] when the books cannot be read.
pub async fn inspect_in_book(
    read: &Result<SignedReceipt, ReceiptFault>,
    key: &PublicKey,
    db: &Db,
    stamp: &Stamp,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = inspect(read, key);
    let Ok(signed) = read else { return Ok(findings) };
    let forged = findings.iter_mut().find(|one| one.standing == Standing::Broken(Trouble::Forged));
    if let Some(forged) = forged
        && let Some(trouble) = whose_signature(signed, db).await?
    {
        forged.standing = Standing::Broken(trouble);
    }
    let head = erasure_receipts::head(db, stamp).await?;
    let head = head.unwrap_or(StoredHead { head: ChainHead::default(), is_genuine: true });
    let own = sha256(&signed.receipt.signed_bytes());
    let told = [
        Finding::of(Aspect::Books, in_books(signed, db, &head).await?),
        Finding::of(Aspect::Before, before(signed, db).await?),
        Finding::of(Aspect::After, after(signed, own, db, &head).await?),
    ];
    findings.retain(|one| one.standing != Standing::NotChecked);
    findings.extend(told);
    Ok(findings)
}

/// Walks every receipt from the first to the head.
///
/// # Errors
/// [`StoreError`] when the books cannot be read.
pub async fn walk(key: &PublicKey, db: &Db, stamp: &Stamp) -> Result<ChainVerdict, StoreError> {
    let mut walk = Walk { key, head: ChainHead::default(), receipts: 0, findings: Vec::new() };
    loop {
        let rows = erasure_receipts::after(db, walk.head.sequence).await?;
        if rows.is_empty() || walk.findings.len() >= FINDINGS_MAX {
            break;
        }
        rows.iter().for_each(|row| walk.step(row));
    }
    let stored = erasure_receipts::head(db, stamp).await?;
    walk.finish(stored);
    walk.findings.truncate(FINDINGS_MAX);
    Ok(ChainVerdict { receipts: walk.receipts, findings: walk.findings })
}

/// Where the signature is from when it is not of these words.
async fn whose_signature(signed: &SignedReceipt, db: &Db) -> Result<Option<Trouble>, StoreError> {
    let search = Search { signature: Some(signed.signature.to_vec()), ..Search::default() };
    let rows = erasure_receipts::search(db, &search, None, 1).await?;
    Ok(rows.first().map(|row| Trouble::SignatureOf {
        number: row.seq.unsigned_abs(),
        lines: lines_that_differ(&signed.receipt.signed_bytes(), &row.bytes),
    }))
}

async fn in_books(signed: &SignedReceipt, db: &Db, head: &StoredHead) -> Result<Option<Trouble>, StoreError> {
    let number = signed.receipt.sequence;
    let row = erasure_receipts::by_number(db, number).await?;
    let bytes = signed.receipt.signed_bytes();
    Ok(match row {
        Some(row) if row.bytes == bytes && row.signature == signed.signature => None,
        Some(row) => Some(Trouble::OtherUnderNumber { lines: other_lines(signed, &row) }),
        None if number > head.head.sequence => Some(Trouble::NeverWritten { last: head.head.sequence }),
        None => Some(Trouble::TakenOut),
    })
}

fn other_lines(signed: &SignedReceipt, row: &ReceiptRow) -> Vec<String> {
    let mut lines = lines_that_differ(&signed.receipt.signed_bytes(), &row.bytes);
    if row.signature != signed.signature {
        lines.push("signature".to_owned());
    }
    lines
}

async fn before(signed: &SignedReceipt, db: &Db) -> Result<Option<Trouble>, StoreError> {
    let receipt = &signed.receipt;
    let sum = match receipt.sequence.saturating_sub(1) {
        0 => Some(Digest::default()),
        number => erasure_receipts::by_number(db, number).await?.map(|row| sha256(&row.bytes)),
    };
    Ok(match sum {
        Some(sum) if sum == receipt.previous => None,
        Some(_) => Some(Trouble::NotContinued),
        None => Some(Trouble::BeforeMissing),
    })
}

async fn after(
    signed: &SignedReceipt,
    own: Digest,
    db: &Db,
    StoredHead { head, is_genuine }: &StoredHead,
) -> Result<Option<Trouble>, StoreError> {
    if !is_genuine {
        return Ok(Some(Trouble::HeadForged));
    }
    let number = signed.receipt.sequence;
    let next = erasure_receipts::by_number(db, number.saturating_add(1)).await?;
    let next = next.map(|row| row.signed().ok().map(|next| next.receipt.previous));
    Ok(match next {
        Some(Some(previous)) if previous == own => None,
        Some(_) => Some(Trouble::AfterElse),
        None if number < head.sequence => Some(Trouble::AfterMissing),
        None if number == head.sequence && own == head.digest => None,
        None => Some(Trouble::EndElse),
    })
}

struct Walk<'a> {
    key: &'a PublicKey,
    head: ChainHead,
    receipts: u64,
    findings: Vec<(u64, Trouble)>,
}

impl Walk<'_> {
    fn step(&mut self, row: &ReceiptRow) {
        let number = row.seq.unsigned_abs();
        self.receipts += 1;
        for missing in self.head.sequence.saturating_add(1)..number {
            if self.findings.len() >= FINDINGS_MAX {
                break;
            }
            self.findings.push((missing, Trouble::TakenOut));
        }
        let read = row.signed();
        let own = inspect(&read, self.key).into_iter().filter_map(|one| match one.standing {
            Standing::Broken(trouble) => Some((number, trouble)),
            Standing::Holds | Standing::NotChecked => None,
        });
        self.findings.extend(own);
        if let Ok(signed) = &read {
            self.compare(number, signed, row);
        }
        self.head = ChainHead { sequence: number, digest: sha256(&row.bytes) };
    }

    fn compare(&mut self, number: u64, signed: &SignedReceipt, row: &ReceiptRow) {
        let receipt = std::slice::from_ref(&signed.receipt);
        let follows = check_chain(&self.key.installation(), self.head, receipt, sha256);
        if matches!(follows, Err(ChainFault::Broken { .. })) {
            self.findings.push((number, Trouble::NotContinued));
        }
        let lines = columns_that_differ(number, signed, row);
        if !lines.is_empty() {
            self.findings.push((number, Trouble::OtherUnderNumber { lines }));
        }
    }

    fn finish(&mut self, stored: Option<StoredHead>) {
        match stored {
            None if self.receipts == 0 => {}
            Some(StoredHead { head, is_genuine: true }) if head == self.head => {}
            Some(StoredHead { head, is_genuine: true }) => self.findings.push((head.sequence, Trouble::EndElse)),
            None | Some(StoredHead { is_genuine: false, .. }) => {
                self.findings.push((self.head.sequence, Trouble::HeadForged));
            }
        }
    }
}

/// Columns that say something else than the bytes beside them.
fn columns_that_differ(number: u64, signed: &SignedReceipt, row: &ReceiptRow) -> Vec<String> {
    let receipt = &signed.receipt;
    let checks = [
        ("sequence", receipt.sequence == number),
        ("previous", row.previous == receipt.previous.0),
        ("digest", row.digest == sha256(&row.bytes).0),
        ("account", row.account_sum == account_sum(receipt).0),
        ("visit", row.contact == receipt.visit.map(|visit| visit.0)),
        ("end", row.end_word == receipt.end.word()),
        ("rebuilt", row.rebuilt == i64::from(receipt.rebuilt)),
        ("ended_at_ms", row.ended_at_ms == receipt.ended_at.0),
        ("verified_at_ms", row.verified_at_ms == receipt.verified_at.0),
    ];
    checks.into_iter().filter(|(_, same)| !same).map(|(name, _)| name.to_owned()).collect()
}
