//! Guided flows beside the live connections: which ones an agent may start, and fees that staff confirm.
//!
//! Owns who may ask. A fee is confirmed by a named person who does not serve the visit, and every
//! confirmation is in the audit log before it counts (clause 6(2)⑤(イ)).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::calendar::jst;
use domain::ids::{AgentId, ContactId};
use domain::service_flow::{ExemptionReason, GateProof};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::CounterState;
use crate::calls::{FeeConfirmation, Refusal, choice_view};
use crate::live::flow_messages::{AskedFee, Exemption, FeeProof, FlowChoice};
use crate::login::Only;
use crate::login::role::{FeeConfirmers, VisitGuides};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// Longest receipt number that is looked at; the flow's own limit is shorter.
const NUMBER_CHARS_MAX: usize = 64;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(list_flows)).routes(routes!(list_fees)).routes(routes!(confirm_fee))
}

/// Flows that may be started for a visit today, those that fit its wish first.
#[utoipa::path(get, path = "/api/visits/{contact}/flows", tag = "counter", params(("contact" = Uuid, Path)),
    responses((status = 200, body = [FlowChoice]), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn list_flows(
    State(state): State<CounterState>,
    _: Only<VisitGuides>,
    Path(contact): Path<Uuid>,
) -> Result<Json<Vec<FlowChoice>>, Problem> {
    let visit = state.calls.flows_of(ContactId(contact)).await.ok_or_else(Problem::not_found)?;
    let today = jst(state.clock.now()).date_naive();
    let choices = state.flows.catalogue.all_valid_on(today).map(|flow| choice_view(&flow, &visit.wish));
    let mut choices: Vec<FlowChoice> = choices.collect();
    choices.sort_by_key(|choice| !choice.fits_wish);
    Ok(Json(choices))
}

/// Fees that wait to be confirmed, the longest asked first.
#[utoipa::path(get, path = "/api/visits/fees", tag = "counter",
    responses((status = 200, body = [AskedFee]), (status = 403, body = ProblemBody)))]
async fn list_fees(State(state): State<CounterState>, _: Only<FeeConfirmers>) -> Json<Vec<AskedFee>> {
    Json(state.calls.fees().await)
}

/// Confirms the fee a visit's flow waits for, in the name of who is logged in.
#[utoipa::path(post, path = "/api/visits/{contact}/fee", tag = "counter", params(("contact" = Uuid, Path)),
    request_body = FeeProof,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn confirm_fee(
    State(state): State<CounterState>,
    by: Only<FeeConfirmers>,
    Path(contact): Path<Uuid>,
    Json(proof): Json<FeeProof>,
) -> Result<StatusCode, Problem> {
    let how = proof_of(&proof)?;
    let (visit, by_name) = (ContactId(contact), by.staff.name.clone());
    let confirmation = FeeConfirmation { by: AgentId(by.staff.id), by_name, how, rehearsed: true };
    state.calls.confirm_fee(visit, confirmation.clone()).await.map_err(problem)?;
    let (actor, subject) = (by.staff.actor(), trail::contact(contact));
    state.trail.add(&actor, "visit.fee_confirmed", &subject, json!({"how": how_word(&proof)})).await?;
    let confirmation = FeeConfirmation { rehearsed: false, ..confirmation };
    let Err(refusal) = state.calls.confirm_fee(visit, confirmation).await else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let detail = json!({"code": refusal.code});
    state.trail.add(&actor, "visit.fee_confirmation_refused", &subject, detail).await?;
    Err(problem(refusal))
}

fn proof_of(proof: &FeeProof) -> Result<GateProof, Problem> {
    Ok(match proof {
        FeeProof::Payment => GateProof::Payment,
        FeeProof::ReceiptNumber { number } if number.chars().count() > NUMBER_CHARS_MAX => {
            return Err(Problem::invalid("領収番号が長すぎます。", "The receipt number is too long."));
        }
        FeeProof::ReceiptNumber { number } => GateProof::ReceiptNumber { number: number.trim().to_owned() },
        FeeProof::Exemption { reason } => GateProof::Exemption { reason: reason_of(*reason) },
    })
}

fn reason_of(reason: Exemption) -> ExemptionReason {
    match reason {
        Exemption::Disaster => ExemptionReason::Disaster,
        Exemption::CardFault => ExemptionReason::CardFault,
        Exemption::EntriesFull => ExemptionReason::EntriesFull,
        Exemption::CityDecision => ExemptionReason::CityDecision,
    }
}

/// How the audit log names the proof; a receipt's number stands in the contact's own log.
fn how_word(proof: &FeeProof) -> &'static str {
    match proof {
        FeeProof::Payment => "payment",
        FeeProof::ReceiptNumber { .. } => "receipt_number",
        FeeProof::Exemption { .. } => "exemption",
    }
}

fn problem(refusal: Refusal) -> Problem {
    let status = match refusal.code {
        "own_visit" => StatusCode::FORBIDDEN,
        "bad_receipt_number" => StatusCode::UNPROCESSABLE_ENTITY,
        "stopping" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    };
    Problem::new(status, refusal.code, refusal.ja, refusal.en)
}
