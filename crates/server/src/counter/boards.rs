//! Call-up displays of the hall: enrolled once by a code, they show numbers and nothing else (clause 6(2)②).
//!
//! Owns the display's cookie; the database has its hash alone. A display is no login: what it may read is one
//! list of numbers and kiosks, without contacts, names or wishes. Next: [`super::reception`].

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::header::{self, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::boards::{self, Board};
use storage::{kiosks, login_sessions};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::city::moment;
use super::kiosks::{CodeAnswer, CodeRequest};
use super::state::CounterState;
use crate::clock::{chance, fresh_id};
use crate::login::Only;
use crate::login::role::Managers;
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// The cookie an enrolled display keeps.
const COOKIE: &str = "madoguchi_board";
/// How long it keeps it: ten years, or until it is revoked.
const ENROLLED_S: u32 = 10 * 366 * 24 * 3_600;
/// Displays in service at once.
const BOARDS_MAX: usize = 50;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new()
        .routes(routes!(list_boards))
        .routes(routes!(issue_board_code))
        .routes(routes!(revoke_board))
        .routes(routes!(enrol_board))
        .routes(routes!(look_at_board))
}

/// A display of the hall.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardRow {
    /// Its id.
    id: Uuid,
    /// Its name, such as where it hangs.
    name: String,
    /// When it was enrolled.
    enrolled_at: DateTime<Utc>,
}

/// What a display enrols with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoardEnrolRequest {
    /// The code as typed.
    code: String,
}

/// What a display shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardAnswer {
    /// The server's clock.
    now: DateTime<Utc>,
    /// Whether the counter is open.
    open: bool,
    /// The city's name in Japanese.
    city_ja: String,
    /// The city's name in English.
    city_en: String,
    /// Numbers that are called, the newest call first.
    calls: Vec<BoardCall>,
    /// Numbers that wait in the hall, in their order.
    waiting: Vec<String>,
}

/// A number that is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardCall {
    /// The number.
    ticket: String,
    /// The kiosk's name.
    kiosk: String,
    /// Since when, this time.
    since: DateTime<Utc>,
    /// How often by now, from 1.
    times: u32,
}

/// Displays in service.
#[utoipa::path(get, path = "/api/boards", tag = "counter",
    responses((status = 200, body = [BoardRow]), (status = 403, body = ProblemBody)))]
async fn list_boards(State(state): State<CounterState>, _: Only<Managers>) -> Result<Json<Vec<BoardRow>>, Problem> {
    let rows = boards::in_service(&state.db).await?.into_iter().map(|board| BoardRow {
        id: board.id,
        name: board.name,
        enrolled_at: DateTime::from_timestamp_millis(board.enrolled_at_ms).unwrap_or_default(),
    });
    Ok(Json(rows.collect()))
}

/// Makes a code with which one display can enrol within ten minutes.
#[utoipa::path(post, path = "/api/boards/codes", tag = "counter", request_body = CodeRequest,
    responses((status = 200, body = CodeAnswer), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn issue_board_code(
    State(state): State<CounterState>,
    by: Only<Managers>,
    Json(request): Json<CodeRequest>,
) -> Result<Json<CodeAnswer>, Problem> {
    let name = request.checked_name()?;
    if boards::in_service(&state.db).await?.len() >= BOARDS_MAX {
        return Err(Problem::conflict(
            format!("呼出表示は{BOARDS_MAX}台までです。使わないものをやめてください。"),
            format!("There are {BOARDS_MAX} displays at most. Take one out of use first."),
        ));
    }
    state.trail.add(&by.staff.actor(), "board.code_issued", "board", json!({"name": name})).await?;
    let (code, until) = state.board_codes().issue(name, chance::<8>(), state.clock.now());
    Ok(Json(CodeAnswer::new(code, until)))
}

/// Takes a display out of service for good.
#[utoipa::path(delete, path = "/api/boards/{id}", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn revoke_board(
    State(state): State<CounterState>,
    by: Only<Managers>,
    Path(board): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    boards::revoke(&state.db, board, state.clock.now().timestamp_millis()).await?;
    state.trail.add(&by.staff.actor(), "board.revoked", &subject(board), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enrols the browser that sends the code as a display.
#[utoipa::path(post, path = "/api/board/enrol", tag = "counter", request_body = BoardEnrolRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 429, body = ProblemBody)))]
async fn enrol_board(
    State(state): State<CounterState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Json(request): Json<BoardEnrolRequest>,
) -> Result<Response, Problem> {
    if let Some(wait_s) = state.wait_s(address) {
        return Err(Problem::too_often(wait_s));
    }
    let now = state.clock.now();
    let Some(name) = state.board_codes().take(&request.code, now) else {
        state.wrong_code(address);
        return Err(super::kiosks::code_wrong());
    };
    let (id, secret) = (fresh_id(), hex::encode(chance::<32>()));
    let board = Board {
        id,
        name: name.clone(),
        device_hash: login_sessions::hash(secret.as_bytes()),
        enrolled_at_ms: now.timestamp_millis(),
        revoked_at_ms: None,
    };
    boards::enrol(&state.db, board).await?;
    let detail = json!({"name": name, "address": address.to_string()});
    state.trail.add(&subject(id), "board.enrolled", &subject(id), detail).await?;
    let secure = if state.encrypted { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/api/board; HttpOnly; SameSite=Strict; Max-Age={ENROLLED_S}{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// What an enrolled display shows: numbers and kiosks alone.
#[utoipa::path(get, path = "/api/board", tag = "counter",
    responses((status = 200, body = BoardAnswer), (status = 403, body = ProblemBody)))]
async fn look_at_board(State(state): State<CounterState>, headers: HeaderMap) -> Result<Json<BoardAnswer>, Problem> {
    let secret = secret(&headers).ok_or_else(not_enrolled)?;
    let board = boards::by_device(&state.db, &login_sessions::hash(secret.as_bytes())).await?;
    board.ok_or_else(not_enrolled)?;
    let names: BTreeMap<Uuid, String> =
        kiosks::list(&state.db).await?.into_iter().map(|kiosk| (kiosk.id, kiosk.name)).collect();
    let (mut calls, mut waiting) = (Vec::new(), Vec::new());
    for one in state.reception.list() {
        match one.number.call {
            None => waiting.push(one.ticket.number),
            Some(call) => calls.push(BoardCall {
                ticket: one.ticket.number,
                kiosk: names.get(&call.kiosk.0).cloned().unwrap_or_default(),
                since: moment(call.since),
                times: call.times,
            }),
        }
    }
    calls.sort_by_key(|call| std::cmp::Reverse(call.since));
    Ok(Json(BoardAnswer {
        now: state.clock.now(),
        open: state.hours().0,
        city_ja: state.city_ja.clone(),
        city_en: state.city_en.clone(),
        calls,
        waiting,
    }))
}

fn subject(board: Uuid) -> String {
    format!("board:{board}")
}

fn secret(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == COOKIE && value.len() == 64)
        .map(|(_, value)| value.to_owned())
}

fn not_enrolled() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "board_not_enrolled",
        "この画面は呼出表示として登録されていません。",
        "This screen is not enrolled as a call-up display.",
    )
}
