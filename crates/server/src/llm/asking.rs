//! Asking: approved, logged, sent, judged, logged. Nothing is sent that is not in the log, and nothing is sent that
//! nobody approved.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::secret_text::{TextContext, redact};
use storage::ai_prompts::{self, AskedPrompt, PromptEnd};
use storage::{Db, StoreError, contacts};
use thiserror::Error;
use tokio::sync::Semaphore;
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::endpoint::{Endpoint, EndpointError, Prompt};
use super::purpose::Purpose;
use super::standing::standing;
use crate::clock::{Clock, fresh_id};
use crate::config;

/// The largest material of a question, in bytes; a longer one is not sent.
const TOLD_BYTES_MAX: usize = 128 * 1024;
/// Letters of an answer that stay in the log.
const ANSWER_CHARS_KEPT: usize = 20_000;

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged<T> {
    /// All of it may be used.
    Accepted(T),
    /// Some of it may; why not all, as a code.
    Partly(T, String),
    /// None of it may; why, as a code.
    Refused(String),
}

/// Why nothing comes of a question.
#[derive(Debug, Error)]
pub enum NoAnswer {
    /// No server is configured.
    #[error("no language model is configured")]
    NotSet,
    /// Nobody approved this use of this server and model.
    #[error("this use of the language model is not approved")]
    NotApproved,
    /// Too many questions are under way.
    #[error("too many questions are under way")]
    Busy,
    /// The server failed and is left alone for a while.
    #[error("the server has failed and is left alone")]
    LeftAlone,
    /// There is too much to send.
    #[error("{0} bytes are too many to send")]
    TooLong(usize),
    /// What is sent or answered could not be logged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was sent, and nothing usable came back.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The answer was read and refused; the code says why.
    #[error("the answer was refused: {0}")]
    Refused(String),
}

/// The language model, with its log and its approvals; cheap to clone, all clones are one.
#[derive(Debug, Clone)]
pub struct Llm {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    endpoint: Option<Endpoint>,
    db: Db,
    ring: Arc<KeyRing>,
    clock: Clock,
    /// Places for questions under way, by use.
    places: BTreeMap<Purpose, Semaphore>,
}

impl Llm {
    /// The model of the configuration. Nothing is sent yet.
    #[must_use]
    pub fn open(settings: &config::Llm, db: Db, ring: Arc<KeyRing>, clock: Clock) -> Self {
        let endpoint = Endpoint::of(settings, clock.clone());
        let places = Purpose::ALL.map(|purpose| (purpose, Semaphore::new(purpose.at_once_max())));
        Self { inner: Arc::new(Inner { endpoint, db, ring, clock, places: places.into() }) }
    }

    /// The server, where one is configured.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.inner.endpoint.as_ref()
    }

    /// Whether the configured server and model are approved for that use.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn may_ask(&self, purpose: Purpose) -> Result<bool, StoreError> {
        let Some(endpoint) = self.endpoint() else { return Ok(false) };
        let said = standing(&self.inner.db, purpose.code()).await?;
        let same = |base_url: &str, model: &str| base_url == endpoint.base_url() && model == endpoint.model();
        Ok(said.is_some_and(|said| said.on && same(&said.base_url, &said.model)))
    }

    /// Asks in a contact, and gives what `judge` makes of the answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn ask<T>(
        &self,
        purpose: Purpose,
        contact: Uuid,
        prompt: &Prompt,
        judge: impl FnOnce(&str) -> Judged<T>,
    ) -> Result<T, NoAnswer> {
        let endpoint = self.endpoint().ok_or(NoAnswer::NotSet)?;
        if !self.may_ask(purpose).await? {
            return Err(NoAnswer::NotApproved);
        }
        if prompt.told.len() > TOLD_BYTES_MAX {
            return Err(NoAnswer::TooLong(prompt.told.len()));
        }
        let place = self.inner.places.get(&purpose).and_then(|places| places.try_acquire().ok());
        let _place = place.ok_or(NoAnswer::Busy)?;
        let key = self.key(contact).await?;
        if !endpoint.admits() {
            return Err(NoAnswer::LeftAlone);
        }
        let question = self.logged(endpoint, purpose, &key, prompt).await?;
        let answer = match endpoint.ask(prompt).await {
            Ok(answer) => answer,
            Err(why) => {
                self.close(&question, &key, ("failed", Some(&why.code())), None).await?;
                return Err(why.into());
            }
        };
        // Switched off while the answer was on its way: it is not used.
        let judged = match self.may_ask(purpose).await? {
            true => judge(&answer),
            false => Judged::Refused("switched_off".to_owned()),
        };
        let (outcome, given) = match judged {
            Judged::Accepted(given) => (("accepted", None), Ok(given)),
            Judged::Partly(given, why) => (("partly", Some(why)), Ok(given)),
            Judged::Refused(why) => (("refused", Some(why.clone())), Err(NoAnswer::Refused(why))),
        };
        self.close(&question, &key, (outcome.0, outcome.1.as_deref()), Some(&answer)).await?;
        given
    }

    async fn key(&self, contact: Uuid) -> Result<ContactKey, StoreError> {
        let contact = contacts::find(&self.inner.db, contact).await?.ok_or(StoreError::Missing("contacts"))?;
        contacts::key(&contact, &self.inner.ring)
    }

    /// Writes into the log what is about to be sent.
    async fn logged(
        &self,
        endpoint: &Endpoint,
        purpose: Purpose,
        key: &ContactKey,
        prompt: &Prompt,
    ) -> Result<Question, StoreError> {
        let question = Question { id: fresh_id(), at_ms: self.now_ms() };
        let asked = AskedPrompt {
            id: question.id,
            at_ms: question.at_ms,
            purpose: purpose.code(),
            model: endpoint.model(),
            place: &endpoint.host(),
            sent: &format!("{}\n\n{}", prompt.task, prompt.told),
        };
        ai_prompts::open(&self.inner.db, key, &asked).await?;
        Ok(question)
    }

    async fn close(
        &self,
        question: &Question,
        key: &ContactKey,
        (outcome, reason): (&str, Option<&str>),
        answer: Option<&str>,
    ) -> Result<(), StoreError> {
        // A model may make up what must never be kept.
        let answer = answer.map(|answer| {
            let kept: String = answer.chars().take(ANSWER_CHARS_KEPT).collect();
            redact(&kept, TextContext::default()).text
        });
        let took_ms = self.now_ms() - question.at_ms;
        let end = PromptEnd { outcome, reason, took_ms, answer: answer.as_deref() };
        ai_prompts::close(&self.inner.db, key, question.id, &end).await
    }

    fn now_ms(&self) -> i64 {
        self.inner.clock.now().timestamp_millis()
    }
}

/// A question in the log.
struct Question {
    id: Uuid,
    at_ms: i64,
}

#[cfg(test)]
mod tests;
