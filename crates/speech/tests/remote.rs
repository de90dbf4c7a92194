//! What a transcription server may do to us: a stub that speaks the real protocol, and misbehaves on demand.

#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use speech::failover::Failover;
use speech::recognition::{Effort, RecogniseError, Recognised, Recogniser, Utterance, Word};
use speech::remote::{ANSWER_BYTES_MAX, RemoteConfig, RemoteRecogniser};
use speech::{RecogniserState, SpokenLanguage, wav};

const KEY: &str = "key-of-the-test";
const TIMEOUT: Duration = Duration::from_millis(500);

#[derive(Clone, Copy)]
enum Mood {
    Good,
    Plain,
    Slow,
    Broken,
    Nonsense,
    Huge,
    Elsewhere,
}

struct Stub {
    mood: Mutex<Mood>,
    asked: Mutex<Vec<Vec<(String, String)>>>,
}

impl Stub {
    async fn start() -> (Arc<Self>, SocketAddr) {
        let stub = Arc::new(Self { mood: Mutex::new(Mood::Good), asked: Mutex::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/v1/audio/transcriptions", post(transcribe))
            .layer(DefaultBodyLimit::max(4 * 1024 * 1024))
            .with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stub, address)
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

async fn transcribe(State(stub): State<Arc<Stub>>, headers: HeaderMap, mut form: Multipart) -> Response {
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let bytes = field.bytes().await.unwrap();
        let value = if name == "file" {
            let sound = wav::parse(&bytes).unwrap();
            format!("{} Hz, {} samples", sound.rate_hz, sound.samples.len())
        } else {
            String::from_utf8(bytes.to_vec()).unwrap()
        };
        fields.push((name, value));
    }
    stub.asked.lock().unwrap().push(fields);
    if headers.get(header::AUTHORIZATION).is_none_or(|told| *told != format!("Bearer {KEY}")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let json = |body: String| ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    let mood = *stub.mood.lock().unwrap();
    match mood {
        Mood::Good => json(
            r#"{"task":"transcribe","language":"japanese","duration":2.0,"text":"窓口です。","words":[
                {"word":"窓口","start":0.1,"end":0.6},{"word":"です","start":0.6,"end":1.0}],
                "segments":[{"id":0,"text":"窓口です。","start":0.0,"end":2.0,"avg_logprob":-0.2}]}"#
                .to_owned(),
        ),
        Mood::Plain => "窓口です。".into_response(),
        Mood::Slow => std::future::pending().await,
        Mood::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Nonsense => json(r#"{"error":"my number is 123456789018"}"#.to_owned()),
        Mood::Huge => json(format!(r#"{{"text":"{}"}}"#, "ん".repeat(ANSWER_BYTES_MAX))),
        Mood::Elsewhere => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/v1/audio/transcriptions")]).into_response()
        }
    }
}

fn remote(address: SocketAddr, key: &str) -> RemoteRecogniser {
    RemoteRecogniser::new(RemoteConfig {
        base_url: format!("http://{address}/"),
        model: "large-v3".to_owned(),
        key: Some(key.to_owned().into()),
        timeout: TIMEOUT,
    })
    .unwrap()
}

fn utterance() -> Utterance {
    Utterance {
        samples: vec![100; 32_000],
        language: Some(SpokenLanguage::Japanese),
        prompt: "個人番号カード".to_owned(),
        effort: Effort::Final,
        local_only: false,
    }
}

/// Stands for the pool of workers.
#[derive(Debug)]
struct Local;

#[async_trait]
impl Recogniser for Local {
    async fn recognise(&self, _: Utterance) -> Result<Recognised, RecogniseError> {
        let word = Word { text: "ここ".to_owned(), start_ms: 0, end_ms: 1, confidence: 1.0 };
        Ok(Recognised { words: vec![word], language: None, engine: "local".to_owned() })
    }
}

#[tokio::test]
async fn a_good_server_is_asked_in_its_own_protocol_and_believed() {
    let (stub, address) = Stub::start().await;
    let remote = remote(address, KEY);
    let heard = remote.recognise(utterance()).await.unwrap();
    assert_eq!((heard.text().as_str(), heard.engine.as_str()), ("窓口です。", "remote:large-v3"));
    assert_eq!(heard.language, Some(SpokenLanguage::Japanese));
    assert_eq!((heard.words[0].start_ms, heard.words[0].end_ms), (100, 600));
    assert!((heard.words[0].confidence - 0.818).abs() < 0.01, "{:?}", heard.words[0]);
    let asked = stub.asked.lock().unwrap()[0].clone();
    let wanted = [
        ("file", "16000 Hz, 32000 samples"),
        ("model", "large-v3"),
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
        ("temperature", "0"),
        ("language", "ja"),
        ("prompt", "個人番号カード"),
    ];
    assert_eq!(asked, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
    stub.set(Mood::Plain);
    assert_eq!(remote.recognise(utterance()).await.unwrap().text(), "窓口です。");
}

#[tokio::test]
async fn a_server_that_fails_is_told_by_kind_and_never_by_its_words() {
    let (stub, address) = Stub::start().await;
    for (mood, wanted) in [
        (Mood::Slow, "no answer in 500 ms"),
        (Mood::Broken, "500"),
        (Mood::Nonsense, "no transcription"),
        (Mood::Huge, "longer than"),
        (Mood::Elsewhere, "307"),
    ] {
        stub.set(mood);
        let why = remote(address, KEY).recognise(utterance()).await.unwrap_err().to_string();
        assert!(why.contains(wanted) && !why.contains("123456789018"), "{wanted}: {why}");
    }
    let why = remote(address, "another").recognise(utterance()).await.unwrap_err().to_string();
    assert!(why.contains("refuses the key (401") && !why.contains("another"), "{why}");
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 1));
    let why = remote(nowhere, KEY).recognise(utterance()).await.unwrap_err().to_string();
    assert!(why.contains("could not be reached"), "{why}");
}

#[tokio::test]
async fn a_call_that_must_stay_here_is_never_sent() {
    let (stub, address) = Stub::start().await;
    let stays = || Utterance { local_only: true, ..utterance() };
    let remote = Arc::new(remote(address, KEY));
    assert!(matches!(remote.recognise(stays()).await, Err(RecogniseError::Unavailable(_))));
    let both = Failover::new(remote.clone(), Some(Arc::new(Local)));
    assert_eq!(both.recognise(stays()).await.unwrap().engine, "local");
    let alone = Failover::new(remote, None);
    assert!(matches!(alone.recognise(stays()).await, Err(RecogniseError::Unavailable(_))));
    assert_eq!(stub.asked(), 0);
}

#[tokio::test]
async fn an_outage_switches_to_local_and_back() {
    let (stub, address) = Stub::start().await;
    let remote = Arc::new(remote(address, KEY));
    let both = Failover::new(remote.clone(), Some(Arc::new(Local)));
    let engine = async || both.recognise(utterance()).await.unwrap().engine;
    assert_eq!(engine().await, "remote:large-v3");
    stub.set(Mood::Broken);
    for _ in 0..10 {
        assert_eq!(engine().await, "local");
    }
    assert_eq!(stub.asked(), 4, "after three failures it is left alone");
    assert!(matches!(remote.state(), RecogniserState::Failed(why) if why.contains("500")));
    assert_eq!(both.state(), RecogniserState::Ready);
    stub.set(Mood::Good);
    tokio::time::timeout(Duration::from_secs(30), async {
        while engine().await == "local" {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(remote.state(), RecogniserState::Ready);
}
