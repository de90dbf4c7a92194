//! The sealed original of a recording, kept for some days where the city chose so: heard by two people together.
//!
//! One asks with a reason, another of those who may approve it; then both may hear it for half an hour. Every step
//! and every listening is in the audit log. Owns no file: the spool keeps it, a sweeper destroys its key.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::recordings::{self, Recording};
use storage::sealed_openings::{self, SealedOpening};
use storage::{begin, commit, contacts};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::contact_row::{PersonRef, at};
use super::contacts::names;
use super::recording::{unreadable, wav};
use super::recording_state::shown;
use super::state::DeskState;
use super::wrap_up::secret_refused;
use crate::clock::fresh_id;
use crate::login::Only;
use crate::login::role::{HallStaff, OriginalApprovers};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// How long both may hear it.
const OPEN: TimeDelta = TimeDelta::minutes(30);
/// The letters of a reason.
const REASON_LETTERS: std::ops::RangeInclusive<usize> = 5..=200;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new()
        .routes(routes!(original_openings, ask_original))
        .routes(routes!(decide_original))
        .routes(routes!(original_sound))
}

/// Why somebody wants to hear the original.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OriginalRequest {
    /// The reason, 5 to 200 letters; it stands in the audit log.
    reason: String,
}

/// What the second person decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OriginalDecision {
    /// Approved, or refused.
    approve: bool,
}

/// A request to hear the original.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginalOpening {
    /// The request.
    id: Uuid,
    /// Who asks.
    asked_by: PersonRef,
    /// Why.
    reason: String,
    /// When.
    asked_at: DateTime<Utc>,
    /// Who decided.
    decided_by: Option<PersonRef>,
    /// `approved` or `refused`; null while nobody decided.
    decision: Option<String>,
    /// Until when both may hear it.
    open_until: Option<DateTime<Utc>>,
}

/// Requests to hear the sealed original of a contact's recording, the newest first.
#[utoipa::path(get, path = "/api/contacts/{id}/original/openings", tag = "contacts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<OriginalOpening>), (status = 404, body = ProblemBody)))]
async fn original_openings(
    State(state): State<DeskState>,
    _by: Only<HallStaff>,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<OriginalOpening>>, Problem> {
    let recording = kept(&state, id).await?;
    let names = names(&state).await?;
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    let rows = sealed_openings::of_recording(&state.db, recording.id).await?;
    let shown = rows.into_iter().map(|row: SealedOpening| OriginalOpening {
        id: row.id,
        asked_by: person(row.asked_by),
        reason: row.reason,
        asked_at: at(row.asked_at_ms),
        decided_by: row.decided_by.map(person),
        decision: row.decision,
        open_until: row.open_until_ms.map(at),
    });
    Ok(Json(shown.collect()))
}

/// Asks to hear the sealed original; somebody else has to approve it.
#[utoipa::path(post, path = "/api/contacts/{id}/original/openings", tag = "contacts", params(("id" = Uuid, Path)),
    request_body = OriginalRequest,
    responses((status = 204), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn ask_original(
    State(state): State<DeskState>,
    by: Only<HallStaff>,
    Path(id): Path<Uuid>,
    Json(request): Json<OriginalRequest>,
) -> Result<StatusCode, Problem> {
    let reason = request.reason.trim();
    if !REASON_LETTERS.contains(&reason.chars().count()) {
        return Err(Problem::invalid(
            "理由を5文字以上200文字以内で入力してください。",
            "State a reason of 5 to 200 letters.",
        ));
    }
    refuse_note(reason).map_err(|why| secret_refused(&why))?;
    let recording = kept(&state, id).await?;
    let now_ms = state.clock.now().timestamp_millis();
    let tx = begin(&state.db).await?;
    sealed_openings::ask(&tx, fresh_id(), (id, recording.id), by.staff.id, reason, now_ms).await?;
    let (subject, detail) = (trail::recording(recording.id), json!({"contact": id, "reason": reason}));
    state.trail.add_in(&tx, &by.staff.actor(), "recording.original_asked", &subject, detail).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Approves or refuses the request of somebody else.
#[utoipa::path(post, path = "/api/contacts/{id}/original/openings/{opening}/decision", tag = "contacts",
    params(("id" = Uuid, Path), ("opening" = Uuid, Path)), request_body = OriginalDecision,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody)))]
async fn decide_original(
    State(state): State<DeskState>,
    by: Only<OriginalApprovers>,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    Json(decision): Json<OriginalDecision>,
) -> Result<StatusCode, Problem> {
    let recording = kept(&state, id).await?;
    let now = state.clock.now();
    let until_ms = decision.approve.then(|| (now + OPEN).timestamp_millis());
    let tx = begin(&state.db).await?;
    if !sealed_openings::decide(&tx, opening, id, by.staff.id, now.timestamp_millis(), until_ms).await? {
        return Err(Problem::conflict(
            "自分の申請は承認できません。また、決定済みの申請は変えられません。",
            "Nobody decides on their own request, and a decision stands.",
        ));
    }
    let action = if decision.approve { "recording.original_approved" } else { "recording.original_refused" };
    let (subject, detail) = (trail::recording(recording.id), json!({"contact": id, "opening": opening}));
    state.trail.add_in(&tx, &by.staff.actor(), action, &subject, detail).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sealed original as WAV, for the two who opened it.
#[utoipa::path(get, path = "/api/contacts/{id}/original.wav", tag = "contacts", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "audio/wav"), (status = 206, content_type = "audio/wav"),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 416, body = ProblemBody)))]
async fn original_sound(
    State(state): State<DeskState>,
    by: Only<HallStaff>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let recording = kept(&state, id).await?;
    let now_ms = state.clock.now().timestamp_millis();
    let openings = sealed_openings::of_recording(&state.db, recording.id).await?;
    if !openings.iter().any(|one| one.is_open_for(by.staff.id, now_ms)) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "two_persons_wanted",
            "封印された原本は、一人が理由を入力して申請し、別の責任者または市職員が承認してから30分間だけ聞けます。",
            "The sealed original opens for 30 minutes after one person asked with a reason and another manager or city officer approved.",
        ));
    }
    let (subject, detail) = (trail::recording(recording.id), json!({"contact": id}));
    state.trail.add(&by.staff.actor(), "recording.original_heard", &subject, detail).await?;
    let view = state.spool.listen_kept(&state.ring, recording.id).map_err(|why| unreadable(recording.id, &why))?;
    Ok(wav(&headers, view))
}

/// The contact's recording, when its sealed original is kept; else it is not there.
async fn kept(state: &DeskState, contact: Uuid) -> Result<Recording, Problem> {
    let row = contacts::find(&state.db, contact).await?.ok_or_else(Problem::not_found)?;
    let recordings = recordings::of_contact(&state.db, row.id).await?;
    let now_ms = state.clock.now().timestamp_millis();
    let is_kept = |one: &&Recording| {
        one.key_destroyed_at_ms.is_none() && one.kept_until_ms.is_some_and(|until| now_ms < until) && one.is_finished()
    };
    shown(&recordings).filter(is_kept).cloned().ok_or_else(Problem::not_found)
}
