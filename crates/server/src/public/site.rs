//! The pages one reads: the first, a topic's, an entry's, and what stands in place of an entry that is not there.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::knowledge::entry::{EntryKey, FaqChannel, Topic};
use domain::knowledge::workflow::Off;
use serde::Deserialize;
use storage::faq_entries;
use uuid::Uuid;

use super::address::{Address, language_of};
use super::entry_page::Opened;
use super::frame::{Frame, is_shown};
use super::state::PublicState;
use super::{entry_page, refusal_page, sheet, start_page, topic_page};
use crate::faq_shelf::LiveText;

/// What an address asks of a page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    lang: Option<String>,
    page: Option<usize>,
    asked: Option<Uuid>,
}

impl Wanted {
    /// The code of the language, as it is written.
    pub(super) fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }
}

type Wish = Result<Query<Wanted>, QueryRejection>;

/// What there is under a key.
pub(super) enum Found {
    /// An entry residents may read.
    Shown(Arc<LiveText>),
    /// One they could read once.
    Gone,
    /// Nothing, as far as residents are concerned.
    Unknown,
    /// The database cannot say which of the two.
    Away,
}

/// `GET /guide`.
pub(super) async fn start(State(state): State<PublicState>, headers: HeaderMap, wish: Wish) -> Response {
    let wanted = read(wish);
    let frame = state.frame(language_of(wanted.lang.as_deref()), Address::home());
    sheet::of_entries(&headers, start_page::page(&frame, &state.shelf.live()))
}

/// `GET /guide/topics/{code}`.
pub(super) async fn topic(
    State(state): State<PublicState>,
    headers: HeaderMap,
    code: Result<Path<String>, PathRejection>,
    wish: Wish,
) -> Response {
    let wanted = read(wish);
    let language = language_of(wanted.lang.as_deref());
    let Some(topic) = Topic::from_code(&named(code)) else {
        return unknown(&state.frame(language, Address::home()));
    };
    let number = wanted.page.unwrap_or(1);
    let frame = state.frame(language, Address::topic(topic, number));
    match topic_page::page(&frame, &state.shelf.live(), topic, number) {
        Some(page) => sheet::of_entries(&headers, page),
        None => unknown(&frame),
    }
}

/// `GET /guide/{key}`.
pub(super) async fn entry(
    State(state): State<PublicState>,
    headers: HeaderMap,
    key: Result<Path<String>, PathRejection>,
    wish: Wish,
) -> Response {
    let wanted = read(wish);
    let language = language_of(wanted.lang.as_deref());
    let key = named(key);
    match entry_of(&state, &key).await {
        Found::Shown(live) => {
            let address = Address::found(&live.text.content.key, wanted.asked);
            let frame = state.frame(language, address);
            let opened = Opened { asked: wanted.asked, today: state.today() };
            sheet::of_entries(&headers, entry_page::page(&frame, &state.shelf.live(), &live, opened))
        }
        missing => not_shown(&state.frame(language, Address::named(&key)), &missing),
    }
}

/// `GET` of anything else below the first page.
pub(super) async fn elsewhere(State(state): State<PublicState>, wish: Wish) -> Response {
    unknown(&state.frame(language_of(read(wish).lang.as_deref()), Address::home()))
}

/// What there is under a key.
pub(super) async fn entry_of(state: &PublicState, key: &str) -> Found {
    let Ok(key) = EntryKey::read(key) else { return Found::Unknown };
    match state.shelf.live().texts.get(&key) {
        Some(live) if is_shown(live) => Found::Shown(Arc::clone(live)),
        // An operator's entry is as good as none.
        Some(_) => Found::Unknown,
        None => was_shown(state, &key).await,
    }
}

/// Whether residents could read once what they cannot read any more.
async fn was_shown(state: &PublicState, key: &EntryKey) -> Found {
    let stored = match faq_entries::find(&state.db, key.as_str()).await {
        Ok(Some(stored)) => stored,
        Ok(None) => return Found::Unknown,
        Err(why) => {
            tracing::error!(%why, "what became of an entry could not be read");
            return Found::Away;
        }
    };
    let parts = stored.dossier.parts();
    let shown = match &parts.off {
        Some(Off::Withdrawn { version, .. } | Off::Expired { version, .. }) => parts.text(*version),
        None => None,
    };
    let to_residents = shown.is_some_and(|text| text.content.audience.reaches(FaqChannel::Public));
    if to_residents { Found::Gone } else { Found::Unknown }
}

/// The page where nothing is shown.
pub(super) fn not_shown(frame: &Frame<'_>, found: &Found) -> Response {
    match found {
        Found::Gone => sheet::of_one(StatusCode::GONE, refusal_page::page(frame, |words| &words.gone)),
        Found::Unknown | Found::Shown(_) => unknown(frame),
        Found::Away => {
            sheet::of_one(StatusCode::SERVICE_UNAVAILABLE, refusal_page::page(frame, |words| &words.unavailable))
        }
    }
}

fn unknown(frame: &Frame<'_>) -> Response {
    sheet::of_one(StatusCode::NOT_FOUND, refusal_page::page(frame, |words| &words.unknown))
}

/// What an address names; nothing where it is no text.
pub(super) fn named(part: Result<Path<String>, PathRejection>) -> String {
    part.map(|Path(part)| part).unwrap_or_default()
}

fn read(wish: Wish) -> Wanted {
    wish.map(|Query(wanted)| wanted).unwrap_or_default()
}
