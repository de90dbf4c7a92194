//! The AI ledger: uses, their switches, the prompt log, and who may see what.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{Browser, House, on_each};
use crate::summaries::{ANSWER, complete, expiry, house_with, stub, switch};

const UNKNOWN: &str = "00000000-0000-0000-0000-000000000001";

pub(crate) async fn used(browser: &Browser, purpose: &str) -> Value {
    let uses = browser.get("/api/ai/uses").await.body;
    uses.as_array().unwrap().iter().find(|one| one["purpose"] == purpose).unwrap().clone()
}

/// Has a summary of a call drafted.
async fn summed_up(house: &House) -> Uuid {
    let (contact, _) = expiry(house).await;
    complete(house, contact).await;
    let agent = house.logged_in("denwa1").await;
    assert_eq!(agent.get(&format!("/api/contacts/{contact}/summary")).await.status, StatusCode::OK);
    contact
}

#[tokio::test]
async fn without_a_model_the_ledger_says_so_and_nothing_can_be_switched_on() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        let uses = manager.get("/api/ai/uses").await.body;
        let purposes: Vec<&str> = uses.as_array().unwrap().iter().filter_map(|one| one["purpose"].as_str()).collect();
        assert_eq!(purposes, ["speech", "search", "summary", "drafts"]);
        let speech = used(&manager, "speech").await;
        assert_eq!((&speech["model"], &speech["runs"]), (&json!("whisper-base"), &json!("here")));
        assert_eq!((&speech["switchable"], &speech["outcomes"]), (&json!(false), &Value::Null));
        assert_eq!(speech["measured"]["figures"][0], json!({"name": "cer_ja", "share": 0.113, "of": 1200}));
        let search = used(&manager, "search").await;
        assert_eq!((&search["state"], &search["why"]), (&json!("not_set"), &json!("model_missing")));
        assert_eq!(search["measured"]["on"], "faq_seed", "words alone were measured");
        for purpose in ["summary", "drafts"] {
            let one = used(&manager, purpose).await;
            assert_eq!((&one["state"], &one["runs"]), (&json!("not_set"), &json!("nowhere")));
            let on = json!({"on": true, "reason": "試験のため"});
            assert_eq!(manager.put(&format!("/api/ai/uses/{purpose}"), on).await.code(), "conflict");
        }
        for purpose in ["speech", "search"] {
            let on = json!({"on": true, "reason": "試験のため"});
            assert_eq!(manager.put(&format!("/api/ai/uses/{purpose}"), on).await.code(), "conflict");
        }
        let on = json!({"on": true, "reason": "試験のため"});
        assert_eq!(manager.put("/api/ai/uses/weather", on).await.code(), "not_found");
        let empty = manager.get("/api/ai/prompts").await.body;
        assert_eq!(empty, json!({"items": [], "next_cursor": null}));
        assert_eq!(manager.get("/api/ai/prompts?cursor=x").await.code(), "invalid");
    })
    .await;
}

#[tokio::test]
async fn a_use_is_switched_by_a_manager_with_a_reason_that_stays_in_the_trail() {
    let (address, _) = stub(ANSWER).await;
    let house = house_with(address).await;
    let manager = house.logged_in("sekinin").await;
    let drafts = used(&manager, "drafts").await;
    assert_eq!((&drafts["state"], &drafts["why"]), (&json!("off"), &json!("not_approved")));
    assert_eq!((&drafts["model"], &drafts["runs"]), (&json!("test-model"), &json!("here")));
    assert_eq!(drafts["measured"]["on"], "grounding_seed");
    for reason in ["", "x", &"あ".repeat(201), "番号は983205673214"] {
        let refused = manager.put("/api/ai/uses/drafts", json!({"on": true, "reason": reason})).await;
        assert_eq!(refused.code(), "invalid", "{reason}");
    }
    for login in ["shi1", "kanri", "kantoku", "denwa1"] {
        let browser = house.logged_in(login).await;
        let refused = browser.put("/api/ai/uses/drafts", json!({"on": true, "reason": "協議済み"})).await;
        assert_eq!(refused.code(), "role_wanted", "{login}");
    }
    assert_eq!(switch(&manager, "drafts", true).await, StatusCode::NO_CONTENT);
    let drafts = used(&manager, "drafts").await;
    assert_eq!((&drafts["state"], &drafts["said"]["by"]), (&json!("on"), &json!("責任 花子")));
    assert_eq!(drafts["said"]["reason"], "市と協議済み");
    assert_eq!(used(&manager, "summary").await["state"], "off", "each use by itself");
    assert_eq!(switch(&manager, "drafts", false).await, StatusCode::NO_CONTENT);
    let officer = house.logged_in("shi1").await;
    assert_eq!(used(&officer, "drafts").await["why"], "switched_off");
    let audit = manager.get("/api/audit?action=ai.").await.body;
    let told = |at: usize| (audit["items"][at]["action"].clone(), audit["items"][at]["subject"].clone());
    assert_eq!(told(0), (json!("ai.switched_off"), json!("ai:drafts")));
    assert_eq!(told(1), (json!("ai.switched_on"), json!("ai:drafts")));
    assert_eq!(audit["items"][1]["detail"]["reason"], "市と協議済み");
    assert_eq!(audit["items"][1]["detail"]["model"], "test-model");
}

#[tokio::test]
async fn what_was_asked_is_in_the_log_and_read_with_a_reason_alone() {
    let (address, sent) = stub(ANSWER).await;
    let house = house_with(address).await;
    let manager = house.logged_in("sekinin").await;
    switch(&manager, "summary", true).await;
    let contact = summed_up(&house).await;
    let page = manager.get("/api/ai/prompts").await.body;
    let row = &page["items"][0];
    assert_eq!((&row["purpose"], &row["outcome"]), (&json!("summary"), &json!("partly")));
    assert_eq!((&row["reason"], &row["contact"]), (&json!("lines_dropped:3"), &json!(contact)));
    assert_eq!((&row["model"], &row["place"]), (&json!("test-model"), &json!("127.0.0.1")));
    assert!(!page.to_string().contains("更新"), "the list holds no text: {page}");
    let counted = used(&manager, "summary").await["outcomes"].clone();
    assert_eq!((&counted["partly"], &counted["accepted"]), (&json!(1), &json!(0)));
    let found = |query: &str| format!("/api/ai/prompts?{query}");
    let rows = async |query: &str| manager.get(&found(query)).await.body["items"].as_array().unwrap().len();
    assert_eq!(rows("purpose=summary&outcome=partly").await, 1);
    assert_eq!((rows("purpose=drafts").await, rows("outcome=refused").await), (0, 0));
    let open = format!("/api/ai/prompts/{}/open", row["id"].as_str().unwrap());
    assert_eq!(manager.post(&open, json!({"reason": " "})).await.code(), "invalid");
    let officer = house.logged_in("shi1").await;
    assert_eq!(officer.post(&open, json!({"reason": "確認のため"})).await.code(), "role_wanted");
    let texts = manager.post(&open, json!({"reason": "回答の確認"})).await.body;
    let told = sent.lock().unwrap()[0]["messages"][1]["content"].as_str().unwrap().to_owned();
    assert!(texts["sent"].as_str().unwrap().ends_with(&told), "{texts}");
    assert!(!texts["sent"].as_str().unwrap().contains("鈴木"), "{texts}");
    assert!(texts["answer"].as_str().unwrap().starts_with("Sure: ["), "{texts}");
    let audit = manager.get("/api/audit?action=ai.prompt_opened").await.body;
    assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
    assert_eq!(audit["items"][0]["detail"]["reason"], "回答の確認");
    let unknown = format!("/api/ai/prompts/{UNKNOWN}/open");
    assert_eq!(manager.post(&unknown, json!({"reason": "回答の確認"})).await.code(), "not_found");
}

#[tokio::test]
async fn an_erased_contact_takes_its_texts_out_of_the_log() {
    let (address, _) = stub(ANSWER).await;
    let house = house_with(address).await;
    let manager = house.logged_in("sekinin").await;
    switch(&manager, "summary", true).await;
    let contact = summed_up(&house).await;
    let erased = manager.post(&format!("/api/contacts/{contact}/erase"), json!({"reason": "本人の求め"})).await;
    assert!(erased.status.is_success(), "{erased:?}");
    let row = manager.get("/api/ai/prompts").await.body["items"][0].clone();
    assert_eq!((&row["erased"], &row["outcome"]), (&json!(true), &json!("partly")));
    let open = format!("/api/ai/prompts/{}/open", row["id"].as_str().unwrap());
    assert_eq!(manager.post(&open, json!({"reason": "回答の確認"})).await.code(), "erased");
}

#[tokio::test]
async fn a_model_that_fails_is_counted_and_the_ledger_says_that_it_fails() {
    let (address, _) = stub("I will not.").await;
    let house = house_with(address).await;
    let manager = house.logged_in("sekinin").await;
    switch(&manager, "summary", true).await;
    summed_up(&house).await;
    let counted = used(&manager, "summary").await;
    assert_eq!((&counted["outcomes"]["refused"], &counted["state"]), (&json!(1), &json!("on")));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let house = house_with(closed).await;
    let manager = house.logged_in("sekinin").await;
    switch(&manager, "summary", true).await;
    for _ in 0..3 {
        summed_up(&house).await;
    }
    let failing = used(&manager, "summary").await;
    assert_eq!((&failing["state"], &failing["why"]), (&json!("failed"), &json!("unreachable")));
    assert_eq!(failing["outcomes"]["failed"], 3);
    summed_up(&house).await;
    assert_eq!(used(&manager, "summary").await["outcomes"]["failed"], 3, "it is left alone");
}
