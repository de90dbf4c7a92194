//! An OpenAI-compatible chat server (`/v1/chat/completions`): what is sent, how long is waited, how much is believed.
//!
//! It follows no redirect and asks no proxy: text goes where the configuration says or nowhere. A server that fails is
//! left alone for a while (`speech::remote::Breaker`). It must never be asked but by `asking`, which knows who approved
//! it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use serde::Deserialize;
use serde_json::json;
use speech::remote::Breaker;
use thiserror::Error;

use crate::clock::Clock;
use crate::config;

/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The longest connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// What a model is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The task, the same for every question of a purpose.
    pub task: &'static str,
    /// The material, without secrets, telephone numbers and names of people.
    pub told: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// This machine cannot encrypt.
    #[error("no connection can be made from this machine")]
    Unusable,
    /// The key cannot be read.
    #[error("the key file cannot be read: {0}")]
    Key(String),
    /// It was not reached.
    #[error("the server could not be reached")]
    Unreachable,
    /// It took too long.
    #[error("no answer in {} ms", .0.as_millis())]
    Late(Duration),
    /// It said no.
    #[error("refused with status {0}")]
    Refused(u16),
    /// The answer is too long.
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
    /// The answer is not what a chat server answers.
    #[error("the answer cannot be read")]
    NotUnderstood,
}

impl EndpointError {
    /// The failure as a code.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Unusable => "unusable".to_owned(),
            Self::Key(_) => "key".to_owned(),
            Self::Unreachable => "unreachable".to_owned(),
            Self::Late(_) => "late".to_owned(),
            Self::Refused(status) => format!("status_{status}"),
            Self::TooLong => "too_long".to_owned(),
            Self::NotUnderstood => "not_understood".to_owned(),
        }
    }
}

/// A chat server.
#[derive(Debug)]
pub struct Endpoint {
    client: Option<Client>,
    base_url: String,
    address: String,
    model: String,
    key_file: Option<PathBuf>,
    timeout: Duration,
    clock: Clock,
    begun: DateTime<Utc>,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    breaker: Breaker,
    last_fault: Option<String>,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

impl Endpoint {
    /// The server of the configuration; None where it names none. Nothing is sent yet.
    #[must_use]
    pub fn of(settings: &config::Llm, clock: Clock) -> Option<Self> {
        let base_url = settings.base_url.clone()?;
        let timeout = Duration::from_millis(settings.timeout_ms);
        let client = Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(timeout)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .inspect_err(|why| tracing::error!(%why, "the language model cannot be asked from this machine"));
        let server = base_url.trim_end_matches('/');
        let address = format!("{}/v1/chat/completions", server.strip_suffix("/v1").unwrap_or(server));
        Some(Self {
            client: client.ok(),
            address,
            model: settings.model.clone(),
            key_file: settings.key_file.clone(),
            timeout,
            begun: clock.now(),
            clock,
            health: Mutex::default(),
            base_url,
        })
    }

    /// Its address, as configured.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The model asked for.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Its host, for those who want to know where text goes.
    #[must_use]
    pub fn host(&self) -> String {
        let host = Url::parse(&self.base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        host.unwrap_or_else(|| self.base_url.clone())
    }

    /// Whether it runs on this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        matches!(self.host().as_str(), "127.0.0.1" | "[::1]" | "localhost")
    }

    /// Why it is left alone, as a code; None while it answers, or was not asked.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.with_health(|health| health.last_fault.clone().filter(|_| health.breaker.is_open()))
    }

    /// Whether it may be asked at this moment; a yes after a pause is for one question alone.
    pub(super) fn admits(&self) -> bool {
        let since = self.since();
        self.with_health(|health| health.breaker.admits(since))
    }

    /// Asks, and reads what the model wrote.
    ///
    /// # Errors
    /// [`EndpointError`], which also counts against the server.
    pub(super) async fn ask(&self, prompt: &Prompt) -> Result<String, EndpointError> {
        let answer = self.exchange(prompt).await;
        let since = self.since();
        self.with_health(|health| match &answer {
            Ok(_) => *health = Health::default(),
            Err(why) => {
                health.breaker.failed(since);
                health.last_fault = Some(why.code());
            }
        });
        answer
    }

    async fn exchange(&self, prompt: &Prompt) -> Result<String, EndpointError> {
        let client = self.client.as_ref().ok_or(EndpointError::Unusable)?;
        let body = json!({
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": prompt.task}, {"role": "user", "content": prompt.told}],
        });
        let mut request = client.post(&self.address).json(&body);
        if let Some(file) = &self.key_file {
            let key = tokio::fs::read_to_string(file).await.map_err(|why| EndpointError::Key(why.to_string()))?;
            request = request.bearer_auth(key.trim());
        }
        let response = request.send().await.map_err(|why| self.not_reached(&why))?;
        if response.status() != StatusCode::OK {
            return Err(EndpointError::Refused(response.status().as_u16()));
        }
        written(&self.bounded(response).await?)
    }

    async fn bounded(&self, mut response: Response) -> Result<Vec<u8>, EndpointError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|why| self.not_reached(&why))? {
            if bytes.len() + chunk.len() > ANSWER_BYTES_MAX {
                return Err(EndpointError::TooLong);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn not_reached(&self, why: &reqwest::Error) -> EndpointError {
        if why.is_timeout() && !why.is_connect() {
            EndpointError::Late(self.timeout)
        } else {
            EndpointError::Unreachable
        }
    }

    fn since(&self) -> Duration {
        (self.clock.now() - self.begun).to_std().unwrap_or_default()
    }

    fn with_health<T>(&self, act: impl FnOnce(&mut Health) -> T) -> T {
        act(&mut self.health.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the model wrote, out of what the server sent.
fn written(bytes: &[u8]) -> Result<String, EndpointError> {
    let completion: Completion = serde_json::from_slice(bytes).map_err(|_| EndpointError::NotUnderstood)?;
    let first = completion.choices.into_iter().next().ok_or(EndpointError::NotUnderstood)?;
    Ok(first.message.content)
}
