//! Opening personal data: a reason first, once a review, written to the audit log.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, TimeDelta, Utc};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::access_reviews::{self, AccessReview};
use storage::{contacts, flow_runs};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vault::ContactKey;

use super::access::visible;
use super::state::DeskState;
use super::wrap_up::secret_refused;
use crate::clock::fresh_id;
use crate::login::Only;
use crate::login::role::ContactReaders;
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// How long a stated reason holds.
const GRANT: TimeDelta = TimeDelta::minutes(30);

/// The fewest letters of a reason.
const REASON_LETTERS_MIN: usize = 2;

/// The most letters of a reason.
const REASON_LETTERS_MAX: usize = 200;

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(open_contact))
}

/// Why somebody looks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// The reason; it is kept.
    reason: String,
}

/// Personal data of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedContact {
    /// The number in full.
    caller: Option<String>,
    /// The note as filed.
    note: Option<String>,
    /// Notes on guided flows that were broken off, in their order.
    flow_notes: Vec<String>,
    /// The booking's reference as filed.
    booking_reference: Option<String>,
    /// Until when the reason holds, for the recording too.
    grant_until: DateTime<Utc>,
}

/// Opens the personal data of a contact.
#[utoipa::path(post, path = "/api/contacts/{id}/open", tag = "contacts", params(("id" = Uuid, Path)),
    request_body = OpenRequest,
    responses((status = 200, body = OpenedContact), (status = 404, body = ProblemBody), (status = 410, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn open_contact(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
    Json(request): Json<OpenRequest>,
) -> Result<Json<OpenedContact>, Problem> {
    let reason = request.reason.trim();
    let letters = reason.chars().count();
    if !(REASON_LETTERS_MIN..=REASON_LETTERS_MAX).contains(&letters) {
        return Err(Problem::invalid(
            "閲覧の理由を2文字以上200文字以内で入力してください。",
            "Please state a reason of 2 to 200 letters.",
        ));
    }
    refuse_note(reason).map_err(|why| secret_refused(&why))?;
    let contact = visible(&state, &by.staff, id).await?;
    let key = contacts::key(&contact, &state.ring)?;
    let now = state.clock.now();
    let until = now + GRANT;
    let review = AccessReview {
        id: fresh_id(),
        contact: id,
        account: by.staff.id,
        reason: reason.to_owned(),
        opened_at_ms: now.timestamp_millis(),
        until_ms: until.timestamp_millis(),
    };
    // The log comes first: what cannot be logged is not opened.
    let detail = json!({"reason": reason, "until": until});
    state.trail.add(&by.staff.actor(), "contact.opened", &trail::contact(id), detail).await?;
    access_reviews::open(&state.db, review).await?;
    Ok(Json(OpenedContact {
        caller: contacts::caller(&contact, &key)?,
        note: contacts::note(&contact, &key)?,
        flow_notes: flow_notes(&state, &key, id).await?,
        booking_reference: contacts::booking_reference(&contact, &key)?,
        grant_until: until,
    }))
}

async fn flow_notes(state: &DeskState, key: &ContactKey, contact: Uuid) -> Result<Vec<String>, Problem> {
    let runs = flow_runs::of_contact(&state.db, contact).await?;
    let notes = runs.iter().filter_map(|run| flow_runs::note(run, key).transpose());
    Ok(notes.collect::<Result<Vec<_>, _>>()?)
}
