//! The list of watch words.

use reqwest::StatusCode;
use serde_json::json;

use crate::house::on_each;

#[tokio::test]
async fn watch_words_begin_with_the_usual_list_and_are_changed_by_a_supervisor_with_an_entry_in_the_audit_log() {
    on_each(true, |house| async move {
        let supervisor = house.logged_in("kantoku").await;
        let usual = supervisor.get("/api/watch-words").await.body;
        assert_eq!(usual["version"], 0);
        assert!(usual["ja"].as_array().unwrap().contains(&json!("責任者")), "{usual}");
        let list = json!({"ja": [" 停電 ", "停電", ""], "en": ["power cut"], "version": 0});
        let changed = supervisor.put("/api/watch-words", list.clone()).await;
        assert_eq!((changed.status, &changed.body["ja"]), (StatusCode::OK, &json!(["停電"])), "{:?}", changed.body);
        assert_eq!(supervisor.get("/api/watch-words").await.body, changed.body);
        let late = supervisor.put("/api/watch-words", list).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "somebody else changed it meanwhile");
        let manager = house.logged_in("sekinin").await;
        let entries = manager.get("/api/audit?action=watch_words.changed").await.body;
        assert_eq!(entries["items"][0]["detail"], json!({"ja": 1, "en": 1}), "counts, and no words");
    })
    .await;
}

#[tokio::test]
async fn a_word_without_letters_or_too_long_and_a_list_too_long_are_refused() {
    on_each(true, |house| async move {
        let supervisor = house.logged_in("kantoku").await;
        let many: Vec<String> = (0..201).map(|n| format!("言葉{n}")).collect();
        for ja in [json!(["。。。"]), json!(["長".repeat(41)]), json!(many)] {
            let answer = supervisor.put("/api/watch-words", json!({"ja": ja, "en": [], "version": 0})).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
        }
        assert_eq!(supervisor.get("/api/watch-words").await.body["version"], 0);
    })
    .await;
}
