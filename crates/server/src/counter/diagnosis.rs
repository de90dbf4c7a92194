//! Looking after kiosks from afar (clause 6(2)④): a kiosk is asked to measure itself, and what it says is judged.
//!
//! Owns what is asked when, and the history. Numbers come in and nothing else: it must never take a picture or a
//! sound from a kiosk. The limits are `domain::diagnosis`'s; the kiosk's half is `web/kiosk/diagnosis`.
//! Next: [`asking`] for a run from question to book, [`watch`] for what happens unasked.

mod asking;
pub(super) mod care;
mod faults;
mod history;
mod known;
pub(super) mod measured;
mod reload;
pub(super) mod reload_how;
mod runs;
mod states;
mod throughput;
mod unfit;
mod watch;

use utoipa_axum::router::OpenApiRouter;

use super::state::CounterState;

pub(super) use asking::{gone, measured, reached};
pub(crate) use watch::watch;

/// The endpoints of this folder.
pub(super) fn router() -> OpenApiRouter<CounterState> {
    OpenApiRouter::new()
        .merge(states::router())
        .merge(asking::router())
        .merge(history::router())
        .merge(faults::router())
        .merge(reload::router())
        .merge(throughput::router())
}
