//! The live connection of desks and supervisor pages, one WebSocket a page.
//!
//! Owns who holds which desk, what each page is told, and the reading of commands. Rules are the
//! floor's; the switchboard carries commands out. Start at [`socket`].

pub mod desks;
mod feed;
pub mod messages;
mod socket;
mod wishes;

use axum::Router;
use std::sync::Arc;
use storage::Db;
use tokio::sync::watch;

use domain::calendar::Calendar;

use crate::calls::CallsHandle;
use crate::calls::alarms::Alarms;
use crate::clock::Clock;

/// What the live room needs.
#[derive(Clone)]
pub struct LiveState {
    /// The switchboard.
    pub calls: CallsHandle,
    /// What is wrong with the system.
    pub alarms: Alarms,
    /// Counted time.
    pub clock: Clock,
    /// For directory entries.
    pub db: Db,
    /// Opening hours of the city's offices.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Whether the demonstration city is open at all hours.
    pub always_open: bool,
    /// Who holds which desk.
    pub desks: desks::Desks,
}

/// The room's one route.
pub fn router(state: LiveState) -> Router {
    Router::new().route("/api/live", axum::routing::get(socket::connect)).with_state(state)
}
