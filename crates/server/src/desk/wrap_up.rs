//! Filing a contact: topic, outcome, booking, note (clauses 6(3)② and ③).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::secret_text::{SecretRefusal, refuse_note};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::contacts::{self, Booking, WrapUp};
use storage::{history, topics};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::DeskState;
use crate::login::role::{ContactReaders, Role};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The most letters of a booking's reference.
const REFERENCE_LETTERS_MAX: usize = 64;

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(file_wrap_up))
}

/// What became of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered on the spot.
    Resolved,
    /// Passed on to the city.
    TransferredCity,
    /// Pointed to the right agency.
    ReferredAgency,
    /// Will be called back.
    CallBack,
    /// Broke off.
    BrokenOff,
}

/// What came of a booking by proxy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingRequest {
    /// The result.
    result: BookingResult,
    /// What was booked.
    kind: BookingKind,
    /// The reservation site's reference.
    reference: Option<String>,
}

/// The result of a booking.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookingResult {
    /// Made.
    Made,
    /// Changed.
    Changed,
    /// Cancelled.
    Cancelled,
    /// Nothing was free.
    Full,
}

/// What was booked.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookingKind {
    /// Collecting a card.
    Collection,
    /// Renewing certificates.
    Renewal,
    /// Something else.
    Other,
}

/// What is filed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrapUpRequest {
    /// Topic, `ア` to `ケ`.
    topic: String,
    /// Sub-code of that topic.
    sub_code: Option<String>,
    /// The outcome.
    outcome: Outcome,
    /// A booking, where there was one.
    booking: Option<BookingRequest>,
    /// Free words; what looks like a number nobody may keep is refused.
    note: Option<String>,
}

/// Files a contact; filing again replaces what was filed.
#[utoipa::path(put, path = "/api/contacts/{id}/wrap-up", tag = "contacts", params(("id" = Uuid, Path)),
    request_body = WrapUpRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn file_wrap_up(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
    Json(request): Json<WrapUpRequest>,
) -> Result<StatusCode, Problem> {
    may_file(&state, &by.staff, id).await?;
    let topic = known_topic(&state, &request).await?;
    let wrap_up = checked(request, topic)?;
    let now_ms = state.clock.now().timestamp_millis();
    contacts::file(&state.db, &state.ring, id, &wrap_up, by.staff.id, now_ms).await?;
    let detail = json!({"topic": wrap_up.topic, "outcome": wrap_up.outcome});
    state.trail.add(&by.staff.actor(), "contact.filed", &trail::contact(id), detail).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The refusal of words that hold what nobody may keep (clause 6(2)⑪).
pub(super) fn secret_refused(why: &SecretRefusal) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "secret_in_note", why.message_ja(), why.message_en())
}

async fn may_file(state: &DeskState, staff: &Staff, id: Uuid) -> Result<(), Problem> {
    if contacts::find(&state.db, id).await?.is_none() {
        return Err(Problem::not_found());
    }
    if staff.is_any(&[Role::Supervisor, Role::Manager]) || history::took_part(&state.db, id, staff.id).await? {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "not_your_contact",
        "対応した担当者または監督者だけが記録できます。",
        "Only the agent who had it, or a supervisor, may file a contact.",
    ))
}

/// The code to file under: the sub-code where one is given and belongs to the topic.
async fn known_topic(state: &DeskState, request: &WrapUpRequest) -> Result<String, Problem> {
    let wanted = request.sub_code.as_ref().unwrap_or(&request.topic);
    let topics = topics::current(&state.db).await?;
    let found = topics.iter().find(|topic| topic.code == *wanted && topic.active);
    let fits = found.is_some_and(|topic| topic.code == request.topic || topic.parent.as_ref() == Some(&request.topic));
    if fits {
        return Ok(wanted.clone());
    }
    Err(Problem::invalid("問合せ種別を選び直してください。", "This topic is not in the list; choose another."))
}

fn checked(request: WrapUpRequest, topic: String) -> Result<WrapUp, Problem> {
    let note = request.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if let Some(note) = &note {
        refuse_note(note).map_err(|why| secret_refused(&why))?;
    }
    let booking = request.booking.map(|booking| {
        let reference = booking.reference.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        (booking.result, booking.kind, reference)
    });
    if let Some((.., Some(reference))) = &booking {
        if reference.chars().count() > REFERENCE_LETTERS_MAX {
            return Err(Problem::invalid("予約番号が長すぎます。", "The booking's reference is too long."));
        }
        refuse_note(reference).map_err(|why| secret_refused(&why))?;
    }
    Ok(WrapUp {
        topic,
        outcome: word(request.outcome),
        booking: booking.map(|(result, kind, reference)| Booking { result: word(result), kind: word(kind), reference }),
        note,
    })
}

/// The word a choice has in the interface and in the database.
fn word(choice: impl Serialize) -> String {
    let value = serde_json::to_value(choice).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
