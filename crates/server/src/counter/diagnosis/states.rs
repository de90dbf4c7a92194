//! Kiosks as those see them who look after them: connected, in a visit, last checked, faults open.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::kiosk_fittings::{self, KioskFittings};
use storage::kiosks::{self, Kiosk};
use storage::{kiosk_diagnoses, kiosk_faults};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::history::at;
use super::known::in_service;
use crate::counter::kiosks::subject;
use crate::counter::state::CounterState;
use crate::login::Only;
use crate::login::role::{KioskKeepers, Managers};
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(list_kiosk_states)).routes(routes!(set_fittings))
}

/// What is fitted to a kiosk besides its browser.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fittings {
    /// A card reader.
    card_reader: bool,
    /// A scanner.
    scanner: bool,
}

/// A kiosk in service.
#[derive(Debug, Serialize, ToSchema)]
pub struct KioskState {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
    /// Whether it is connected.
    connected: bool,
    /// When its page last said something, since the program began.
    heard_at: Option<DateTime<Utc>>,
    /// The visit it has.
    contact: Option<Uuid>,
    /// `good`, `warn` or `bad`; null before the first check.
    verdict: Option<String>,
    /// When it was last checked.
    checked_at: Option<DateTime<Utc>>,
    /// Faults that are not done.
    open_faults: usize,
    /// What is fitted.
    fittings: Fittings,
}

/// Every kiosk in service, as it stands.
#[utoipa::path(get, path = "/api/kiosks/states", tag = "counter",
    responses((status = 200, body = [KioskState]), (status = 403, body = ProblemBody)))]
async fn list_kiosk_states(
    State(state): State<CounterState>,
    _: Only<KioskKeepers>,
) -> Result<Json<Vec<KioskState>>, Problem> {
    let mut open_faults: BTreeMap<Uuid, usize> = BTreeMap::new();
    for kiosk in kiosk_faults::open_ones(&state.db).await? {
        *open_faults.entry(kiosk).or_default() += 1;
    }
    let mut rows = Vec::new();
    for kiosk in kiosks::list(&state.db).await?.into_iter().filter(|kiosk| kiosk.revoked_at_ms.is_none()) {
        let faults = open_faults.get(&kiosk.id).copied().unwrap_or_default();
        rows.push(state_of(&state, kiosk, faults).await?);
    }
    Ok(Json(rows))
}

async fn state_of(state: &CounterState, kiosk: Kiosk, open_faults: usize) -> Result<KioskState, Problem> {
    let last = kiosk_diagnoses::of_kiosk(&state.db, kiosk.id, 1).await?.into_iter().next();
    let KioskFittings { card_reader, scanner, .. } = kiosk_fittings::of_kiosk(&state.db, kiosk.id).await?;
    let heard_at = state.care.memory().heard.get(&kiosk.id).copied();
    Ok(KioskState {
        connected: state.present.is_connected(kiosk.id),
        contact: state.present.visit(kiosk.id).map(|visit| visit.contact.0),
        id: kiosk.id,
        name: kiosk.name,
        heard_at,
        checked_at: last.as_ref().map(|last| at(last.started_at_ms)),
        verdict: last.map(|last| last.verdict),
        open_faults,
        fittings: Fittings { card_reader, scanner },
    })
}

/// Says what is fitted to a kiosk; what is not fitted is not missed.
#[utoipa::path(put, path = "/api/kiosks/{id}/fittings", tag = "counter", params(("id" = Uuid, Path)),
    request_body = Fittings,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn set_fittings(
    State(state): State<CounterState>,
    by: Only<Managers>,
    Path(kiosk): Path<Uuid>,
    Json(Fittings { card_reader, scanner }): Json<Fittings>,
) -> Result<StatusCode, Problem> {
    let kiosk = in_service(&state, kiosk).await?.id;
    let detail = json!({"card_reader": card_reader, "scanner": scanner});
    state.trail.add(&by.staff.actor(), "kiosk.fittings_set", &subject(kiosk), detail).await?;
    kiosk_fittings::save(&state.db, KioskFittings { kiosk, card_reader, scanner }).await?;
    state.flows.card_readers.note(kiosk, card_reader);
    Ok(StatusCode::NO_CONTENT)
}
