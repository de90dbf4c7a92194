//! Which kiosk is meant, and the refusal where it cannot be told anything.

use axum::http::StatusCode;
use storage::kiosks::{self, Kiosk};
use uuid::Uuid;

use crate::counter::state::CounterState;
use crate::problem::Problem;

/// The kiosk of this id.
pub(super) async fn in_service(state: &CounterState, kiosk: Uuid) -> Result<Kiosk, Problem> {
    kiosks::in_service(&state.db, kiosk).await?.ok_or_else(Problem::not_found)
}

/// 409: the kiosk is not connected.
pub(super) fn kiosk_away() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "kiosk_away",
        "窓口端末がつながっていません。電源、回線、画面（/kiosk）を現地で確認してください。",
        "The kiosk is not connected. Have its power, its line and its page (/kiosk) looked at on the spot.",
    )
}
