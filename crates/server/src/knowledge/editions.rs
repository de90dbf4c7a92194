//! Numbered editions for the city: what is live at a moment, what changed since the one before, and its receipt.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use documents::ChangeList;
use domain::calendar::JST;
use domain::knowledge::entry::{EntryKey, Version};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::faq_editions::{self, FaqEdition, Receipt};
use storage::{begin, commit, faq_entries};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::downloads::{XLSX, download, not_made};
use super::papers;
use super::people::{FaqPerson, People};
use super::state::KnowledgeState;
use crate::login::Only;
use crate::login::role::{FaqPublishers, FaqStaff};
use crate::problem::{Problem, ProblemBody};

/// Longest note, and longest name of who received it, in characters.
const NOTE_CHARS_MAX: usize = 2_000;
const NAME_CHARS_MAX: usize = 80;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new()
        .routes(routes!(list_faq_editions, make_faq_edition))
        .routes(routes!(receive_faq_edition))
        .routes(routes!(read_faq_edition_file))
}

/// An edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqEditionRow {
    /// Its number, from 1.
    number: i32,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// By whom.
    made_by: FaqPerson,
    /// What to know of it.
    note: String,
    /// Entries it holds.
    entries: usize,
    /// Entries the edition before did not hold.
    added: usize,
    /// Entries with another text than in the edition before.
    changed: usize,
    /// Entries the edition before held and this one does not.
    removed: usize,
    /// That the city received it.
    receipt: Option<FaqReceipt>,
}

/// That the city received an edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqReceipt {
    /// Who of the city.
    received_by: String,
    /// On what day.
    received_on: NaiveDate,
    /// Who noted that.
    noted_by: FaqPerson,
    /// When.
    noted_at: DateTime<Utc>,
}

/// A new edition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqEditionRequest {
    /// What to know of it.
    note: String,
}

/// A receipt to be noted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqReceiptRequest {
    /// Who of the city received it.
    received_by: String,
    /// On what day.
    received_on: NaiveDate,
}

/// Every edition, the newest first.
#[utoipa::path(get, path = "/api/faq/editions", tag = "faq",
    responses((status = 200, body = [FaqEditionRow]), (status = 403, body = ProblemBody)))]
async fn list_faq_editions(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
) -> Result<Json<Vec<FaqEditionRow>>, Problem> {
    let people = People::gather(&state.db).await?;
    let editions = faq_editions::list(&state.db).await?;
    let before = editions.iter().skip(1).map(Some).chain([None]);
    Ok(Json(editions.iter().zip(before).map(|(edition, before)| row(edition, before, &people)).collect()))
}

/// Makes an edition of what is live.
#[utoipa::path(post, path = "/api/faq/editions", tag = "faq", request_body = FaqEditionRequest,
    responses((status = 201, body = FaqEditionRow), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn make_faq_edition(
    State(state): State<KnowledgeState>,
    by: Only<FaqPublishers>,
    Json(request): Json<FaqEditionRequest>,
) -> Result<(StatusCode, Json<FaqEditionRow>), Problem> {
    let note = bounded(&request.note, NOTE_CHARS_MAX)?;
    let live = state.shelf.live();
    let texts: BTreeMap<EntryKey, Version> =
        live.texts.iter().map(|(key, live)| (key.clone(), live.text.version)).collect();
    let before = faq_editions::list(&state.db).await?.into_iter().next();
    if before.as_ref().is_some_and(|before| before.texts == texts) || texts.is_empty() {
        return Err(Problem::conflict(
            "前の版から公開内容が変わっていないため、新しい版は作れません。",
            "Nothing that is published has changed since the last edition.",
        ));
    }
    let edition = FaqEdition {
        number: before.as_ref().map_or(1, |before| before.number + 1),
        made_at_ms: state.clock.now().timestamp_millis(),
        made_by: by.staff.id,
        note,
        texts,
        receipt: None,
    };
    let tx = begin(&state.db).await?;
    faq_editions::add(&tx, &edition).await?;
    let detail = json!({"number": edition.number, "entries": edition.texts.len()});
    state.trail.add_in(&tx, &by.staff.actor(), "faq.edition_made", &subject(edition.number), detail).await?;
    commit(tx).await?;
    state.shelf.renew().await?;
    let people = People::gather(&state.db).await?;
    Ok((StatusCode::CREATED, Json(row(&edition, before.as_ref(), &people))))
}

/// A file of an edition's package: `edition.pdf`, `edition.xlsx` or `changes.pdf`.
#[utoipa::path(get, path = "/api/faq/editions/{number}/files/{name}", tag = "faq",
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn read_faq_edition_file(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Path((number, name)): Path<(i32, String)>,
) -> Result<Response, Problem> {
    let edition = faq_editions::find(&state.db, number).await?.ok_or_else(Problem::not_found)?;
    let before = faq_editions::find(&state.db, number - 1).await?;
    let people = People::gather(&state.db).await?;
    let entries = papers::by_key(faq_entries::all(&state.db).await?);
    let paper = |edition: &FaqEdition| papers::edition(&state.city, edition, &entries, &people);
    let (document, old, fonts) = (paper(&edition), before.as_ref().map(paper), state.fonts.clone());
    let kind = if name == "edition.xlsx" { XLSX } else { "application/pdf" };
    let wanted = name.clone();
    let made = tokio::task::spawn_blocking(move || match wanted.as_str() {
        "edition.pdf" => Some(documents::edition_pdf(&document, &fonts)),
        "edition.xlsx" => Some(documents::edition_xlsx(&document)),
        "changes.pdf" => Some(documents::changes_pdf(&ChangeList::between(old.as_ref(), &document), &fonts)),
        _ => None,
    });
    let bytes = made.await.map_err(Problem::internal)?.ok_or_else(Problem::not_found)?;
    let bytes = bytes.map_err(|why| not_made(&why))?;
    state.trail.add(&by.staff.actor(), "faq.edition_taken_out", &subject(number), json!({"file": name})).await?;
    Ok(download(bytes, kind, &format!("faq-{number}-{name}")))
}

/// Notes that the city received an edition.
#[utoipa::path(post, path = "/api/faq/editions/{number}/receipt", tag = "faq", request_body = FaqReceiptRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn receive_faq_edition(
    State(state): State<KnowledgeState>,
    by: Only<FaqPublishers>,
    Path(number): Path<i32>,
    Json(request): Json<FaqReceiptRequest>,
) -> Result<StatusCode, Problem> {
    let received_by = bounded(&request.received_by, NAME_CHARS_MAX)?;
    let edition = faq_editions::find(&state.db, number).await?.ok_or_else(Problem::not_found)?;
    let now = state.clock.now();
    let made_on = day(DateTime::from_timestamp_millis(edition.made_at_ms).unwrap_or_default());
    if received_by.is_empty() || request.received_on < made_on || request.received_on > day(now) {
        return Err(Problem::invalid(
            "受け取った人の名前と、版を作った日から今日までの日付を入力してください。",
            "Enter who received it, and a day from the day the edition was made until today.",
        ));
    }
    let receipt = Receipt {
        received_by,
        received_on: request.received_on,
        noted_by: by.staff.id,
        noted_at_ms: now.timestamp_millis(),
    };
    let tx = begin(&state.db).await?;
    faq_editions::receive(&tx, number, &receipt).await?;
    let detail = json!({"received_on": receipt.received_on});
    state.trail.add_in(&tx, &by.staff.actor(), "faq.edition_received", &subject(number), detail).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&JST).date_naive()
}

fn subject(number: i32) -> String {
    format!("faq_edition:{number}")
}

fn bounded(text: &str, limit: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > limit || refuse_note(text).is_err() {
        return Err(Problem::invalid(
            format!("{limit}文字以内で、保存してはいけない番号を入れずに書いてください。"),
            format!("Write at most {limit} characters, and no number that must never be stored."),
        ));
    }
    Ok(text.to_owned())
}

fn row(edition: &FaqEdition, before: Option<&FaqEdition>, people: &People) -> FaqEditionRow {
    let nothing = BTreeMap::new();
    let old = before.map_or(&nothing, |before| &before.texts);
    let new = &edition.texts;
    FaqEditionRow {
        number: edition.number,
        made_at: DateTime::from_timestamp_millis(edition.made_at_ms).unwrap_or_default(),
        made_by: people.of(edition.made_by),
        note: edition.note.clone(),
        entries: new.len(),
        added: new.keys().filter(|key| !old.contains_key(*key)).count(),
        changed: new.iter().filter(|(key, version)| old.get(*key).is_some_and(|old| old != *version)).count(),
        removed: old.keys().filter(|key| !new.contains_key(*key)).count(),
        receipt: edition.receipt.as_ref().map(|receipt| FaqReceipt {
            received_by: receipt.received_by.clone(),
            received_on: receipt.received_on,
            noted_by: people.of(receipt.noted_by),
            noted_at: DateTime::from_timestamp_millis(receipt.noted_at_ms).unwrap_or_default(),
        }),
    }
}
