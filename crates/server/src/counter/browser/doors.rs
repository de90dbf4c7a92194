//! The two doors of the shared browser: a kiosk's, which proves itself, and an operator's, who has the visit.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Extension;
use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::control_token::Side;
use domain::ids::ContactId;
use storage::kiosks;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::line::{self, Connected};
use super::messages::{Hello, ServerMessage, TEXT_BYTES_MAX};
use super::photo;
use super::place::{Inbox, Line, OUT_MAX};
use crate::clock::chance;
use crate::counter::identity;
use crate::counter::socket::HELLO_WITHIN;
use crate::counter::state::CounterState;
use crate::login::staff::Staff;
use crate::problem::Problem;
use crate::security::ClientAddress;

/// Connections, counted over all places.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// The live connections of the shared browser.
pub(in crate::counter) fn live() -> Router<CounterState> {
    Router::new().route("/api/kiosk/browser", get(kiosk)).route("/api/desk/visits/{contact}/browser", get(desk))
}

/// `GET /api/kiosk/browser`.
async fn kiosk(
    State(state): State<CounterState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let Some(place) = state.doorstep.enter(address) else {
        return Err(Problem::too_often(HELLO_WITHIN.as_secs()));
    };
    let upgrade = upgrade.max_message_size(photo::PARCEL_BYTES_MAX).max_frame_size(photo::PARCEL_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |mut socket| async move {
        let Some(kiosk) = prove(&state, &mut socket).await else {
            return line::close(&mut socket, line::NOT_YOURS).await;
        };
        drop(place);
        let visit = state.present.visit(kiosk);
        let (Some(places), Some(visit)) = (&state.places, visit) else {
            return line::close(&mut socket, line::NONE_HERE).await;
        };
        come_in(socket, places.of(kiosk), Side::Resident, visit.contact, String::new()).await;
    }))
}

/// `GET /api/desk/visits/{contact}/browser`.
async fn desk(
    State(state): State<CounterState>,
    Path(contact): Path<Uuid>,
    staff: Staff,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    Ok(upgrade.max_message_size(TEXT_BYTES_MAX).on_upgrade(move |mut socket| async move {
        let contact = ContactId(contact);
        let view = state.calls.visit_view(contact).await;
        if view.is_none_or(|view| view.state.agent != Some(staff.id)) {
            return line::close(&mut socket, line::NOT_YOURS).await;
        }
        let (Some(places), Some(kiosk)) = (&state.places, state.present.kiosk_of(contact)) else {
            return line::close(&mut socket, line::NONE_HERE).await;
        };
        come_in(socket, places.of(kiosk), Side::Operator, contact, staff.name.clone()).await;
    }))
}

async fn come_in(socket: WebSocket, place: mpsc::Sender<Inbox>, side: Side, contact: ContactId, operator: String) {
    let number = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
    let (sender, out) = mpsc::channel(OUT_MAX);
    let line = Line { number, contact, operator, out: sender };
    if place.send(Inbox::Enter { side, line }).await.is_ok() {
        line::serve(socket, Connected { side, number, place, out }).await;
    }
}

/// Sends a challenge and waits for its proof; None when it fails.
async fn prove(state: &CounterState, socket: &mut WebSocket) -> Option<Uuid> {
    let nonce = identity::challenge(chance::<32>());
    line::say(socket, &ServerMessage::Challenge { nonce: nonce.clone() }).await.ok()?;
    let heard = tokio::time::timeout(HELLO_WITHIN, socket.recv()).await.ok()??;
    let Ok(Message::Text(text)) = heard else { return None };
    let Hello { kiosk, signature } = serde_json::from_str(&text).ok().filter(|_| text.len() <= TEXT_BYTES_MAX)?;
    let known = kiosks::in_service(&state.db, kiosk).await;
    let known = known.inspect_err(|why| tracing::error!(%why, "a kiosk could not be looked up")).ok()??;
    identity::proves(&known.public_key, kiosk, &nonce, &signature).then_some(kiosk)
}
