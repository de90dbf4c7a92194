//! The FAQ over HTTP: three people bring a text before residents, and two at once never both win.

use domain::knowledge::entry::{RawEntry, RawSource, RawText};
use domain::knowledge::table::{columns, write_row};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use storage::faq_questions::{self, AskedQuestion};
use uuid::Uuid;

use crate::house::{Answer, Browser, on_each};

const ENTRY: &str = "/api/faq/entries/parking-card";

fn content(answer: &str) -> Value {
    json!({
        "topic": "ku", "audience": "resident", "risk": "low", "publish": true,
        "ja": {"question": "窓口の駐輪場はありますか", "reading": "", "answer": answer, "aliases": []},
        "en": null, "easy": null,
        "sources": [{"title": "窓口案内", "place": "窓口案内", "date": "2026-10"}],
        "owner": "マイナンバー係", "review_by": "2027-03-31", "related": []
    })
}

async fn act(browser: &Browser, action: Value) -> Value {
    let answer = browser.post(ENTRY, action.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{action}: {:?}", answer.body);
    answer.body
}

async fn refused(browser: &Browser, action: Value) -> String {
    browser.post(ENTRY, action).await.code().to_owned()
}

async fn upload(browser: &Browser, path: &str, bytes: Vec<u8>) -> Answer {
    browser.send_bytes(Method::POST, path, "text/csv", bytes).await
}

/// A version of the text, published.
async fn published(writer: &Browser, reviewer: &Browser, officer: &Browser, answer: &str, seen: u32, version: u32) {
    act(writer, json!({"do": "edit", "content": content(answer), "seen": 0})).await;
    act(writer, json!({"do": "submit", "seen": seen})).await;
    act(reviewer, json!({"do": "review", "seen": seen, "verdict": "passed"})).await;
    act(officer, json!({"do": "approve", "seen": seen, "version": version})).await;
    act(officer, json!({"do": "publish", "version": version})).await;
}

#[tokio::test]
async fn a_text_goes_from_draft_to_residents_by_three_people_and_back() {
    on_each(true, |house| async move {
        let (writer, reviewer) = (house.logged_in("denwa1").await, house.logged_in("denwa2").await);
        let (officer, manager) = (house.logged_in("shi1").await, house.logged_in("sekinin").await);
        act(&writer, json!({"do": "edit", "content": content("あります。"), "seen": 0})).await;
        assert_eq!(
            refused(&writer, json!({"do": "review", "seen": 1, "verdict": "passed"})).await,
            "faq_not_in_review"
        );
        act(&writer, json!({"do": "submit", "seen": 1})).await;
        assert_eq!(refused(&writer, json!({"do": "review", "seen": 1, "verdict": "passed"})).await, "faq_own_text");
        assert_eq!(refused(&officer, json!({"do": "approve", "seen": 1, "version": 1})).await, "faq_not_reviewed");
        act(&reviewer, json!({"do": "review", "seen": 1, "verdict": "passed"})).await;
        assert_eq!(refused(&manager, json!({"do": "approve", "seen": 1, "version": 1})).await, "faq_not_yours");
        act(&officer, json!({"do": "approve", "seen": 1, "version": 1})).await;
        let second = house.logged_in("shi2").await;
        let late = second.post(ENTRY, json!({"do": "approve", "seen": 1, "version": 1})).await;
        assert_eq!(late.code(), "faq_approved_already");
        assert!(late.body["detail_ja"].as_str().unwrap().contains("市 職員"), "{:?}", late.body);
        let shown = act(&manager, json!({"do": "publish", "version": 1})).await;
        assert_eq!((&shown["standing"], &shown["live"]["version"]), (&json!("published"), &json!(1)));
        let found = writer.get("/api/faq/search?text=駐輪場").await.body;
        assert_eq!((&found["hits"][0]["key"], &found["hits"][0]["version"]), (&json!("parking-card"), &json!(1)));
        let mark = json!({"outcome": "helped", "hit": "parking-card@1"});
        let path = format!("/api/faq/questions/{}", found["question"].as_str().unwrap());
        assert_eq!(writer.post(&path, mark).await.status, StatusCode::NO_CONTENT);
        let helped = manager.get("/api/faq/questions?outcome=helped").await.body;
        assert_eq!(helped[0]["text"], "駐輪場");
        act(&officer, json!({"do": "withdraw", "version": 1, "reason": "工事中"})).await;
        let gone = writer.get("/api/faq/search?text=駐輪場").await.body;
        assert_ne!(gone["hits"][0]["key"], "parking-card");
    })
    .await;
}

#[tokio::test]
async fn editions_hold_what_is_live_and_a_rollback_brings_the_old_text_back() {
    on_each(true, |house| async move {
        let (writer, reviewer) = (house.logged_in("denwa1").await, house.logged_in("denwa2").await);
        let (officer, manager) = (house.logged_in("shi1").await, house.logged_in("sekinin").await);
        published(&writer, &reviewer, &officer, "あります。", 1, 1).await;
        let first = manager.post("/api/faq/editions", json!({"note": "初版"})).await;
        assert_eq!((first.status, &first.body["number"]), (StatusCode::CREATED, &json!(1)));
        assert_eq!(manager.post("/api/faq/editions", json!({"note": ""})).await.code(), "conflict");
        published(&writer, &reviewer, &officer, "北側にあります。", 2, 2).await;
        let second = manager.post("/api/faq/editions", json!({"note": "改訂"})).await.body;
        assert_eq!((&second["number"], &second["changed"], &second["added"]), (&json!(2), &json!(1), &json!(0)));
        let found = writer.get("/api/faq/search?text=駐輪場").await.body;
        assert_eq!(
            (&found["hits"][0]["edition"], &found["hits"][0]["answer"]),
            (&json!(2), &json!("北側にあります。"))
        );
        let pieces = writer.get(&format!("{ENTRY}/compare?from=1&to=2")).await.body;
        assert_eq!(pieces[0]["field"], "answer_ja");
        let of = |wanted: &str| -> String {
            let pieces = pieces[0]["pieces"].as_array().unwrap().iter();
            pieces.filter(|piece| piece["kind"] != wanted).map(|piece| piece["text"].as_str().unwrap()).collect()
        };
        assert_eq!((of("added").as_str(), of("removed").as_str()), ("あります。", "北側にあります。"));
        let back = act(&manager, json!({"do": "roll_back", "to": 1, "latest": 2})).await;
        assert_eq!(
            (&back["live"]["version"], &back["versions"][0]["approval"]["ground"]),
            (&json!(3), &json!("roll_back"))
        );
        let found = writer.get("/api/faq/search?text=駐輪場").await.body;
        assert_eq!(found["hits"][0]["answer"], "あります。");
        let day = &first.body["made_at"].as_str().unwrap()[..10];
        let receipt = json!({"received_by": "市 係長", "received_on": day});
        let path = "/api/faq/editions/2/receipt";
        let noted = manager.post(path, receipt.clone()).await;
        // The day in Japan may be a day ahead of the one in the instant.
        assert!(matches!(noted.status, StatusCode::NO_CONTENT | StatusCode::UNPROCESSABLE_ENTITY), "{:?}", noted.body);
        assert_eq!(writer.post(path, receipt).await.code(), "role_wanted");
    })
    .await;
}

#[tokio::test]
async fn what_is_exported_and_imported_again_changes_nothing_and_a_bad_row_stops_everything() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        let table = writer.get("/api/faq/export?format=csv&what=latest").await.bytes;
        let table = String::from_utf8(table).unwrap();
        let told = upload(&writer, "/api/faq/import?dry_run=true", table.clone().into()).await.body;
        assert_eq!((&told["added"], &told["changed"], &told["done"]), (&json!([]), &json!([]), &json!(false)));
        assert!(told["unchanged"].as_u64().unwrap() >= 60);
        let broken = table.replacen("resident", "everybody", 1);
        let told = upload(&writer, "/api/faq/import?dry_run=false", broken.into()).await.body;
        assert_eq!((&told["done"], &told["problems"][0]["field"]), (&json!(false), &json!("audience")));
        assert!(told["problems"][0]["row"].as_u64().unwrap() >= 2);
        let nonsense = upload(&writer, "/api/faq/import?dry_run=true", vec![0x83, 0x7d]).await;
        assert_eq!(nonsense.code(), "invalid");
    })
    .await;
}

/// A table of so many entries, each with a question of its own.
fn table(entries: usize, answer: &str) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns()).unwrap();
    for number in 0..entries {
        let text = RawText {
            question: format!("手引き{number}番はどこですか"),
            answer: answer.to_owned(),
            ..RawText::default()
        };
        let raw = RawEntry {
            key: format!("entry-{number:03}"),
            topic: "ku".to_owned(),
            audience: "resident".to_owned(),
            risk: "low".to_owned(),
            publish: "no".to_owned(),
            ja: text,
            sources: vec![RawSource {
                title: "案内".to_owned(), place: "案内".to_owned(), date: "2026-10".to_owned()
            }],
            owner: "市民課".to_owned(),
            review_by: "2027-03-31".to_owned(),
            ..RawEntry::default()
        };
        writer.write_record(write_row(&raw.read().unwrap())).unwrap();
    }
    writer.into_inner().unwrap()
}

#[tokio::test]
async fn a_large_table_becomes_drafts_that_are_listed_by_pages_and_compared_with_what_is_written() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        let before = writer.get("/api/faq/entries").await.body["counts"]["draft"].as_u64().unwrap_or(0);
        let told = upload(&writer, "/api/faq/import?dry_run=false", table(260, "一階です。")).await.body;
        assert_eq!((told["added"].as_array().map(Vec::len), &told["done"]), (Some(260), &json!(true)));
        let (mut keys, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = writer.get(&format!("/api/faq/entries?text=手引き&cursor={cursor}")).await.body;
            assert_eq!(page["counts"]["draft"].as_u64(), Some(before + 260));
            keys.extend(page["items"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap().to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(keys, (0..260).map(|number| format!("entry-{number:03}")).collect::<Vec<_>>());
        let changed = upload(&writer, "/api/faq/import?dry_run=false", table(270, "二階です。")).await.body;
        let counted = |list: &str| changed[list].as_array().map(Vec::len);
        assert_eq!((counted("added"), counted("changed"), &changed["done"]), (Some(10), Some(260), &json!(true)));
        let entry = writer.get("/api/faq/entries/entry-259").await.body;
        assert_eq!(
            (&entry["draft"]["content"]["ja"]["answer"], &entry["draft"]["revision"]),
            (&json!("二階です。"), &json!(2))
        );
        assert_eq!(entry["records"].as_array().map(Vec::len), Some(2));
        let found = writer.get("/api/faq/entries?text=entry-26").await.body;
        assert_eq!(found["items"].as_array().map(Vec::len), Some(10));
        let mut written = content("二階です。");
        written["ja"]["question"] = json!("手引き７番は、どこでしょうか？");
        written["related"] = json!(["entry-001", "no-such-entry"]);
        let told = writer.post("/api/faq/check", json!({"key": "guide-seven", "content": written})).await.body;
        let conflicts: Vec<&str> =
            told["conflicts"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
        assert_eq!(conflicts, ["entry-007"], "{told}");
        let problems = told["problems"].as_array().unwrap();
        assert_eq!((problems.len(), &problems[0]["field"]), (1, &json!("related")), "{told}");
    })
    .await;
}

#[tokio::test]
async fn secrets_and_oversized_questions_are_neither_searched_nor_kept() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        writer.get("/api/faq/search?text=個人番号は983205673214です").await;
        let asked = writer.get("/api/faq/questions").await.body;
        assert!(!asked.to_string().contains("9832"), "{asked}");
        let long = "駐輪場".repeat(2_000);
        let answer = writer.get(&format!("/api/faq/search?text={long}")).await;
        assert!(answer.status == StatusCode::OK || answer.status.is_client_error(), "{}", answer.status);
        let comment = json!({"do": "comment", "text": "個人番号は983205673214です", "contact": null});
        act(&writer, json!({"do": "edit", "content": content("あります。"), "seen": 0})).await;
        assert_eq!(refused(&writer, comment).await, "invalid");
        let secret = content("個人番号は983205673214です");
        assert_eq!(refused(&writer, json!({"do": "edit", "content": secret, "seen": 1})).await, "faq_unfit");
        let check = json!({"key": "parking-card", "content": content("")});
        let told = writer.post("/api/faq/check", check).await.body;
        assert_eq!(told["problems"][0]["field"], "answer_ja");
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_in_a_call_is_read_with_a_reason_by_those_who_may_see_the_call() {
    on_each(true, |house| async move {
        let agent = house.account("denwa1").await;
        let contact = house.answered_call(agent, "+81462551111", 0).await;
        let question = AskedQuestion {
            id: Uuid::from_u128(1),
            at_ms: 1_790_000_000_000,
            channel: "call".to_owned(),
            language: "ja".to_owned(),
            text: "再発行はいくらですか".to_owned(),
            edition: None,
            band: "choose".to_owned(),
            confidence: 0.5,
            hits: vec!["reissue-fee@1".to_owned()],
            contact: Some(contact),
            outcome: None,
            outcome_hit: None,
        };
        faq_questions::log(&house.running.db, &question).await.unwrap();
        let browser = house.logged_in("denwa1").await;
        let path = format!("/api/contacts/{contact}/questions");
        assert_eq!(browser.get(&path).await.code(), "reason_wanted");
        assert_eq!(house.logged_in("denwa2").await.get(&path).await.status, StatusCode::NOT_FOUND);
        browser.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "内容の確認"})).await;
        let taken = json!({"outcome": "taken", "hit": "reissue-fee@1"});
        browser.post(&format!("/api/faq/questions/{}", question.id), taken).await;
        let asked = browser.get(&path).await.body;
        let first = &asked[0];
        assert_eq!((&first["text"], &first["outcome"]), (&json!("再発行はいくらですか"), &json!("taken")));
        assert_eq!((&first["hits"], &first["outcome_hit"]), (&json!(["reissue-fee@1"]), &json!("reissue-fee@1")));
    })
    .await;
}
