//! Fault tickets: what somebody saw at a kiosk, and what was done about it; together the equipment's history.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::kiosk_faults::{self, KioskFault, Remedy};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::history::{at, names};
use super::known::in_service;
use crate::clock::fresh_id;
use crate::counter::kiosks::subject;
use crate::counter::state::CounterState;
use crate::login::Only;
use crate::login::role::KioskKeepers;
use crate::problem::{Problem, ProblemBody};

/// The most letters of a fault or a remedy.
const WORDS_LETTERS_MAX: usize = 500;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(list_faults, open_fault)).routes(routes!(close_fault))
}

/// A fault of a kiosk.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultRow {
    /// Its id.
    id: Uuid,
    /// The diagnosis that found it.
    diagnosis: Option<Uuid>,
    /// What is wrong.
    words: String,
    /// `open` or `done`.
    state: String,
    /// Who entered it.
    opened_by: String,
    /// When.
    opened_at: DateTime<Utc>,
    /// What was done about it.
    remedy: Option<String>,
    /// Who closed it.
    done_by: Option<String>,
    /// When.
    done_at: Option<DateTime<Utc>>,
}

/// A fault to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultRequest {
    /// What is wrong, 2 to 500 letters.
    words: String,
    /// The diagnosis that found it.
    diagnosis: Option<Uuid>,
}

/// What was done about a fault.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemedyRequest {
    /// 2 to 500 letters.
    remedy: String,
}

/// The kiosk's faults, open ones first.
#[utoipa::path(get, path = "/api/kiosks/{id}/faults", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 200, body = [FaultRow]), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn list_faults(
    State(state): State<CounterState>,
    _: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
) -> Result<Json<Vec<FaultRow>>, Problem> {
    let kiosk = in_service(&state, kiosk).await?.id;
    let faults = kiosk_faults::of_kiosk(&state.db, kiosk).await?;
    let names = names(&state).await?;
    let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    let rows = faults.into_iter().map(|fault| FaultRow {
        id: fault.id,
        diagnosis: fault.diagnosis,
        opened_by: name(&fault.opened_by),
        words: fault.words,
        state: fault.state,
        opened_at: at(fault.opened_at_ms),
        remedy: fault.remedy,
        done_by: fault.done_by.as_ref().map(name),
        done_at: fault.done_at_ms.map(at),
    });
    Ok(Json(rows.collect()))
}

/// Enters a fault.
#[utoipa::path(post, path = "/api/kiosks/{id}/faults", tag = "counter", params(("id" = Uuid, Path)),
    request_body = FaultRequest,
    responses((status = 201), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn open_fault(
    State(state): State<CounterState>,
    by: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
    Json(request): Json<FaultRequest>,
) -> Result<StatusCode, Problem> {
    let words = fit(&request.words)?;
    let kiosk = in_service(&state, kiosk).await?.id;
    let fault = KioskFault {
        id: fresh_id(),
        kiosk,
        diagnosis: request.diagnosis,
        words,
        state: "open".to_owned(),
        opened_by: by.staff.id,
        opened_at_ms: state.clock.now().timestamp_millis(),
        remedy: None,
        done_by: None,
        done_at_ms: None,
    };
    let detail = json!({"fault": fault.id});
    state.trail.add(&by.staff.actor(), "kiosk.fault_opened", &subject(kiosk), detail).await?;
    kiosk_faults::open(&state.db, fault).await?;
    Ok(StatusCode::CREATED)
}

/// Closes a fault; 409 when it is closed already.
#[utoipa::path(patch, path = "/api/kiosks/{id}/faults/{fault}", tag = "counter",
    params(("id" = Uuid, Path), ("fault" = Uuid, Path)), request_body = RemedyRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn close_fault(
    State(state): State<CounterState>,
    by: Only<KioskKeepers>,
    Path((kiosk, fault)): Path<(Uuid, Uuid)>,
    Json(request): Json<RemedyRequest>,
) -> Result<StatusCode, Problem> {
    let words = fit(&request.remedy)?;
    let kiosk = in_service(&state, kiosk).await?.id;
    let remedy = Remedy { words, by: by.staff.id, at_ms: state.clock.now().timestamp_millis() };
    kiosk_faults::done(&state.db, kiosk, fault, remedy).await?;
    state.trail.add(&by.staff.actor(), "kiosk.fault_done", &subject(kiosk), json!({"fault": fault})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Words of a fault, or why they are none. A number of a resident has no place here either.
fn fit(words: &str) -> Result<String, Problem> {
    let words = words.trim();
    let letters = words.chars().count();
    let odd = words.chars().any(|letter| letter.is_control() && letter != '\n');
    if !(2..=WORDS_LETTERS_MAX).contains(&letters) || odd {
        return Err(Problem::invalid(
            format!("2〜{WORDS_LETTERS_MAX}文字で入力してください。"),
            format!("Use 2 to {WORDS_LETTERS_MAX} letters."),
        ));
    }
    if refuse_note(words).is_err() {
        return Err(Problem::invalid(
            "個人番号や暗証番号のような数字が含まれています。取り除いてから保存してください。",
            "This seems to hold an individual number or a PIN. Take it out before saving.",
        ));
    }
    Ok(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_fault_are_bounded_and_free_of_numbers_of_residents() {
        assert_eq!(fit(" レンズが曇る\n ").unwrap(), "レンズが曇る");
        assert!(fit("x").is_err());
        assert!(fit(&"長".repeat(501)).is_err());
        assert!(fit("a\u{7}b").is_err());
        assert!(fit("個人番号 123456789018 が写る").is_err());
    }
}
