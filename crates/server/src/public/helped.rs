//! "Did this help": a plain form, one note beside the question, a page of thanks. No cookie.
//!
//! Owns what becomes of the form. Who did not search says it of no question, and that is counted on its own.

use std::time::Duration;

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::knowledge::entry::{EntryKey, FaqChannel, TextLanguage};
use serde::Deserialize;
use storage::StoreError;
use storage::faq_questions::{self, AskedQuestion};
use uuid::Uuid;

use super::address::{Address, language_of};
use super::site::{Found, entry_of, named, not_shown};
use super::state::PublicState;
use super::{entry_page, refusal_page, sheet};
use crate::clock::fresh_id;
use crate::faq_shelf::LiveText;
use crate::security::ClientAddress;

/// How long writing it down may keep the page waiting.
const NOTE_WAIT: Duration = Duration::from_secs(2);

/// What the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Opinion {
    lang: Option<String>,
    helped: Option<String>,
    version: Option<u32>,
    asked: Option<Uuid>,
}

/// `POST /guide/{key}/helped`.
pub(super) async fn told(
    State(state): State<PublicState>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    key: Result<Path<String>, PathRejection>,
    opinion: Result<Form<Opinion>, FormRejection>,
) -> Response {
    let (opinion, status) = match opinion {
        Ok(Form(opinion)) => (opinion, None),
        Err(why) => (Opinion::default(), Some(why.status())),
    };
    let language = language_of(opinion.lang.as_deref());
    let key = named(key);
    let frame = state.frame(language, Address::named(&key));
    let has_helped = match (status, opinion.helped.as_deref()) {
        (None, Some("yes")) => true,
        (None, Some("no")) => false,
        (status, _) => {
            let page = refusal_page::page(&frame, |words| &words.malformed);
            return sheet::of_one(status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), page);
        }
    };
    let live = match entry_of(&state, &key).await {
        Found::Shown(live) => live,
        missing => return not_shown(&frame, &missing),
    };
    if let Err(wait_s) = state.take(client) {
        return sheet::of_waiting(wait_s, refusal_page::too_often(&frame, wait_s));
    }
    let version = opinion.version.unwrap_or(live.text.version.0);
    match tokio::time::timeout(NOTE_WAIT, note(&state, language, &live, version, opinion.asked, has_helped)).await {
        Ok(Ok(())) => {}
        Ok(Err(why)) => tracing::warn!(%why, "an opinion was not written down"),
        Err(_) => tracing::warn!("an opinion was not written down in time"),
    }
    sheet::see_other(&Address::thanks(&key, has_helped, Some(version)).in_language(language))
}

/// Beside the question it was found for, or on its own.
async fn note(
    state: &PublicState,
    language: TextLanguage,
    live: &LiveText,
    version: u32,
    asked: Option<Uuid>,
    has_helped: bool,
) -> Result<(), StoreError> {
    let outcome = if has_helped { "helped" } else { "not_helped" };
    let hit = format!("{}@{version}", live.text.content.key);
    if let Some(asked) = asked
        && let Some(question) = faq_questions::find(&state.db, asked).await?
        && question.channel == FaqChannel::Public.code()
        && question.hits.contains(&hit)
    {
        return faq_questions::mark(&state.db, asked, outcome, Some(&hit)).await;
    }
    faq_questions::log(&state.db, &unasked(state, language, outcome, (&live.text.content.key, hit))).await
}

/// An opinion of somebody who came without a question: in place of words it has the key of the entry that was opened.
fn unasked(
    state: &PublicState,
    language: TextLanguage,
    outcome: &str,
    (key, hit): (&EntryKey, String),
) -> AskedQuestion {
    AskedQuestion {
        id: fresh_id(),
        at_ms: state.clock.now().timestamp_millis(),
        channel: FaqChannel::Public.code().to_owned(),
        language: language.code().to_owned(),
        text: key.to_string(),
        edition: state.shelf.live().edition.as_ref().map(|mark| mark.number),
        band: "answer".to_owned(),
        confidence: 1.0,
        hits: vec![hit.clone()],
        contact: None,
        outcome: Some(outcome.to_owned()),
        outcome_hit: Some(hit),
    }
}

/// `GET /guide/{key}/thanks`.
pub(super) async fn thanks(
    State(state): State<PublicState>,
    key: Result<Path<String>, PathRejection>,
    opinion: Result<Query<Opinion>, QueryRejection>,
) -> Response {
    let opinion = opinion.map(|Query(opinion)| opinion).unwrap_or_default();
    let has_helped = opinion.helped.as_deref() != Some("no");
    let key = named(key);
    let address = Address::thanks(&key, has_helped, opinion.version);
    let frame = state.frame(language_of(opinion.lang.as_deref()), address);
    match entry_of(&state, &key).await {
        Found::Shown(live) => {
            sheet::of_one(StatusCode::OK, entry_page::thanks(&frame, &live, has_helped, opinion.version))
        }
        missing => not_shown(&frame, &missing),
    }
}
