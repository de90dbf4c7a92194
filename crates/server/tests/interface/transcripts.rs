//! Text of contacts: behind a reason, masked by role, corrected by a person, searched.

use reqwest::StatusCode;
use serde_json::{Value, json};
use storage::contacts;
use storage::recordings;
use storage::transcripts::{self, NewSegment, TimedText};
use uuid::Uuid;

use crate::house::{Answer, Browser, House, on_each};

pub(crate) const CALLER: &str = "+81462551111";

/// Something said: who, when it began, and its words.
pub(crate) struct Said<'a>(pub(crate) &'a str, pub(crate) i64, pub(crate) &'a [&'a str]);

/// Writes what was said in a contact, each word 400 ms long; answers the segments.
pub(crate) async fn says(house: &House, contact: Uuid, agent: Uuid, said: &[Said<'_>]) -> Vec<Uuid> {
    let db = &house.running.db;
    let row = contacts::find(db, contact).await.unwrap().unwrap();
    let key = contacts::key(&row, &house.ring()).unwrap();
    let recording = Uuid::new_v4();
    recordings::begin(db, recording, contact, "00000000", row.arrived_at_ms).await.unwrap();
    let mut ids = Vec::new();
    for Said(party, start_ms, words) in said {
        let timed = |(index, text): (usize, &&str)| {
            let start_ms = start_ms + index as i64 * 400;
            TimedText { text: (*text).to_owned(), start_ms, end_ms: start_ms + 400, redacted: None }
        };
        let words: Vec<TimedText> = words.iter().enumerate().map(timed).collect();
        let segment = NewSegment {
            id: Uuid::new_v4(),
            contact,
            recording,
            party: (*party).to_owned(),
            agent: (*party == "agent").then_some(agent),
            start_ms: *start_ms,
            end_ms: words.last().unwrap().end_ms,
            language: Some("ja".to_owned()),
            confidence: 0.9,
            engine: "test".to_owned(),
            source: "live",
            words,
        };
        transcripts::keep(db, &key, &segment).await.unwrap();
        ids.push(segment.id);
    }
    ids
}

/// A call about a renewal in which the caller says a telephone number.
async fn renewal(house: &House, login: &str, ago_ms: i64) -> (Uuid, Vec<Uuid>) {
    let agent = house.account(login).await;
    let contact = house.answered_call(agent, CALLER, ago_ms).await;
    let said = [
        Said("agent", 0, &["お電話", "ありがとうございます"]),
        Said("caller", 2_000, &["カードの", "更新を", "したいのですが"]),
        Said("caller", 5_000, &["電話は", "046-", "255-", "1111", "です"]),
    ];
    let ids = says(house, contact, agent, &said).await;
    (contact, ids)
}

async fn opened(browser: &Browser, contact: Uuid) -> Answer {
    let open = browser.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "内容の確認"})).await;
    assert_eq!(open.status, StatusCode::OK, "{}", open.body);
    browser.get(&format!("/api/contacts/{contact}/transcript")).await
}

fn text_of(segment: &Value) -> String {
    segment["words"].as_array().unwrap().iter().map(|word| word["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn text_wants_a_reason_and_numbers_are_hidden_by_role() {
    on_each(true, |house| async move {
        let (contact, _) = renewal(&house, "denwa1", 0).await;
        let path = format!("/api/contacts/{contact}/transcript");
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.get(&path).await.code(), "reason_wanted");
        let seen = opened(&agent, contact).await.body;
        assert_eq!((&seen["label_ja"], &seen["masked"]), (&json!("自動認識・参考"), &json!(true)));
        assert_eq!(seen["coverage"], json!({"state": "waiting", "why": null}), "the call is not closed");
        let number = text_of(&seen["segments"][2]);
        assert!(number.starts_with("電話は") && number.ends_with("です") && !number.contains("255"), "{number}");
        let word = &seen["segments"][1]["words"][1];
        assert_eq!((&word["text"], &word["start_ms"]), (&json!("更新を"), &json!(2_400)));
        let full = opened(&house.logged_in("kantoku").await, contact).await.body;
        assert_eq!(text_of(&full["segments"][2]), "電話は046-255-1111です");
        assert_eq!(house.logged_in("denwa2").await.get(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_correction_stands_beside_the_original_and_in_the_audit_log() {
    on_each(true, |house| async move {
        let (contact, ids) = renewal(&house, "denwa1", 0).await;
        let path = format!("/api/contacts/{contact}/transcript/{}", ids[1]);
        let text = json!({"text": "カードの交付をしたいのですが"});
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.put(&path, text.clone()).await.code(), "reason_wanted");
        opened(&agent, contact).await;
        for refused in [json!({"text": " "}), json!({"text": "あ".repeat(1_001)})] {
            assert_eq!(agent.put(&path, refused).await.code(), "invalid");
        }
        let secret = agent.put(&path, json!({"text": "番号は983205673214です"})).await;
        assert_eq!(secret.code(), "secret_in_note");
        assert_eq!(agent.put(&path, text).await.status, StatusCode::NO_CONTENT);
        let seen = agent.get(&format!("/api/contacts/{contact}/transcript")).await.body;
        let corrected = &seen["segments"][1];
        assert_eq!(corrected["correction"]["text"], "カードの交付をしたいのですが");
        assert!(corrected["correction"]["by"]["name"].is_string() && corrected["correction"]["at"].is_string());
        assert_eq!(text_of(corrected), "カードの更新をしたいのですが", "the original stays");
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=transcript.corrected").await.body;
        assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
        assert!(!audit.to_string().contains("交付をしたい"), "the log holds no words");
        let nobody = format!("/api/contacts/{contact}/transcript/{}", Uuid::nil());
        assert_eq!(agent.put(&nobody, json!({"text": "はい"})).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_citys_officers_read_masked_and_correct_nothing() {
    on_each(true, |house| async move {
        let (contact, ids) = renewal(&house, "denwa1", 3 * 24 * 3_600_000).await;
        let officer = house.logged_in("shi1").await;
        let seen = opened(&officer, contact).await.body;
        assert_eq!((&seen["masked"], &seen["may_correct"]), (&json!(true), &json!(false)));
        let path = format!("/api/contacts/{contact}/transcript/{}", ids[1]);
        assert_eq!(officer.put(&path, json!({"text": "はい"})).await.code(), "not_your_contact");
        let supervisor = house.logged_in("kantoku").await;
        opened(&supervisor, contact).await;
        assert_eq!(supervisor.put(&path, json!({"text": "はい"})).await.status, StatusCode::NO_CONTENT);
    })
    .await;
}
