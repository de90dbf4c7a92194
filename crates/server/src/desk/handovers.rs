//! Hand-over notes (引継ぎ票): what the city must do after a contact, by when, and whether it did.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Schedule;
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::handover_notes::{self, Draft, HandoverNote, NoteCursor, NoteSearch};
use storage::{accounts, contacts, directory};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::access::{sees_all, visible};
use super::contact_row::{PersonRef, at};
use super::contacts::names;
use super::cursor::{read_cursor, write_cursor};
use super::state::DeskState;
use super::wrap_up::secret_refused;
use crate::clock::fresh_id;
use crate::login::role::{ContactReaders, NoteKeepers};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The city has until this much of its opening time has passed.
const DUE_AFTER: TimeDelta = TimeDelta::hours(8);

/// The furthest a due time may lie ahead.
const DUE_DAYS_MAX: i64 = 366;

/// Notes of a page when nothing else is asked for, and at most.
const LIMIT_DEFAULT: u64 = 50;
const LIMIT_MAX: u64 = 200;

/// The most letters of a note.
const TEXT_LETTERS_MAX: usize = 2_000;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new()
        .routes(routes!(list_notes, write_note))
        .routes(routes!(acknowledge_note))
        .routes(routes!(finish_note))
}

/// Which notes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct NoteQuery {
    /// `open`, `acknowledged` or `done`.
    #[param(inline)]
    state: Option<NoteState>,
    /// Notes to one department.
    department: Option<Uuid>,
    /// Notes of one contact.
    contact: Option<Uuid>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Notes of a page, at most 200.
    limit: Option<u64>,
}

/// How far a note has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteState {
    /// Nobody has taken it.
    Open,
    /// Somebody has taken it.
    Acknowledged,
    /// Done.
    Done,
}

/// A department by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DepartmentRef {
    /// The entry of the directory.
    id: Uuid,
    /// Name in Japanese.
    name_ja: String,
    /// Name in English.
    name_en: String,
}

/// A hand-over note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteRow {
    /// Which.
    id: Uuid,
    /// The contact it came from.
    contact: Uuid,
    /// Whom it goes to.
    department: DepartmentRef,
    /// The officer it is meant for.
    owner: Option<PersonRef>,
    /// The words; null once the contact was erased.
    text: Option<String>,
    /// When it is due.
    due_at: DateTime<Utc>,
    /// `open`, `acknowledged` or `done`.
    state: String,
    /// Whether it was due and is not done.
    overdue: bool,
    /// Who wrote it.
    created_by: PersonRef,
    /// When.
    created_at: DateTime<Utc>,
    /// Who took it.
    acknowledged_by: Option<PersonRef>,
    /// When.
    acknowledged_at: Option<DateTime<Utc>>,
    /// Who finished it.
    done_by: Option<PersonRef>,
    /// When.
    done_at: Option<DateTime<Utc>>,
}

/// A list of notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotePage {
    /// Notes, the most urgent first.
    items: Vec<NoteRow>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A note to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteRequest {
    /// The contact it comes from.
    contact: Uuid,
    /// An entry of the directory.
    department: Uuid,
    /// The officer it is meant for.
    owner: Option<Uuid>,
    /// The words.
    text: String,
    /// When it is due; left out, the city's calendar says.
    due_at: Option<DateTime<Utc>>,
}

/// Notes, the most urgent first.
#[utoipa::path(get, path = "/api/handovers", tag = "handovers", params(NoteQuery),
    responses((status = 200, body = NotePage), (status = 403, body = ProblemBody)))]
async fn list_notes(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Query(query): Query<NoteQuery>,
) -> Result<Json<NotePage>, Problem> {
    let wanted = query.state.map(|state| match state {
        NoteState::Open => "open",
        NoteState::Acknowledged => "acknowledged",
        NoteState::Done => "done",
    });
    let search = NoteSearch {
        state: wanted.map(str::to_owned),
        department: query.department,
        contact: query.contact,
        // An agent reads what it wrote; overseers and the city read all.
        written_by: (!sees_all(&by.staff)).then_some(by.staff.id),
    };
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let after = after.map(|(due_at_ms, id)| NoteCursor { due_at_ms, id });
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let (notes, next) = handover_notes::search(&state.db, &search, after, limit).await?;
    let maker = NoteMaker::gather(&state).await?;
    let mut items = Vec::with_capacity(notes.len());
    for note in &notes {
        items.push(maker.row(&state, note).await?);
    }
    Ok(Json(NotePage { items, next_cursor: next.map(|at| write_cursor(at.due_at_ms, at.id)) }))
}

/// Writes a note.
#[utoipa::path(post, path = "/api/handovers", tag = "handovers", request_body = NoteRequest,
    responses((status = 201, body = NoteRow), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn write_note(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Json(request): Json<NoteRequest>,
) -> Result<(StatusCode, Json<NoteRow>), Problem> {
    let text = request.text.trim().to_owned();
    if text.is_empty() || text.chars().count() > TEXT_LETTERS_MAX {
        return Err(Problem::invalid("引継ぎの内容を入力してください。", "Please write what is to be done."));
    }
    refuse_note(&text).map_err(|why| secret_refused(&why))?;
    let contact = visible(&state, &by.staff, request.contact).await?;
    let entry = directory::find(&state.db, request.department).await?;
    if !entry.is_some_and(|entry| entry.active) {
        return Err(Problem::invalid("宛先を選び直してください。", "Choose a department from the directory."));
    }
    if let Some(owner) = request.owner
        && accounts::find(&state.db, owner).await?.is_none_or(|account| account.disabled_at_ms.is_some())
    {
        return Err(Problem::invalid("担当者を選び直してください。", "Choose an owner from the list of colleagues."));
    }
    let now = state.clock.now();
    let draft = Draft {
        id: fresh_id(),
        department: request.department,
        owner: request.owner,
        text,
        due_at_ms: due_at(&state, request.due_at, now)?.timestamp_millis(),
        written_by: by.staff.id,
    };
    let key = contacts::key(&contact, &state.ring)?;
    let note = handover_notes::write(&state.db, &key, draft, now.timestamp_millis()).await?;
    let subject = format!("handover:{}", note.id);
    let detail = json!({"contact": note.contact, "department": note.department});
    state.trail.add(&by.staff.actor(), "handover.written", &subject, detail).await?;
    let row = NoteMaker::gather(&state).await?.row(&state, &note).await?;
    Ok((StatusCode::CREATED, Json(row)))
}

/// Takes a note.
#[utoipa::path(post, path = "/api/handovers/{id}/acknowledge", tag = "handovers", params(("id" = Uuid, Path)),
    responses((status = 200, body = NoteRow), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn acknowledge_note(
    State(state): State<DeskState>,
    by: Only<NoteKeepers>,
    Path(id): Path<Uuid>,
) -> Result<Json<NoteRow>, Problem> {
    take_step(&state, &by.staff, id, NoteState::Acknowledged).await
}

/// Finishes a note.
#[utoipa::path(post, path = "/api/handovers/{id}/done", tag = "handovers", params(("id" = Uuid, Path)),
    responses((status = 200, body = NoteRow), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn finish_note(
    State(state): State<DeskState>,
    by: Only<NoteKeepers>,
    Path(id): Path<Uuid>,
) -> Result<Json<NoteRow>, Problem> {
    take_step(&state, &by.staff, id, NoteState::Done).await
}

async fn known(state: &DeskState, id: Uuid) -> Result<HandoverNote, Problem> {
    handover_notes::find(&state.db, id).await?.ok_or_else(Problem::not_found)
}

/// Moves a note on, and says so in the audit log.
async fn take_step(state: &DeskState, staff: &Staff, id: Uuid, to: NoteState) -> Result<Json<NoteRow>, Problem> {
    known(state, id).await?;
    let now_ms = state.clock.now().timestamp_millis();
    let (done, action) = match to {
        NoteState::Done => (handover_notes::finish(&state.db, id, staff.id, now_ms).await?, "handover.done"),
        NoteState::Open | NoteState::Acknowledged => {
            (handover_notes::acknowledge(&state.db, id, staff.id, now_ms).await?, "handover.acknowledged")
        }
    };
    if !done {
        return Err(Problem::conflict(
            "この引継ぎ票はすでに処理されています。",
            "This note has been dealt with already.",
        ));
    }
    state.trail.add(&staff.actor(), action, &format!("handover:{id}"), json!({})).await?;
    let note = known(state, id).await?;
    Ok(Json(NoteMaker::gather(state).await?.row(state, &note).await?))
}

fn due_at(state: &DeskState, wanted: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    if let Some(wanted) = wanted {
        if wanted <= now || wanted - now > TimeDelta::days(DUE_DAYS_MAX) {
            return Err(Problem::invalid("期限を確認してください。", "The due time must lie within a year ahead."));
        }
        return Ok(wanted);
    }
    let due = state.calendar.current().due_after(Schedule::CityOffice, now, DUE_AFTER);
    due.map(|due| due.with_timezone(&Utc)).ok_or_else(|| {
        Problem::conflict("市役所の開庁日が見つかりません。", "The city office has no opening day in sight.")
    })
}

struct NoteMaker {
    names: BTreeMap<Uuid, String>,
    departments: BTreeMap<Uuid, DepartmentRef>,
}

impl NoteMaker {
    async fn gather(state: &DeskState) -> Result<Self, Problem> {
        let entries = directory::list(&state.db).await?;
        let departments = entries
            .into_iter()
            .map(|entry| (entry.id, DepartmentRef { id: entry.id, name_ja: entry.name_ja, name_en: entry.name_en }));
        Ok(Self { names: names(state).await?, departments: departments.collect() })
    }

    async fn row(&self, state: &DeskState, note: &HandoverNote) -> Result<NoteRow, Problem> {
        let contact = contacts::find(&state.db, note.contact).await?;
        let key = contact.and_then(|contact| contacts::key(&contact, &state.ring).ok());
        let text = key.and_then(|key| handover_notes::text(note, &key).ok());
        let now_ms = state.clock.now().timestamp_millis();
        let unknown = DepartmentRef { id: note.department, name_ja: String::new(), name_en: String::new() };
        Ok(NoteRow {
            id: note.id,
            contact: note.contact,
            department: self.departments.get(&note.department).cloned().unwrap_or(unknown),
            owner: note.owner.map(|id| self.person(id)),
            text,
            due_at: at(note.due_at_ms),
            state: note.state.clone(),
            overdue: note.state != "done" && note.due_at_ms <= now_ms,
            created_by: self.person(note.written_by),
            created_at: at(note.written_at_ms),
            acknowledged_by: note.acknowledged_by.map(|id| self.person(id)),
            acknowledged_at: note.acknowledged_at_ms.map(at),
            done_by: note.done_by.map(|id| self.person(id)),
            done_at: note.done_at_ms.map(at),
        })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }
}
