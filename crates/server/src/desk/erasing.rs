//! Erasing a contact for good: number, note, recording and index; times and figures stay (clause 8(4)).
//!
//! A reason is wanted and stands in the audit log, in the same transaction that takes the key. Files that cannot be
//! deleted at once are deleted later; without the key nobody can hear them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use storage::spool::SpoolError;
use storage::{begin, commit, contacts, erasure, sealed_files};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::DeskState;
use crate::login::Only;
use crate::login::role::Erasers;
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The letters of a reason.
const REASON_LETTERS: std::ops::RangeInclusive<usize> = 2..=200;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(erase_contact))
}

/// Why a contact is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureRequest {
    /// The reason, 2 to 200 letters; it stands in the audit log.
    reason: String,
}

/// Erases a closed contact for good.
#[utoipa::path(post, path = "/api/contacts/{id}/erase", tag = "contacts", params(("id" = Uuid, Path)),
    request_body = ErasureRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 410, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn erase_contact(
    State(state): State<DeskState>,
    by: Only<Erasers>,
    Path(id): Path<Uuid>,
    Json(request): Json<ErasureRequest>,
) -> Result<StatusCode, Problem> {
    let reason = request.reason.trim();
    if !REASON_LETTERS.contains(&reason.chars().count()) {
        return Err(Problem::invalid("消去の理由を入力してください。", "State why the record is erased."));
    }
    let contact = contacts::find(&state.db, id).await?.ok_or_else(Problem::not_found)?;
    if contact.closed_at_ms.is_none() {
        return Err(Problem::conflict("対応中の記録は消去できません。", "A contact in hand cannot be erased."));
    }
    let tx = begin(&state.db).await?;
    if !erasure::erase(&tx, id, state.clock.now().timestamp_millis()).await? {
        return Err(storage::StoreError::Erased(id).into());
    }
    let detail = json!({"reason": reason});
    state.trail.add_in(&tx, &by.staff.actor(), "contact.erased", &trail::contact(id), detail).await?;
    commit(tx).await?;
    if let Err(why) = delete_files(&state).await {
        tracing::error!(contact.id = %id, %why, "files of an erased contact stay, unreadable, until the next start");
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes files of erased contacts; a sealed key destroyed on the way is in the audit log.
async fn delete_files(state: &DeskState) -> Result<(), SpoolError> {
    let gone = erasure::finish(&state.db, &state.spool, &state.objects).await?;
    for one in gone.iter().filter(|one| one.had_sealed_key) {
        let tx = begin(&state.db).await?;
        if sealed_files::key_destroyed(&tx, one.recording, state.clock.now().timestamp_millis()).await? {
            let subject = trail::recording(one.recording);
            let detail = json!({"why": "contact_erased"});
            state.trail.add_in(&tx, trail::SYSTEM, "recording.sealed_key_destroyed", &subject, detail).await?;
        }
        commit(tx).await?;
    }
    Ok(())
}
