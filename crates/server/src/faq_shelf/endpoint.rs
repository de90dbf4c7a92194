//! Vectors from a server of the city's choice that speaks OpenAI's `/v1/embeddings`.
//!
//! Owns what is sent, how long is waited and how much is believed. Titles are approved texts; a question goes out
//! without secrets, telephone numbers and names, whatever was taken out of it before. It follows no redirect and asks
//! no proxy: questions go where the configuration says or nowhere. Next: `answer` for what comes back.

mod answer;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::secret_text::{TextContext, mask_for_show, redact};
use domain::spoken_names::people;
use reqwest::{Client, Response, StatusCode, redirect};
use search::{Embedder, Role};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use speech::remote::Breaker;
use thiserror::Error;
use tokio::runtime::Runtime;

use crate::clock::Clock;
use crate::config::FaqVectors;

use answer::AnswerFault;

/// Titles in one request; servers take at least so many.
const TITLES_AT_ONCE: usize = 32;
/// The longest a request may take: a question's vector that is late still serves who asks the same again.
const QUESTION_WITHIN: Duration = Duration::from_secs(2);
const TITLES_WITHIN: Duration = Duration::from_secs(10);
/// The longest connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(1);

/// The server, as all who ask it share it.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// What its vectors are known by; others are not compared with them.
    name: String,
    address: String,
    settings: FaqVectors,
    key: Option<SecretString>,
    clock: Clock,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    breaker: Breaker,
    fault: Option<String>,
    is_slow: bool,
}

/// How whoever makes vectors is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VectorHealth {
    /// It answers in time, or was not asked yet.
    Ready,
    /// Its last answer came after words had answered alone.
    Slow,
    /// It failed last, in words for a log.
    Failed(String),
}

/// One who asks the server, on a thread and with connections of its own.
pub(super) struct Asking {
    endpoint: Arc<Endpoint>,
    client: Client,
    runtime: Runtime,
}

/// Why there is no vector.
#[derive(Debug, Error)]
enum AskFault {
    #[error("the server of vectors has failed and is left alone")]
    LeftAlone,
    #[error("the server of vectors could not be reached")]
    Unreachable,
    #[error("the server of vectors did not answer in {} ms", .0.as_millis())]
    Late(Duration),
    #[error("the server of vectors refuses the key ({0})")]
    Key(StatusCode),
    #[error("the server of vectors answered {0}")]
    Status(StatusCode),
    #[error("the answer of the server of vectors is longer than {0} bytes")]
    TooLong(usize),
    #[error(transparent)]
    Answer(#[from] AnswerFault),
}

impl Endpoint {
    /// The server of the configuration; nothing is sent yet.
    ///
    /// # Errors
    /// When the file of its key cannot be read.
    pub(super) fn new(settings: &FaqVectors) -> std::io::Result<Self> {
        let key = match &settings.key_file {
            Some(file) => Some(std::fs::read_to_string(file)?.trim().to_owned().into()),
            None => None,
        };
        let server = settings.base_url.trim_end_matches('/');
        let address = format!("{}/v1/embeddings", server.strip_suffix("/v1").unwrap_or(server));
        let name = Self::name_of(settings);
        let (settings, clock) = (settings.clone(), Clock::start());
        Ok(Self { name, address, settings, key, clock, health: Mutex::default() })
    }

    /// What the vectors of a server are known by.
    pub(super) fn name_of(settings: &FaqVectors) -> String {
        format!("remote:{}:{}", settings.model, settings.title_prefix)
    }

    /// How long a question waits for its vector.
    pub(super) fn within(&self) -> Duration {
        Duration::from_millis(self.settings.timeout_ms)
    }

    /// How it is.
    pub(super) fn health(&self) -> VectorHealth {
        self.with_health(|health| match &health.fault {
            Some(why) => VectorHealth::Failed(why.clone()),
            None if health.is_slow => VectorHealth::Slow,
            None => VectorHealth::Ready,
        })
    }

    fn with_health<T>(&self, act: impl FnOnce(&mut Health) -> T) -> T {
        act(&mut self.health.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Since any one moment.
    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.now().timestamp_millis().unsigned_abs())
    }
}

impl Asking {
    /// Somebody who asks that server.
    ///
    /// # Errors
    /// When the system's encryption or its events cannot be set up.
    pub(super) fn new(endpoint: &Arc<Endpoint>) -> anyhow::Result<Self> {
        let client =
            Client::builder().connect_timeout(CONNECT_WITHIN).redirect(redirect::Policy::none()).no_proxy().build()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { endpoint: Arc::clone(endpoint), client, runtime })
    }

    fn ask(&self, texts: &[String], within: Duration) -> Result<Vec<Vec<f32>>, AskFault> {
        let endpoint = &self.endpoint;
        let asked_at = endpoint.now();
        if !endpoint.with_health(|health| health.breaker.admits(asked_at)) {
            return Err(AskFault::LeftAlone);
        }
        let answer = self.runtime.block_on(self.asked(texts, within));
        let now = endpoint.now();
        endpoint.with_health(|health| match &answer {
            Ok(_) => *health = Health { is_slow: health.is_slow, ..Health::default() },
            Err(why) => {
                health.breaker.failed(now);
                health.fault = Some(why.to_string());
            }
        });
        answer
    }

    async fn asked(&self, texts: &[String], within: Duration) -> Result<Vec<Vec<f32>>, AskFault> {
        let settings = &self.endpoint.settings;
        let body = json!({"model": settings.model, "input": texts, "encoding_format": "float"});
        let mut request = self.client.post(&self.endpoint.address).timeout(within).json(&body);
        if let Some(key) = &self.endpoint.key {
            request = request.bearer_auth(key.expose_secret());
        }
        let late = |why: reqwest::Error| {
            if why.is_timeout() && !why.is_connect() { AskFault::Late(within) } else { AskFault::Unreachable }
        };
        let response = request.send().await.map_err(late)?;
        match response.status() {
            StatusCode::OK => {}
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => return Err(AskFault::Key(status)),
            status => return Err(AskFault::Status(status)),
        }
        let bytes_max = answer::bytes_max(texts.len(), settings.dimensions);
        let body = bounded(response, bytes_max).await.map_err(|why| why.map_or(AskFault::TooLong(bytes_max), late))?;
        Ok(answer::read(&body, texts.len(), settings.dimensions)?)
    }
}

impl Embedder for Asking {
    fn model(&self) -> &str {
        &self.endpoint.name
    }

    fn width(&self) -> usize {
        self.endpoint.settings.dimensions
    }

    fn embed(&mut self, role: Role, text: &str) -> Result<Vec<f32>, String> {
        let settings = &self.endpoint.settings;
        let asked = match role {
            Role::Question => format!("{}{}", settings.question_prefix, fit_to_leave(text)),
            Role::Title => format!("{}{text}", settings.title_prefix),
        };
        let begun = self.endpoint.now();
        let vectors = self.ask(&[asked], QUESTION_WITHIN).map_err(|why| why.to_string())?;
        let took = self.endpoint.now().saturating_sub(begun);
        self.endpoint.with_health(|health| health.is_slow = took > self.endpoint.within());
        vectors.into_iter().next().ok_or_else(|| "there is no vector".to_owned())
    }

    fn titles_at_once(&self) -> usize {
        TITLES_AT_ONCE
    }

    fn embed_titles(&mut self, texts: &[String]) -> Result<Vec<Vec<f32>>, String> {
        let prefix = &self.endpoint.settings.title_prefix;
        let mut vectors = Vec::with_capacity(texts.len());
        for some in texts.chunks(TITLES_AT_ONCE) {
            let asked: Vec<String> = some.iter().map(|text| format!("{prefix}{text}")).collect();
            vectors.extend(self.ask(&asked, TITLES_WITHIN).map_err(|why| why.to_string())?);
        }
        Ok(vectors)
    }
}

/// A question as it may leave this machine: read as suspiciously as speech, and without numbers and names of people.
fn fit_to_leave(question: &str) -> String {
    let context = TextContext { spoken: true, ..TextContext::default() };
    let redacted = redact(question, context).text;
    mask_for_show(&redacted, &people(&redacted))
}

/// The body, up to its limit; the error is None where it is longer.
async fn bounded(mut response: Response, bytes_max: usize) -> Result<Vec<u8>, Option<reqwest::Error>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Some)? {
        if body.len() + chunk.len() > bytes_max {
            return Err(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests;
