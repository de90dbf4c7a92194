//! Administration: calendar, accounts, prompts, audit.
//!
//! Every change is written to the audit log. It must never show a contact.

mod accounts;
mod audit;
mod calendar;
mod prompts;

use std::sync::Arc;

use speech::Synthesiser;
use storage::Db;
use utoipa_axum::router::OpenApiRouter;

use crate::calls::PromptBook;
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::trail::Trail;

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
}

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new()
        .merge(calendar::router())
        .merge(accounts::router())
        .merge(prompts::router())
        .merge(audit::router())
}

pub use prompts::load_prompts;
