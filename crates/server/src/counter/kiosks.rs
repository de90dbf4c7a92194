//! Kiosks as things the city owns: a code is issued, a device enrols with it, and is taken out of service.

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::contact::LegCause;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::kiosks::{self, Kiosk};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::identity;
use super::state::CounterState;
use crate::clock::{chance, fresh_id};
use crate::login::Only;
use crate::login::role::Managers;
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// Longest name of a kiosk.
const NAME_CHARS_MAX: usize = 40;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new()
        .routes(routes!(list_kiosks))
        .routes(routes!(issue_code))
        .routes(routes!(revoke_kiosk))
        .routes(routes!(enrol_kiosk))
}

/// A kiosk of the counter.
#[derive(Debug, Serialize, ToSchema)]
pub struct KioskRow {
    /// Its id.
    id: Uuid,
    /// Its name, such as where it stands.
    name: String,
    /// When it was enrolled.
    enrolled_at: DateTime<Utc>,
    /// When it was last connected.
    seen_at: Option<DateTime<Utc>>,
    /// Whether it is connected.
    connected: bool,
}

/// A kiosk that is to be enrolled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Its name, such as where it stands.
    name: String,
}

impl CodeRequest {
    /// The name, within its bounds.
    pub(super) fn checked_name(&self) -> Result<String, Problem> {
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
            return Err(Problem::invalid(
                format!("端末の名前を1〜{NAME_CHARS_MAX}文字で入力してください。"),
                format!("Give the device a name of 1 to {NAME_CHARS_MAX} characters."),
            ));
        }
        Ok(name)
    }
}

/// A code to be typed at the kiosk.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeAnswer {
    /// The code; good once.
    code: String,
    /// Until when it is good.
    until: DateTime<Utc>,
}

impl CodeAnswer {
    pub(super) fn new(code: String, until: DateTime<Utc>) -> Self {
        Self { code, until }
    }
}

/// What a kiosk enrols with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The code as typed.
    code: String,
    /// Its public key: an uncompressed P-256 point, base64url without padding.
    public_key: String,
}

/// Who the kiosk is from now on.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolAnswer {
    /// Its id.
    kiosk: Uuid,
    /// Its name.
    name: String,
}

/// Kiosks in service.
#[utoipa::path(get, path = "/api/kiosks", tag = "counter",
    responses((status = 200, body = [KioskRow]), (status = 403, body = ProblemBody)))]
async fn list_kiosks(State(state): State<CounterState>, _: Only<Managers>) -> Result<Json<Vec<KioskRow>>, Problem> {
    let kiosks = kiosks::list(&state.db).await?;
    let in_service = kiosks.into_iter().filter(|kiosk| kiosk.revoked_at_ms.is_none());
    let rows = in_service.map(|kiosk| KioskRow {
        connected: state.present.is_connected(kiosk.id),
        id: kiosk.id,
        name: kiosk.name,
        enrolled_at: DateTime::from_timestamp_millis(kiosk.enrolled_at_ms).unwrap_or_default(),
        seen_at: kiosk.seen_at_ms.and_then(DateTime::from_timestamp_millis),
    });
    Ok(Json(rows.collect()))
}

/// Makes a code with which one kiosk can enrol within ten minutes.
#[utoipa::path(post, path = "/api/kiosks/codes", tag = "counter", request_body = CodeRequest,
    responses((status = 200, body = CodeAnswer), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn issue_code(
    State(state): State<CounterState>,
    by: Only<Managers>,
    Json(request): Json<CodeRequest>,
) -> Result<Json<CodeAnswer>, Problem> {
    let name = request.checked_name()?;
    state.trail.add(&by.staff.actor(), "kiosk.code_issued", "kiosk", json!({"name": name})).await?;
    let (code, until) = state.codes().issue(name, chance::<8>(), state.clock.now());
    Ok(Json(CodeAnswer { code, until }))
}

/// Takes a kiosk out of service for good; a visit it has ends.
#[utoipa::path(delete, path = "/api/kiosks/{id}", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn revoke_kiosk(
    State(state): State<CounterState>,
    by: Only<Managers>,
    Path(kiosk): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    kiosks::revoke(&state.db, kiosk, state.clock.now().timestamp_millis()).await?;
    state.trail.add(&by.staff.actor(), "kiosk.revoked", &subject(kiosk), json!({})).await?;
    if let Some(visit) = state.present.revoke(kiosk) {
        state.calls.visitor_left(visit.contact, LegCause::Failed).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Enrols the device that sends the code.
#[utoipa::path(post, path = "/api/kiosk/enrol", tag = "counter", request_body = EnrolRequest,
    responses((status = 200, body = EnrolAnswer), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 429, body = ProblemBody)))]
async fn enrol_kiosk(
    State(state): State<CounterState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Json(request): Json<EnrolRequest>,
) -> Result<Json<EnrolAnswer>, Problem> {
    if let Some(wait_s) = state.wait_s(address) {
        return Err(Problem::too_often(wait_s));
    }
    let public_key = identity::public_key(&request.public_key)
        .ok_or_else(|| Problem::invalid("端末の鍵が読めません。", "The device's key cannot be read."))?;
    let now = state.clock.now();
    let Some(name) = state.codes().take(&request.code, now) else {
        state.wrong_code(address);
        return Err(code_wrong());
    };
    let id = fresh_id();
    let kiosk = Kiosk {
        id,
        name: name.clone(),
        public_key,
        enrolled_at_ms: now.timestamp_millis(),
        seen_at_ms: None,
        revoked_at_ms: None,
    };
    kiosks::enrol(&state.db, kiosk).await?;
    let detail = json!({"name": name, "address": address.to_string()});
    state.trail.add(&subject(id), "kiosk.enrolled", &subject(id), detail).await?;
    Ok(Json(EnrolAnswer { kiosk: id, name }))
}

/// The code typed is none that stands.
pub(super) fn code_wrong() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "code_wrong",
        "登録コードが違うか、期限が切れています。管理画面で新しいコードを発行してください。",
        "The code is wrong or has expired. Issue a new one on the administration page.",
    )
}

/// How the audit log names a kiosk.
pub(super) fn subject(kiosk: Uuid) -> String {
    format!("kiosk:{kiosk}")
}
