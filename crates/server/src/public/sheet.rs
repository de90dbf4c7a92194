//! Pages as answers over HTTP: what may be kept, what is asked again, what is never kept.
//!
//! Owns the headers of this room; the policy a browser obeys is `security`'s. A page of entries may be kept and is
//! asked about each time, so that a withdrawn answer is gone at once; what holds a question is never kept.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::Markup;
use sha2::{Digest as _, Sha256};

/// The style of every page.
const STYLE: &str = include_str!("guide.css");
/// Where it is.
pub(super) const STYLE_PATH: &str = "/guide/guide.css";

/// Keeps a page out of search engines.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const HTML: &str = "text/html; charset=utf-8";
/// Bytes of a digest that make a tag.
const TAG_BYTES: usize = 12;

/// A page of entries: kept, and asked about each time.
pub(super) fn of_entries(asked: &HeaderMap, page: Markup) -> Response {
    let text = page.into_string();
    revalidated(asked, HTML, "no-cache", text)
}

/// A page about what somebody asked or did: never kept, never found.
pub(super) fn of_one(status: StatusCode, page: Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store"), (ROBOTS, "noindex")];
    (status, headers, page.into_string()).into_response()
}

/// The same, for who must wait.
pub(super) fn of_waiting(wait_s: u64, page: Markup) -> Response {
    let mut response = of_one(StatusCode::TOO_MANY_REQUESTS, page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    response
}

/// Sends a browser on to another page of ours.
pub(super) fn see_other(address: &str) -> Response {
    let headers = [(header::LOCATION, address), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A text for machines.
pub(super) fn of_machines(asked: &HeaderMap, kind: &'static str, text: String) -> Response {
    revalidated(asked, kind, "no-cache", text)
}

/// The style sheet with its mark, so that a changed one is fetched.
pub(super) fn style_address() -> String {
    format!("{STYLE_PATH}?v={}", &digest(STYLE)[..8])
}

/// `GET` of the style sheet.
pub(super) async fn style(asked: HeaderMap) -> Response {
    revalidated(&asked, "text/css; charset=utf-8", "public, max-age=604800", STYLE.to_owned())
}

/// The text with its tag, or nothing where the browser has it. The tag is weak, since packing changes the bytes
/// (RFC 9110 §8.8.1).
fn revalidated(asked: &HeaderMap, kind: &'static str, keep: &'static str, text: String) -> Response {
    let tag = format!("W/\"{}\"", digest(&text));
    let has = |value: &HeaderValue| value.to_str().is_ok_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    let mut response = if asked.get_all(header::IF_NONE_MATCH).iter().any(has) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..TAG_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_the_browser_has_is_not_sent_again_and_a_changed_one_is() {
        let page = || maud::html! { "答え" };
        let first = of_entries(&HeaderMap::new(), page());
        let tag = first.headers()[header::ETAG].clone();
        assert_eq!(
            (first.status(), &first.headers()[header::CACHE_CONTROL]),
            (StatusCode::OK, &HeaderValue::from_static("no-cache"))
        );
        let mut asked = HeaderMap::new();
        asked.insert(
            header::IF_NONE_MATCH,
            HeaderValue::from_str(&format!("\"x\", {}", tag.to_str().unwrap())).unwrap(),
        );
        assert_eq!(of_entries(&asked, page()).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(of_entries(&asked, maud::html! { "別の答え" }).status(), StatusCode::OK);
    }

    #[test]
    fn the_style_is_small_and_fetches_nothing() {
        assert!(STYLE.len() <= 20_000, "{} bytes", STYLE.len());
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
