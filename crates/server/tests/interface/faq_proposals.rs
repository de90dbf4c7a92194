//! From questions that found nothing to a draft: proposed, accepted by a person, rejected for good.

use reqwest::StatusCode;
use serde_json::{Value, json};
use storage::faq_questions::{self, AskedQuestion};
use uuid::Uuid;

use crate::house::{House, on_each};

const PROPOSALS: &str = "/api/faq/proposals";
const CRACKED: &str = "ひびが入ってしまった";

/// Questions nobody could answer, as the log has them.
async fn asked(house: &House, text: &str, times: usize) {
    for _ in 0..times {
        let question = AskedQuestion {
            id: Uuid::new_v4(),
            at_ms: 1_790_000_000_000,
            channel: "public".to_owned(),
            language: "ja".to_owned(),
            text: text.to_owned(),
            edition: None,
            band: "none".to_owned(),
            confidence: 0.0,
            hits: Vec::new(),
            contact: None,
            outcome: None,
            outcome_hit: None,
        };
        faq_questions::log(&house.running.db, &question).await.unwrap();
    }
}

fn of_wording<'v>(list: &'v Value, wording: &str) -> Option<&'v Value> {
    list.as_array().unwrap().iter().find(|proposal| proposal["wording"] == wording)
}

#[tokio::test]
async fn a_question_without_a_hit_becomes_a_proposal_and_once_accepted_an_alias_in_a_draft() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        asked(&house, CRACKED, 3).await;
        asked(&house, "一度だけの質問です", 1).await;
        assert_eq!(writer.get(PROPOSALS).await.body, json!([]), "nothing is proposed before somebody asks");
        let open = writer.post(&format!("{PROPOSALS}/refresh"), json!({})).await.body;
        assert!(of_wording(&open, "一度だけの質問です").is_none(), "once is chance");
        let proposal = of_wording(&open, CRACKED).unwrap().clone();
        assert_eq!((&proposal["state"], &proposal["count"]), (&json!("open"), &json!(3)));
        let path = format!("{PROPOSALS}/{}", proposal["id"].as_str().unwrap());
        let unknown = writer.post(&path, json!({"do": "accept", "key": "no-such-entry"})).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let secret = json!({"do": "accept", "key": "card-damaged", "wording": "番号は983205673214"});
        assert_eq!(writer.post(&path, secret).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken = writer.post(&path, json!({"do": "accept", "key": "card-damaged"})).await.body;
        assert_eq!((&taken["state"], &taken["decided_by"]["name"]), (&json!("accepted"), &json!("電話 あおい")));
        let entry = writer.get("/api/faq/entries/card-damaged").await.body;
        let aliases = entry["draft"]["content"]["ja"]["aliases"].as_array().unwrap();
        assert_eq!(aliases.last(), Some(&json!(CRACKED)));
        assert_eq!(entry["draft"]["stage"], "writing");
        let live = entry["versions"][0]["content"]["ja"]["aliases"].as_array().unwrap();
        assert!(!live.contains(&json!(CRACKED)), "what residents' search reads waits for approval");
        assert_eq!(writer.post(&path, json!({"do": "reject"})).await.code(), "faq_decided_already");
        let again = writer.post(&format!("{PROPOSALS}/refresh"), json!({})).await.body;
        assert_eq!(of_wording(&again, CRACKED).unwrap()["state"], "accepted", "it waits in its draft");
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=faq.proposal_accepted").await.body;
        assert_eq!(audit["items"][0]["subject"], "faq:card-damaged");
    })
    .await;
}

#[tokio::test]
async fn what_was_rejected_is_not_proposed_again_in_whatever_manners() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        asked(&house, "粗大ごみの出し方", 2).await;
        let open = writer.post(&format!("{PROPOSALS}/refresh"), json!({})).await.body;
        let proposal = of_wording(&open, "粗大ごみの出し方").unwrap();
        let path = format!("{PROPOSALS}/{}", proposal["id"].as_str().unwrap());
        assert_eq!(writer.post(&path, json!({"do": "reject"})).await.body["state"], "rejected");
        asked(&house, "粗大ごみの出し方を教えてください", 5).await;
        let again = writer.post(&format!("{PROPOSALS}/refresh"), json!({})).await.body;
        let states: Vec<&Value> = again.as_array().unwrap().iter().map(|proposal| &proposal["state"]).collect();
        assert_eq!(states, [&json!("rejected")]);
        let gone = writer.post(&format!("{PROPOSALS}/{}", Uuid::nil()), json!({"do": "reject"})).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_entry_in_review_is_not_changed_under_the_reviewers_eyes() {
    on_each(true, |house| async move {
        let writer = house.logged_in("denwa1").await;
        asked(&house, CRACKED, 2).await;
        let open = writer.post(&format!("{PROPOSALS}/refresh"), json!({})).await.body;
        let path = format!("{PROPOSALS}/{}", of_wording(&open, CRACKED).unwrap()["id"].as_str().unwrap());
        // An entry of high risk is a draft in the demonstration.
        let entry = "/api/faq/entries/pin-lock-count";
        let seen = writer.get(entry).await.body["draft"]["revision"].clone();
        assert_eq!(writer.post(entry, json!({"do": "submit", "seen": seen})).await.status, StatusCode::OK);
        let refused = writer.post(&path, json!({"do": "accept", "key": "pin-lock-count"})).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "faq_in_review"));
        let list = writer.get(PROPOSALS).await.body;
        assert_eq!(of_wording(&list, CRACKED).unwrap()["state"], "open");
    })
    .await;
}
