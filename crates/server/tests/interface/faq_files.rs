//! Files of entries over HTTP: brought, named by a text, sent to residents while that text is before them.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::ids::AgentId;
use domain::knowledge::entry::{Entry, FileDigest, FileKind, RawAttachment, RawEntry, RawSource, RawText};
use domain::knowledge::workflow::{Actor, Dossier, Duty, Event, Occasion, Revision};
use domain::time::Timestamp;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use storage::db::{self, DbConfig};
use storage::{faq_entries, faq_files};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;
use vault::KeyRing;

use crate::house::{Answer, Browser, House, configuration, on_each};

const ENTRY: &str = "/api/faq/entries/parking-card";
const FORM: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
const WITHIN: Duration = Duration::from_secs(30);

fn content(answer: &str, files: &[Value]) -> Value {
    json!({
        "topic": "ku", "audience": "resident", "risk": "low", "publish": true,
        "ja": {"question": "窓口の駐輪場はありますか", "reading": "", "answer": answer, "aliases": []},
        "en": null, "easy": null,
        "sources": [{"title": "窓口案内", "place": "窓口案内", "date": "2026-10"}],
        "owner": "マイナンバー係", "review_by": "2027-03-31", "related": [], "attachments": files
    })
}

async fn brought(browser: &Browser, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("/api/faq/files?name={name}");
    browser.send_bytes(Method::POST, &path, "application/octet-stream", bytes.to_vec()).await
}

async fn file(browser: &Browser, name: &str, bytes: &[u8]) -> Value {
    let answer = brought(browser, name, bytes).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.body);
    answer.body["file"].clone()
}

async fn act(browser: &Browser, path: &str, action: Value) -> Value {
    let answer = browser.post(path, action.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{action}: {:?}", answer.body);
    answer.body
}

/// A version of the entry, before residents.
async fn published(people: &[Browser; 3], content: Value, seen: u32, version: u32) {
    let [writer, reviewer, officer] = people;
    act(writer, ENTRY, json!({"do": "edit", "content": content, "seen": 0})).await;
    act(writer, ENTRY, json!({"do": "submit", "seen": seen})).await;
    act(reviewer, ENTRY, json!({"do": "review", "seen": seen, "verdict": "passed"})).await;
    act(officer, ENTRY, json!({"do": "approve", "seen": seen, "version": version})).await;
    act(officer, ENTRY, json!({"do": "publish", "version": version})).await;
}

fn public(file: &Value) -> String {
    format!("/guide/parking-card/files/{}", file["sha256"].as_str().unwrap())
}

#[tokio::test]
async fn a_file_goes_with_its_version_to_residents_and_goes_off_with_it() {
    on_each(true, |house| async move {
        let people = [house.logged_in("denwa1").await, house.logged_in("denwa2").await, house.logged_in("shi1").await];
        let stranger = house.browser();
        let first = file(&people[0], "..%2F%E7%94%B3%E8%AB%8B%E6%9B%B8.PDF", FORM).await;
        assert_eq!(first["name"], "申請書.pdf");
        assert_eq!((&first["kind"], &first["bytes"]), (&json!("pdf"), &json!(FORM.len())));
        let second = file(&people[0], "note.txt", "受付は8時30分から".as_bytes()).await;
        published(&people, content("あります。", std::slice::from_ref(&first)), 1, 1).await;
        let page = String::from_utf8(stranger.get("/guide/parking-card").await.bytes).unwrap();
        assert!(
            page.contains(&format!("href=\"{}\"", public(&first))) && page.contains("申請書.pdf (PDF、1 KB)"),
            "{page}"
        );
        let sent = stranger.get(&public(&first)).await;
        assert_eq!((sent.status, sent.bytes.as_slice()), (StatusCode::OK, FORM));
        let header = |name: &str| sent.headers[name].as_str();
        assert!(header("content-disposition").starts_with("attachment; filename=\""), "{:?}", sent.headers);
        assert!(header("content-security-policy").ends_with("; sandbox"), "{:?}", sent.headers);
        assert_eq!((header("x-content-type-options"), header("content-type")), ("nosniff", "application/pdf"));
        let again = stranger.send(Method::GET, &public(&first), None, &[("if-none-match", header("etag"))]).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(stranger.get(&public(&second)).await.status, StatusCode::NOT_FOUND, "no text names it");

        published(&people, content("あります。", std::slice::from_ref(&second)), 2, 2).await;
        assert_eq!(stranger.get(&public(&first)).await.status, StatusCode::NOT_FOUND, "a file of an older version");
        assert_eq!(stranger.get(&public(&second)).await.status, StatusCode::OK);
        let of_staff = format!("{ENTRY}/files/{}", first["sha256"].as_str().unwrap());
        assert_eq!(people[1].get(&of_staff).await.bytes, FORM, "staff read what older versions had");
        assert_eq!(stranger.get(&of_staff).await.status, StatusCode::UNAUTHORIZED);
        let pieces = people[1].get(&format!("{ENTRY}/compare?from=1&to=2")).await.body;
        assert_eq!(pieces[0]["field"], "attachments");
        assert!(pieces.to_string().contains(second["sha256"].as_str().unwrap()), "{pieces}");

        act(&people[2], ENTRY, json!({"do": "withdraw", "version": 2, "reason": "見直し"})).await;
        assert_eq!(stranger.get(&public(&second)).await.status, StatusCode::GONE);
        act(&people[2], ENTRY, json!({"do": "roll_back", "to": 1, "latest": 2})).await;
        assert_eq!(stranger.get(&public(&first)).await.bytes, FORM, "an older text comes back with its files");
    })
    .await;
}

#[tokio::test]
async fn who_fetches_files_too_often_is_told_to_wait_and_may_still_ask() {
    let house = House::open(true, None).await;
    let people = [house.logged_in("denwa1").await, house.logged_in("denwa2").await, house.logged_in("shi1").await];
    let stranger = house.browser();
    let form = file(&people[0], "a.pdf", FORM).await;
    published(&people, content("あります。", std::slice::from_ref(&form)), 1, 1).await;
    let mut last = stranger.get(&public(&form)).await;
    assert_eq!(last.status, StatusCode::OK);
    for _ in 0..200 {
        if last.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        last = stranger.get(&public(&form)).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "{:?}", last.headers);
    assert!(last.headers["retry-after"].parse::<u64>().is_ok_and(|wait_s| wait_s > 0), "{:?}", last.headers);
    let page = String::from_utf8(last.bytes).unwrap();
    assert!(page.contains("何度もファイルが") && page.contains("秒後に") && page.contains("tel:0120101366"), "{page}");
    let unknown = format!("/guide/no-such-entry/files/{}", "0".repeat(64));
    assert_eq!(stranger.get(&unknown).await.status, StatusCode::TOO_MANY_REQUESTS, "guessing is no way around");
    assert_eq!(stranger.get("/guide/search?q=a").await.status, StatusCode::OK, "questions have their own bucket");
    assert_eq!(stranger.get("/guide/parking-card").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_operators_file_is_told_at_the_desk_and_sent_to_no_stranger() {
    on_each(true, |house| async move {
        let people = [house.logged_in("denwa1").await, house.logged_in("denwa2").await, house.logged_in("shi1").await];
        let form = file(&people[0], "a.pdf", FORM).await;
        let mut content = content("あります。", std::slice::from_ref(&form));
        content["audience"] = json!("operator");
        published(&people, content, 1, 1).await;
        assert_eq!(house.browser().get(&public(&form)).await.status, StatusCode::NOT_FOUND);
        let found = people[0].get("/api/faq/search?text=駐輪場").await.body;
        assert_eq!(found["hits"][0]["files"], json!([form]));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_file_of_these_kinds_is_refused_with_what_to_do() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        let check = async |name: &str, bytes: &[u8], code: &str| {
            let answer = brought(&writer, name, bytes).await;
            assert_eq!(answer.code(), code, "{name}: {:?}", answer.body);
            assert!(answer.body["detail_ja"].as_str().unwrap().ends_with('。'), "{:?}", answer.body);
        };
        check("a.pdf", b"<html><script>alert(1)</script></html>", "faq_file_unfit").await;
        check("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "faq_file_unfit").await;
        check("a.pdf", &[FORM, b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"].concat(), "faq_file_unfit").await;
        check("a.txt", b"MZ\x90\x00\x03", "faq_file_unfit").await;
        check("a.txt", "個人番号は983205673214です".as_bytes(), "faq_file_unfit").await;
        check("983205673214.pdf", FORM, "invalid").await;
        check("a.pdf", b"", "faq_file_unfit").await;
        assert!(faq_files::kept(&house.running.db).await.unwrap().is_empty());
        assert_eq!(brought(&house.browser(), "a.pdf", FORM).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(brought(&house.logged_in("kanri").await, "a.pdf", FORM).await.code(), "role_wanted");
    })
    .await;
}

#[tokio::test]
async fn a_gigabyte_is_refused_before_it_is_sent() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        let host = writer.origin.strip_prefix("http://").unwrap();
        let mut line = tokio::net::TcpStream::connect(host).await.unwrap();
        let head = format!(
            "POST /api/faq/files?name=a.pdf HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {}\r\nContent-Length: 1073741824\r\n\r\n%PDF-1.7\n",
            writer.cookies()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        let mut told = [0; 4_096];
        let length = tokio::time::timeout(WITHIN, line.read(&mut told)).await.unwrap().unwrap();
        let told = String::from_utf8_lossy(&told[..length]).into_owned();
        assert!(told.starts_with("HTTP/1.1 413 "), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_text_names_only_files_that_are_kept_and_a_table_says_which_are_not() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        let form = file(&writer, "a.pdf", FORM).await;
        let with = |change: &dyn Fn(&mut Value)| {
            let mut file = form.clone();
            change(&mut file);
            json!({"do": "edit", "content": content("あります。", &[file]), "seen": 0})
        };
        let unknown = with(&|file| file["sha256"] = json!("0".repeat(64)));
        assert_eq!(writer.post(ENTRY, unknown).await.code(), "faq_file_missing");
        let longer = with(&|file| file["bytes"] = json!(FORM.len() + 1));
        assert_eq!(writer.post(ENTRY, longer).await.code(), "faq_file_missing");
        let renamed = with(&|file| file["name"] = json!("../a.pdf"));
        assert_eq!(writer.post(ENTRY, renamed).await.code(), "faq_unfit");
        act(&writer, ENTRY, with(&|_| {})).await;

        let table = String::from_utf8(writer.get("/api/faq/export?format=csv&what=latest").await.bytes).unwrap();
        let digest = form["sha256"].as_str().unwrap();
        assert!(table.contains(&format!("a.pdf | pdf | {} | {digest}", FORM.len())), "{table}");
        let read = async |table: String| {
            writer.send_bytes(Method::POST, "/api/faq/import?dry_run=true", "text/csv", table.into()).await.body
        };
        assert_eq!(read(table.clone()).await["changed"], json!([]));
        let told = read(table.replace(digest, &"0".repeat(64))).await;
        assert_eq!((&told["problems"][0]["code"], &told["done"]), (&json!("missing_file"), &json!(false)));
        assert!(told["problems"][0]["text_ja"].as_str().unwrap().contains("「a.pdf」"), "{told}");
    })
    .await;
}

fn entry(file: RawAttachment) -> Entry {
    let text = |question: &str| RawText {
        question: question.to_owned(),
        answer: "あります。".to_owned(),
        ..RawText::default()
    };
    let source = RawSource { title: "案内".to_owned(), place: "案内".to_owned(), date: "2026-10".to_owned() };
    let raw = RawEntry {
        key: "parking-card".to_owned(),
        topic: "ku".to_owned(),
        audience: "resident".to_owned(),
        risk: "low".to_owned(),
        publish: "yes".to_owned(),
        ja: text("駐輪場はありますか"),
        sources: vec![source],
        owner: "マイナンバー係".to_owned(),
        review_by: "2027-03-31".to_owned(),
        attachments: vec![file],
        ..RawEntry::default()
    };
    raw.read().unwrap()
}

#[tokio::test]
async fn a_file_that_no_text_names_is_forgotten_and_one_of_a_draft_is_not() {
    server::tls::install_provider();
    let folder = tempfile::tempdir().unwrap();
    let config = configuration(folder.path(), false);
    KeyRing::load_or_create(&config.key_file()).unwrap();
    let db = db::open(&DbConfig::new(config.database_url())).await.unwrap();
    let long_ago = Timestamp(1_700_000_000_000);
    let keep = async |bytes: &[u8]| -> FileDigest {
        faq_files::keep(&db, FileKind::Pdf, bytes.to_vec(), Uuid::nil(), long_ago).await.unwrap()
    };
    let (named, idle) = (keep(FORM).await, keep(b"%PDF-1.7 idle").await);
    let raw = RawAttachment {
        name: "a.pdf".to_owned(),
        kind: "pdf".to_owned(),
        bytes: FORM.len() as u64,
        sha256: named.to_string(),
    };
    let content = entry(raw);
    let mut dossier = Dossier::new(content.key.clone());
    let by = Actor { id: AgentId(Uuid::nil()), duty: Duty::Agent };
    let occasion = Occasion { by, now: long_ago, demonstration: false };
    let edit = Event::Edit { content: Box::new(content), seen: Revision(0), still_right: BTreeSet::new() };
    dossier.handle(edit, &occasion).unwrap();
    faq_entries::keep(&db, &dossier, 0, &[], long_ago).await.unwrap();
    let running = server::start(config).await.unwrap();
    let gone = async {
        while faq_files::bytes(&running.db, &idle).await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(WITHIN, gone).await.unwrap();
    assert_eq!(faq_files::bytes(&running.db, &named).await.unwrap().as_deref(), Some(FORM));
}
