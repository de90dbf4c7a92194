//! Loading a kiosk's page anew from afar, with a reason that stands in the audit log.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::known::{in_service, kiosk_away};
use super::reload_how::ReloadHow;
use crate::counter::kiosks::subject;
use crate::counter::messages::ServerMessage;
use crate::counter::state::CounterState;
use crate::login::Only;
use crate::login::role::KioskKeepers;
use crate::problem::{Problem, ProblemBody};

/// Letters of a reason.
const REASON_LETTERS: std::ops::RangeInclusive<usize> = 2..=200;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(reload_kiosk))
}

/// Why and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReloadRequest {
    /// 2 to 200 letters, for the audit log.
    reason: String,
    /// How.
    how: ReloadHow,
    /// Also while a visitor sits there; the visit goes on with the new page.
    #[serde(default)]
    during_visit: bool,
}

/// Has the kiosk load its page anew.
#[utoipa::path(post, path = "/api/kiosks/{id}/reload", tag = "counter", params(("id" = Uuid, Path)),
    request_body = ReloadRequest,
    responses((status = 202), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn reload_kiosk(
    State(state): State<CounterState>,
    by: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
    Json(request): Json<ReloadRequest>,
) -> Result<StatusCode, Problem> {
    let reason = request.reason.trim();
    if !REASON_LETTERS.contains(&reason.chars().count()) || reason.chars().any(char::is_control) {
        return Err(Problem::invalid("理由を2〜200文字で入力してください。", "Give a reason of 2 to 200 letters."));
    }
    let kiosk = in_service(&state, kiosk).await?.id;
    if !state.present.is_connected(kiosk) {
        return Err(kiosk_away());
    }
    if state.present.visit(kiosk).is_some() && !request.during_visit {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "in_visit",
            "来庁者が利用中です。画面を読み込み直すと、映像と音声が数秒止まります。",
            "A visitor is at this kiosk. Loading the page anew stops picture and sound for some seconds.",
        ));
    }
    let detail = json!({"reason": reason, "how": request.how});
    state.trail.add(&by.staff.actor(), "kiosk.reloaded", &subject(kiosk), detail).await?;
    state.care.tell(kiosk, ServerMessage::Reload { how: request.how });
    Ok(StatusCode::ACCEPTED)
}
