//! Bytes for measuring what passes in a second, each way. Good for the kiosk of a run that is under way, and bounded.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::clock::chance;
use crate::counter::state::CounterState;
use crate::problem::{Problem, ProblemBody};

/// The most bytes of one answer.
const DOWN_BYTES_MAX: usize = 2 * 1024 * 1024;
/// What is repeated: longer than any compressor looks back for the likeness.
const BLOCK_BYTES: usize = 64 * 1024;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(throughput_down, throughput_up))
}

/// How much.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DownQuery {
    /// At most 2 MiB.
    bytes: usize,
}

/// So many bytes that nothing can compress.
#[utoipa::path(get, path = "/api/kiosk/throughput/{pass}", tag = "counter", params(("pass" = String, Path), DownQuery),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn throughput_down(
    State(state): State<CounterState>,
    Path(pass): Path<String>,
    Query(DownQuery { bytes }): Query<DownQuery>,
) -> Result<Response, Problem> {
    if bytes > DOWN_BYTES_MAX {
        return Err(Problem::invalid("要求が大きすぎます。", "This asks for too much."));
    }
    spend(&state, &pass, bytes)?;
    let block: [u8; BLOCK_BYTES] = chance();
    let body: Bytes = block.iter().copied().cycle().take(bytes).collect();
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], body).into_response())
}

/// Takes bytes and forgets them.
#[utoipa::path(post, path = "/api/kiosk/throughput/{pass}", tag = "counter", params(("pass" = String, Path)),
    request_body(content_type = "application/octet-stream"),
    responses((status = 204), (status = 404, body = ProblemBody), (status = 413, body = ProblemBody)))]
async fn throughput_up(
    State(state): State<CounterState>,
    Path(pass): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    spend(&state, &pass, body.len())?;
    Ok(StatusCode::NO_CONTENT)
}

fn spend(state: &CounterState, pass: &str, bytes: usize) -> Result<(), Problem> {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    if state.care.memory().runs.spend(pass, bytes) { Ok(()) } else { Err(Problem::not_found()) }
}
