//! What a server of vectors may do to us: a stub that speaks the real protocol, and misbehaves on demand.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use search::{Asker, Audience, Channel, Edition, Entry, EntryId, Language, Request, Search, Text, VectorFault};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Notify;

use super::*;

const KEY: &str = "key-of-the-test";
const WIDTH: usize = 8;
/// Long enough for any answer of the stub.
const LONG: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    /// It answers when it is let.
    Held,
    Broken,
    Nonsense,
    OtherModel,
    OneTooFew,
    Huge,
    Elsewhere,
}

struct Stub {
    mood: Mutex<Mood>,
    let_go: Notify,
    asked: Mutex<Vec<Wanted>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    model: String,
    input: Vec<String>,
    encoding_format: String,
}

impl Stub {
    async fn start() -> (Arc<Self>, SocketAddr) {
        let stub = Arc::new(Self { mood: Mutex::new(Mood::Good), let_go: Notify::new(), asked: Mutex::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/v1/embeddings", post(embeddings)).with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stub, address)
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn inputs(&self) -> Vec<Vec<String>> {
        self.asked.lock().unwrap().iter().map(|wanted| wanted.input.clone()).collect()
    }
}

async fn embeddings(State(stub): State<Arc<Stub>>, headers: HeaderMap, body: String) -> Response {
    let wanted: Wanted = serde_json::from_str(&body).unwrap();
    assert_eq!((wanted.model.as_str(), wanted.encoding_format.as_str()), ("e5", "float"));
    stub.asked.lock().unwrap().push(wanted.clone());
    if headers.get(header::AUTHORIZATION).is_none_or(|told| *told != format!("Bearer {KEY}")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mood = *stub.mood.lock().unwrap();
    match mood {
        Mood::Good => given(&wanted.input, WIDTH),
        Mood::Held => {
            stub.let_go.notified().await;
            given(&wanted.input, WIDTH)
        }
        Mood::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Nonsense => json_of(r#"{"error":"my number is 123456789018"}"#.to_owned()),
        Mood::OtherModel => given(&wanted.input, WIDTH * 2),
        Mood::OneTooFew => given(&wanted.input[1..], WIDTH),
        Mood::Huge => json_of(format!(r#"{{"data":[{}]}}"#, " ".repeat(1024 * 1024))),
        Mood::Elsewhere => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/v1/embeddings")]).into_response(),
    }
}

/// As OpenAI answers, the last first: the order is told by the numbers alone.
fn given(texts: &[String], width: usize) -> Response {
    let vector = |text: &String| {
        let counted = |at: usize| text.chars().filter(|letter| (*letter as usize) % width == at).count() as f32;
        (0..width).map(|at| 0.5 + counted(at)).collect::<Vec<f32>>()
    };
    let one =
        |(index, text): (usize, &String)| json!({"object": "embedding", "index": index, "embedding": vector(text)});
    let data: Vec<_> = texts.iter().enumerate().map(one).rev().collect();
    json_of(
        json!({"object": "list", "data": data, "model": "e5", "usage": {"prompt_tokens": 4, "total_tokens": 4}})
            .to_string(),
    )
}

fn json_of(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn endpoint(address: SocketAddr, key: &str) -> Arc<Endpoint> {
    crate::tls::install_provider();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, format!("{key}\n")).unwrap();
    let settings = FaqVectors {
        base_url: format!("http://{address}/v1/"),
        model: "e5".to_owned(),
        dimensions: WIDTH,
        key_file: Some(file),
        ..FaqVectors::default()
    };
    Arc::new(Endpoint::new(&settings).unwrap())
}

fn asker(endpoint: &Arc<Endpoint>) -> Arc<Asker> {
    Arc::new(Asker::start(Box::new(Asking::new(endpoint).unwrap())).unwrap())
}

/// Blocks where an async task must not.
async fn apart<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(act).await.unwrap()
}

async fn question(asker: &Arc<Asker>, text: &str) -> Result<Arc<[f32]>, VectorFault> {
    let (asker, text) = (Arc::clone(asker), text.to_owned());
    apart(move || asker.question(&text, LONG)).await
}

#[tokio::test]
async fn questions_and_titles_get_their_vectors_with_the_models_prefixes() {
    let (stub, address) = Stub::start().await;
    let endpoint = endpoint(address, KEY);
    let asker = asker(&endpoint);
    let one = question(&asker, "手数料はいくら").await.unwrap();
    assert_eq!(one.len(), WIDTH);
    assert_eq!(question(&asker, "手数料はいくら").await.unwrap(), one, "from the cache");
    let titles: Vec<String> = (0..TITLES_AT_ONCE + 3).map(|number| format!("見出し{number}")).collect();
    let (of, wanted) = (Arc::clone(&asker), titles.clone());
    let vectors = apart(move || of.titles(&wanted)).await.unwrap();
    let (of, last) = (Arc::clone(&asker), titles.last().unwrap().clone());
    assert_eq!(apart(move || of.title(&last)).await.unwrap(), *vectors.last().unwrap(), "each has its own");
    let inputs = stub.inputs();
    assert_eq!(inputs[0], ["query: 手数料はいくら"]);
    assert_eq!((inputs[1].len(), inputs[1][0].as_str()), (TITLES_AT_ONCE, "passage: 見出し0"));
    assert_eq!((inputs[2].len(), inputs.len()), (3, 4));
    assert_eq!(endpoint.health(), VectorHealth::Ready);
}

#[tokio::test]
async fn what_leaves_holds_no_secret_no_telephone_number_and_no_name() {
    let (stub, address) = Stub::start().await;
    let asker = asker(&endpoint(address, KEY));
    let typed = "山田太郎と申します。マイナンバーは123456789018、暗証番号は４３２１、電話は090-1234-5678です。";
    question(&asker, typed).await.unwrap();
    let sent = stub.inputs().concat().concat();
    for secret in ["123456789018", "４３２１", "4321", "1234-5678", "山田太郎"] {
        assert!(!sent.contains(secret), "{secret} in {sent}");
    }
    assert!(sent.contains("マイナンバーは"), "{sent}");
}

#[tokio::test]
async fn an_answer_that_is_none_is_a_failure_that_tells_nothing_of_its_words() {
    let cases = [
        (Mood::Broken, "answered 500"),
        (Mood::Nonsense, "cannot be read"),
        (Mood::OtherModel, "have 16 numbers"),
        (Mood::OneTooFew, "0 vectors for 1 texts"),
        (Mood::Huge, "longer than"),
        (Mood::Elsewhere, "answered 307"),
    ];
    for (mood, wanted) in cases {
        let (stub, address) = Stub::start().await;
        stub.set(mood);
        let endpoint = endpoint(address, KEY);
        let Err(VectorFault::Failed(why)) = question(&asker(&endpoint), "手数料").await else { panic!("{wanted}") };
        assert!(why.contains(wanted) && !why.contains("123456789018"), "{why}");
        assert_eq!(endpoint.health(), VectorHealth::Failed(why));
        assert_eq!(stub.inputs().len(), 1, "it is asked once and followed nowhere");
    }
    let (_stub, address) = Stub::start().await;
    let Err(VectorFault::Failed(why)) = question(&asker(&endpoint(address, "another")), "手数料").await else {
        panic!("another key")
    };
    assert!(why.contains("refuses the key"), "{why}");
}

#[tokio::test]
async fn a_server_that_fails_again_and_again_is_left_alone() {
    let (stub, address) = Stub::start().await;
    stub.set(Mood::Broken);
    let endpoint = endpoint(address, KEY);
    let asker = asker(&endpoint);
    for number in 0..6 {
        assert!(question(&asker, &format!("質問{number}")).await.is_err());
    }
    assert_eq!(stub.inputs().len(), 3, "the breaker opened after three");
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let unreachable = self::endpoint(nobody, KEY);
    assert!(question(&self::asker(&unreachable), "手数料").await.is_err());
    assert!(matches!(unreachable.health(), VectorHealth::Failed(why) if why.contains("could not be reached")));
}

fn entry(key: &str, question: &str) -> Entry {
    let text = Text {
        question: question.to_owned(), answer: "窓口へお越しください。".to_owned(), ..Text::default()
    };
    Entry {
        id: EntryId { key: key.to_owned(), version: 1 },
        topic: "o".to_owned(),
        audience: Audience::Resident,
        texts: BTreeMap::from([(Language::Japanese, text)]),
    }
}

async fn found(search: &Arc<Search>, text: &'static str) -> (String, bool) {
    let search = Arc::clone(search);
    apart(move || {
        let (language, channel) = (Language::Japanese, Channel::Public);
        let found = search.find(&Request { text, language, channel, topic: None, limit: 1 }).unwrap();
        (found.hits[0].id.key.clone(), found.hits[0].cosine.is_some())
    })
    .await
}

#[tokio::test]
async fn a_server_that_is_slow_or_down_leaves_words_to_answer() {
    let (stub, address) = Stub::start().await;
    let endpoint = endpoint(address, KEY);
    let asker = asker(&endpoint);
    let edition = Edition::build(vec![entry("fee", "手数料はいくらですか"), entry("loss", "紛失しました")]).unwrap();
    let titles: Vec<String> = edition.texts_for_vectors().into_iter().collect();
    let (of, wanted) = (Arc::clone(&asker), titles.clone());
    let vectors = apart(move || of.titles(&wanted)).await.unwrap();
    let mut shelf = search::VectorShelf::new(asker.model(), asker.width());
    titles.iter().zip(&vectors).for_each(|(text, vector)| shelf.put(text, vector).unwrap());
    let edition = edition.with_vectors(&shelf, WIDTH);
    assert!(edition.is_whole());
    let patient = Arc::new(Search::new(edition.clone()).with_asker(Arc::clone(&asker), LONG));
    assert_eq!(found(&patient, "手数料").await, ("fee".to_owned(), true));
    stub.set(Mood::Held);
    let hasty = Arc::new(Search::new(edition).with_asker(asker, Duration::from_millis(1)));
    assert_eq!(found(&hasty, "手数料の額").await, ("fee".to_owned(), false), "words alone, in time");
    let waiting = {
        let patient = Arc::clone(&patient);
        tokio::spawn(async move { found(&patient, "手数料の額").await })
    };
    let limit = endpoint.within() + Duration::from_millis(1);
    let is_asked = || stub.inputs().iter().flatten().any(|text| text.ends_with("手数料の額"));
    while !is_asked() {
        tokio::task::yield_now().await;
    }
    let begun = tokio::time::Instant::now();
    // The answer comes once it is later than a question waits.
    while begun.elapsed() <= limit {
        tokio::task::yield_now().await;
    }
    stub.let_go.notify_one();
    assert_eq!(waiting.await.unwrap(), ("fee".to_owned(), true), "late, but there for who asks again");
    assert_eq!(endpoint.health(), VectorHealth::Slow);
    assert_eq!(found(&hasty, "手数料の額").await, ("fee".to_owned(), true), "from the cache");
    stub.set(Mood::Broken);
    assert_eq!(found(&patient, "紛失した").await, ("loss".to_owned(), false), "down: words alone");
    assert!(matches!(endpoint.health(), VectorHealth::Failed(_)));
    stub.set(Mood::Good);
    assert_eq!(found(&patient, "紛失したので").await, ("loss".to_owned(), true), "back");
    assert_eq!(endpoint.health(), VectorHealth::Ready);
}
