//! Calls as text, from outside: what is said where it is off, and the words a recogniser is told to expect.

use reqwest::StatusCode;
use serde_json::json;

use crate::house::on_each;

#[tokio::test]
async fn without_recognition_everybody_is_told_why_and_how_to_switch_it_on() {
    on_each(true, |house| async move {
        let agent = house.logged_in("denwa1").await;
        let answer = agent.get("/api/speech/state").await;
        assert_eq!((answer.status, answer.body["state"].as_str()), (StatusCode::OK, Some("off")));
        for words in ["why_ja", "why_en", "how_ja", "how_en"] {
            assert!(!answer.body[words].as_str().unwrap().is_empty(), "{words}");
        }
        assert!(answer.body["queues"].as_array().unwrap().contains(&json!("phone")));
    })
    .await;
}

#[tokio::test]
async fn terms_are_changed_in_editions_by_managers_and_the_change_is_in_the_audit_log() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        let address = "/api/speech/vocabulary/phone";
        let fresh = manager.get(address).await;
        assert_eq!((fresh.body["edition"].as_i64(), fresh.body["terms"].as_array().map(Vec::len)), (Some(0), Some(0)));
        assert!(!fresh.body["shipped"].as_array().unwrap().is_empty());
        let change = json!({"based_on": 0, "terms": [" 有効期限通知書 ", "e-Tax"]});
        let changed = manager.put(address, change.clone()).await;
        assert_eq!(changed.status, StatusCode::OK, "{:?}", changed.body);
        assert_eq!(changed.body["terms"], json!(["有効期限通知書", "e-Tax"]));
        assert_eq!(manager.get(address).await.body["changed_by"], changed.body["changed_by"]);
        assert_eq!(manager.put(address, change).await.status, StatusCode::CONFLICT, "another edition came in between");
        let log = manager.get("/api/audit?subject=vocabulary:phone").await;
        let entry = &log.body["items"][0];
        assert_eq!((entry["action"].as_str(), &entry["detail"]["terms"]), (Some("vocabulary.changed"), &json!(2)));
    })
    .await;
}

#[tokio::test]
async fn a_secret_a_term_too_long_and_an_unknown_queue_are_refused() {
    on_each(true, |house| async move {
        let manager = house.logged_in("sekinin").await;
        for term in ["123456789018", "", "長い".repeat(40).as_str()] {
            let refused = manager.put("/api/speech/vocabulary/all", json!({"based_on": 0, "terms": [term]})).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{term}");
        }
        assert_eq!(manager.get("/api/speech/vocabulary/nowhere").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
