//! The approval of the chat endpoint: recorded by a manager, for one address and one model, and taken back as easily.
//!
//! Without it nothing is sent. Another address or model in the configuration needs an approval of its own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{begin, commit, settings};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::desk::contact_row::{PersonRef, at};
use crate::desk::contacts::names;
use crate::desk::state::DeskState;
use crate::login::Only;
use crate::login::role::{Approvers, Managers};
use crate::problem::{Problem, ProblemBody};

/// The setting.
const KEY: &str = "summary.endpoint";

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(endpoint_approval)).routes(routes!(approve_endpoint))
}

/// What the setting holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Setting {
    approval: Option<Approval>,
}

/// The approval as it is kept.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Approval {
    base_url: String,
    model: String,
    approved_by: Uuid,
    approved_on_ms: i64,
}

/// Whether the chat endpoint may be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndpointApproval {
    /// Its address, as configured; null where none is.
    base_url: Option<String>,
    /// Its model.
    model: String,
    /// Who approved it; null while it is off.
    approved_by: Option<PersonRef>,
    /// When.
    approved_on: Option<DateTime<Utc>>,
}

/// Approving, or taking it back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRequest {
    /// Whether the configured endpoint may be sent redacted text.
    approved: bool,
}

/// Whether the configured endpoint is approved.
pub(super) async fn holds(state: &DeskState) -> Result<bool, Problem> {
    Ok(state.summary.base_url.is_some() && current(state).await?.is_some())
}

/// The approval of what is configured; one of another address or model does not count.
async fn current(state: &DeskState) -> Result<Option<Approval>, Problem> {
    let Some(setting) = settings::get(&state.db, KEY).await? else { return Ok(None) };
    let Setting { approval } = serde_json::from_value(setting.value).unwrap_or_default();
    let same =
        |one: &Approval| Some(&one.base_url) == state.summary.base_url.as_ref() && one.model == state.summary.model;
    Ok(approval.filter(same))
}

/// Whether the chat endpoint that drafts summaries is approved.
#[utoipa::path(get, path = "/api/summary/endpoint", tag = "transcripts",
    responses((status = 200, body = EndpointApproval), (status = 403, body = ProblemBody)))]
async fn endpoint_approval(
    State(state): State<DeskState>,
    _by: Only<Managers>,
) -> Result<Json<EndpointApproval>, Problem> {
    let names = names(&state).await?;
    let approval = current(&state).await?;
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    Ok(Json(EndpointApproval {
        base_url: state.summary.base_url.clone(),
        model: state.summary.model.clone(),
        approved_by: approval.as_ref().map(|one| person(one.approved_by)),
        approved_on: approval.map(|one| at(one.approved_on_ms)),
    }))
}

/// Approves the configured endpoint, or takes the approval back.
#[utoipa::path(put, path = "/api/summary/endpoint", tag = "transcripts", request_body = ApprovalRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn approve_endpoint(
    State(state): State<DeskState>,
    by: Only<Approvers>,
    Json(request): Json<ApprovalRequest>,
) -> Result<StatusCode, Problem> {
    let now_ms = state.clock.now().timestamp_millis();
    let approval = match (&state.summary.base_url, request.approved) {
        (Some(base_url), true) => Some(Approval {
            base_url: base_url.clone(),
            model: state.summary.model.clone(),
            approved_by: by.staff.id,
            approved_on_ms: now_ms,
        }),
        (None, true) => {
            return Err(Problem::conflict(
                "承認する接続先が設定されていません。",
                "No endpoint is configured that could be approved.",
            ));
        }
        (_, false) => None,
    };
    let detail =
        json!({"approved": request.approved, "base_url": state.summary.base_url, "model": state.summary.model});
    let value = serde_json::to_value(Setting { approval }).map_err(Problem::internal)?;
    let tx = begin(&state.db).await?;
    let version = settings::get(&tx, KEY).await?.map_or(0, |setting| setting.version);
    settings::set(&tx, KEY, value, version, Some(by.staff.id), now_ms).await?;
    state
        .trail
        .add_in(&tx, &by.staff.actor(), "summary.endpoint_approved", "settings:summary.endpoint", detail)
        .await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}
