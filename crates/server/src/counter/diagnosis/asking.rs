//! A run from question to book: somebody asks, the kiosk measures and answers, and the answer is judged and filed.
//!
//! In a visit a kiosk is asked only when it is wished for, and then nothing is played and no throughput measured.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::diagnosis::{Fitted, Part, Severity, judge, verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::kiosk_diagnoses::{self, KioskDiagnosis};
use storage::kiosk_fittings;
use storage::kiosks::Kiosk;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::history::{FindingRow, finding_row};
use super::known::{in_service, kiosk_away};
use super::measured::Measured;
use super::runs::{Run, RunState};
use super::unfit::note_verdict;
use crate::clock::{chance, fresh_id};
use crate::counter::kiosks::subject;
use crate::counter::messages::ServerMessage;
use crate::counter::state::CounterState;
use crate::login::Only;
use crate::login::role::KioskKeepers;
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(start_diagnosis, read_diagnosis, cancel_diagnosis))
}

/// How a kiosk is to be looked at.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DiagnosisRequest {
    /// Also while a visitor sits there; then nothing is played.
    during_visit: bool,
}

/// A run, under way or ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRow {
    /// Its id; the filed diagnosis has the same.
    id: Uuid,
    /// `running`, `done`, `cancelled`, `unanswered`, `gone` or `garbled`.
    state: &'static str,
    /// Parts the kiosk has begun with, in order; the last is the one it is at.
    parts: Vec<&'static str>,
    /// All parts there are, in the order they are looked at.
    all_parts: Vec<&'static str>,
    /// When it began.
    started_at: DateTime<Utc>,
}

/// Asks a kiosk to measure itself.
#[utoipa::path(post, path = "/api/kiosks/{id}/diagnosis", tag = "counter", params(("id" = Uuid, Path)),
    request_body = DiagnosisRequest,
    responses((status = 202, body = RunRow), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody)))]
async fn start_diagnosis(
    State(state): State<CounterState>,
    by: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
    Json(request): Json<DiagnosisRequest>,
) -> Result<(StatusCode, Json<RunRow>), Problem> {
    let kiosk = in_service(&state, kiosk).await?;
    if !state.present.is_connected(kiosk.id) {
        return Err(kiosk_away());
    }
    let in_visit = state.present.visit(kiosk.id).is_some();
    if in_visit && !request.during_visit {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "in_visit",
            "来庁者が利用中です。対応中に点検すると、カメラとマイクの値だけを測ります。",
            "A visitor is at this kiosk. In a visit only what camera and microphone give already is measured.",
        ));
    }
    let run = ask(&state, &kiosk, Some(by.staff.id), in_visit).await?.ok_or_else(|| {
        Problem::new(StatusCode::CONFLICT, "under_way", "点検はもう始まっています。", "A check is under way already.")
    })?;
    let detail = json!({"run": run.id, "during_visit": in_visit});
    state.trail.add(&by.staff.actor(), "kiosk.diagnosis_started", &subject(kiosk.id), detail).await?;
    Ok((StatusCode::ACCEPTED, Json(run_row(&run))))
}

/// The kiosk's last run since the program began; null when there was none.
#[utoipa::path(get, path = "/api/kiosks/{id}/diagnosis", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 200, body = Option<RunRow>), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn read_diagnosis(
    State(state): State<CounterState>,
    _: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
) -> Result<Json<Option<RunRow>>, Problem> {
    let kiosk = in_service(&state, kiosk).await?;
    let row = state.care.memory().runs.last(kiosk.id).map(run_row);
    Ok(Json(row))
}

/// Calls a run off; one that has ended stays as it is.
#[utoipa::path(delete, path = "/api/kiosks/{id}/diagnosis", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn cancel_diagnosis(
    State(state): State<CounterState>,
    _: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let kiosk = in_service(&state, kiosk).await?;
    let ended = state.care.memory().runs.end(kiosk.id, None, RunState::Cancelled);
    if let Some(run) = ended {
        state.care.tell(kiosk.id, ServerMessage::StopDiagnosis { run: run.id });
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Begins a run and tells the kiosk; None while one is under way.
pub(super) async fn ask(
    state: &CounterState,
    kiosk: &Kiosk,
    asked_by: Option<Uuid>,
    in_visit: bool,
) -> Result<Option<Run>, Problem> {
    let fitted = kiosk_fittings::of_kiosk(&state.db, kiosk.id).await?;
    let pass = URL_SAFE_NO_PAD.encode(chance::<18>());
    let run = Run::new(fresh_id(), asked_by, pass.clone(), state.clock.now());
    if !state.care.memory().runs.begin(kiosk.id, run.clone()) {
        return Ok(None);
    }
    let rules = &state.diagnosis;
    let asks_agent = fitted.card_reader || fitted.scanner;
    let message = ServerMessage::Diagnose {
        run: run.id,
        pass,
        in_visit,
        agent_port: asks_agent.then_some(rules.agent_port),
        zoom_url: rules.zoom_url.clone(),
    };
    state.care.tell(kiosk.id, message);
    Ok(Some(run))
}

/// The kiosk begins with a part of its run.
pub(in crate::counter) fn reached(state: &CounterState, kiosk: Uuid, run: Uuid, part: &str) {
    if let Some(part) = Part::ALL.into_iter().find(|known| known.name() == part) {
        state.care.memory().runs.reached(kiosk, run, part);
    }
}

/// The kiosk has measured: judges and files it. A run that has ended meanwhile is not heard.
pub(in crate::counter) async fn measured(state: &CounterState, kiosk: &Kiosk, run: Uuid, measured: &Measured) {
    let believed = measured.believed();
    let ending = if believed.is_some() { RunState::Done } else { RunState::Garbled };
    let under_way = {
        let memory = state.care.memory();
        memory.runs.last(kiosk.id).filter(|last| last.id == run && last.state == RunState::Running).cloned()
    };
    let Some(under_way) = under_way else { return };
    if let Some(believed) = believed {
        let filed = file(state, kiosk, &under_way, measured, &believed).await;
        if let Err(why) = filed {
            tracing::warn!(code = why.code(), kiosk.id = %kiosk.id, "a diagnosis could not be filed");
        }
    } else {
        tracing::warn!(kiosk.id = %kiosk.id, "a kiosk measured what cannot be true");
    }
    // Only then: who sees the run done finds it in the books.
    state.care.memory().runs.end(kiosk.id, Some(run), ending);
}

async fn file(
    state: &CounterState,
    kiosk: &Kiosk,
    run: &Run,
    measured: &Measured,
    believed: &domain::diagnosis::Measurements,
) -> Result<(), Problem> {
    let fitted = kiosk_fittings::of_kiosk(&state.db, kiosk.id).await?;
    let fitted = Fitted { card_reader: fitted.card_reader, scanner: fitted.scanner };
    let findings = judge(believed, fitted);
    let worst = verdict(&findings);
    let rows: Vec<FindingRow> = findings.into_iter().map(finding_row).collect();
    let diagnosis = KioskDiagnosis {
        id: run.id,
        kiosk: kiosk.id,
        asked_by: run.asked_by,
        started_at_ms: run.started_at.timestamp_millis(),
        ended_at_ms: state.clock.now().timestamp_millis(),
        verdict: worst.map_or("good", Severity::name).to_owned(),
        measured: serde_json::to_string(measured).map_err(Problem::internal)?,
        findings: serde_json::to_string(&rows).map_err(Problem::internal)?,
    };
    kiosk_diagnoses::file(&state.db, diagnosis).await?;
    note_verdict(state, kiosk, run.asked_by.is_none(), worst == Some(Severity::Bad));
    Ok(())
}

/// The kiosk's connection has ended; a run it had has as well.
pub(in crate::counter) fn gone(state: &CounterState, kiosk: Uuid) {
    if !state.present.is_connected(kiosk) {
        state.care.memory().runs.end(kiosk, None, RunState::Gone);
    }
}

fn run_row(run: &Run) -> RunRow {
    RunRow {
        id: run.id,
        state: match run.state {
            RunState::Running => "running",
            RunState::Done => "done",
            RunState::Cancelled => "cancelled",
            RunState::Unanswered => "unanswered",
            RunState::Gone => "gone",
            RunState::Garbled => "garbled",
        },
        parts: run.parts.iter().map(|part| part.name()).collect(),
        all_parts: Part::ALL.iter().map(|part| part.name()).collect(),
        started_at: run.started_at,
    }
}
