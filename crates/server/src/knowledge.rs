//! The FAQ's room: writing, reviewing, approving, publishing, editions, and what staff look up (clauses 6(1), 6(3)①b).
//!
//! Owns the way from a request to the pure workflow and back into the store. What residents and agents read comes
//! from `faq_shelf`; this room tells it when that changed. It must never decide what may be done to an entry.

mod actions;
mod assist;
mod book;
mod catalogue;
mod checking;
mod clock;
mod comparing;
mod content;
mod demonstration;
mod downloads;
mod editions;
mod entries;
mod exchange;
mod files;
mod finding;
mod papers;
mod people;
mod problem_words;
mod proposals;
mod proposing;
mod refusals;
mod review_file;
mod search_state;
mod state;
mod views;

use utoipa_axum::router::OpenApiRouter;

pub use assist::{AssistDeps, assist};
pub use book::{NotChanged, duty};
pub use catalogue::{Catalogue, newest};
pub use clock::watch;
pub use demonstration::{FaqSeedError, seed};
pub use exchange::{Import, missing_files};
pub use state::KnowledgeState;

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new()
        .merge(entries::router())
        .merge(checking::router())
        .merge(comparing::router())
        .merge(finding::router())
        .merge(search_state::router())
        .merge(exchange::router())
        .merge(files::router())
        .merge(editions::router())
        .merge(review_file::router())
        .merge(proposals::router())
}
