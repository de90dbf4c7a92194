//! The slip every visit ends with: for the desk and the kiosk, and as a public page behind its QR code.
//!
//! Owns which slips a visit has and who may ask. A public page is served without login, session or database;
//! who guesses addresses is made to wait. Next: `slip_token` for the address, `slip_page` for the page.

use axum::extract::{Extension, Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::NaiveDate;
use domain::calendar::jst;
use domain::ids::ContactId;
use domain::service_flow::SlipKeys;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::slip_page::{self, Frame, STYLE};
use super::slip_token::{self, SlipContent, SlipLanguage};
use super::state::CounterState;
use crate::calls::{general_slip, slip_view};
use crate::live::flow_messages::{SlipPage, SlipPages, SlipView, VisitSlip};
use crate::login::Only;
use crate::login::role::VisitGuides;
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// Keeps slips out of search engines.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The endpoint for the desk.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new().routes(routes!(visit_slip))
}

/// The public pages; they stand outside every login.
pub(super) fn public(state: CounterState) -> Router {
    Router::new().route("/s/slip.css", get(style)).route("/s/{token}", get(slip)).with_state(state)
}

/// The slip of a visit as it stands: of the flows that ended so far, or the general one.
#[utoipa::path(get, path = "/api/visits/{contact}/slip", tag = "counter", params(("contact" = Uuid, Path)),
    responses((status = 200, body = VisitSlip), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn visit_slip(
    State(state): State<CounterState>,
    _: Only<VisitGuides>,
    Path(contact): Path<Uuid>,
) -> Result<Json<VisitSlip>, Problem> {
    let visit = state.calls.flows_of(ContactId(contact)).await.ok_or_else(Problem::not_found)?;
    Ok(Json(slip_of_visit(&state, contact, visit.ticket, visit.date, visit.slips)?))
}

/// The slip of a visit from where its words stand.
///
/// # Errors
/// When an address does not fit a QR code, which would be a fault of ours.
pub(super) fn slip_of_visit(
    state: &CounterState,
    contact: Uuid,
    ticket: String,
    date: NaiveDate,
    parts: Vec<SlipKeys>,
) -> Result<VisitSlip, Problem> {
    let content = SlipContent::new(SlipLanguage::Ja, date, parts);
    let page = |language| {
        let url = format!("{}{}", state.public_url, address(state, &content.in_language(language)));
        let qr_svg = qr(&url)?;
        Ok::<SlipPage, Problem>(SlipPage { url, qr_svg })
    };
    let pages = SlipPages { ja: page(SlipLanguage::Ja)?, en: page(SlipLanguage::En)?, easy: page(SlipLanguage::Easy)? };
    Ok(VisitSlip { contact, ticket, date, slips: views(state, &content.parts), pages })
}

/// The words of the slips; the general one when there are none.
fn views(state: &CounterState, parts: &[SlipKeys]) -> Vec<SlipView> {
    let flows = &state.flows;
    let found = parts.iter().filter_map(|keys| slip_view(&flows.catalogue, keys, &flows.call_number));
    let mut views: Vec<SlipView> = found.collect();
    if views.is_empty() {
        views.push(general_slip(&flows.call_number));
    }
    views
}

fn address(state: &CounterState, content: &SlipContent) -> String {
    format!("/s/{}", slip_token::write(&state.slip_stamp, content))
}

fn qr(url: &str) -> Result<String, Problem> {
    let code = qrcode::QrCode::new(url.as_bytes()).map_err(Problem::internal)?;
    Ok(code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(240, 240).build())
}

/// `GET /s/{token}`.
async fn slip(
    State(state): State<CounterState>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    Path(token): Path<String>,
) -> Response {
    if let Some(wait_s) = state.slip_wait_s(client) {
        return Problem::too_often(wait_s).into_response();
    }
    let today = jst(state.clock.now()).date_naive();
    let Some(content) = slip_token::read(&state.slip_stamp, &token, today) else {
        state.wrong_slip(client);
        return html(StatusCode::NOT_FOUND, slip_page::not_found(&state.flows.call_number));
    };
    let others = SlipLanguage::ALL.into_iter().filter(|language| *language != content.language);
    let others = others.map(|language| (language, address(&state, &content.in_language(language))));
    let frame = Frame { city_ja: &state.city_ja, city_en: &state.city_en, others: others.collect() };
    html(StatusCode::OK, slip_page::page(&content, &views(&state, &content.parts), &frame))
}

fn html(status: StatusCode, text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store"), (ROBOTS, "noindex")];
    (status, headers, text).into_response()
}

async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, STYLE).into_response()
}
