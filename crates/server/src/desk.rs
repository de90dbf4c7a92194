//! The desk's room: history, contact details, recordings, wrap-up, topics, directory, hand-over notes.
//!
//! Handlers parse, ask `storage` and `domain`, and answer; numbers stay masked until somebody
//! says why they look (clause 8(4)). It must never know a live call: that is `calls` and `live`.

mod access;
mod agent_states;
mod colleagues;
mod contact_row;
mod contacts;
pub mod coverage;
mod cursor;
mod directory;
mod erasing;
mod handovers;
mod masking;
mod opening;
mod questions;
mod recording;
mod recording_state;
pub mod reminders;
mod sealed_original;
mod service;
mod state;
mod summary;
mod transcript;
mod transcript_search;
mod wrap_up;

use utoipa_axum::router::OpenApiRouter;

pub use state::DeskState;

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
        .merge(colleagues::router())
        .merge(agent_states::router())
        .merge(erasing::router())
        .merge(coverage::router())
        .merge(sealed_original::router())
        .merge(transcript::router())
        .merge(transcript_search::router())
        .merge(summary::router())
        .merge(questions::router())
}
