//! Administration: calendar, accounts, prompts, watch words, audit.
//!
//! Every change is written to the audit log. It must never show a contact.

mod accounts;
mod audit;
mod calendar;
mod prompts;
mod state;
mod watch_words;

use utoipa_axum::router::OpenApiRouter;

pub use prompts::load_prompts;
pub use state::AdminState;
pub use watch_words::watch_words;

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new()
        .merge(calendar::router())
        .merge(accounts::router())
        .merge(prompts::router())
        .merge(audit::router())
        .merge(watch_words::router())
}
