//! The history and a contact in detail, both without personal data.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::contacts::Contact;
use storage::history::{self, Cursor, PAGE_MAX, Search};
use storage::recordings::{self, Recording};
use storage::{accounts, ingest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::access::{sees_all, today_begins, visible};
use super::contact_row::{ContactRow, PersonRef, RowMaker, at};
use super::cursor::{read_cursor, write_cursor};
use super::recording::{Speaker, speakers};
use super::recording_state::{RecordingStanding, standing};
use super::state::DeskState;
use crate::login::role::ContactReaders;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// Rows of a page when nothing else is asked for.
const LIMIT_DEFAULT: u64 = 50;

/// The longest text of a search field.
const FIELD_LETTERS_MAX: usize = 64;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(list_contacts)).routes(routes!(contact_detail))
}

/// What to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ContactQuery {
    /// Arrived at or after.
    from: Option<DateTime<Utc>>,
    /// Arrived before.
    to: Option<DateTime<Utc>>,
    /// The caller's whole number, in any usual form.
    number: Option<String>,
    /// An agent who had it.
    agent: Option<Uuid>,
    /// Topic or sub-code.
    topic: Option<String>,
    /// Outcome.
    outcome: Option<String>,
    /// Channel.
    channel: Option<String>,
    /// Acceptance.
    acceptance: Option<String>,
    /// Answered contacts that were not filed.
    unfiled: bool,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u64>,
}

/// A page of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactPage {
    /// Rows, newest first.
    items: Vec<ContactRow>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A contact in detail.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactDetail {
    /// As in the history.
    #[serde(flatten)]
    row: ContactRow,
    /// What happened, in order.
    events: Vec<EventRow>,
    /// What was filed.
    wrap_up: Option<FiledWrapUp>,
    /// Loss and jitter of the legs.
    #[schema(value_type = Vec<Object>)]
    legs: Vec<Value>,
    /// How the recording stands; null where there is none.
    recording: Option<RecordingStanding>,
    /// Who spoke when.
    speakers: Vec<Speaker>,
    /// Until when the person may open personal data without stating a reason again.
    grant_until: Option<DateTime<Utc>>,
}

/// Something that happened to a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventRow {
    /// When.
    at: DateTime<Utc>,
    /// What.
    kind: String,
    /// More.
    #[schema(value_type = Object)]
    detail: Value,
}

/// What was filed, without note and reference.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiledWrapUp {
    /// Topic or sub-code.
    topic: Option<String>,
    /// Outcome.
    outcome: Option<String>,
    /// What came of a booking.
    booking_result: Option<String>,
    /// What was booked.
    booking_kind: Option<String>,
    /// Whether there is a note to be opened.
    has_note: bool,
    /// Who filed it.
    filed_by: Option<PersonRef>,
    /// When.
    filed_at: Option<DateTime<Utc>>,
}

/// Looks for contacts.
#[utoipa::path(get, path = "/api/contacts", tag = "contacts", params(ContactQuery),
    responses((status = 200, body = ContactPage), (status = 403, body = ProblemBody)))]
async fn list_contacts(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Query(query): Query<ContactQuery>,
) -> Result<Json<ContactPage>, Problem> {
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let after = after.map(|(arrived_at_ms, id)| Cursor { arrived_at_ms, id });
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, PAGE_MAX);
    let search = search(&state, &by.staff, query)?;
    let page = history::search(&state.db, &search, after, limit).await?;
    let ids: Vec<Uuid> = page.contacts.iter().map(|contact| contact.id).collect();
    let recordings = recordings::of_contacts(&state.db, &ids).await?;
    let names = names(&state).await?;
    let maker = RowMaker { ring: &state.ring, names: &names };
    let items = page.contacts.iter().map(|contact| {
        let own: Vec<Recording> = recordings.iter().filter(|one| one.contact == contact.id).cloned().collect();
        maker.row(contact, &own)
    });
    Ok(Json(ContactPage {
        items: items.collect(),
        next_cursor: page.next.map(|at| write_cursor(at.arrived_at_ms, at.id)),
    }))
}

/// A contact in detail.
#[utoipa::path(get, path = "/api/contacts/{id}", tag = "contacts", params(("id" = Uuid, Path)),
    responses((status = 200, body = ContactDetail), (status = 404, body = ProblemBody)))]
async fn contact_detail(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
) -> Result<Json<ContactDetail>, Problem> {
    let contact = visible(&state, &by.staff, id).await?;
    let recordings = recordings::of_contact(&state.db, id).await?;
    let names = names(&state).await?;
    let maker = RowMaker { ring: &state.ring, names: &names };
    let now_ms = state.clock.now().timestamp_millis();
    let grant = storage::access_reviews::current(&state.db, id, by.staff.id, now_ms).await?;
    let log = ingest::log(&state.db, id).await?;
    let events = log.iter().filter_map(event_row).collect();
    Ok(Json(ContactDetail {
        row: maker.row(&contact, &recordings),
        events,
        wrap_up: filed(&contact, &maker),
        legs: legs(&recordings),
        recording: standing(&state, &by.staff, &contact, &recordings).await?,
        speakers: speakers(&state, &contact, &recordings, &names).await,
        grant_until: grant.map(|grant| at(grant.until_ms)),
    }))
}

fn search(state: &DeskState, staff: &Staff, query: ContactQuery) -> Result<Search, Problem> {
    let caller_index = query.number.as_deref().map(|number| index_of(state, number)).transpose()?;
    let mut search = Search {
        from_ms: query.from.map(|at| at.timestamp_millis()),
        until_ms: query.to.map(|at| at.timestamp_millis()),
        caller_index,
        agent: query.agent,
        topic: bounded(query.topic)?,
        outcome: bounded(query.outcome)?,
        channel: bounded(query.channel)?,
        acceptance: bounded(query.acceptance)?,
        language: None,
        unfiled: query.unfiled,
    };
    if !sees_all(staff) {
        let today = today_begins(state.clock.now()).timestamp_millis();
        search.agent = Some(staff.id);
        search.from_ms = Some(search.from_ms.unwrap_or(today).max(today));
    }
    Ok(search)
}

fn index_of(state: &DeskState, number: &str) -> Result<Vec<u8>, Problem> {
    let refuse = || Problem::invalid("電話番号を確認してください。", "This is not a telephone number.");
    let read = domain::numbers::read(number).map_err(|_| refuse())?;
    let e164 = read.public().ok_or_else(refuse)?;
    let index = state.ring.blind_index().of(e164.as_str()).map_err(|_| refuse())?;
    Ok(index.to_vec())
}

fn bounded(text: Option<String>) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if text.chars().count() > FIELD_LETTERS_MAX => {
            Err(Problem::invalid("検索条件が長すぎます。", "A search field is too long."))
        }
        other => Ok(other.filter(|text| !text.is_empty())),
    }
}

/// Names of all accounts.
pub(super) async fn names(state: &DeskState) -> Result<BTreeMap<Uuid, String>, Problem> {
    let accounts = accounts::list(&state.db).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}

fn event_row(event: &domain::contact::ContactEvent) -> Option<EventRow> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&event.kind) else {
        return None;
    };
    let kind = fields.remove("kind")?.as_str()?.to_owned();
    Some(EventRow { at: at(event.at.0), kind, detail: Value::Object(fields) })
}

fn legs(recordings: &[Recording]) -> Vec<Value> {
    let stats = recordings.iter().filter_map(|recording| recording.stats.as_ref());
    stats.filter_map(|stats| stats.get("legs")?.as_array().cloned()).flatten().collect()
}

fn filed(contact: &Contact, maker: &RowMaker<'_>) -> Option<FiledWrapUp> {
    contact.filed_at_ms?;
    Some(FiledWrapUp {
        topic: contact.topic.clone(),
        outcome: contact.outcome.clone(),
        booking_result: contact.booking_result.clone(),
        booking_kind: contact.booking_kind.clone(),
        has_note: contact.note_sealed.is_some(),
        filed_by: contact.filed_by.map(|id| maker.person(id)),
        filed_at: contact.filed_at_ms.map(at),
    })
}
