//! Recognition by a server of the city's choice that speaks OpenAI's `/v1/audio/transcriptions`.
//!
//! Owns what is sent, how long is waited and how much is believed. It never sends a call that must stay here,
//! follows no redirect and asks no proxy: speech goes where the configuration says or nowhere.
//! Next: `answer` for what comes back, `breaker` for a server that fails.

mod answer;
mod breaker;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::CONTENT_TYPE;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, StatusCode, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;

use crate::SpokenLanguage;
use crate::recognition::{RecogniseError, Recognised, Recogniser, SPEECH_RATE_HZ, UTTERANCE_MS_MAX, Utterance};
use crate::state::RecogniserState;
use crate::stopwatch::Stopwatch;
use crate::wav::{self, Pcm};
use crate::workers::settings::duration_ms;

pub use answer::AnswerFault;
pub use breaker::Breaker;

/// Longest answer that is read, in bytes.
pub const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// The longest connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// Which server, and how it is asked.
#[derive(Debug, Clone)]
pub struct RemoteConfig {
    /// Its address up to and without `/v1`.
    pub base_url: String,
    /// The model it shall use.
    pub model: String,
    /// Its key, where it wants one.
    pub key: Option<SecretString>,
    /// The longest one utterance may take.
    pub timeout: Duration,
}

/// Why one request failed.
#[derive(Debug, Error)]
enum AskFault {
    #[error("the server could not be reached")]
    Unreachable,
    #[error("no answer in {} ms", .0.as_millis())]
    Late(Duration),
    #[error("the server refuses the key ({0})")]
    Key(StatusCode),
    #[error("the server answered {0}")]
    Status(StatusCode),
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
    #[error(transparent)]
    Answer(#[from] AnswerFault),
}

/// A recogniser on another machine.
#[derive(Debug)]
pub struct RemoteRecogniser {
    client: Client,
    address: String,
    config: RemoteConfig,
    since: Stopwatch,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    breaker: Breaker,
    last_fault: Option<String>,
}

impl RemoteRecogniser {
    /// A recogniser that asks that server; nothing is sent yet.
    ///
    /// # Errors
    /// When the system's encryption cannot be set up.
    pub fn new(config: RemoteConfig) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(config.timeout)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()?;
        let server = config.base_url.trim_end_matches('/');
        let address = format!("{}/v1/audio/transcriptions", server.strip_suffix("/v1").unwrap_or(server));
        Ok(Self { client, address, config, since: Stopwatch::start(), health: Mutex::default() })
    }

    fn engine(&self) -> String {
        format!("remote:{}", self.config.model)
    }

    async fn ask(&self, utterance: Utterance) -> Result<Recognised, AskFault> {
        let duration_ms = duration_ms(&utterance);
        let mut request = self.client.post(&self.address).multipart(self.form(utterance));
        if let Some(key) = &self.config.key {
            request = request.bearer_auth(key.expose_secret());
        }
        let late = |why: reqwest::Error| {
            if why.is_timeout() && !why.is_connect() {
                AskFault::Late(self.config.timeout)
            } else {
                AskFault::Unreachable
            }
        };
        let response = request.send().await.map_err(late)?;
        match response.status() {
            StatusCode::OK => {}
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => return Err(AskFault::Key(status)),
            status => return Err(AskFault::Status(status)),
        }
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_json = kind.contains("json");
        let body = bounded(response).await.map_err(|why| why.map_or(AskFault::TooLong, late))?;
        let heard = answer::read(&body, is_json, duration_ms)?;
        Ok(Recognised { words: heard.words, language: heard.language, engine: self.engine() })
    }

    fn form(&self, utterance: Utterance) -> Form {
        let sound = wav::build(&Pcm { rate_hz: SPEECH_RATE_HZ, samples: utterance.samples });
        let mut form = Form::new()
            .part("file", Part::bytes(sound).file_name("speech.wav"))
            .text("model", self.config.model.clone())
            .text("response_format", "verbose_json")
            .text("timestamp_granularities[]", "word")
            .text("timestamp_granularities[]", "segment")
            .text("temperature", "0");
        if let Some(language) = utterance.language {
            let code = match language {
                SpokenLanguage::Japanese => "ja",
                SpokenLanguage::English => "en",
            };
            form = form.text("language", code);
        }
        if !utterance.prompt.is_empty() {
            form = form.text("prompt", utterance.prompt);
        }
        form
    }

    fn with_health<T>(&self, act: impl FnOnce(&mut Health) -> T) -> T {
        act(&mut self.health.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Recogniser for RemoteRecogniser {
    async fn recognise(&self, utterance: Utterance) -> Result<Recognised, RecogniseError> {
        if utterance.local_only {
            return Err(RecogniseError::Unavailable("this call must not leave this machine".to_owned()));
        }
        let duration_ms = duration_ms(&utterance);
        if duration_ms > UTTERANCE_MS_MAX {
            return Err(RecogniseError::TooLong(duration_ms));
        }
        if !self.with_health(|health| health.breaker.admits(self.since.elapsed())) {
            return Err(RecogniseError::Unavailable(format!("{} has failed and is left alone", self.engine())));
        }
        match self.ask(utterance).await {
            Ok(recognised) => {
                self.with_health(|health| *health = Health::default());
                Ok(recognised)
            }
            Err(why) => {
                let why = why.to_string();
                self.with_health(|health| {
                    health.breaker.failed(self.since.elapsed());
                    health.last_fault = Some(why.clone());
                });
                Err(RecogniseError::Failed { engine: self.engine(), why })
            }
        }
    }

    fn state(&self) -> RecogniserState {
        self.with_health(|health| match &health.last_fault {
            Some(why) if health.breaker.is_open() => RecogniserState::Failed(format!("{}: {why}", self.engine())),
            _ => RecogniserState::Ready,
        })
    }
}

/// The body, up to its limit; the error is None where it is longer.
async fn bounded(mut response: Response) -> Result<Vec<u8>, Option<reqwest::Error>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Some)? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
