//! The list of entries, one entry, and what is done to it.

use std::collections::BTreeMap;
use std::ops::Bound;

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::JST;
use domain::knowledge::entry::EntryKey;
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use storage::faq_entries::{self, StoredEntry};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::FaqAction;
use super::book::{change, occasion};
use super::catalogue::{Digest, Newest, Term};
use super::people::People;
use super::refusals::not_changed;
use super::state::KnowledgeState;
use super::views::{FaqView, at, standing, view};
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};

/// Entries of a page of the list.
const PAGE: usize = 100;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new().routes(routes!(list_faq_entries)).routes(routes!(read_faq_entry, act_on_faq_entry))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FaqListQuery {
    /// Stands in the key or in a question.
    text: String,
    /// Of this topic.
    topic: String,
    /// With this standing.
    standing: String,
    /// The last key of the page before.
    cursor: String,
}

/// One entry in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqRow {
    /// Its name for good.
    key: String,
    /// The Japanese question, of the draft where there is one.
    question: String,
    /// Its topic.
    topic: String,
    /// Who may read it.
    audience: String,
    /// How likely it goes out of date.
    risk: String,
    /// Where it stands.
    standing: String,
    /// `writing` or `in_review` where a draft is there.
    draft: Option<&'static str>,
    /// What residents read.
    live_version: Option<u32>,
    /// The latest approved text.
    latest_version: Option<u32>,
    /// When it is to be looked at again.
    review_by: NaiveDate,
    /// Whether that day is over.
    overdue: bool,
    /// Languages that follow an older Japanese text.
    stale: Vec<String>,
    /// Comments nobody has dealt with.
    open_comments: usize,
    /// When it changed last.
    updated_at: DateTime<Utc>,
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqList {
    /// Entries by key.
    items: Vec<FaqRow>,
    /// Where the next page begins.
    next_cursor: Option<String>,
    /// How many entries stand where, whatever is asked for.
    counts: BTreeMap<&'static str, usize>,
}

/// The entries of the FAQ.
#[utoipa::path(get, path = "/api/faq/entries", tag = "faq", params(FaqListQuery),
    responses((status = 200, body = FaqList), (status = 403, body = ProblemBody)))]
async fn list_faq_entries(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Query(query): Query<FaqListQuery>,
) -> Result<Json<FaqList>, Problem> {
    let digests = state.catalogue.digests(&state.db).await?;
    let mut counts = BTreeMap::new();
    for digest in digests.values() {
        *counts.entry(standing(digest.standing)).or_insert(0) += 1;
    }
    let today = state.clock.now().with_timezone(&JST).date_naive();
    let after: (Bound<&str>, Bound<&str>) = (Bound::Excluded(query.cursor.as_str()), Bound::Unbounded);
    let rows = digests.range::<str, _>(after).filter_map(|(key, digest)| Some((key, digest, digest.newest.as_ref()?)));
    let term = Term::of(&query.text);
    let rows = rows.filter(|(key, digest, newest)| fits(key, digest, newest, &query, term.as_ref()));
    let mut items: Vec<FaqRow> =
        rows.take(PAGE + 1).map(|(key, digest, newest)| row(key, digest, newest, today)).collect();
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next_cursor = items.last().filter(|_| more).map(|row| row.key.clone());
    Ok(Json(FaqList { items, next_cursor, counts }))
}

/// One entry.
#[utoipa::path(get, path = "/api/faq/entries/{key}", tag = "faq",
    responses((status = 200, body = FaqView), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn read_faq_entry(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Path(key): Path<String>,
) -> Result<Json<FaqView>, Problem> {
    let entry = faq_entries::find(&state.db, &key).await?.ok_or_else(Problem::not_found)?;
    shown(&state, &entry, &People::gather(&state.db).await?).await
}

/// Does one thing to an entry.
#[utoipa::path(post, path = "/api/faq/entries/{key}", tag = "faq", request_body = FaqAction,
    responses((status = 200, body = FaqView), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn act_on_faq_entry(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Path(key): Path<String>,
    Json(action): Json<FaqAction>,
) -> Result<Json<FaqView>, Problem> {
    let key = EntryKey::read(&key).map_err(|_| Problem::not_found())?;
    refuse_note(action.words()).map_err(|_| secret())?;
    let people = People::gather(&state.db).await?;
    let event = action.event(&key)?;
    let changed = change(&state, &key, event, &occasion(&state, &by.staff)).await;
    let entry = changed.map_err(|why| not_changed(why, &people))?;
    shown(&state, &entry, &people).await
}

pub(super) fn secret() -> Problem {
    Problem::invalid(
        "保存してはいけない番号のように見えるものがあります。番号を消してください。",
        "There is what looks like a number that must never be stored. Take it out.",
    )
}

async fn shown(state: &KnowledgeState, entry: &StoredEntry, people: &People) -> Result<Json<FaqView>, Problem> {
    let records = faq_entries::records(&state.db, entry.dossier.parts().key.as_str()).await?;
    Ok(Json(view(entry, records, people, state.demonstration)))
}

fn fits(key: &str, digest: &Digest, newest: &Newest, query: &FaqListQuery, term: Option<&Term<'_>>) -> bool {
    let of_topic = query.topic.is_empty() || newest.topic == query.topic;
    let stands = query.standing.is_empty() || standing(digest.standing) == query.standing;
    of_topic && stands && term.is_none_or(|term| newest.holds(key, term))
}

fn row(key: &str, digest: &Digest, newest: &Newest, today: NaiveDate) -> FaqRow {
    FaqRow {
        key: key.to_owned(),
        question: newest.question.clone(),
        topic: newest.topic.to_owned(),
        audience: newest.audience.to_owned(),
        risk: newest.risk.to_owned(),
        standing: standing(digest.standing).to_owned(),
        draft: digest.draft,
        live_version: digest.live_version,
        latest_version: digest.latest_version,
        review_by: newest.review_by,
        overdue: digest.live_review_by.is_some_and(|review_by| today > review_by),
        stale: digest.stale.clone(),
        open_comments: digest.open_comments,
        updated_at: at(digest.changed_at),
    }
}
