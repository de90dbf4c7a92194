//! Search by meaning with vectors of a server, from outside: it takes part while the server answers, and is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::ai::used;
use crate::house::{Browser, House};

const WIDTH: usize = 8;
const LIMIT: Duration = Duration::from_secs(60);

async fn stub() -> (SocketAddr, Arc<AtomicBool>) {
    let is_well = Arc::new(AtomicBool::new(true));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/v1/embeddings", post(embeddings)).with_state(is_well.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, is_well)
}

async fn embeddings(State(is_well): State<Arc<AtomicBool>>, Json(wanted): Json<Value>) -> Response {
    if !is_well.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let texts = wanted["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap());
    let counted = |text: &str, at: usize| text.chars().filter(|letter| (*letter as usize) % WIDTH == at).count();
    let vector = |text: &str| (0..WIDTH).map(|at| 0.5 + counted(text, at) as f64).collect::<Vec<f64>>();
    let one = |(index, text): (usize, &str)| json!({"object": "embedding", "index": index, "embedding": vector(text)});
    Json(json!({"object": "list", "model": wanted["model"], "data": texts.enumerate().map(one).collect::<Vec<_>>()}))
        .into_response()
}

/// Asks until search says of itself what is wanted.
async fn state_where(browser: &Browser, is_wanted: impl Fn(&Value) -> bool) -> Value {
    let asked = async {
        loop {
            let state = browser.get("/api/faq/state").await.body;
            if is_wanted(&state) {
                return state;
            }
        }
    };
    tokio::time::timeout(LIMIT, asked).await.unwrap()
}

#[tokio::test]
async fn a_server_of_vectors_takes_part_in_search_and_words_answer_without_it() {
    let (address, is_well) = stub().await;
    let house = House::open_as(true, |config| {
        config.faq.vectors.base_url = format!("http://{address}");
        config.faq.vectors.model = "city-embed".to_owned();
        config.faq.vectors.dimensions = WIDTH;
        // The stub and the server share one thread here.
        config.faq.vectors.timeout_ms = 2_000;
    })
    .await;
    let (agent, manager) = (house.logged_in("denwa1").await, house.logged_in("sekinin").await);
    let whole = |state: &Value| state["titles"].as_u64() > Some(0) && state["titles"] == state["vectors"];
    let state = state_where(&agent, whole).await;
    assert_eq!((&state["meaning"], &state["state"]), (&json!("endpoint"), &json!("ready")));
    assert_eq!(state["thresholds"], "other_model", "they were fitted to the model on this machine");
    assert!(state["how_ja"].as_str().unwrap().contains("madoguchi faq calibrate"), "{state}");
    let found = agent.get("/api/faq/search?text=再発行の手数料").await.body;
    assert_eq!(found["by_meaning"], true, "{found}");
    assert_eq!(found["band"], "choose", "nothing is certain by vectors that nobody judged");
    let ledger = used(&manager, "search").await;
    assert_eq!((&ledger["model"], &ledger["runs"]), (&json!("city-embed"), &json!("here")), "{ledger}");
    assert_eq!(
        (&ledger["state"], &ledger["measured"]),
        (&json!("on"), &Value::Null),
        "another model's figures are not its"
    );
    assert_eq!(ledger["why"], "judged_otherwise", "{ledger}");
    is_well.store(false, Ordering::SeqCst);
    let found = agent.get("/api/faq/search?text=紛失したとき").await.body;
    assert_eq!(found["by_meaning"], false);
    assert!(!found["hits"].as_array().unwrap().is_empty(), "words answer");
    let state = state_where(&agent, |state| state["state"] == "failed").await;
    let failing = used(&manager, "search").await;
    assert_eq!((&failing["state"], &failing["why"]), (&json!("failed"), &json!("vectors_failed")), "{failing}");
    for words in ["why_ja", "why_en", "how_ja", "how_en"] {
        assert!(!state[words].as_str().unwrap().is_empty(), "{words}");
    }
    let known = agent.get("/api/faq/search?text=再発行の手数料").await.body;
    assert_eq!(known["by_meaning"], true, "asked before: the vector is kept");
}

#[tokio::test]
async fn without_a_model_or_a_server_search_says_that_words_alone_answer() {
    let house = House::open(true, None).await;
    let agent = house.logged_in("denwa1").await;
    let state = agent.get("/api/faq/state").await.body;
    assert_eq!((&state["meaning"], &state["state"]), (&json!("none"), &json!("off")));
    assert_eq!(state["thresholds"], "judged", "words are what they were");
    assert!(!state["how_ja"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_server_of_vectors_is_in_the_ledger_and_its_approval_names_it() {
    let (address, _) = stub().await;
    let house = House::open_as(true, |config| {
        config.faq.vectors.base_url = format!("http://{address}");
        config.faq.vectors.model = "city-embed".to_owned();
        config.faq.vectors.dimensions = WIDTH;
    })
    .await;
    let manager = house.logged_in("sekinin").await;
    let off = json!({"on": false, "reason": "測定のため"});
    assert_eq!(manager.put("/api/ai/uses/search", off).await.status, reqwest::StatusCode::NO_CONTENT);
    let search = used(&manager, "search").await;
    assert_eq!((&search["state"], &search["why"]), (&json!("off"), &json!("switched_off")));
    assert_eq!(search["said"]["base_url"], format!("http://{address}"));
    assert_eq!(search["said"]["model"], "city-embed");
    let found = manager.get("/api/faq/search?text=再発行の手数料").await.body;
    assert_eq!(found["by_meaning"], false, "{found}");
}

#[tokio::test]
async fn a_server_whose_key_cannot_be_read_is_said_to_be_unusable() {
    let house = House::open_as(true, |config| {
        config.faq.vectors.base_url = "https://vectors.city.example".to_owned();
        config.faq.vectors.key_file = Some(config.data_dir.join("no-such-key"));
    })
    .await;
    let manager = house.logged_in("sekinin").await;
    let search = used(&manager, "search").await;
    assert_eq!((&search["state"], &search["why"]), (&json!("failed"), &json!("vectors_unusable")));
    assert_eq!((&search["runs"], &search["host"]), (&json!("elsewhere"), &json!("vectors.city.example")));
    let on = json!({"on": true, "reason": "試験のため"});
    let refused = manager.put("/api/ai/uses/search", on).await;
    assert_eq!(refused.code(), "conflict");
    assert!(refused.body["detail_ja"].as_str().unwrap().contains("[faq.vectors]"), "{:?}", refused.body);
}
