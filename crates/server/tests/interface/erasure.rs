//! Receipts of erasures: one chain, found by city and manager, each tampering with the books found, and the terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use domain::erasure_receipt::{BrowserEnd, Canary, CanaryScan, ScanPlace, SignedReceipt, TraceKind};
use domain::ids::ContactId;
use domain::time::Timestamp;
use domain::visit_browser::ErasureAccount;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::clock::Clock;
use server::erasure::{ChainVerdict, Erasure, RecordError, Trouble, walk};
use server::trail::Trail;
use storage::{Connection as _, Db, erasure_receipts};
use uuid::Uuid;

use crate::house::{House, on_each};

const NOW: i64 = 1_790_000_000_000;

fn account(visit: u128, ended_ms: i64) -> ErasureAccount {
    let ended = NOW + ended_ms;
    ErasureAccount {
        visit: Some(ContactId(Uuid::from_u128(visit))),
        end: BrowserEnd::Submitted,
        ended_at: Timestamp(ended),
        erased: BTreeMap::from([(TraceKind::Profile, Timestamp(ended + 400)), (TraceKind::Photo, Timestamp(ended))]),
        rebuilt: 0,
        found_before: 0,
        scan: CanaryScan {
            at: Timestamp(ended + 700),
            found: BTreeMap::from([(Canary::Url, 0), (Canary::Photo, 0)]),
            places: BTreeSet::from([ScanPlace::Profile, ScanPlace::Disk]),
        },
        verified_at: Timestamp(ended + 800),
    }
}

fn room(house: &House) -> Erasure {
    let (db, ring) = (house.running.db.clone(), house.ring());
    let trail = Trail::new(db.clone(), &ring, Clock::start(), house.config.audit_heads_file());
    Erasure::open(db, &ring, trail).unwrap()
}

async fn recorded(room: &Erasure, count: u64) -> Vec<SignedReceipt> {
    let mut receipts = Vec::new();
    for number in 1..=count {
        let told = account(number.into(), number as i64 * 60_000);
        receipts.push(room.record(&told, Timestamp(NOW)).await.unwrap());
    }
    receipts
}

async fn walked(house: &House) -> ChainVerdict {
    let stamp = erasure_receipts::stamp(&house.ring());
    walk(&room(house).public_key(), &house.running.db, &stamp).await.unwrap()
}

#[tokio::test]
async fn many_erasures_at_once_get_one_chain_and_one_told_twice_gets_one_receipt() {
    on_each(true, |house| async move {
        let mut writers = tokio::task::JoinSet::new();
        for visit in (1..=12).chain(1..=12) {
            let room = room(&house);
            writers.spawn(async move { room.record(&account(visit, 0), Timestamp(NOW)).await.unwrap() });
        }
        let mut numbers: Vec<u64> = writers.join_all().await.iter().map(|signed| signed.receipt.sequence).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).flat_map(|number| [number, number]).collect::<Vec<_>>());
        assert_eq!(walked(&house).await, ChainVerdict { receipts: 12, findings: Vec::new() });
        let manager = house.logged_in("sekinin").await;
        let audit = manager.get("/api/audit?action=erasure.recorded").await.body;
        assert_eq!(audit["items"].as_array().unwrap().len(), 12);
        assert_eq!(audit["items"][0]["subject"], "erasure:12");
    })
    .await;
}

#[tokio::test]
async fn what_was_not_verified_gets_no_receipt() {
    let house = House::open(true, None).await;
    let told = account(1, 0);
    let found = CanaryScan { found: BTreeMap::from([(Canary::Url, 1)]), ..told.scan.clone() };
    let nowhere = CanaryScan { places: BTreeSet::new(), ..told.scan.clone() };
    for scan in [found, nowhere] {
        let told = ErasureAccount { scan, ..told.clone() };
        let refused = room(&house).record(&told, Timestamp(NOW)).await;
        assert!(matches!(refused, Err(RecordError::NotVerified)), "{refused:?}");
    }
    assert_eq!(walked(&house).await, ChainVerdict { receipts: 0, findings: Vec::new() });
}

#[tokio::test]
async fn city_and_manager_find_open_and_take_along_receipts() {
    on_each(true, |house| async move {
        let room = room(&house);
        recorded(&room, 30).await;
        let rebuilt = ErasureAccount { rebuilt: 2, found_before: 1, end: BrowserEnd::Crashed, ..account(7, 9_000_000) };
        let nobody = ErasureAccount { visit: None, end: BrowserEnd::Restarted, ..account(0, 9_100_000) };
        room.record(&rebuilt, Timestamp(NOW)).await.unwrap();
        let last = room.record(&nobody, Timestamp(NOW)).await.unwrap();
        let officer = house.logged_in("shi1").await;
        let found = async |query: &str| {
            let answer = officer.get(&format!("/api/erasure/receipts?{query}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
            let numbers = answer.body["items"].as_array().unwrap().iter().map(|row| row["number"].as_u64().unwrap());
            (numbers.collect::<Vec<_>>(), answer.body["next_cursor"].clone())
        };
        assert_eq!(found("").await, ((8..=32).rev().collect::<Vec<u64>>(), json!(8)));
        assert_eq!(found("cursor=8").await, ((1..=7).rev().collect::<Vec<u64>>(), Value::Null));
        assert_eq!(found("number=5").await.0, [5]);
        assert_eq!(found("number=99").await, (vec![], Value::Null));
        assert_eq!(found(&format!("contact={}", Uuid::from_u128(7))).await.0, [31, 7]);
        assert_eq!(found("result=after_rebuild").await.0, [31]);
        assert_eq!(found("end=restarted").await.0, [32]);
        assert_eq!(found("from=2026-09-21T14:15:20Z&to=2026-09-21T14:16:20Z").await.0, [2]);
        for wrong in ["end=taro", "number=-1", "result=good", "name=taro", "contact=7"] {
            let answer = officer.get(&format!("/api/erasure/receipts?{wrong}")).await;
            assert!(answer.status.is_client_error(), "{wrong}");
        }
        let opened = officer.get("/api/erasure/receipts/32").await.body;
        assert_eq!((&opened["whole"], &opened["contact"]), (&json!(true), &Value::Null));
        assert_eq!(opened["checks"].as_array().unwrap().len(), 6);
        assert_eq!(opened["receipt"]["qr_text"], last.code());
        assert_eq!(opened["receipt"]["found"], 0);
        let file = officer.get("/api/erasure/receipts/32/file").await;
        assert_eq!(file.bytes, last.file_bytes());
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"erasure-receipt-32.txt\"");
        let key = officer.get("/api/erasure/key").await;
        assert_eq!(String::from_utf8(key.bytes).unwrap(), room.public_key().to_pem());
        assert_eq!(officer.get("/api/erasure/receipts/33").await.status, StatusCode::NOT_FOUND);
        let verdict = officer.post("/api/erasure/verify", json!({})).await.body;
        assert_eq!(verdict, json!({"whole": true, "receipts": 32, "findings": []}));
    })
    .await;
}

/// The triggers out of the way, as an intruder would have them.
async fn unguarded(db: &Db) {
    let is_postgres = db.execute_unprepared("SELECT version()").await.is_ok();
    for trigger in ["erasure_receipts_keep_rows", "erasure_receipts_keep_all"] {
        let table = if is_postgres { " ON erasure_receipts" } else { "" };
        db.execute_unprepared(&format!("DROP TRIGGER IF EXISTS {trigger}{table}")).await.unwrap();
    }
}

/// The statements of a tampering, by its name.
fn tampering(name: &str) -> &'static str {
    let all = include_str!("erasure_tampering.txt").lines().filter_map(|line| line.split_once(": "));
    all.into_iter().find(|(own, _)| *own == name).map(|(_, statements)| statements).unwrap()
}

/// What is done, as `erasure_tampering.txt` names it, and the receipts it is found at.
type Case = (&'static str, Vec<(u64, Trouble)>);

#[tokio::test]
async fn every_kind_of_tampering_with_the_books_is_found_and_named() {
    let other = |lines: &[&str]| Trouble::OtherUnderNumber { lines: lines.iter().map(|&line| line.into()).collect() };
    let cases: [Case; 8] = [
        ("taken out", vec![(3, Trouble::TakenOut)]),
        ("cut off", vec![(5, Trouble::EndElse)]),
        ("cut off with the head", vec![(4, Trouble::HeadForged)]),
        ("the head is gone", vec![(5, Trouble::HeadForged)]),
        ("another signature", vec![(3, Trouble::Forged)]),
        (
            "another's words",
            vec![
                (5, Trouble::Forged),
                (5, other(&["sequence", "previous", "digest", "account", "visit", "ended_at_ms", "verified_at_ms"])),
                (5, Trouble::EndElse),
            ],
        ),
        ("another's columns", vec![(3, other(&["visit", "end"]))]),
        (
            "exchanged",
            vec![
                (2, other(&["sequence"])),
                (3, Trouble::NotContinued),
                (4, other(&["sequence"])),
                (5, Trouble::NotContinued),
            ],
        ),
    ];
    for (why, wanted) in cases {
        on_each(true, |house| {
            let wanted = wanted.clone();
            async move {
                let receipts = recorded(&room(&house), 5).await;
                unguarded(&house.running.db).await;
                for statement in tampering(why).split(';') {
                    house.running.db.execute_unprepared(statement).await.unwrap();
                }
                assert_eq!(walked(&house).await.findings, wanted, "{why}");
                // What is beside the bytes proves nothing, so no receipt kept outside speaks against it.
                let is_seen = why != "another's columns";
                if house.config.database.url.is_empty() {
                    let ends = ends_of_kept_files(&house, &receipts);
                    assert_eq!(ends.contains(&1), is_seen, "{why}: {ends:?}");
                }
            }
        })
        .await;
    }
}

/// How the program ends for each receipt as a file, kept outside.
fn ends_of_kept_files(house: &House, receipts: &[SignedReceipt]) -> Vec<i32> {
    let ends = receipts.iter().map(|signed| {
        let file = house.path("kept.txt");
        std::fs::write(&file, signed.file_bytes()).unwrap();
        madoguchi(house, &["verify", "erasure", file.to_str().unwrap()]).0
    });
    ends.collect()
}

#[tokio::test]
async fn nothing_is_put_behind_a_chain_that_was_tampered_with() {
    for name in ["the second is taken out", "the head is gone"] {
        let statement = tampering(name);
        let house = House::open(true, None).await;
        let room = room(&house);
        recorded(&room, 2).await;
        unguarded(&house.running.db).await;
        house.running.db.execute_unprepared(statement).await.unwrap();
        let refused = room.record(&account(3, 0), Timestamp(NOW)).await;
        assert!(matches!(refused, Err(RecordError::ChainBroken(_))), "{statement}: {refused:?}");
    }
}

/// The exit code and what is said.
fn madoguchi(house: &House, arguments: &[&str]) -> (i32, String) {
    let data = house.config.data_dir.to_str().unwrap();
    ran(&house.config.data_dir, &[arguments, &["--data", data]].concat())
}

fn ran(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_madoguchi")).current_dir(folder).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_checks_a_receipt_with_the_books_or_with_the_key_alone() {
    let (house, stranger) = (House::open(true, None).await, House::open(true, None).await);
    let receipts = recorded(&room(&house), 3).await;
    let foreign = recorded(&room(&stranger), 1).await.remove(0);
    let elsewhere = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(elsewhere.path().join(name), bytes).unwrap();
    let (code, key) = madoguchi(&house, &["erasure", "key"]);
    assert_eq!((code, &key), (0, &room(&house).public_key().to_pem()));
    write("key.pem", key.as_bytes());
    let file = String::from_utf8(receipts[1].file_bytes()).unwrap();
    let never = ["sequence=2", "sequence=9"];
    write("good.txt", file.as_bytes());
    write("code.txt", receipts[1].code().as_bytes());
    write("cut.txt", &file.as_bytes()[..400]);
    write("renumbered.txt", file.replace(never[0], never[1]).as_bytes());
    write("foreign.txt", &foreign.file_bytes());
    write("large.txt", &[b'x'; 10_000]);
    let qr = receipts[1].code();
    let cases = [
        ("good.txt", 0, "Result: a genuine receipt", "signature: holds"),
        ("code.txt", 0, "結果: 正しい証明です", "電子署名: 正しい"),
        (&qr, 0, "結果: 正しい証明です", "installation: holds"),
        ("cut.txt", 1, "正しい証明ではありません", "cannot be read as a receipt"),
        ("renumbered.txt", 1, "Result: NOT a genuine receipt", "署名"),
        ("foreign.txt", 1, "Result: NOT a genuine receipt", "別の発行元"),
        ("large.txt", 1, "Result: NOT a genuine receipt", "4096"),
        ("none.txt", 2, "could not be checked", "none.txt"),
    ];
    for (receipt, code, result, reason) in cases {
        let place = elsewhere.path().join(receipt);
        let path = if place.exists() || code == 2 { place.to_str().unwrap() } else { receipt };
        let (alone, told_alone) = ran(elsewhere.path(), &["verify", "erasure", receipt, "--key", "key.pem"]);
        let (at_home, told) = madoguchi(&house, &["verify", "erasure", path]);
        assert_eq!(at_home, code, "{receipt}: {told}");
        assert!(told.contains(result) && told.contains(reason), "{receipt}: {told}");
        assert_eq!(alone, code, "{receipt}: {told_alone}");
        assert_eq!(told_alone.contains("Not checked"), code < 2, "{receipt}: {told_alone}");
        assert!(code != 0 || told.contains("link to the receipt before: holds"), "{receipt}: {told}");
    }
    let (_, told) =
        madoguchi(&house, &["verify", "erasure", elsewhere.path().join("renumbered.txt").to_str().unwrap()]);
    assert!(told.contains("the signature is that of receipt 2; changed lines: sequence"), "{told}");
    assert!(told.contains("the books end at number 3"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_checks_a_number_or_all_and_says_when_it_cannot() {
    let house = House::open(true, None).await;
    recorded(&room(&house), 3).await;
    for (arguments, code, reason) in [
        (vec!["verify", "erasure", "2"], 0, "消去証明 2"),
        (vec!["verify", "erasure"], 0, "erasure receipts: 3, whole"),
        (vec!["verify", "erasure", "4"], 2, "there is no receipt 4"),
        (vec!["verify", "erasure", "taro"], 2, "no such file"),
    ] {
        let (ended, told) = madoguchi(&house, &arguments);
        assert_eq!(ended, code, "{arguments:?}: {told}");
        assert!(told.contains(reason), "{arguments:?}: {told}");
    }
    unguarded(&house.running.db).await;
    house.running.db.execute_unprepared(tampering("the second is taken out")).await.unwrap();
    let (ended, told) = madoguchi(&house, &["verify", "erasure"]);
    assert!(ended == 1 && told.contains("2: it was taken out of the books"), "{told}");
    let (ended, told) = madoguchi(&house, &["verify", "erasure", "3"]);
    assert!(ended == 1 && told.contains("the receipt before it is missing"), "{told}");
    let nowhere = tempfile::tempdir().unwrap();
    let (ended, told) = ran(nowhere.path(), &["verify", "erasure", "1"]);
    assert!(ended == 2 && told.contains("no installation has its keys"), "{told}");
    assert_eq!(std::fs::read_dir(nowhere.path()).unwrap().count(), 0, "asking makes nothing");
}
