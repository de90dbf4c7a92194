//! The web client's files, carried inside the binary.
//!
//! Owns how a path becomes a file and how long a browser may keep it. Every page of the
//! client is one entry, so a path without a file answers with `index.html`; a path that
//! looks like a file and is none answers 404.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Files;

/// Shown when the binary was built without the web client.
const NOT_BUILT: &str = include_str!("pages/not_built.html");
/// Shown where the city offers no chat.
const NO_CHAT: &str = include_str!("pages/no_chat.html");

/// The kiosk's page is an entry of its own: a resident's device loads nothing of the desk.
const KIOSK: &str = "kiosk";
/// Where the hall's call-up display has its page.
const BOARD: &str = "board";
/// Where residents chat; an entry of its own, since nobody on a phone waits for a framework.
const CHAT: &str = "chat";

/// Answers any path outside the programming interface.
pub async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || path == "api" {
        return crate::problem::Problem::not_found().into_response();
    }
    if let Some(file) = Files::get(path) {
        return send(path, file, &headers);
    }
    let looks_like_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if looks_like_file {
        return StatusCode::NOT_FOUND.into_response();
    }
    let entry = match path.trim_end_matches('/') {
        KIOSK => "kiosk.html",
        BOARD => "board.html",
        CHAT => "chat.html",
        _ => "index.html",
    };
    match Files::get(entry) {
        Some(file) => send(entry, file, &headers),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

/// In the place of the chat where the city offers none.
pub async fn no_chat() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], NO_CHAT).into_response()
}

fn send(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..12]));
    let seen = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response =
        if seen { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(file.data).into_response() };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
