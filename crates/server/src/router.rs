//! The order of layers around the rooms, and the description of the whole interface.
//!
//! From outside in: guard (headers, foreign origins), request id, refusals in one form, time and
//! size limits, login session, person, room. The live connection has no time limit.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Router, extract::DefaultBodyLimit};
use time::Duration as SessionSpan;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use tracing::Instrument as _;
use utoipa::OpenApi;

use crate::admin::{self, AdminState};
use crate::ai::{self, AiState};
use crate::clock::fresh_id;
use crate::config::Config;
use crate::counter::{self, CounterState};
use crate::desk::{self, DeskState};
use crate::erasure::{self, Erasure};
use crate::health::{self, HealthState};
use crate::knowledge::{self, KnowledgeState};
use crate::login::store::SessionRows;
use crate::login::{self, LoginState, identify};
use crate::pages;
use crate::problem::Problem;
use crate::public::{self, PublicState};
use crate::security::{Origins, guard};
use crate::transcript::{self, TranscriptState};

/// The cookie of a login.
const COOKIE: &str = "madoguchi";

/// The request's id, for the log and for whoever reports a problem.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The rooms' states.
pub struct Rooms {
    /// Logging in.
    pub login: LoginState,
    /// The desk.
    pub desk: DeskState,
    /// Administration.
    pub admin: AdminState,
    /// The counter.
    pub counter: CounterState,
    /// Receipts of erasures.
    pub erasure: Erasure,
    /// Calls as text.
    pub transcript: TranscriptState,
    /// The FAQ.
    pub knowledge: KnowledgeState,
    /// The AI ledger.
    pub ai: AiState,
    /// The public FAQ pages.
    pub public: PublicState,
    /// The chat, where there is one.
    pub chat: Option<Router>,
    /// Health.
    pub health: HealthState,
    /// The live connection.
    pub live: Router,
    /// Zoom's files and webhooks, where Zoom is used.
    pub video: Option<Router>,
    /// Where login sessions are kept.
    pub sessions: SessionRows,
}

#[derive(OpenApi)]
#[openapi(info(
    title = "Madoguchi",
    description = "The programming interface of the desk: docs/API-DESIGN.md tells it in words.",
    license(name = "Apache-2.0")
))]
struct Description;

/// The description of the whole interface as JSON, ending with a line break.
///
/// # Errors
/// When it cannot be written as JSON, which would be a fault of ours.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    let mut description = Description::openapi();
    description.merge(health::router().into_openapi());
    description.merge(login::router().into_openapi());
    description.merge(desk::router().into_openapi());
    description.merge(admin::router().into_openapi());
    description.merge(counter::router().into_openapi());
    description.merge(transcript::router().into_openapi());
    description.merge(knowledge::router().into_openapi());
    description.merge(ai::router().into_openapi());
    description.merge(erasure::router().into_openapi());
    Ok(description.to_pretty_json()? + "\n")
}

/// Everything an installation serves on its one origin.
pub fn whole(config: &Config, rooms: Rooms, encrypted: bool) -> Router {
    let timeout = Duration::from_secs(config.web.request_timeout_s);
    let (health, _) = health::router().with_state::<()>(rooms.health).split_for_parts();
    let (login, _) = login::router().with_state::<()>(rooms.login.clone()).split_for_parts();
    let (desk, _) = desk::router().with_state::<()>(rooms.desk).split_for_parts();
    let (admin, _) = admin::router().with_state::<()>(rooms.admin).split_for_parts();
    let (counter, _) = counter::router().with_state::<()>(rooms.counter.clone()).split_for_parts();
    let (transcript, _) = transcript::router().with_state::<()>(rooms.transcript).split_for_parts();
    let (knowledge, _) = knowledge::router().with_state::<()>(rooms.knowledge).split_for_parts();
    let (erasure, _) = erasure::router().with_state::<()>(rooms.erasure).split_for_parts();
    let (ai, _) = ai::router().with_state::<()>(rooms.ai).split_for_parts();
    let api = Router::new()
        .merge(transcript)
        .merge(counter)
        .merge(health)
        .merge(login)
        .merge(desk)
        .merge(admin)
        .merge(ai)
        .merge(erasure)
        .merge(rooms.video.unwrap_or_default())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(DefaultBodyLimit::max(config.web.body_bytes_max))
        .merge(knowledge.layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout)))
        .merge(rooms.live)
        .merge(counter::live(rooms.counter.clone()))
        .layer(from_fn_with_state(rooms.login, identify))
        .layer(session_layer(config, rooms.sessions, encrypted));
    // Slips and the guide are read by everybody and stand outside the login, so that they need no database.
    let slips = counter::public_slips(rooms.counter)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout));
    let guide =
        public::router(rooms.public).layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout));
    // Residents who chat have no login either; their connection has no time limit.
    let no_chat = || Router::new().route("/chat", get(pages::no_chat)).route("/chat.js", get(pages::no_chat));
    let chat = rooms.chat.unwrap_or_else(no_chat);
    let files = Router::new().fallback(pages::page).layer(CompressionLayer::new());
    let origins = Origins::new(&config.web.trusted_proxies, encrypted)
        .with_zoom(config.video.zoom.enabled)
        .with_kiosk_peers(&config.kiosk_diagnosis().kiosk_peers())
        .with_chat(config.chat.enabled.then_some(config.chat.allowed_origins.as_slice()));
    api.merge(slips)
        .merge(guide)
        .merge(chat)
        .fallback_service(files)
        .layer(from_fn(one_form))
        .layer(from_fn(observe))
        .layer(from_fn_with_state(origins, guard))
}

fn session_layer(config: &Config, store: SessionRows, encrypted: bool) -> SessionManagerLayer<SessionRows> {
    let secure = encrypted || config.web.public_url.starts_with("https://");
    SessionManagerLayer::new(store)
        .with_name(COOKIE)
        .with_path("/")
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(secure)
        .with_expiry(Expiry::OnInactivity(SessionSpan::hours(config.login.idle_h.into())))
}

/// Refusals of the framework (a body that is no JSON, a method that is not there) get the form
/// of all others.
async fn one_form(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let plain =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !api || !plain || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    Problem::new(
        status,
        framework_code(status),
        "この要求は受け付けられません。入力内容を確認してください。",
        "The request was not accepted. Please check what was sent.",
    )
    .into_response()
}

fn framework_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "wrong_media_type",
        StatusCode::SERVICE_UNAVAILABLE => "too_slow",
        status if status.is_server_error() => "internal",
        _ => "malformed",
    }
}

/// Gives the request an id and logs how it went: method, route and status, never the query,
/// which may hold a telephone number.
async fn observe(request: Request, next: Next) -> Response {
    let id = fresh_id().to_string();
    let route = request.extensions().get::<MatchedPath>().map(|path| Arc::<str>::from(path.as_str()));
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = %id, %method, route = route.as_deref().unwrap_or("page"));
    let mut response: Response<Body> = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
