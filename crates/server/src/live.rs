//! The live connection of desks and supervisor pages, one WebSocket a page.
//!
//! Owns who holds which desk, what each page is told, and the reading of commands. Rules are the
//! floor's; the switchboard carries commands out. Start at [`socket`].

mod agent_state;
pub mod caption_messages;
pub mod chat_messages;
mod contact_parts;
pub mod desks;
mod feed;
pub mod flow_messages;
mod flow_wishes;
mod joining;
mod listening;
pub mod messages;
mod socket;
mod state;
pub mod suggestion_feed;
pub mod suggestion_messages;
pub mod transcript_feed;
pub mod transcript_messages;
pub mod video_messages;
mod wanted;
mod wishes;
pub mod written_messages;

use axum::Router;

pub use state::LiveState;

/// The room's one route.
pub fn router(state: LiveState) -> Router {
    Router::new().route("/api/live", axum::routing::get(socket::connect)).with_state(state)
}
