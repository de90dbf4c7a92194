//! The desk's room: history, contact details, recordings, wrap-up, topics, directory, hand-over notes.
//!
//! Handlers parse, ask `storage` and `domain`, and answer; numbers stay masked until somebody
//! says why they look (clause 8(4)). It must never know a live call: that is `calls` and `live`.

mod access;
mod contact_row;
mod contacts;
mod directory;
mod handovers;
mod opening;
mod recording;
pub mod reminders;
mod service;
mod wrap_up;

use std::sync::Arc;

use storage::Db;
use storage::objects::Objects;
use storage::spool::Spool;
use utoipa_axum::router::OpenApiRouter;
use vault::KeyRing;

use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::trail::Trail;

/// What the room needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct DeskState {
    /// The database.
    pub db: Db,
    /// Keys of contacts.
    pub ring: Arc<KeyRing>,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// Opening hours.
    pub calendar: CityCalendar,
    /// Recordings of open contacts.
    pub spool: Arc<Spool>,
    /// Recordings of closed contacts.
    pub objects: Arc<Objects>,
}

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new()
        .merge(contacts::router())
        .merge(opening::router())
        .merge(recording::router())
        .merge(wrap_up::router())
        .merge(service::router())
        .merge(directory::router())
        .merge(handovers::router())
}
