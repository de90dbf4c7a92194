//! The audit chain: append-only, each row hashed over the row before, the head authenticated.
//!
//! A changed, missing or moved row breaks the chain; cut-off rows disagree with the head, whose
//! authenticator needs a key that is not in the database. Restoring an old database whole is found
//! by comparing with a head kept elsewhere. Never knows what an action means.

mod entity {
    use sea_orm::entity::prelude::*;

    /// One row of the chain.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// Place in the chain, from 1 without gaps.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// When.
        pub at_ms: i64,
        /// Who: an account's id, or a word such as `system`.
        pub actor: String,
        /// What was done, such as `login.refused`.
        pub action: String,
        /// To what: an id, or empty.
        pub subject: String,
        /// More, as JSON text; nothing personal.
        #[sea_orm(column_type = "Text")]
        pub detail: String,
        /// Hash of the row before.
        pub prev_hash: Vec<u8>,
        /// Hash of this row.
        pub hash: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_head")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub hash: Vec<u8>,
        pub mac: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use sha2::{Digest, Sha256};
use vault::{KeyRing, ring::Stamp};

pub use entity::Model as AuditRow;

use crate::db::{Connection, Tx};
use crate::error::StoreError;

/// Most findings a verification lists before it stops looking.
pub const FINDINGS_MAX: usize = 100;
/// Most rows of one page.
pub const PAGE_MAX: u64 = 1000;

const HEAD_ID: i32 = 1;
const FIRST_HASH: [u8; 32] = [0; 32];

/// What is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Who: an account's id, or a word such as `system`.
    pub actor: String,
    /// What was done, such as `login.refused`.
    pub action: String,
    /// To what: an id, or empty.
    pub subject: String,
    /// More; nothing personal.
    pub detail: Value,
}

/// The end of the chain, to be kept elsewhere too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last row.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Rows looked at.
    pub rows: u64,
    /// What is wrong, in order; empty when the chain holds.
    pub findings: Vec<Finding>,
}

/// One thing wrong with the chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The row's content is not what was hashed.
    #[error("row {0} was changed")]
    Changed(i64),
    /// Rows are missing.
    #[error("rows {from} to {to} are missing")]
    Missing {
        /// First missing row.
        from: i64,
        /// Last missing row.
        to: i64,
    },
    /// The row does not follow the one before it.
    #[error("row {0} does not follow the row before it; one of them was replaced or moved")]
    Unlinked(i64),
    /// The chain does not end where its head says.
    #[error("the chain ends at row {last}, its head says {head}; rows were cut off or added")]
    End {
        /// Last row found.
        last: i64,
        /// Last row according to the head.
        head: i64,
    },
    /// The head was not written by a holder of the key.
    #[error("the head of the chain is forged or missing")]
    Head,
    /// A head kept elsewhere is not part of this chain.
    #[error("row {0} is not the one known from elsewhere; the chain was replaced or set back")]
    NotAsKnown(i64),
}

/// The authenticator of the chain's head.
#[must_use]
pub fn stamp(ring: &KeyRing) -> Stamp {
    ring.stamp("audit head")
}

/// Appends an entry inside the transaction of what it is about; answers its place.
/// Appends wait for each other, so append last.
///
/// # Errors
/// [`StoreError::Database`]; give the transaction up then.
pub async fn append(tx: &Tx, stamp: &Stamp, entry: &AuditEntry, at_ms: i64) -> Result<i64, StoreError> {
    let before = lock_head(tx, stamp).await?;
    let mut row = AuditRow {
        seq: before.seq + 1,
        at_ms,
        actor: entry.actor.clone(),
        action: entry.action.clone(),
        subject: entry.subject.clone(),
        detail: entry.detail.to_string(),
        prev_hash: before.hash,
        hash: Vec::new(),
    };
    row.hash = hash_of(&row);
    let head = head::ActiveModel {
        id: Set(HEAD_ID),
        seq: Set(row.seq),
        hash: Set(row.hash.clone()),
        mac: Set(mac_of(stamp, row.seq, &row.hash)),
    };
    let seq = row.seq;
    entity::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    head::Entity::update(head).exec(tx).await?;
    Ok(seq)
}

/// The head as stored.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn head(db: &impl Connection) -> Result<Option<Head>, StoreError> {
    let head = head::Entity::find_by_id(HEAD_ID).one(db).await?;
    Ok(head.map(|head| Head { seq: head.seq, hash: head.hash }))
}

/// Rows before `before` (or the last ones), newest first, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn page(db: &impl Connection, before: Option<i64>, limit: u64) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = entity::Entity::find();
    if let Some(before) = before {
        query = query.filter(entity::Column::Seq.lt(before));
    }
    let query = query.order_by_desc(entity::Column::Seq);
    Ok(query.limit(limit.clamp(1, PAGE_MAX)).all(db).await?)
}

/// Walks the whole chain. `known` are heads kept elsewhere, in any order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn verify(db: &impl Connection, stamp: &Stamp, known: &[Head]) -> Result<Verdict, StoreError> {
    let mut walk = Walk::knowing(known);
    loop {
        let rows = entity::Entity::find()
            .filter(entity::Column::Seq.gt(walk.last.seq))
            .order_by_asc(entity::Column::Seq)
            .limit(PAGE_MAX)
            .all(db)
            .await?;
        if rows.is_empty() || walk.findings.len() >= FINDINGS_MAX {
            break;
        }
        for row in &rows {
            walk.step(row);
        }
    }
    let stored = head::Entity::find_by_id(HEAD_ID).one(db).await?;
    walk.finish(stored.as_ref(), stamp);
    walk.findings.truncate(FINDINGS_MAX);
    Ok(Verdict { rows: walk.rows, findings: walk.findings })
}

struct Walk {
    last: Head,
    rows: u64,
    findings: Vec<Finding>,
    /// Heads kept elsewhere that were not met yet, by their row.
    unmet: BTreeMap<i64, Vec<u8>>,
}

impl Walk {
    fn knowing(known: &[Head]) -> Self {
        let unmet = known.iter().filter(|head| head.seq > 0).map(|head| (head.seq, head.hash.clone()));
        let last = Head { seq: 0, hash: FIRST_HASH.to_vec() };
        Self { last, rows: 0, findings: Vec::new(), unmet: unmet.collect() }
    }

    fn step(&mut self, row: &AuditRow) {
        if row.seq != self.last.seq + 1 {
            self.findings.push(Finding::Missing { from: self.last.seq + 1, to: row.seq - 1 });
        } else if row.prev_hash != self.last.hash {
            self.findings.push(Finding::Unlinked(row.seq));
        }
        if hash_of(row) != row.hash {
            self.findings.push(Finding::Changed(row.seq));
        }
        if self.unmet.get(&row.seq) == Some(&row.hash) {
            self.unmet.remove(&row.seq);
        }
        self.last = Head { seq: row.seq, hash: row.hash.clone() };
        self.rows += 1;
    }

    fn finish(&mut self, stored: Option<&head::Model>, stamp: &Stamp) {
        match stored {
            None if self.rows == 0 => {}
            None => self.findings.push(Finding::Head),
            Some(head) if mac_of(stamp, head.seq, &head.hash) != head.mac => {
                self.findings.push(Finding::Head);
            }
            Some(head) if head.seq != self.last.seq || head.hash != self.last.hash => {
                self.findings.push(Finding::End { last: self.last.seq, head: head.seq });
            }
            Some(_) => {}
        }
        self.findings.extend(self.unmet.keys().copied().map(Finding::NotAsKnown));
    }
}

/// Takes the head for this transaction alone: writing the row locks it on both databases.
async fn lock_head(tx: &Tx, stamp: &Stamp) -> Result<Head, StoreError> {
    let first = head::ActiveModel {
        id: Set(HEAD_ID),
        seq: Set(0),
        hash: Set(FIRST_HASH.to_vec()),
        mac: Set(mac_of(stamp, 0, &FIRST_HASH)),
    };
    head::Entity::insert(first).on_conflict_do_nothing().exec_without_returning(tx).await?;
    head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::col(head::Column::Seq).add(0))
        .filter(head::Column::Id.eq(HEAD_ID))
        .exec(tx)
        .await?;
    head(tx).await?.ok_or(StoreError::Missing("audit_head"))
}

/// SHA-256 over every field, each with its length in front.
fn hash_of(row: &AuditRow) -> Vec<u8> {
    let fields: [&[u8]; 7] = [
        &row.seq.to_be_bytes(),
        &row.at_ms.to_be_bytes(),
        row.actor.as_bytes(),
        row.action.as_bytes(),
        row.subject.as_bytes(),
        row.detail.as_bytes(),
        &row.prev_hash,
    ];
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

fn mac_of(stamp: &Stamp, seq: i64, hash: &[u8]) -> Vec<u8> {
    stamp.of(&[&seq.to_be_bytes(), hash]).to_vec()
}
