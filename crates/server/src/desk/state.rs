//! What the room is handed by the composition.

use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::llm::Llm;
use crate::trail::Trail;
use std::sync::Arc;
use storage::Db;
use storage::objects::Objects;
use storage::spool::Spool;
use vault::KeyRing;

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
    /// Whether the demonstration city is open at all hours.
    pub always_open: bool,
    /// Recordings of open contacts.
    pub spool: Arc<Spool>,
    /// Recordings of closed contacts.
    pub objects: Arc<Objects>,
    /// Days an unredacted recording stays.
    pub unredacted_days: u32,
    /// The language model, which may draft summaries.
    pub llm: Llm,
}
