//! The city's page at the hall: who waits, numbers from the reception, and who goes to a kiosk (clause 6(2)②).
//!
//! Owns the shapes and the permissions. It is asked every two seconds by each page, so it answers from memory
//! but for the names of kiosks. Next: [`super::reception`] for what becomes of numbers.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::contact::Language;
use domain::ids::ContactId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::kiosks::{self, Kiosk};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::hall_tickets::InHall;
use super::kiosks::subject;
use super::state::CounterState;
use crate::calls::{Refusal, Snapshot};
use crate::live::messages::{ContactState, GuestState};
use crate::login::Only;
use crate::login::role::HallStaff;
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new()
        .routes(routes!(look_at_hall))
        .routes(routes!(issue_number))
        .routes(routes!(cancel_number))
        .routes(routes!(take_staff_call))
}

/// The hall at one instant.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallAnswer {
    /// The server's clock.
    now: DateTime<Utc>,
    /// Whether the counter is open.
    open: bool,
    /// What visitors can come for.
    wishes: Vec<String>,
    /// Everybody who waits or is served, by the time of their ticket.
    visits: Vec<HallVisit>,
    /// The kiosks in service.
    kiosks: Vec<HallKiosk>,
    /// Visitors who ask for staff.
    staff_calls: Vec<HallCall>,
}

/// A visit as the hall sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallVisit {
    /// The contact.
    contact: Uuid,
    /// The number.
    ticket: String,
    /// What for.
    wish: String,
    /// `ja`, `en`.
    language: Option<String>,
    /// `hall`, `called`, `waiting` (at a kiosk), `ringing`, `talking`.
    state: &'static str,
    /// When the ticket was issued; the wait counts from here.
    issued_at: DateTime<Utc>,
    /// The kiosk, or where the number is called to.
    kiosk: Option<String>,
    /// How often the number was called.
    calls: u32,
    /// Since when the call stands.
    called_at: Option<DateTime<Utc>>,
    /// When an operator joined.
    answered_at: Option<DateTime<Utc>>,
    /// Who serves it.
    agent: Option<String>,
    /// Place in line, from 1.
    position: Option<u32>,
    /// Estimated wait in whole minutes.
    estimate_minutes: Option<u32>,
    /// Who joined besides.
    guests: Vec<GuestState>,
}

/// A kiosk as the hall sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallKiosk {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
    /// Whether it is connected.
    connected: bool,
    /// The number of its visitor, or the one called to it.
    ticket: Option<String>,
}

/// A visitor who asks for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct HallCall {
    /// The kiosk's name.
    kiosk: String,
    /// Since when.
    since: DateTime<Utc>,
    /// Who is on the way.
    taken_by: Option<String>,
    /// Since when.
    taken_at: Option<DateTime<Utc>>,
}

/// What a visitor at the reception comes for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberRequest {
    /// One of the wishes.
    wish: String,
    /// `ja`, `en`.
    language: String,
}

/// A number for the slip.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumberAnswer {
    /// The contact.
    contact: Uuid,
    /// The number.
    ticket: String,
    /// When it was issued.
    issued_at: DateTime<Utc>,
    /// Place in line, from 1.
    position: Option<u32>,
    /// Estimated wait in whole minutes.
    estimate_minutes: Option<u32>,
    /// The number alone as a picture, for a scanner that types into the kiosk's field.
    qr_svg: String,
}

/// Who goes to a kiosk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoingRequest {
    /// The kiosk's name.
    kiosk: String,
}

/// Who waits, which kiosks are free, who asks for staff.
#[utoipa::path(get, path = "/api/hall", tag = "counter",
    responses((status = 200, body = HallAnswer), (status = 403, body = ProblemBody)))]
async fn look_at_hall(State(state): State<CounterState>, _: Only<HallStaff>) -> Result<Json<HallAnswer>, Problem> {
    let kiosks: Vec<Kiosk> =
        kiosks::list(&state.db).await?.into_iter().filter(|kiosk| kiosk.revoked_at_ms.is_none()).collect();
    let snapshot = state.calls.snapshot(None).await;
    let names: BTreeMap<Uuid, String> = kiosks.iter().map(|kiosk| (kiosk.id, kiosk.name.clone())).collect();
    let hall: BTreeMap<ContactId, InHall> =
        state.reception.list().into_iter().map(|one| (one.ticket.contact, one)).collect();
    let visits = visits(&snapshot, &hall, &names);
    let kiosk = |kiosk: Kiosk| HallKiosk {
        connected: state.present.is_connected(kiosk.id),
        ticket: state
            .present
            .visit(kiosk.id)
            .map(|ticket| ticket.number)
            .or_else(|| state.reception.called_to(kiosk.id)),
        id: kiosk.id,
        name: kiosk.name,
    };
    let call = |call: super::staff_calls::StaffCall| {
        let (taken_by, taken_at) = call.taken.unzip();
        HallCall { kiosk: call.kiosk, since: call.since, taken_by, taken_at }
    };
    Ok(Json(HallAnswer {
        now: state.clock.now(),
        open: state.hours().0,
        wishes: state.wishes.clone(),
        visits,
        kiosks: kiosks.into_iter().map(kiosk).collect(),
        staff_calls: state.staff_calls().into_iter().map(call).collect(),
    }))
}

/// Gives a visitor at the reception a number; the wait counts from now.
#[utoipa::path(post, path = "/api/hall/numbers", tag = "counter", request_body = NumberRequest,
    responses((status = 200, body = NumberAnswer), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn issue_number(
    State(state): State<CounterState>,
    by: Only<HallStaff>,
    Json(request): Json<NumberRequest>,
) -> Result<Json<NumberAnswer>, Problem> {
    let language = match request.language.as_str() {
        "ja" => Language::Ja,
        "en" => Language::En,
        _ => return Err(Problem::invalid("言語は ja か en で選んでください。", "The language is ja or en.")),
    };
    if !state.wishes.contains(&request.wish) {
        return Err(Problem::invalid("用件を一覧から選んでください。", "Choose what for from the list."));
    }
    let ticket = state.issue_number(language, &request.wish).await.map_err(turned_away)?;
    let subject = trail::contact(ticket.contact.0);
    let detail = json!({"ticket": ticket.number, "wish": request.wish});
    state.trail.add(&by.staff.actor(), "hall.number_issued", &subject, detail).await?;
    let view = state.calls.visit_view(ticket.contact).await;
    let picture = qrcode::QrCode::new(ticket.number.as_bytes()).map_err(Problem::internal)?;
    Ok(Json(NumberAnswer {
        qr_svg: picture.render::<qrcode::render::svg::Color<'_>>().min_dimensions(120, 120).build(),
        contact: ticket.contact.0,
        ticket: ticket.number,
        issued_at: ticket.issued_at,
        position: view.as_ref().and_then(|view| view.state.position),
        estimate_minutes: view.as_ref().and_then(|view| view.state.estimated_wait_minutes),
    }))
}

/// Takes a number back whose visitor waits in the hall.
#[utoipa::path(delete, path = "/api/hall/numbers/{id}", tag = "counter", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn cancel_number(
    State(state): State<CounterState>,
    by: Only<HallStaff>,
    Path(contact): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    if !state.cancel_number(ContactId(contact)).await {
        return Err(Problem::not_found());
    }
    state.trail.add(&by.staff.actor(), "hall.number_cancelled", &trail::contact(contact), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that one goes to a kiosk where a visitor asks for staff.
#[utoipa::path(post, path = "/api/hall/staff-calls/take", tag = "counter", request_body = GoingRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn take_staff_call(
    State(state): State<CounterState>,
    by: Only<HallStaff>,
    Json(request): Json<GoingRequest>,
) -> Result<StatusCode, Problem> {
    if !state.take_staff_call(&request.kiosk, &by.staff.name) {
        return Err(Problem::conflict(
            "この呼び出しには、もうほかの人が向かっているか、呼び出しが終わっています。",
            "Somebody else is on the way already, or the call is over.",
        ));
    }
    let kiosks = kiosks::list(&state.db).await?;
    let kiosk = kiosks.iter().find(|kiosk| kiosk.name == request.kiosk && kiosk.revoked_at_ms.is_none());
    let about = kiosk.map_or_else(|| "kiosk".to_owned(), |kiosk| subject(kiosk.id));
    state.trail.add(&by.staff.actor(), "kiosk.staff_going", &about, json!({"name": request.kiosk})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Everybody who waits or is served, by the time of their ticket.
fn visits(snapshot: &Snapshot, hall: &BTreeMap<ContactId, InHall>, kiosks: &BTreeMap<Uuid, String>) -> Vec<HallVisit> {
    let served = snapshot.contacts.iter().filter(|contact| contact.channel == "counter" && contact.state != "wrap_up");
    let mut visits: Vec<HallVisit> = served
        .map(|contact| {
            let agent = snapshot.agents.iter().find(|agent| Some(agent.id) == contact.agent);
            visit(contact, hall.get(&ContactId(contact.id)), kiosks, agent.map(|agent| agent.name.clone()))
        })
        .collect();
    visits.sort_by_key(|visit| (visit.issued_at, visit.contact));
    visits
}

fn visit(
    contact: &ContactState,
    in_hall: Option<&InHall>,
    kiosks: &BTreeMap<Uuid, String>,
    agent: Option<String>,
) -> HallVisit {
    let call = in_hall.and_then(|one| one.number.call);
    HallVisit {
        contact: contact.id,
        ticket: contact.ticket.clone().unwrap_or_default(),
        wish: contact.service.clone(),
        language: contact.language.clone(),
        state: match (contact.kiosk.is_some(), call.is_some(), contact.state.as_str()) {
            (false, true, _) => "called",
            (false, false, _) => "hall",
            (true, _, "waiting" | "ivr") => "waiting",
            (true, _, "ringing") => "ringing",
            (true, _, _) => "talking",
        },
        issued_at: contact.arrived_at,
        kiosk: contact.kiosk.clone().or_else(|| kiosks.get(&call?.kiosk.0).cloned()),
        calls: call.map_or(0, |call| call.times),
        called_at: call.map(|call| moment(call.since)),
        answered_at: contact.answered_at,
        agent,
        position: contact.position,
        estimate_minutes: contact.estimated_wait_minutes,
        guests: contact.guests.clone(),
    }
}

/// An instant as pages write it.
pub(super) fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

fn turned_away(refusal: Refusal) -> Problem {
    Problem::new(StatusCode::CONFLICT, refusal.code, refusal.ja, refusal.en)
}
