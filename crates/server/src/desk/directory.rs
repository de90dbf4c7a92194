//! Departments of the city and agencies: whom to transfer to, whom to refer to, and who is open.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::directory::{self, DirectoryEntry};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::DeskState;
use crate::clock::fresh_id;
use crate::login::role::Managers;
use crate::login::{Only, Staff};
use crate::office_hours::{DEPARTMENT, OfficeHours};
use crate::problem::{Problem, ProblemBody};

/// The most letters of a name.
const NAME_LETTERS_MAX: usize = 100;

/// The most letters of hours and notes.
const WORDS_LETTERS_MAX: usize = 300;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(list_directory, add_entry)).routes(routes!(change_entry, remove_entry))
}

/// `department` or `agency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A department of the city.
    Department,
    /// Somebody else.
    Agency,
}

/// A department or agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryRow {
    /// Which.
    id: Uuid,
    /// Name in Japanese.
    name_ja: String,
    /// Name in English.
    name_en: String,
    /// Department or agency.
    kind: String,
    /// The number, as people write it.
    number: String,
    /// Hours in words.
    hours_ja: String,
    /// Whether it is open; null where nobody entered the hours.
    open_now: Option<bool>,
    /// When it opens next, where it is closed.
    opens_at: Option<DateTime<Utc>>,
    /// What to tell the caller.
    note_ja: String,
}

/// An entry as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectoryRequest {
    /// Name in Japanese.
    name_ja: String,
    /// Name in English.
    name_en: String,
    /// Department or agency.
    kind: EntryKind,
    /// The number, in any usual form.
    number: String,
    /// Hours in words; for a department without words the city office's calendar holds.
    #[serde(default)]
    hours_ja: String,
    /// What to tell the caller.
    #[serde(default)]
    note_ja: String,
}

/// The directory.
#[utoipa::path(get, path = "/api/directory", tag = "service",
    responses((status = 200, body = [DirectoryRow]), (status = 401, body = ProblemBody)))]
async fn list_directory(State(state): State<DeskState>, _staff: Staff) -> Result<Json<Vec<DirectoryRow>>, Problem> {
    let entries = directory::list(&state.db).await?;
    let rows = entries.into_iter().filter(|entry| entry.active).map(|entry| row(entry, &state));
    Ok(Json(rows.collect()))
}

/// Adds an entry.
#[utoipa::path(post, path = "/api/directory", tag = "service", request_body = DirectoryRequest,
    responses((status = 201, body = DirectoryRow), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn add_entry(
    State(state): State<DeskState>,
    by: Only<Managers>,
    Json(request): Json<DirectoryRequest>,
) -> Result<(StatusCode, Json<DirectoryRow>), Problem> {
    let position = i32::try_from(directory::list(&state.db).await?.len()).unwrap_or(i32::MAX);
    let id = fresh_id();
    let entry = entry(request, id, position, None)?;
    directory::save(&state.db, entry.clone()).await?;
    state.trail.add(&by.staff.actor(), "directory.added", &format!("directory:{id}"), json!({})).await?;
    Ok((StatusCode::CREATED, Json(row(entry, &state))))
}

/// Changes an entry.
#[utoipa::path(put, path = "/api/directory/{id}", tag = "service", params(("id" = Uuid, Path)),
    request_body = DirectoryRequest,
    responses((status = 200, body = DirectoryRow), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn change_entry(
    State(state): State<DeskState>,
    by: Only<Managers>,
    Path(id): Path<Uuid>,
    Json(request): Json<DirectoryRequest>,
) -> Result<Json<DirectoryRow>, Problem> {
    let before = known(&state, id).await?;
    let entry = entry(request, id, before.position, Some(before.hours))?;
    directory::save(&state.db, entry.clone()).await?;
    state.trail.add(&by.staff.actor(), "directory.changed", &format!("directory:{id}"), json!({})).await?;
    Ok(Json(row(entry, &state)))
}

/// Takes an entry out of the lists; notes that name it keep it.
#[utoipa::path(delete, path = "/api/directory/{id}", tag = "service", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn remove_entry(
    State(state): State<DeskState>,
    by: Only<Managers>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let entry = known(&state, id).await?;
    directory::save(&state.db, DirectoryEntry { active: false, ..entry }).await?;
    state.trail.add(&by.staff.actor(), "directory.removed", &format!("directory:{id}"), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn known(state: &DeskState, id: Uuid) -> Result<DirectoryEntry, Problem> {
    let entry = directory::find(&state.db, id).await?;
    entry.filter(|entry| entry.active).ok_or_else(Problem::not_found)
}

fn entry(
    request: DirectoryRequest,
    id: Uuid,
    position: i32,
    hours_before: Option<Value>,
) -> Result<DirectoryEntry, Problem> {
    let fits = |text: &str, most: usize| text.chars().count() <= most;
    let names = [&request.name_ja, &request.name_en];
    if names.iter().any(|name| name.trim().is_empty() || !fits(name, NAME_LETTERS_MAX))
        || !fits(&request.hours_ja, WORDS_LETTERS_MAX)
        || !fits(&request.note_ja, WORDS_LETTERS_MAX)
    {
        return Err(Problem::invalid("名称と説明の長さを確認してください。", "Check the length of names and notes."));
    }
    let number = domain::numbers::read(&request.number).ok();
    let number = number.and_then(|number| number.public().map(|e164| e164.as_str().to_owned()));
    let number =
        number.ok_or_else(|| Problem::invalid("電話番号を確認してください。", "This is not a telephone number."))?;
    let kind = match request.kind {
        EntryKind::Department => DEPARTMENT,
        EntryKind::Agency => "agency",
    };
    Ok(DirectoryEntry {
        id,
        kind: kind.to_owned(),
        name_ja: request.name_ja,
        name_en: request.name_en,
        number,
        hours: hours(&request.hours_ja, request.kind, hours_before),
        remark: request.note_ja,
        position,
        active: true,
    })
}

/// Rules entered with the same words stay; a department without words follows the city office.
fn hours(words_ja: &str, kind: EntryKind, before: Option<Value>) -> Value {
    if let Some(before) = before.filter(|before| words_of(before) == words_ja) {
        return before;
    }
    if words_ja.is_empty() && kind == EntryKind::Department {
        return json!({"words_ja": "市役所の開庁時間", "calendar": "city_office"});
    }
    json!({"words_ja": words_ja})
}

fn words_of(hours: &Value) -> &str {
    hours.get("words_ja").and_then(Value::as_str).unwrap_or_default()
}

fn row(entry: DirectoryEntry, state: &DeskState) -> DirectoryRow {
    let hours = OfficeHours::of(&entry, &state.calendar.current(), state.always_open, state.clock.now());
    let number = domain::numbers::E164::parse(&entry.number).map(|number| number.display());
    DirectoryRow {
        id: entry.id,
        kind: entry.kind,
        number: number.unwrap_or(entry.number),
        hours_ja: words_of(&entry.hours).to_owned(),
        name_ja: entry.name_ja,
        name_en: entry.name_en,
        open_now: hours.open_now,
        opens_at: hours.opens_at,
        note_ja: entry.remark,
    }
}
