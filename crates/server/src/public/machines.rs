//! What programs read: which pages there are, and which are meant for them.
//!
//! Sources: sitemaps.org protocol 0.9; RFC 9309 (robots.txt).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::knowledge::entry::{TextLanguage, Topic};
use maud::html;

use super::address::Address;
use super::frame::shown;
use super::lettering::day_of;
use super::sheet;
use super::state::PublicState;
use crate::faq_shelf::LiveFaq;

/// Addresses of one sitemap, as the protocol limits them.
const ADDRESSES_MAX: usize = 50_000;

/// `GET /robots.txt`: the guide is for everybody, the rest of this server is for nobody's index.
pub(super) async fn robots(State(state): State<PublicState>, headers: HeaderMap) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /guide/search\nAllow: /guide\nDisallow: /\nSitemap: {}/sitemap.xml\n",
        state.public_url
    );
    sheet::of_machines(&headers, "text/plain; charset=utf-8", text)
}

/// `GET /sitemap.xml`.
pub(super) async fn sitemap(State(state): State<PublicState>, headers: HeaderMap) -> Response {
    let text = state.map(|live| map(&state.public_url, live));
    sheet::of_machines(&headers, "application/xml; charset=utf-8", text.to_string())
}

/// Every page of the guide.
pub(super) fn map(public_url: &str, faq: &LiveFaq) -> String {
    let mut pages: Vec<(String, Option<String>)> = Vec::new();
    for language in TextLanguage::ALL {
        pages.push((Address::home().in_language(language), None));
    }
    for topic in Topic::ALL {
        if !faq.of_topic(topic).is_empty() {
            pages.push((Address::topic(topic, 1).in_language(TextLanguage::Ja), None));
        }
    }
    for live in shown(faq) {
        let entry = &live.text.content;
        let changed = day_of(live.since).to_string();
        for language in TextLanguage::ALL.into_iter().filter(|language| entry.text(*language).is_some()) {
            pages.push((Address::entry(&entry.key).in_language(language), Some(changed.clone())));
        }
    }
    pages.truncate(ADDRESSES_MAX);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (page, changed) in pages {
        let place = html! { (public_url) (page) }.into_string();
        let changed = changed.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        xml.push_str(&format!("<url><loc>{place}</loc>{changed}</url>\n"));
    }
    xml.push_str("</urlset>\n");
    xml
}
