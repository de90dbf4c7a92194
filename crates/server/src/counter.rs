//! The counter's room: kiosks that are enrolled, prove themselves, and take tickets (clause 6(2)②).
//!
//! Owns who a kiosk is and which visit it has, and the numbers of those who wait in the hall; the visit itself is a contact on the one floor, in
//! `calls`. It must never keep what a visitor shows or types. Start at [`socket`].

mod boards;
mod browser;
mod city;
mod codes;
mod diagnosis;
mod doorstep;
mod flow_telling;
mod flows;
mod hall_tickets;
mod identity;
mod kiosks;
mod messages;
mod present;
mod reception;
mod slip_page;
mod slip_token;
mod slip_words;
mod slips;
mod socket;
mod staff_calls;
mod state;
mod tickets;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

pub use browser::{BrowserParts, Mail, Places, SetupFault};
pub(crate) use diagnosis::watch;
pub use state::{CounterParts, CounterState};

/// Every endpoint of the room but the live connection.
pub fn router() -> OpenApiRouter<CounterState> {
    kiosks::router()
        .merge(city::router())
        .merge(boards::router())
        .merge(flows::router())
        .merge(slips::router())
        .merge(diagnosis::router())
}

/// Keeps the hall going until the program ends.
pub async fn watch_hall(state: CounterState) {
    reception::watch(state).await;
}

/// The live connection of kiosks.
pub fn live(state: CounterState) -> Router {
    Router::new().route("/api/kiosk/live", axum::routing::get(socket::connect)).merge(browser::live()).with_state(state)
}

/// Public pages of slips, for everybody who holds their address.
pub fn public_slips(state: CounterState) -> Router {
    slips::public(state)
}
