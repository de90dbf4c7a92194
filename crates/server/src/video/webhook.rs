//! `POST /api/zoom/webhook`: what Zoom tells us, signed over the raw body.
//!
//! Owns what becomes of a message: a recording raises an alarm, is deleted at once and moves the visit
//! away from Zoom (clause 6(2)③d). What is not signed by our secret is answered with a refusal alone.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use tokio::sync::mpsc;
use zoom::Secret;
use zoom::webhook::{self, Notice, Seen, SessionNews, WebhookFault};

use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, ZoomNews, ZoomOrder};
use crate::clock::Clock;
use crate::problem::Problem;

/// The alarm of a visit that somebody recorded at Zoom.
pub(super) const RECORDED: &str = "zoom_recording";

/// What the endpoint needs.
#[derive(Clone)]
pub(super) struct WebhookState {
    pub(super) secret: Secret,
    pub(super) seen: Arc<Mutex<Seen>>,
    pub(super) clock: Clock,
    pub(super) alarms: Alarms,
    pub(super) calls: CallsHandle,
    pub(super) orders: mpsc::Sender<ZoomOrder>,
}

#[derive(Serialize)]
struct Validated {
    #[serde(rename = "plainToken")]
    plain_token: String,
    #[serde(rename = "encryptedToken")]
    encrypted_token: String,
}

pub(super) async fn receive(State(state): State<WebhookState>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (timestamp, signature) = (header("x-zm-request-timestamp"), header("x-zm-signature"));
    let now_s = state.clock.now().timestamp();
    match webhook::read(&state.secret, timestamp, signature, &body, now_s) {
        Ok(Notice::Validation { plain_token }) => {
            let encrypted_token = webhook::validation_answer(&state.secret, &plain_token);
            Json(Validated { plain_token, encrypted_token }).into_response()
        }
        Ok(notice) => {
            // Zoom sends a message again when it did not hear us; once is enough.
            let is_fresh =
                state.seen.lock().unwrap_or_else(PoisonError::into_inner).note(signature.unwrap_or_default());
            if is_fresh {
                state.act_on(notice).await;
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(why) => {
            tracing::warn!(%why, "a message that claims to be Zoom's was turned away");
            refusal(&why).into_response()
        }
    }
}

impl WebhookState {
    async fn act_on(&self, notice: Notice) {
        let Notice::Session { what, topic, id } = notice else { return };
        match what {
            SessionNews::Started => {}
            SessionNews::Ended => self.calls.zoom_news(topic, ZoomNews::Ended).await,
            SessionNews::Recorded => {
                self.raise_alarm();
                self.calls.zoom_news(topic.clone(), ZoomNews::Recorded).await;
                if self.orders.try_send(ZoomOrder::StopRecording { topic, id }).is_err() {
                    tracing::error!("the order to delete a recording at Zoom was dropped; the next sweep deletes it");
                }
            }
        }
    }

    fn raise_alarm(&self) {
        self.alarms.raise(
            RECORDED,
            self.clock.now(),
            "Zoomで窓口の録画が始まったため、削除し、その対応を内蔵の映像に切り替えました。Zoomのアカウントで録画を禁止してください。",
            "Somebody began to record a visit at Zoom. It is being deleted, and the visit was moved to the built-in video. Forbid recording in the Zoom account.",
        );
    }
}

fn refusal(why: &WebhookFault) -> Problem {
    let (status, code) = match why {
        WebhookFault::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        WebhookFault::NoTime | WebhookFault::BadSignature => (StatusCode::UNAUTHORIZED, "not_signed"),
        WebhookFault::Stale { .. } => (StatusCode::UNAUTHORIZED, "stale"),
        WebhookFault::NotUnderstood => (StatusCode::BAD_REQUEST, "not_understood"),
    };
    Problem::new(status, code, "この通知は受け付けられません。", "This message was not accepted.")
}
