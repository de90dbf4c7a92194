//! Correcting what was recognised: the person's text beside the original, with who and when.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::secret_text::refuse_note;
use serde::Deserialize;
use serde_json::json;
use storage::contacts::{self, Contact};
use storage::{begin, commit, history, transcripts};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::desk::access::{grant, today_begins, visible};
use crate::desk::state::DeskState;
use crate::desk::wrap_up::secret_refused;
use crate::login::role::{ContactReaders, Role};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The most letters of a correction.
const CORRECTION_LETTERS_MAX: usize = 1_000;

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(correct_segment))
}

/// What was really said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRequest {
    /// The text that takes the segment's place; what nobody may keep is refused.
    text: String,
}

/// Puts a person's text in place of what was recognised; the original stays beside it.
#[utoipa::path(put, path = "/api/contacts/{id}/transcript/{segment}", tag = "transcripts",
    params(("id" = Uuid, Path), ("segment" = Uuid, Path)), request_body = CorrectionRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 410, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn correct_segment(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path((id, segment)): Path<(Uuid, Uuid)>,
    Json(request): Json<CorrectionRequest>,
) -> Result<StatusCode, Problem> {
    let contact = visible(&state, &by.staff, id).await?;
    grant(&state, &by.staff, id).await?;
    if !may_correct(&state, &by.staff, &contact).await? {
        return Err(not_yours());
    }
    let text = checked(&request.text)?;
    let key = contacts::key(&contact, &state.ring)?;
    let now_ms = state.clock.now().timestamp_millis();
    let tx = begin(&state.db).await?;
    transcripts::correct(&tx, &key, id, segment, text, by.staff.id, now_ms).await?;
    // The words stay out of the log: they are sealed, and the log is not.
    let detail = json!({"segment": segment});
    state.trail.add_in(&tx, &by.staff.actor(), "transcript.corrected", &trail::contact(id), detail).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Supervisors and managers always; the agent of the contact on the day itself.
pub(super) async fn may_correct(state: &DeskState, staff: &Staff, contact: &Contact) -> Result<bool, Problem> {
    if staff.is_any(&[Role::Supervisor, Role::Manager]) {
        return Ok(true);
    }
    let today = today_begins(state.clock.now()).timestamp_millis();
    Ok(contact.arrived_at_ms >= today && history::took_part(&state.db, contact.id, staff.id).await?)
}

fn not_yours() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "not_your_contact",
        "文字起こしを訂正できるのは、当日に対応した担当者、監督者、業務責任者だけです。",
        "Only the agent of the contact on the day itself, a supervisor or a manager may correct the text.",
    )
}

fn checked(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > CORRECTION_LETTERS_MAX {
        return Err(Problem::invalid(
            "訂正後の文を1文字以上1000文字以内で入力してください。",
            "Please write the corrected text in 1 to 1,000 letters.",
        ));
    }
    refuse_note(text).map_err(|why| secret_refused(&why))?;
    Ok(text)
}
