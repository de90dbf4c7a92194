//! The prompt log: what was asked when and what became of it, and the texts for whoever states a reason.

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::DateTime;
use serde::Deserialize;
use serde_json::json;
use storage::ai_prompts::{self, AiPrompt, PromptFilter};
use storage::{StoreError, contacts};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::reason::stated;
use super::state::AiState;
use super::views::{AiPromptPage, AiPromptRow, AiPromptTexts};
use crate::login::Only;
use crate::login::role::{AiReaders, Approvers};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// Rows of a page.
const PAGE: u64 = 50;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AiState> {
    OpenApiRouter::new().routes(routes!(list_ai_prompts)).routes(routes!(open_ai_prompt))
}

/// Which questions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AiPromptQuery {
    /// Asked for that: `summary` or `drafts`.
    purpose: Option<String>,
    /// With that outcome: `asked`, `accepted`, `partly`, `refused` or `failed`.
    outcome: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Why somebody reads what was sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AiOpenRequest {
    /// The reason; it is kept.
    reason: String,
}

/// What the language model was asked, the newest first, without texts.
#[utoipa::path(get, path = "/api/ai/prompts", tag = "ai", params(AiPromptQuery),
    responses((status = 200, body = AiPromptPage), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn list_ai_prompts(
    State(state): State<AiState>,
    _by: Only<AiReaders>,
    Query(query): Query<AiPromptQuery>,
) -> Result<Json<AiPromptPage>, Problem> {
    let before = query.cursor.as_deref().map(read_cursor).transpose()?;
    let filter = PromptFilter { purpose: query.purpose, outcome: query.outcome, before };
    let mut rows = ai_prompts::list(&state.db, &filter, PAGE + 1).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(PAGE as usize);
    let next_cursor = rows.last().filter(|_| more).map(|last| format!("{}.{}", last.at_ms, last.id));
    Ok(Json(AiPromptPage { items: rows.into_iter().map(row).collect(), next_cursor }))
}

/// The texts of a question, for whoever states a reason.
#[utoipa::path(post, path = "/api/ai/prompts/{id}/open", tag = "ai", params(("id" = Uuid, Path)),
    request_body = AiOpenRequest,
    responses((status = 200, body = AiPromptTexts), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 410, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn open_ai_prompt(
    State(state): State<AiState>,
    by: Only<Approvers>,
    Path(id): Path<Uuid>,
    Json(request): Json<AiOpenRequest>,
) -> Result<Json<AiPromptTexts>, Problem> {
    let reason = stated(&request.reason)?;
    let prompt = ai_prompts::find(&state.db, id).await?.ok_or_else(Problem::not_found)?;
    let contact = contacts::find(&state.db, prompt.contact).await?.ok_or_else(Problem::not_found)?;
    let key = contacts::key(&contact, &state.ring)?;
    // The log comes first: what cannot be logged is not opened.
    let detail = json!({"prompt": id, "reason": reason});
    state.trail.add(&by.staff.actor(), "ai.prompt_opened", &trail::contact(prompt.contact), detail).await?;
    let sent = ai_prompts::sent(&prompt, &key)?.ok_or(StoreError::Erased(prompt.contact))?;
    Ok(Json(AiPromptTexts { sent, answer: ai_prompts::answer(&prompt, &key)? }))
}

fn row(prompt: AiPrompt) -> AiPromptRow {
    AiPromptRow {
        id: prompt.id,
        at: DateTime::from_timestamp_millis(prompt.at_ms).unwrap_or_default(),
        erased: prompt.sent_sealed.is_empty(),
        purpose: prompt.purpose,
        model: prompt.model,
        place: prompt.place,
        contact: prompt.contact,
        outcome: prompt.outcome,
        reason: prompt.reason,
        took_ms: prompt.took_ms,
    }
}

fn read_cursor(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('.').and_then(|(at_ms, id)| Some((at_ms.parse().ok()?, Uuid::parse_str(id).ok()?)));
    parts.ok_or_else(|| Problem::invalid("続きの位置が正しくありません。", "This is no place to go on from."))
}
