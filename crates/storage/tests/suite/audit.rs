//! Tampering with the audit chain.

use sea_orm::ConnectionTrait;
use serde_json::json;
use storage::Db;
use storage::audit::{self, AuditEntry, Finding, Head};
use storage::db;
use vault::{KeyRing, ring::Stamp};

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;

async fn append(db: &Db, stamp: &Stamp, number: i64) -> i64 {
    let entry = AuditEntry {
        actor: String::from("system"),
        action: String::from("settings.change"),
        subject: format!("setting {number}"),
        detail: json!({ "zeta": number, "alpha": [1.50, "ア"] }),
    };
    let tx = storage::begin(db).await.unwrap();
    let seq = audit::append(&tx, stamp, &entry, NOW + number).await.unwrap();
    storage::commit(tx).await.unwrap();
    seq
}

/// Ten rows, with the triggers out of the way as an intruder would have them.
async fn chain(db: &Db, stamp: &Stamp) -> Option<Head> {
    for number in 1..=10 {
        assert_eq!(append(db, stamp, number).await, number);
    }
    for trigger in ["audit_keeps_rows", "audit_keeps_all"] {
        let table = if is_sqlite(db) { "" } else { " ON audit" };
        let drop = format!("DROP TRIGGER IF EXISTS {trigger}{table}");
        db.execute_unprepared(&drop).await.unwrap();
    }
    audit::head(db).await.unwrap()
}

fn is_sqlite(db: &Db) -> bool {
    db.get_database_backend() == sea_orm::DbBackend::Sqlite
}

async fn findings(db: &Db, stamp: &Stamp) -> Vec<Finding> {
    audit::verify(db, stamp, &[]).await.unwrap().findings
}

/// Runs the intruder's statements on a fresh chain and answers what the verification says.
async fn found_after(fresh: &super::fresh::Fresh, statements: &[&str]) -> Vec<Finding> {
    let stamp = audit::stamp(&KeyRing::generate().unwrap());
    for table in ["audit", "audit_head"] {
        let guarded = fresh.db.execute_unprepared(&format!("DELETE FROM {table}")).await;
        guarded.unwrap();
    }
    chain(&fresh.db, &stamp).await;
    assert_eq!(findings(&fresh.db, &stamp).await, []);
    for statement in statements {
        fresh.db.execute_unprepared(statement).await.unwrap();
    }
    findings(&fresh.db, &stamp).await
}

#[tokio::test]
async fn every_kind_of_tampering_with_the_chain_is_found() {
    on_fresh(|fresh| async move {
        let fresh = &fresh;
        for column in ["at_ms = at_ms + 1", "actor = 'x'", "action = 'x'", "subject = 'x'", "detail = '{}'"] {
            let change = format!("UPDATE audit SET {column} WHERE seq = 4");
            assert_eq!(found_after(fresh, &[&change]).await, [Finding::Changed(4)], "{column}");
        }
        assert_eq!(
            found_after(fresh, &["DELETE FROM audit WHERE seq IN (4, 5)"]).await,
            [Finding::Missing { from: 4, to: 5 }]
        );
        let swap = [
            "UPDATE audit SET seq = 99 WHERE seq = 4",
            "UPDATE audit SET seq = 4 WHERE seq = 7",
            "UPDATE audit SET seq = 7 WHERE seq = 99",
        ];
        let found = found_after(fresh, &swap).await;
        assert!(found.contains(&Finding::Changed(4)) && found.contains(&Finding::Unlinked(7)), "{found:?}");
        assert_eq!(
            found_after(fresh, &["DELETE FROM audit WHERE seq > 8"]).await,
            [Finding::End { last: 8, head: 10 }]
        );
        let cut_with_head = [
            "DELETE FROM audit WHERE seq > 8",
            "UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit WHERE seq = 8)",
        ];
        assert_eq!(found_after(fresh, &cut_with_head).await, [Finding::Head]);
        assert_eq!(found_after(fresh, &["DELETE FROM audit_head"]).await, [Finding::Head]);
    })
    .await;
}

#[tokio::test]
async fn a_chain_set_back_whole_disagrees_with_a_head_kept_elsewhere() {
    on_fresh(|fresh| async move {
        let stamp = audit::stamp(&KeyRing::generate().unwrap());
        let known = chain(&fresh.db, &stamp).await;
        append(&fresh.db, &stamp, 11).await;
        let verdict = audit::verify(&fresh.db, &stamp, known.as_slice()).await.unwrap();
        assert_eq!((verdict.rows, verdict.findings), (11, vec![]));
        for table in ["audit", "audit_head"] {
            fresh.db.execute_unprepared(&format!("DELETE FROM {table}")).await.unwrap();
        }
        append(&fresh.db, &stamp, 1).await;
        let verdict = audit::verify(&fresh.db, &stamp, known.as_slice()).await.unwrap();
        assert_eq!(verdict.findings, [Finding::NotAsKnown(10)]);
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_delete_a_row() {
    on_fresh(|fresh| async move {
        let stamp = audit::stamp(&KeyRing::generate().unwrap());
        append(&fresh.db, &stamp, 1).await;
        for statement in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
            assert!(fresh.db.execute_unprepared(statement).await.is_err(), "{statement}");
        }
        assert_eq!(findings(&fresh.db, &stamp).await, []);
    })
    .await;
}

#[tokio::test]
async fn many_writers_at_once_make_one_chain_that_survives_reopening() {
    on_fresh(|fresh| async move {
        let stamp = audit::stamp(&KeyRing::generate().unwrap());
        let mut writers = tokio::task::JoinSet::new();
        for number in 1..=20 {
            let (db, stamp) = (fresh.db.clone(), stamp.clone());
            writers.spawn(async move { append(&db, &stamp, number).await });
        }
        let mut seqs = writers.join_all().await;
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=20).collect::<Vec<_>>());
        let again = db::open(&fresh.config).await.unwrap();
        let verdict = audit::verify(&again, &stamp, &[]).await.unwrap();
        assert_eq!((verdict.rows, verdict.findings), (20, vec![]));
        let page = audit::page(&again, Some(5), 2).await.unwrap();
        assert_eq!(page.iter().map(|row| row.seq).collect::<Vec<_>>(), [4, 3]);
    })
    .await;
}
