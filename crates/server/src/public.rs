//! The public FAQ site: pages of the approved answers for residents, without login, script or cookie (clause 6(3)①b).
//!
//! Owns what residents read and ask, and that only live entries for residents are ever shown. Pages are HTML of the
//! server and load nothing but one style sheet of ours. It must never write an answer of its own nor keep a question
//! that was not cleared of secrets. Start at [`router`]; `site` has the pages, `asking` the search.

mod address;
mod asking;
mod attached;
mod entry_page;
mod file_list;
mod frame;
mod helped;
mod lettering;
mod machines;
mod pace;
mod reach;
mod refusal_page;
mod search_page;
mod sheet;
mod site;
mod start_page;
mod state;
mod structured;
#[cfg(test)]
mod tests;
mod topic_page;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::get;
use tower_http::compression::CompressionLayer;

pub use state::{PublicParts, PublicState};

/// Bytes of a form that are read at all: room for a page that says that a question is too long.
const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Every page of the room; they stand outside every login.
pub fn router(state: PublicState) -> Router {
    Router::new()
        .route("/guide", get(site::start))
        .route("/guide/", get(|| async { Redirect::permanent(address::HOME) }))
        .route(sheet::STYLE_PATH, get(sheet::style))
        .route(address::SEARCH, get(asking::by_address).post(asking::by_form))
        .route("/guide/topics/{code}", get(site::topic))
        .route("/guide/{key}", get(site::entry))
        .route("/guide/{key}/helped", get(site::elsewhere).post(helped::told))
        .route("/guide/{key}/thanks", get(helped::thanks))
        .route("/guide/{key}/files/{sha256}", get(attached::file))
        .route("/guide/{key}/{*rest}", get(site::elsewhere))
        .route("/sitemap.xml", get(machines::sitemap))
        .route("/robots.txt", get(machines::robots))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CompressionLayer::new())
        .with_state(state)
}
