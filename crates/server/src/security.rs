//! What every request must pass and every answer must carry, whatever the room.
//!
//! Owns the headers a browser is told to obey, and the refusal of requests that another
//! site made. It must never know who is logged in; that is `login`'s.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Nothing from elsewhere, nothing inline, no frame around us (clause 8(4); 外部送信規律).
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The same for pages that may load Zoom's files from our own server and speak with Zoom (ADR 0013).
const ZOOM_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
    connect-src 'self' blob: https://zoom.us https://*.zoom.us wss://*.zoom.us; media-src 'self' blob:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The same for the public FAQ pages, which show text and a form and run nothing.
const GUIDE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The same for a file of an entry, which came from outside and is nobody's page: it runs nothing and is of no origin.
const FILE_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// Requests that no page of ours makes: they prove themselves by a signature over the body.
const SIGNED_PATH: &str = "/api/zoom/webhook";

/// The page of the chat, and the script by which another site shows it.
const CHAT_PAGE: &str = "/chat";
const CHAT_SCRIPT: &str = "/chat.js";

/// Microphone and camera for desk and kiosk; nothing else.
const PERMISSIONS_POLICY: &str = "microphone=(self), camera=(self), geolocation=(), payment=(), usb=()";

/// What is believed about where a request came from.
#[derive(Clone, Debug)]
pub struct Origins {
    trusted_proxies: Arc<[IpAddr]>,
    encrypted: bool,
    zoom: bool,
    kiosk_peers: Arc<str>,
    /// Sites that may show the chat in a frame; None where there is no chat.
    chat_parents: Option<Arc<str>>,
}

/// The address a request came from, after trusted proxies are taken off.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl Origins {
    /// Trusts the proxies named; `encrypted` says whether we speak TLS ourselves.
    pub fn new(trusted_proxies: &[IpAddr], encrypted: bool) -> Self {
        Self {
            trusted_proxies: trusted_proxies.into(),
            encrypted,
            zoom: false,
            kiosk_peers: "".into(),
            chat_parents: None,
        }
    }

    /// Lets the kiosk's page, and no other, ask these origins too: its own machine's agent, and Zoom in a check.
    #[must_use]
    pub fn with_kiosk_peers(mut self, peers: &[String]) -> Self {
        self.kiosk_peers = peers.join(" ").into();
        self
    }

    /// Lets these sites, and nobody else's, show the chat's page in a frame.
    #[must_use]
    pub fn with_chat(mut self, parents: Option<&[String]>) -> Self {
        self.chat_parents = parents.map(|parents| parents.join(" ").into());
        self
    }

    /// The policy of a page that wants one of its own, kiosk or chat; None for another page.
    fn own_policy(&self, path: &str) -> Option<HeaderValue> {
        let policy = match (path.trim_end_matches('/'), &self.chat_parents) {
            ("/kiosk", _) => {
                let own = format!("connect-src 'self' {}", self.kiosk_peers);
                self.policy(path).replace("connect-src 'self'", own.trim_end())
            }
            (CHAT_PAGE, Some(parents)) => {
                let own = format!("frame-ancestors 'self' {parents}");
                self.policy(path).replace("frame-ancestors 'none'", own.trim_end())
            }
            _ => return None,
        };
        // Both come from a checked configuration; what makes no header leaves the policy narrow.
        HeaderValue::from_str(&policy).ok()
    }

    /// What a page of another site needs to show the chat: its frame, and the script that makes it.
    fn open_to_parents(&self, path: &str, headers: &mut HeaderMap) {
        if self.chat_parents.is_none() {
            return;
        }
        match path.trim_end_matches('/') {
            // The policy's `frame-ancestors` says who may; this older header knows no list.
            CHAT_PAGE => drop(headers.remove(header::X_FRAME_OPTIONS)),
            CHAT_SCRIPT => {
                let name = HeaderName::from_static("cross-origin-resource-policy");
                headers.insert(name, HeaderValue::from_static("cross-origin"));
            }
            _ => {}
        }
    }

    /// Lets kiosk and desk load Zoom's files and speak with Zoom; no other page does.
    pub fn with_zoom(mut self, on: bool) -> Self {
        self.zoom = on;
        self
    }

    fn policy(&self, path: &str) -> &'static str {
        let is_visit_page = ["/kiosk", "/desk"].contains(&path.trim_end_matches('/'));
        let has_files = path.starts_with("/guide/") || path.starts_with("/api/faq/");
        if has_files && path.contains("/files/") {
            return FILE_POLICY;
        }
        if path == "/guide" || path.starts_with("/guide/") {
            return GUIDE_POLICY;
        }
        let may_use_zoom = self.zoom && (is_visit_page || path.starts_with("/zoom/"));
        if may_use_zoom { ZOOM_POLICY } else { CONTENT_SECURITY_POLICY }
    }

    fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.contains(&peer)
    }

    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            return peer;
        }
        let forwarded = headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse().ok());
        forwarded.unwrap_or(peer)
    }

    fn is_encrypted(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        self.encrypted
            || (self.trusts(peer) && headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes() == b"https"))
    }
}

/// Layer around everything: finds the client's address, refuses requests another site
/// made, and puts the headers on the answer.
pub async fn guard(State(origins): State<Origins>, mut request: Request, next: Next) -> Response {
    let peer =
        request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip());
    let encrypted = origins.is_encrypted(peer, request.headers());
    let client = origins.client(peer, request.headers());
    request.extensions_mut().insert(ClientAddress(client));
    let api = request.uri().path().starts_with("/api");
    let path = request.uri().path().to_owned();
    let own_policy = origins.own_policy(&path);
    let policy = origins.policy(request.uri().path());
    let signed = origins.zoom && request.uri().path() == SIGNED_PATH;
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let ours = same_origin(request.headers(), authority, encrypted);
    let mut response = if changes_something(&request) && !ours && !signed {
        foreign_origin().into_response()
    } else {
        next.run(request).await
    };
    put_headers(response.headers_mut(), policy, api, encrypted);
    if let Some(policy) = own_policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    origins.open_to_parents(&path, response.headers_mut());
    response
}

fn changes_something(request: &Request) -> bool {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let upgrade = request.headers().contains_key(header::UPGRADE);
    !safe || upgrade
}

/// True where the browser says the request is our own page's: by `Sec-Fetch-Site`, which no page
/// can forge, or failing that by an `Origin` that is our own host. A request that says nothing is refused.
fn same_origin(headers: &HeaderMap, authority: Option<&str>, encrypted: bool) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    // HTTP/2 has no Host header; the request's own address carries it (RFC 9113 §8.3.1).
    let host = text(headers, header::HOST).or(authority);
    let (Some(origin), Some(host)) = (text(headers, header::ORIGIN), host) else {
        return false;
    };
    let scheme = if encrypted { "https" } else { "http" };
    origin == format!("{scheme}://{host}")
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn foreign_origin() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "foreign_origin",
        "この画面以外からの操作は受け付けません。",
        "Only requests from our own pages are accepted.",
    )
}

fn put_headers(headers: &mut HeaderMap, policy: &'static str, api: bool, encrypted: bool) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &'static str)], encrypted: bool, wanted: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        assert_eq!(same_origin(&headers, None, encrypted), wanted, "{pairs:?}");
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        check(&[("sec-fetch-site", "same-origin")], false, true);
        check(&[("sec-fetch-site", "cross-site")], false, false);
        check(&[("sec-fetch-site", "same-site")], false, false);
        check(&[("sec-fetch-site", "none")], false, false);
        check(&[], false, false);
        check(&[("origin", "http://a.jp"), ("host", "a.jp")], false, true);
        check(&[("origin", "http://b.jp"), ("host", "a.jp")], false, false);
        check(&[("origin", "http://a.jp"), ("host", "a.jp")], true, false);
        check(&[("origin", "https://a.jp"), ("host", "a.jp")], true, true);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "http://a.jp"), ("host", "a.jp")], false, false);
    }

    #[test]
    fn over_http_2_the_requests_own_address_stands_for_the_host() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://a.jp"));
        assert!(same_origin(&headers, Some("a.jp"), true));
        assert!(!same_origin(&headers, Some("b.jp"), true));
    }

    #[test]
    fn zoom_is_let_in_on_kiosk_and_desk_alone_and_only_where_it_is_used() {
        let check = |zoom: bool, path: &str, wanted: bool| {
            let policy = Origins::new(&[], false).with_zoom(zoom).policy(path);
            assert_eq!(policy == ZOOM_POLICY, wanted, "{zoom} {path}");
        };
        for path in ["/kiosk", "/kiosk/", "/desk", "/zoom/lib/a.js"] {
            check(true, path, true);
            check(false, path, false);
        }
        for path in ["/", "/login", "/admin", "/desks", "/zoom", "/api/health"] {
            check(true, path, false);
        }
    }

    #[test]
    fn public_pages_may_run_nothing_at_all_whatever_else_is_used() {
        for zoom in [false, true] {
            let origins = Origins::new(&[], false).with_zoom(zoom);
            for path in ["/guide", "/guide/", "/guide/search", "/guide/kiosk"] {
                assert_eq!(origins.policy(path), GUIDE_POLICY, "{path}");
            }
            assert_ne!(origins.policy("/guidebook"), GUIDE_POLICY);
        }
        assert!(GUIDE_POLICY.starts_with("default-src 'none'") && !GUIDE_POLICY.contains("script"));
    }

    #[test]
    fn a_file_of_an_entry_is_of_no_origin_and_runs_nothing() {
        let origins = Origins::new(&[], false);
        for path in ["/guide/reissue-fee/files/0123", "/api/faq/entries/reissue-fee/files/0123"] {
            assert_eq!(origins.policy(path), FILE_POLICY, "{path}");
        }
        for path in ["/guide/files", "/api/faq/entries/files", "/desk/files/x", "/files/x"] {
            assert_ne!(origins.policy(path), FILE_POLICY, "{path}");
        }
        assert!(FILE_POLICY.ends_with("; sandbox") && FILE_POLICY.starts_with("default-src 'none'"));
    }

    #[test]
    fn the_chat_alone_may_be_framed_and_by_the_sites_named_alone() {
        let parents = ["https://www.city.example.jp".to_owned()];
        let check = |origins: &Origins, path: &str, framed: Option<&str>, script: bool| {
            let mut headers = HeaderMap::new();
            put_headers(&mut headers, origins.policy(path), false, false);
            if let Some(policy) = origins.own_policy(path) {
                headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            origins.open_to_parents(path, &mut headers);
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.ends_with(&format!("frame-ancestors {}", framed.unwrap_or("'none'"))), "{path}: {policy}");
            assert_eq!(headers.contains_key(header::X_FRAME_OPTIONS), framed.is_none(), "{path}");
            assert_eq!(headers["cross-origin-resource-policy"] == "cross-origin", script, "{path}");
        };
        let on = Origins::new(&[], false).with_chat(Some(&parents));
        check(&on, "/chat", Some("'self' https://www.city.example.jp"), false);
        check(&on, "/chat.js", None, true);
        for path in ["/", "/desk", "/chats", "/assets/chat.js"] {
            check(&on, path, None, false);
        }
        check(&Origins::new(&[], false).with_chat(Some(&[])), "/chat", Some("'self'"), false);
        for path in ["/chat", "/chat.js"] {
            check(&Origins::new(&[], false).with_chat(None), path, None, false);
        }
    }

    #[test]
    fn forwarded_addresses_are_believed_from_trusted_proxies_alone() {
        let proxy: IpAddr = [10, 0, 0, 1].into();
        let origins = Origins::new(&[proxy], false);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 198.51.100.7"));
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        assert_eq!(origins.client(proxy, &headers), IpAddr::from([198, 51, 100, 7]));
        assert!(origins.is_encrypted(proxy, &headers));
        let stranger: IpAddr = [192, 0, 2, 9].into();
        assert_eq!(origins.client(stranger, &headers), stranger);
        assert!(!origins.is_encrypted(stranger, &headers));
    }
}
