//! Enrolled seats: where telephones are banned from the floor, the device is the first factor
//! and a PIN the second.
//!
//! Owns the secret an enrolled browser keeps in a cookie; the database has its hash.

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{accounts, login_sessions, seats};
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::{NextAnswer, logged_in, login_name, wrong_login};
use super::password;
use super::role::Managers;
use super::staff::Only;
use super::state::LoginState;
use super::ticket::Stage;
use crate::clock::chance;
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// The cookie an enrolled device keeps.
const COOKIE: &str = "madoguchi_seat";

/// How long a device stays enrolled, in seconds: the contract's year.
const ENROLLED_S: u32 = 366 * 24 * 3_600;

/// The endpoints of this file.
pub fn router() -> OpenApiRouter<LoginState> {
    OpenApiRouter::new()
        .routes(routes!(log_in_at_seat))
        .routes(routes!(list_seats))
        .routes(routes!(enrol_seat))
        .routes(routes!(release_seat))
}

/// Login and PIN, at an enrolled seat.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatRequest {
    /// The login.
    login: String,
    /// The PIN.
    #[schema(value_type = String, format = Password)]
    pin: SecretString,
}

/// A seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatRow {
    /// Short name.
    id: String,
    /// Name shown.
    name: String,
    /// `manager`, `counter` or `phone`.
    kind: String,
    /// When a device was enrolled there.
    enrolled_at: Option<DateTime<Utc>>,
}

/// Logs in at an enrolled seat.
#[utoipa::path(post, path = "/api/login/seat", tag = "login", request_body = SeatRequest,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 429, body = ProblemBody)))]
async fn log_in_at_seat(
    State(state): State<LoginState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    session: Session,
    Json(request): Json<SeatRequest>,
) -> Result<Json<NextAnswer>, Problem> {
    let device = device(&headers).ok_or_else(not_enrolled)?;
    let seat = seats::by_device(&state.db, &login_sessions::hash(device.as_bytes())).await?;
    let seat = seat.ok_or_else(not_enrolled)?;
    let login = login_name(&request.login)?;
    let name = format!("pin:{login}");
    state.may_try(&name, address)?;
    let account = accounts::by_login(&state.db, &login).await?;
    let usable = account.filter(|account| account.disabled_at_ms.is_none());
    let hash = usable.as_ref().and_then(|account| account.pin_hash.clone());
    let right = password::matches(request.pin, hash).await;
    let Some(account) = usable.filter(|_| right) else {
        state.failed(&name, address);
        let detail = json!({"address": address.to_string(), "seat": seat.id});
        state.trail.add("nobody", "login.failed", "login", detail).await?;
        return Err(wrong_login());
    };
    state.succeeded(&name);
    let ticket = state.ticket(&account, Stage::In, Some(seat.id));
    ticket.issue(&session).await.map_err(Problem::session)?;
    logged_in(&state, account.id, "seat").await?;
    Ok(Json(NextAnswer::done()))
}

/// All seats.
#[utoipa::path(get, path = "/api/seats", tag = "login",
    responses((status = 200, body = [SeatRow]), (status = 403, body = ProblemBody)))]
async fn list_seats(State(state): State<LoginState>, _: Only<Managers>) -> Result<Json<Vec<SeatRow>>, Problem> {
    let seats = seats::list(&state.db).await?;
    let rows = seats.into_iter().filter(|seat| seat.active).map(|seat| SeatRow {
        id: seat.id,
        name: seat.name,
        kind: seat.kind,
        enrolled_at: seat.enrolled_at_ms.and_then(DateTime::from_timestamp_millis),
    });
    Ok(Json(rows.collect()))
}

/// Enrols this browser as a seat's device; another device's enrolment ends.
#[utoipa::path(post, path = "/api/seats/{id}/enrol", tag = "login", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn enrol_seat(
    State(state): State<LoginState>,
    by: Only<Managers>,
    Path(seat): Path<String>,
) -> Result<Response, Problem> {
    let secret = hex::encode(chance::<32>());
    let hash = login_sessions::hash(secret.as_bytes());
    let now_ms = state.clock.now().timestamp_millis();
    seats::enrol(&state.db, &seat, Some(hash), now_ms).await?;
    state.trail.add(&by.staff.actor(), "seat.enrolled", &format!("seat:{seat}"), json!({})).await?;
    let secure = if state.encrypted { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={ENROLLED_S}{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}

/// Takes a seat's enrolment back.
#[utoipa::path(delete, path = "/api/seats/{id}/enrolment", tag = "login", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn release_seat(
    State(state): State<LoginState>,
    by: Only<Managers>,
    Path(seat): Path<String>,
) -> Result<StatusCode, Problem> {
    let now_ms = state.clock.now().timestamp_millis();
    seats::enrol(&state.db, &seat, None, now_ms).await?;
    state.trail.add(&by.staff.actor(), "seat.released", &format!("seat:{seat}"), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn device(headers: &HeaderMap) -> Option<String> {
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
        "seat_not_enrolled",
        "この端末は席として登録されていません。",
        "This device is not enrolled as a seat.",
    )
}
