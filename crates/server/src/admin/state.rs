//! What the room is handed by the composition.

use crate::calls::{CallsHandle, PromptBook};
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::trail::Trail;
use speech::Synthesiser;
use std::sync::Arc;
use storage::Db;

/// What the room needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct AdminState {
    /// The database.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// Opening hours.
    pub calendar: CityCalendar,
    /// Prompts as calls hear them.
    pub prompts: PromptBook,
    /// Speaks prompts for listening.
    pub synthesiser: Arc<Synthesiser>,
    /// The switchboard, told of another list of watch words.
    pub calls: CallsHandle,
}
