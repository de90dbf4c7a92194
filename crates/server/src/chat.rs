//! The chat's room: a resident asks, approved text answers, and an operator takes over (clauses 6(3)①c, 6(2)⑪).
//!
//! Owns the residents' connections and what the bot is asked before anybody else; from the hand-over on the chat is a
//! contact on the one floor, in `calls`. It must never say anything of its own. Start at [`socket`].

mod bot;
mod conversations;
mod doors;
mod messages;
mod socket;
mod state;
mod words;

use axum::Router;

pub use state::{ChatParts, ChatState};

/// The live connection of residents; it knows no login.
pub fn live(state: ChatState) -> Router {
    Router::new().route("/api/chat/live", axum::routing::get(socket::connect)).with_state(state)
}
