//! Switching a use on, which approves it for the configured model, and off: by a manager, with a reason, in the trail.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use storage::{begin, commit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::reason::stated;
use super::search_use::SEARCH;
use super::state::AiState;
use super::uses::SPEECH;
use crate::faq_shelf::MODEL;
use crate::llm::{Purpose, Standing, decide};
use crate::login::Only;
use crate::login::role::Approvers;
use crate::problem::{Problem, ProblemBody};

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<AiState> {
    OpenApiRouter::new().routes(routes!(switch_ai_use))
}

/// On or off, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AiSwitchRequest {
    /// Whether it may be used. Of a language model that approves the configured server and model, and no other.
    on: bool,
    /// Why; it is kept.
    reason: String,
}

/// Switches a use of AI on or off; it holds at once.
#[utoipa::path(put, path = "/api/ai/uses/{purpose}", tag = "ai", request_body = AiSwitchRequest,
    params(("purpose" = String, Path, description = "`search`, `summary` or `drafts`")),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn switch_ai_use(
    State(state): State<AiState>,
    by: Only<Approvers>,
    Path(purpose): Path<String>,
    Json(request): Json<AiSwitchRequest>,
) -> Result<StatusCode, Problem> {
    let (base_url, model) = switched(&state, &purpose, request.on)?;
    let reason = stated(&request.reason)?;
    let at_ms = state.clock.now().timestamp_millis();
    let detail = json!({"base_url": base_url, "model": model, "reason": reason});
    let standing = Standing { on: request.on, base_url, model, by: by.staff.id, at_ms, reason };
    let action = if request.on { "ai.switched_on" } else { "ai.switched_off" };
    let tx = begin(&state.db).await?;
    decide(&tx, &purpose, &standing).await?;
    state.trail.add_in(&tx, &by.staff.actor(), action, &format!("ai:{purpose}"), detail).await?;
    commit(tx).await?;
    if purpose == SEARCH {
        state.shelf.use_meaning(request.on);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The address and model that are switched; a use that is not there cannot be switched on.
fn switched(state: &AiState, purpose: &str, on: bool) -> Result<(String, String), Problem> {
    match purpose {
        SPEECH => Err(Problem::conflict(
            "音声認識は、録音から番号を消すために使われています。止めるときは設定ファイルの [speech] recogniser を \"off\" にして再起動してください。",
            "Recognition is what takes numbers out of recordings. To stop it, set recogniser = \"off\" under [speech] in the configuration and restart.",
        )),
        SEARCH if on && !state.shelf.has_meaning() && state.vectors.is_some() => Err(Problem::conflict(
            "意味による検索のサーバーを使えません。設定ファイルの [faq.vectors] の鍵のファイルなどを確かめて再起動するよう、管理者に依頼してください。",
            "The server of search cannot be used. Ask the administrator to check [faq.vectors] in the configuration, its key file first, and to restart.",
        )),
        SEARCH if on && !state.shelf.has_meaning() => Err(Problem::conflict(
            "意味による検索のモデルがありません。管理者に、madoguchi models fetch multilingual-e5-small の実行と再起動を依頼してください。",
            "The model of search is not there. Ask the administrator to run madoguchi models fetch multilingual-e5-small and restart.",
        )),
        SEARCH => Ok(state.vectors.as_deref().map_or_else(
            || (String::new(), MODEL.to_owned()),
            |vectors| (vectors.base_url.clone(), vectors.model.clone()),
        )),
        purpose if Purpose::from_code(purpose).is_none() => Err(Problem::not_found()),
        _ => match state.llm.endpoint() {
            Some(endpoint) => Ok((endpoint.base_url().to_owned(), endpoint.model().to_owned())),
            None if on => Err(Problem::conflict(
                "承認する接続先が設定されていません。設定ファイルの [llm] に接続先とモデルを書いて再起動してください。",
                "No endpoint is configured that could be approved. Name one with its model under [llm] in the configuration and restart.",
            )),
            None => Ok((String::new(), String::new())),
        },
    }
}
