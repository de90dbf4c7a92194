//! The AI ledger's room: what uses of AI there are, where each runs, what it is sent, how good it is, its log, its switch.
//!
//! Owns the way from a manager's word to the standing of a use, and who reads what was sent. It asks no model anything:
//! the language model is `crate::llm`'s, search `faq_shelf`'s, speech `recogniser`'s. Clause 8(5).

mod figures;
mod log;
mod reason;
mod said;
mod search_use;
mod state;
mod switch;
mod uses;
mod views;

use utoipa_axum::router::OpenApiRouter;

pub use search_use::SEARCH;
pub use state::{AiState, SpeechUse, VectorsUse};

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<AiState> {
    OpenApiRouter::new().merge(uses::router()).merge(switch::router()).merge(log::router())
}
