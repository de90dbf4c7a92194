//! Receipts of erasures: one chain whatever writes at once, nothing changed or taken away, found again, counted.

use std::collections::{BTreeMap, BTreeSet};

use domain::erasure_receipt::{
    BrowserEnd, Canary, CanaryScan, ChainHead, ErasureReceipt, InstallationId, ScanPlace, SignedReceipt, TraceKind,
};
use domain::ids::ContactId;
use domain::time::Timestamp;
use sea_orm::ConnectionTrait;
use storage::erasure_figures::{self, ErasureFigures};
use storage::erasure_receipts::{self, Search, StoredHead, account_sum, sha256};
use storage::{Db, begin, commit};
use uuid::Uuid;
use vault::{KeyRing, ring::Stamp};

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;

fn receipt(visit: u128, ended_ms: i64) -> ErasureReceipt {
    ErasureReceipt {
        installation: InstallationId::parse("zama-01").unwrap(),
        sequence: 1,
        previous: ChainHead::default().digest,
        visit: Some(ContactId(Uuid::from_u128(visit))),
        end: BrowserEnd::Submitted,
        ended_at: Timestamp(NOW + ended_ms),
        erased: BTreeMap::from([(TraceKind::Profile, Timestamp(NOW + ended_ms + 300))]),
        rebuilt: 0,
        found_before: 0,
        scan: CanaryScan {
            at: Timestamp(NOW + ended_ms + 400),
            found: BTreeMap::from([(Canary::Url, 0)]),
            places: BTreeSet::from([ScanPlace::Disk]),
        },
        verified_at: Timestamp(NOW + ended_ms + 500),
    }
}

/// Writes as the server does, with a made-up signature; storage looks at none.
async fn write(db: &Db, stamp: &Stamp, receipt: ErasureReceipt) -> SignedReceipt {
    let tx = begin(db).await.unwrap();
    let StoredHead { head, is_genuine } = erasure_receipts::lock_head(&tx, stamp).await.unwrap();
    assert!(is_genuine);
    let receipt = ErasureReceipt { sequence: head.sequence + 1, previous: head.digest, ..receipt };
    let signed = SignedReceipt { receipt, signature: [7; 64] };
    erasure_receipts::append(&tx, stamp, &signed, NOW).await.unwrap();
    commit(tx).await.unwrap();
    signed
}

fn a_stamp() -> Stamp {
    erasure_receipts::stamp(&KeyRing::generate().unwrap())
}

#[tokio::test]
async fn many_writers_at_once_make_one_chain_without_gaps() {
    on_fresh(|fresh| async move {
        let stamp = a_stamp();
        let mut writers = tokio::task::JoinSet::new();
        for visit in 1..=20 {
            let (db, stamp) = (fresh.db.clone(), stamp.clone());
            writers.spawn(async move { write(&db, &stamp, receipt(visit, 0)).await.receipt.sequence });
        }
        let mut numbers = writers.join_all().await;
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
        let rows = erasure_receipts::after(&fresh.db, 0).await.unwrap();
        let mut head = ChainHead::default();
        for row in &rows {
            let signed = row.signed().unwrap();
            assert_eq!((signed.receipt.sequence, signed.receipt.previous), (head.sequence + 1, head.digest));
            assert_eq!((row.seq.unsigned_abs(), &row.previous[..]), (signed.receipt.sequence, &head.digest.0[..]));
            head = ChainHead::after(&signed.receipt, sha256);
        }
        let stored = erasure_receipts::head(&fresh.db, &stamp).await.unwrap();
        assert_eq!(stored, Some(StoredHead { head, is_genuine: true }));
        let other = erasure_receipts::head(&fresh.db, &a_stamp()).await.unwrap();
        assert_eq!(other, Some(StoredHead { head, is_genuine: false }));
    })
    .await;
}

#[tokio::test]
async fn a_writer_that_stops_before_its_end_leaves_the_number_to_the_next() {
    on_fresh(|fresh| async move {
        let stamp = a_stamp();
        write(&fresh.db, &stamp, receipt(1, 0)).await;
        let tx = begin(&fresh.db).await.unwrap();
        let StoredHead { head, .. } = erasure_receipts::lock_head(&tx, &stamp).await.unwrap();
        let lost = ErasureReceipt { sequence: head.sequence + 1, previous: head.digest, ..receipt(2, 0) };
        erasure_receipts::append(&tx, &stamp, &SignedReceipt { receipt: lost, signature: [7; 64] }, NOW).await.unwrap();
        drop(tx);
        let next = write(&fresh.db, &stamp, receipt(3, 0)).await;
        assert_eq!((next.receipt.sequence, next.receipt.previous), (2, head.digest));
        assert_eq!(erasure_receipts::after(&fresh.db, 0).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_is_neither_changed_nor_deleted_nor_written_twice() {
    on_fresh(|fresh| async move {
        let stamp = a_stamp();
        let signed = write(&fresh.db, &stamp, receipt(1, 0)).await;
        for statement in ["UPDATE erasure_receipts SET rebuilt = 1", "DELETE FROM erasure_receipts"] {
            assert!(fresh.db.execute_unprepared(statement).await.is_err(), "{statement}");
        }
        let sum = account_sum(&signed.receipt);
        assert_eq!(sum, account_sum(&receipt(1, 0)), "its number does not matter");
        assert_ne!(sum, account_sum(&receipt(1, 1)));
        let known = erasure_receipts::by_account(&fresh.db, &sum).await.unwrap().unwrap();
        assert_eq!(known.signed().unwrap(), signed);
        let tx = begin(&fresh.db).await.unwrap();
        let again = ErasureReceipt { sequence: 2, ..receipt(1, 0) };
        let again = SignedReceipt { receipt: again, signature: [7; 64] };
        assert!(erasure_receipts::append(&tx, &stamp, &again, NOW).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn receipts_are_found_by_number_contact_date_and_result_page_by_page() {
    on_fresh(|fresh| async move {
        let stamp = a_stamp();
        for number in 1..=7 {
            let end = if number == 3 { BrowserEnd::Crashed } else { BrowserEnd::Submitted };
            let rebuilt = u32::from(number == 5);
            let made = ErasureReceipt { end, rebuilt, ..receipt(number % 2, number as i64 * 1_000) };
            write(&fresh.db, &stamp, made).await;
        }
        let db = &fresh.db;
        let found = async |search: Search, before: Option<u64>, limit: u64| {
            let rows = erasure_receipts::search(db, &search, before, limit).await.unwrap();
            rows.into_iter().map(|row| row.seq).collect::<Vec<_>>()
        };
        let all = Search::default;
        assert_eq!(found(all(), None, 3).await, [7, 6, 5]);
        assert_eq!(found(all(), Some(5), 3).await, [4, 3, 2]);
        assert_eq!(found(all(), Some(2), 3).await, [1]);
        assert_eq!(found(Search { number: Some(4), ..all() }, None, 9).await, [4]);
        assert_eq!(found(Search { number: Some(u64::MAX), ..all() }, None, 9).await, [] as [i64; 0]);
        assert_eq!(found(Search { contact: Some(Uuid::from_u128(0)), ..all() }, None, 9).await, [6, 4, 2]);
        let dates = Search { from_ms: Some(NOW + 2_000), until_ms: Some(NOW + 4_000), ..all() };
        assert_eq!(found(dates, None, 9).await, [3, 2]);
        assert_eq!(found(Search { end: Some("crashed".to_owned()), ..all() }, None, 9).await, [3]);
        assert_eq!(found(Search { was_rebuilt: Some(true), ..all() }, None, 9).await, [5]);
        assert_eq!(found(Search { was_rebuilt: Some(false), ..all() }, None, 9).await, [7, 6, 4, 3, 2, 1]);
        let of_visit = erasure_receipts::of_contact(db, Uuid::from_u128(1)).await.unwrap();
        assert_eq!(of_visit.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 3, 5, 7]);
        assert_eq!(erasure_receipts::by_number(db, 8).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_month_counts_what_was_begun_apart_from_what_was_erased() {
    on_fresh(|fresh| async move {
        let (db, stamp) = (&fresh.db, a_stamp());
        assert_eq!(erasure_figures::figures(db, NOW, NOW + 100_000).await.unwrap(), ErasureFigures::default());
        for (id, visit, at_ms) in [(1, 1, 0), (2, 1, 5_000), (3, 2, 6_000), (4, 3, 7_000), (5, 4, 200_000)] {
            let (id, visit) = (Uuid::from_u128(id), Uuid::from_u128(visit));
            erasure_figures::begun(db, id, visit, NOW + at_ms).await.unwrap();
        }
        let photo = BTreeMap::from([(TraceKind::Photo, Timestamp(NOW + 900))]);
        write(db, &stamp, ErasureReceipt { erased: photo, ..receipt(1, 1_000) }).await;
        let late = BTreeMap::from([(TraceKind::Photo, Timestamp(NOW + 6_250))]);
        write(db, &stamp, ErasureReceipt { erased: late, ..receipt(1, 6_000) }).await;
        let slow = ErasureReceipt { rebuilt: 1, verified_at: Timestamp(NOW + 9_000), ..receipt(2, 7_000) };
        write(db, &stamp, slow).await;
        write(db, &stamp, receipt(4, 201_000)).await;
        let figures = erasure_figures::figures(db, NOW, NOW + 100_000).await.unwrap();
        let expected = ErasureFigures {
            begun: 4,
            erased: 3,
            photos_erased: 2,
            longest_ms: Some(2_000),
            photo_longest_ms: Some(250),
            rebuilt: 1,
            without_receipt: vec![Uuid::from_u128(3)],
        };
        assert_eq!(figures, expected);
    })
    .await;
}
