//! What was found before: the diagnoses of a kiosk, each beside the last good one before it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use domain::diagnosis::{Change, Finding, compare};
use serde::{Deserialize, Serialize};
use storage::accounts;
use storage::kiosk_diagnoses::{self, KioskDiagnosis};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::known::in_service;
use super::measured::Measured;
use crate::counter::state::CounterState;
use crate::login::Only;
use crate::login::role::KioskKeepers;
use crate::problem::{Problem, ProblemBody};

/// Diagnoses of one answer.
const LIST_MAX: u64 = 60;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(list_diagnoses))
}

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub struct FindingRow {
    /// `bad`, `warn` or `note`.
    severity: String,
    /// `camera`, `sound`, `network`, `machine` or `reader`.
    part: String,
    /// Stable code.
    code: String,
}

/// A value that differs from the last good run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeRow {
    /// `brightness`, `speaker_db`, `round_trip_ms`, `down_kbps`, `up_kbps`, `storage_left_bytes` or `browser_major`.
    quantity: &'static str,
    /// In the last good run.
    before: f64,
    /// In this run.
    now: f64,
    /// Whether it is worse.
    worse: bool,
}

/// A diagnosis as filed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosisRow {
    /// Its id.
    id: Uuid,
    /// Who asked, by name; null for the check before opening.
    asked_by: Option<String>,
    /// When the kiosk was asked.
    started_at: DateTime<Utc>,
    /// When its answer came.
    ended_at: DateTime<Utc>,
    /// `good`, `warn` or `bad`.
    verdict: String,
    /// What was found, the worst first.
    findings: Vec<FindingRow>,
    /// What was measured.
    measured: Measured,
    /// When the last good run before it was; null when there is none.
    compared_with: Option<DateTime<Utc>>,
    /// What differs from it.
    changes: Vec<ChangeRow>,
}

/// The newest 60 diagnoses of a kiosk, the newest first.
#[utoipa::path(get, path = "/api/kiosks/{id}/diagnoses", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 200, body = [DiagnosisRow]), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn list_diagnoses(
    State(state): State<CounterState>,
    _: Only<KioskKeepers>,
    Path(kiosk): Path<Uuid>,
) -> Result<Json<Vec<DiagnosisRow>>, Problem> {
    let kiosk = in_service(&state, kiosk).await?;
    let rows = kiosk_diagnoses::of_kiosk(&state.db, kiosk.id, LIST_MAX).await?;
    let before_all = match rows.last() {
        Some(oldest) => kiosk_diagnoses::last_good(&state.db, kiosk.id, oldest.started_at_ms).await?,
        None => None,
    };
    let names = names(&state).await?;
    let answers = rows.iter().enumerate().map(|(index, row)| {
        let older = rows.iter().skip(index + 1).find(|other| other.verdict == "good");
        row_of(row, older.or(before_all.as_ref()), &names)
    });
    Ok(Json(answers.collect::<Result<_, _>>()?))
}

fn row_of(
    row: &KioskDiagnosis,
    good: Option<&KioskDiagnosis>,
    names: &BTreeMap<Uuid, String>,
) -> Result<DiagnosisRow, Problem> {
    let measured: Measured = serde_json::from_str(&row.measured).map_err(Problem::internal)?;
    let good_measured = good.and_then(|good| serde_json::from_str::<Measured>(&good.measured).ok()?.believed());
    let changes = match (measured.believed(), good_measured) {
        (Some(now), Some(good)) => compare(&now, &good).into_iter().map(change_row).collect(),
        (None, _) | (_, None) => Vec::new(),
    };
    Ok(DiagnosisRow {
        id: row.id,
        asked_by: row.asked_by.map(|id| names.get(&id).cloned().unwrap_or_default()),
        started_at: at(row.started_at_ms),
        ended_at: at(row.ended_at_ms),
        verdict: row.verdict.clone(),
        findings: serde_json::from_str(&row.findings).map_err(Problem::internal)?,
        measured,
        compared_with: good.map(|good| at(good.started_at_ms)),
        changes,
    })
}

/// Names of accounts by id.
pub(super) async fn names(state: &CounterState) -> Result<BTreeMap<Uuid, String>, Problem> {
    let accounts = accounts::list(&state.db).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}

/// An instant of the books.
pub(super) fn at(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

pub(super) fn finding_row(finding: Finding) -> FindingRow {
    FindingRow {
        severity: finding.severity.name().to_owned(),
        part: finding.part.name().to_owned(),
        code: finding.code.name().to_owned(),
    }
}

fn change_row(change: Change) -> ChangeRow {
    let Change { quantity, before, now, worse } = change;
    ChangeRow { quantity: quantity.name(), before, now, worse }
}
