//! A city's site to practise on: an application with every trap that a real one may have.
//!
//! Served in the demonstration and in tests, at two origins, so that a frame and a font come from somewhere else. It
//! knows nothing of the product it is used with. State is in memory and bounded, nothing is written anywhere, and what
//! was posted can be read back by tests. `apply` is the ordinary road from the form to the receipt number; `traps` are
//! pages with one difficulty each; `fight` are pages that mean harm.

mod apply;
mod assets;
mod book;
mod fight;
mod mail;
mod mirror;
mod origins;
mod outbox;
mod posted;
mod postman;
mod reserve;
mod sheet;
mod slots;
mod tongue;
mod traps;

#[cfg(test)]
mod tests;

pub use book::{Practice, Received, Submitted};
pub use origins::{NoOrigin, Origins};
pub use outbox::{Letter, NotSent, Outbox};
pub use posted::{Field, SentFile};
pub use postman::Postman;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::middleware::{from_fn, map_response_with_state};
use axum::response::Response;

/// The site itself: everything but what the other origin serves.
pub fn main_site(practice: &Practice) -> Router {
    let ordinary = Router::new()
        .merge(apply::routes())
        .merge(traps::routes())
        .merge(mirror::routes())
        .merge(mail::routes())
        .merge(reserve::routes())
        .layer(map_response_with_state(practice.clone(), obey_policy));
    ordinary
        .merge(fight::routes())
        .merge(assets::routes())
        .layer(from_fn(tongue::remember))
        .with_state(practice.clone())
}

/// The other origin: the framed form and the letters of the heading.
pub fn other_site(practice: &Practice) -> Router {
    Router::new()
        .merge(traps::framed_routes())
        .merge(fight::framed_routes())
        .merge(assets::routes())
        .merge(assets::lettering())
        .layer(from_fn(tongue::remember))
        .with_state(practice.clone())
}

/// What an ordinary page may fetch: its own things, and a frame and letters from the other origin.
async fn obey_policy(State(practice): State<Practice>, mut response: Response) -> Response {
    let other = practice.origins().other();
    let policy = format!(
        "default-src 'self'; img-src 'self' data: blob:; frame-src {other}; font-src {other}; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, value);
    }
    response
}
