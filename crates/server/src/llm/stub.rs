//! A chat server for tests: answers over HTTP what it was given, one after the other, and keeps what it was sent; and
//! what has to stand in the books before a model is asked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::contact::{Channel, ContactEvent, ContactEventKind as Kind, Direction};
use domain::ids::{ContactId, ServiceId};
use domain::time::Timestamp;
use serde_json::{Value, json};
use storage::Db;
use storage::ingest::{self, Entry, Opening};
use tokio::sync::oneshot;
use uuid::Uuid;
use vault::KeyRing;

use super::purpose::Purpose;
use super::standing::{Standing, decide};

/// What the server does with the next question; it does the last again and again.
pub(crate) enum Reply {
    /// A model wrote this.
    Wrote(String),
    /// A model wrote something else once it is told to.
    Held(oneshot::Receiver<String>),
    /// The server refuses.
    Status(u16),
    /// The server sends the asker elsewhere.
    Elsewhere(String),
    /// The server sends this.
    Raw(Vec<u8>),
}

/// A question as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Came {
    /// The body.
    pub(crate) body: Value,
    /// The header that holds a key.
    pub(crate) authorization: Option<String>,
}

/// The server.
#[derive(Clone)]
pub(crate) struct Stub {
    pub(crate) address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    replies: VecDeque<Reply>,
    came: Vec<Came>,
}

impl Stub {
    /// Starts one.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        crate::tls::install_provider();
        let shared = Shared { replies: replies.into_iter().collect(), came: Vec::new() };
        let shared = Arc::new(Mutex::new(shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/v1/chat/completions", post(answer)).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, shared }
    }

    /// The section of the configuration that names it.
    pub(crate) fn settings(&self) -> crate::config::Llm {
        crate::config::Llm {
            base_url: Some(format!("http://{}", self.address)),
            model: "test-model".to_owned(),
            ..crate::config::Llm::default()
        }
    }

    /// What came in so far.
    pub(crate) fn came(&self) -> Vec<Came> {
        self.shared.lock().unwrap().came.clone()
    }
}

/// Puts a contact into the books that arrived just now.
pub(crate) async fn arrived(db: &Db, ring: &KeyRing, contact: Uuid) {
    let kind = Kind::Arrived {
        channel: Channel::Phone,
        service: ServiceId::from("phone"),
        direction: Direction::Inbound,
        caller_known: false,
    };
    let event = ContactEvent { contact: ContactId(contact), seq: 1, at: Timestamp(0), kind };
    let opening = Opening::seal(ring, contact, 0, None, None).unwrap().0;
    let tx = storage::begin(db).await.unwrap();
    ingest::apply(&tx, &[Entry::Opening(opening), Entry::Event { event }]).await.unwrap();
    storage::commit(tx).await.unwrap();
}

/// Switches a use of that server and model on or off, as a manager does.
pub(crate) async fn say(db: &Db, purpose: Purpose, on: bool, settings: &crate::config::Llm) {
    let standing = Standing {
        on,
        base_url: settings.base_url.clone().unwrap_or_default(),
        model: settings.model.clone(),
        by: Uuid::from_u128(9),
        at_ms: 0,
        reason: "試験".to_owned(),
    };
    decide(db, purpose.code(), &standing).await.unwrap();
}

async fn answer(State(shared): State<Arc<Mutex<Shared>>>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let reply = {
        let mut shared = shared.lock().unwrap();
        shared.came.push(Came { body, authorization });
        match shared.replies.pop_front() {
            Some(Reply::Wrote(text)) if shared.replies.is_empty() => {
                shared.replies.push_back(Reply::Wrote(text.clone()));
                Some(Reply::Wrote(text))
            }
            Some(Reply::Status(status)) if shared.replies.is_empty() => {
                shared.replies.push_back(Reply::Status(status));
                Some(Reply::Status(status))
            }
            other => other,
        }
    };
    match reply {
        Some(Reply::Wrote(text)) => wrote(&text),
        Some(Reply::Held(told)) => wrote(&told.await.unwrap_or_default()),
        Some(Reply::Status(status)) => StatusCode::from_u16(status).unwrap().into_response(),
        Some(Reply::Elsewhere(to)) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Some(Reply::Raw(bytes)) => bytes.into_response(),
        None => StatusCode::GONE.into_response(),
    }
}

fn wrote(text: &str) -> Response {
    Json(json!({"choices": [{"message": {"role": "assistant", "content": text}}]})).into_response()
}
