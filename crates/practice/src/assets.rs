//! Styles, scripts and pictures of the site, all its own.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::book::Practice;

/// In the style sheet the place of the other origin.
const OTHER_ORIGIN: &str = "OTHER_ORIGIN";
const STYLE: &str = include_str!("assets/practice.css");
/// The heading's letters, a part of Noto Sans CJK JP (SIL Open Font License 1.1).
const LETTERS: &[u8] = include_bytes!("assets/heading.woff2");
const KEPT: (HeaderName, &str) = (CACHE_CONTROL, "public, max-age=600");

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// Name, kind, content.
const FILES: [(&str, &str, &str); 7] = [
    ("emblem.svg", "image/svg+xml", include_str!("assets/emblem.svg")),
    ("form.js", SCRIPT, include_str!("assets/form.js")),
    ("fight.js", SCRIPT, include_str!("assets/fight.js")),
    ("mirror.js", SCRIPT, include_str!("assets/mirror.js")),
    ("pages.js", SCRIPT, include_str!("assets/pages.js")),
    ("shadow.js", SCRIPT, include_str!("assets/shadow.js")),
    ("secrets.js", SCRIPT, include_str!("assets/secrets.js")),
];

/// What pages of both origins fetch.
pub(crate) fn routes() -> Router<Practice> {
    Router::new().route("/assets/practice.css", get(style)).route("/assets/{name}", get(file))
}

/// The letters, which the other origin serves to pages of the main one.
pub(crate) fn lettering() -> Router<Practice> {
    Router::new().route("/letters/heading.woff2", get(letters))
}

async fn style(State(practice): State<Practice>) -> Response {
    let text = STYLE.replace(OTHER_ORIGIN, practice.origins().other());
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), KEPT], text).into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, text)) => ([(CONTENT_TYPE, *kind), KEPT], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn letters(State(practice): State<Practice>) -> Response {
    let reader = practice.origins().main();
    ([(CONTENT_TYPE, "font/woff2"), KEPT, (ACCESS_CONTROL_ALLOW_ORIGIN, reader)], LETTERS).into_response()
}
