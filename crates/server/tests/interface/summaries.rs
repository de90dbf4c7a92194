//! Summaries of contacts: drafted by rules, by a chat endpoint once it is approved, confirmed by a person.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::{Json, Router, routing::post};
use reqwest::StatusCode;
use serde_json::{Value, json};
use storage::recordings;
use uuid::Uuid;

use crate::house::{Browser, House, configuration, on_each};
use crate::transcripts::{CALLER, Said, says};

/// A call about an expiry whose text is complete.
pub(crate) async fn expiry(house: &House) -> (Uuid, Vec<Uuid>) {
    let agent = house.account("denwa1").await;
    let contact = house.answered_call(agent, CALLER, 0).await;
    let said = [
        Said("caller", 0, &["電子証明書の", "有効期限が", "切れたので", "更新したいのですが。"]),
        Said("agent", 3_000, &["更新には", "予約が", "必要です。", "手数料は", "無料です。"]),
        Said("agent", 8_000, &["担当者から", "折り返し", "ご連絡いたします。", "鈴木様ですね。"]),
    ];
    let ids = says(house, contact, agent, &said).await;
    house.closed(contact).await;
    (contact, ids)
}

/// Lets the text of a contact count as complete.
pub(crate) async fn complete(house: &House, contact: Uuid) {
    for one in recordings::of_contact(&house.running.db, contact).await.unwrap() {
        recordings::lost(&house.running.db, one.id, "no sound in this test").await.unwrap();
    }
}

fn lines(summary: &Value) -> Vec<(String, String)> {
    let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    summary["lines"].as_array().unwrap().iter().map(|line| (text(line, "kind"), text(line, "text"))).collect()
}

#[tokio::test]
async fn a_draft_waits_for_the_text_and_is_confirmed_by_the_agent() {
    on_each(true, |house| async move {
        let (contact, ids) = expiry(&house).await;
        let path = format!("/api/contacts/{contact}/summary");
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.get(&path).await.body["state"], "waiting", "its recording is open");
        complete(&house, contact).await;
        let draft = agent.get(&path).await.body;
        assert_eq!((&draft["state"], &draft["source"]), (&json!("draft"), &json!("rules")));
        let first = (("wish".to_owned()), "電子証明書の有効期限が切れたので更新したいのですが".to_owned());
        assert_eq!(lines(&draft)[0], first);
        assert_eq!(draft["lines"][0]["cites"], json!([{"segment": ids[0], "at_ms": 0}]));
        assert_eq!(draft["topic"]["code"], "エ");
        assert_eq!(draft["topic"]["evidence"][0]["term"], "電子証明書");
        let secret = json!({"lines": [{"kind": "wish", "text": "番号は983205673214", "cites": []}]});
        assert_eq!(agent.put(&path, secret).await.code(), "secret_in_note");
        let unknown = json!({"lines": [{"kind": "joke", "text": "はい", "cites": []}]});
        assert_eq!(agent.put(&path, unknown).await.code(), "invalid");
        let mended = json!({"lines": [{"kind": "wish", "text": "証明書の更新", "cites": [ids[0]]}]});
        assert_eq!(agent.put(&path, mended).await.status, StatusCode::NO_CONTENT);
        let supervisor = house.logged_in("kantoku").await;
        assert_eq!(supervisor.get(&path).await.code(), "reason_wanted", "others state why they look");
        supervisor.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "確認"})).await;
        let seen = supervisor.get(&path).await.body;
        assert_eq!((&seen["state"], &seen["confirmed_by"]["name"]), (&json!("confirmed"), &json!("電話 あおい")));
        assert_eq!(lines(&seen), [("wish".to_owned(), "証明書の更新".to_owned())]);
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=summary.confirmed").await.body;
        assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
    })
    .await;
}

#[tokio::test]
async fn the_citys_officers_read_a_summary_and_confirm_none() {
    on_each(true, |house| async move {
        let (contact, _) = expiry(&house).await;
        complete(&house, contact).await;
        let officer = house.logged_in("shi1").await;
        let path = format!("/api/contacts/{contact}/summary");
        officer.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "確認"})).await;
        assert_eq!(officer.get(&path).await.body["masked"], json!(true));
        let lines = json!({"lines": [{"kind": "wish", "text": "更新", "cites": []}]});
        assert_eq!(officer.put(&path, lines).await.code(), "not_your_contact");
    })
    .await;
}

/// A chat server that answers as told and keeps what it was sent.
pub(crate) async fn stub(answer: &'static str) -> (SocketAddr, Arc<Mutex<Vec<Value>>>) {
    let sent: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = Arc::clone(&sent);
    let handler = move |Json(body): Json<Value>| {
        kept.lock().unwrap().push(body);
        async move { Json(json!({"choices": [{"message": {"role": "assistant", "content": answer}}]})) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(
        async move { axum::serve(listener, Router::new().route("/v1/chat/completions", post(handler))).await },
    );
    (address, sent)
}

/// A house whose configuration names that server.
pub(crate) async fn house_with(address: SocketAddr) -> House {
    server::tls::install_provider();
    let folder = tempfile::tempdir().unwrap();
    let mut config = configuration(folder.path(), true);
    config.llm.base_url = Some(format!("http://{address}"));
    config.llm.model = "test-model".to_owned();
    config.llm.timeout_ms = 1_000;
    let running = server::start(config.clone()).await.unwrap();
    House { running, config, _folder: folder }
}

/// Switches a use of AI on or off, as a manager does.
pub(crate) async fn switch(manager: &Browser, purpose: &str, on: bool) -> StatusCode {
    manager.put(&format!("/api/ai/uses/{purpose}"), json!({"on": on, "reason": "市と協議済み"})).await.status
}

pub(crate) const ANSWER: &str = r#"Sure: [{"kind":"wish","text":"電子証明書を更新したい","cites":[0]},
    {"kind":"answer","text":"手数料は1,500円","cites":[1]},{"kind":"answer","text":"予約が必要","cites":[1]},
    {"kind":"open","text":"田中様へ折り返す","cites":[2]},{"kind":"open","text":"折り返し連絡する","cites":[]}]"#;

#[tokio::test]
async fn an_endpoint_is_asked_once_it_is_approved_and_what_nobody_said_is_dropped() {
    let (address, sent) = stub(ANSWER).await;
    let house = house_with(address).await;
    let (contact, _) = expiry(&house).await;
    complete(&house, contact).await;
    let agent = house.logged_in("denwa1").await;
    let path = format!("/api/contacts/{contact}/summary");
    assert_eq!(agent.get(&path).await.body["source"], "rules");
    assert!(sent.lock().unwrap().is_empty(), "nothing is sent before the approval");
    let manager = house.logged_in("sekinin").await;
    assert_eq!(switch(&manager, "summary", true).await, StatusCode::NO_CONTENT);
    let (contact, _) = expiry(&house).await;
    complete(&house, contact).await;
    let draft = agent.get(&format!("/api/contacts/{contact}/summary")).await.body;
    assert_eq!(draft["source"], "endpoint", "{draft}");
    let kept: Vec<String> = lines(&draft).into_iter().map(|(_, text)| text).collect();
    assert_eq!(kept, ["電子証明書を更新したい", "予約が必要"], "a fee, a name and a line without a source are dropped");
    let told = sent.lock().unwrap()[0].clone();
    assert_eq!(told["model"], "test-model");
    assert!(!told.to_string().contains("鈴木"), "{told}");
    switch(&manager, "summary", false).await;
    let (contact, _) = expiry(&house).await;
    complete(&house, contact).await;
    assert_eq!(agent.get(&format!("/api/contacts/{contact}/summary")).await.body["source"], "rules");
    assert_eq!(sent.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_fails_leaves_the_draft_of_the_rules() {
    let (nonsense, _) = stub("I will not.").await;
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    for address in [nonsense, closed] {
        let house = house_with(address).await;
        let manager = house.logged_in("sekinin").await;
        switch(&manager, "summary", true).await;
        let (contact, _) = expiry(&house).await;
        complete(&house, contact).await;
        let draft = house.logged_in("denwa1").await.get(&format!("/api/contacts/{contact}/summary")).await.body;
        assert_eq!((&draft["state"], &draft["source"]), (&json!("draft"), &json!("rules")), "{draft}");
    }
}
