//! Links of a letter as plain addresses: what a person may open, shown in full.
//!
//! A link says where it leads and nothing else: no name over it, no name and password within it, no letters beyond ASCII
//! that look like others. Whether it is opened is decided by the site profile of the visit.

use crate::limits::{LINK_BYTES_MAX, LINKS_MAX};

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Links in running text, each once, in their order.
pub(crate) fn in_text(text: &str, found: &mut Vec<String>) {
    let mut rest = text;
    while found.len() < LINKS_MAX
        && let Some(at) = find_ignoring_case(rest, "http")
    {
        let tail = rest.get(at..).unwrap_or_default();
        let end = tail.find(|c: char| !is_of_link(c)).unwrap_or(tail.len());
        let (link, after) = tail.split_at(end);
        if !is_cut_in_host(link, after) {
            add(link.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*']), found);
        }
        rest = after;
    }
}

/// Links that a page leads to: the values of `href`, with their entities read.
pub(crate) fn in_html(html: &str, found: &mut Vec<String>) {
    let mut rest = html;
    while found.len() < LINKS_MAX
        && let Some(at) = find_ignoring_case(rest, "href")
    {
        rest = rest.get(at.saturating_add("href".len())..).unwrap_or_default();
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let (value, end) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..).unwrap_or_default();
                (inner, inner.find(quote))
            }
            Some(_) => (value, value.find(|c: char| c.is_whitespace() || c == '>')),
            None => return,
        };
        let address = end.and_then(|end| value.get(..end)).unwrap_or_default().trim();
        if address.len() <= LINK_BYTES_MAX {
            add(&address.replace("&amp;", "&").replace("&#38;", "&"), found);
        }
    }
}

/// A host that goes on in letters beyond ASCII: what is left of it would be another host.
fn is_cut_in_host(link: &str, after: &str) -> bool {
    let host_alone = link.split_once("://").is_none_or(|(_, rest)| !rest.contains('/'));
    host_alone && after.starts_with(char::is_alphanumeric)
}

fn add(link: &str, found: &mut Vec<String>) {
    if found.len() < LINKS_MAX && is_plain(link) && !found.iter().any(|known| known == link) {
        found.push(link.to_owned());
    }
}

/// A web address with a host and without a name and password before it.
fn is_plain(link: &str) -> bool {
    let scheme = SCHEMES.iter().find(|scheme| begins_ignoring_case(link, scheme));
    let Some(rest) = scheme.and_then(|scheme| link.get(scheme.len()..)) else { return false };
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let named = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    link.len() <= LINK_BYTES_MAX && link.chars().all(is_of_link) && !host.is_empty() && named
}

/// What may stand in an address: the printable ASCII of RFC 3986 with what senders leave unescaped.
fn is_of_link(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
}

fn begins_ignoring_case(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_an_address_ends() {
        let check = |text: &str, links: &[&str]| {
            let mut found = Vec::new();
            in_text(text, &mut found);
            assert_eq!(found, links, "{text}");
        };
        check("次へ https://site.example/a?b=1&c=2 をひらく", &["https://site.example/a?b=1&c=2"]);
        check("https://site.example/aをひらく。", &["https://site.example/a"]);
        check("(see https://site.example/a).", &["https://site.example/a"]);
        check("<https://site.example/a>", &["https://site.example/a"]);
        check("HTTPS://site.example/a https://site.example/a", &["HTTPS://site.example/a", "https://site.example/a"]);
        check("https://a.example/ https://a.example/", &["https://a.example/"]);
        check("https:// http://", &[]);
        check("https://site.example@evil.example/", &[]);
        check("javascript:alert(1) file:///etc/passwd data:text/html,x", &[]);
        check("https://sité.example/", &[]);
    }

    #[test]
    fn a_page_leads_where_its_href_says() {
        let check = |html: &str, links: &[&str]| {
            let mut found = Vec::new();
            in_html(html, &mut found);
            assert_eq!(found, links, "{html}");
        };
        check("<a href=\"https://a.example/?x=1&amp;y=2\">https://b.example</a>", &["https://a.example/?x=1&y=2"]);
        check("<A HREF = 'http://a.example/'>x</A>", &["http://a.example/"]);
        check("<a href=https://a.example/x>x</a>", &["https://a.example/x"]);
        check("<a href=\"javascript:alert(1)\">x</a>", &[]);
        check("<a href=\"https://a.example/", &[]);
        check("<a href", &[]);
        check("<a href=", &[]);
    }

    #[test]
    fn links_are_as_many_as_there_is_room() {
        let text: String = (0..1_000).map(|number| format!("https://a.example/{number} ")).collect();
        let mut found = Vec::new();
        in_text(&text, &mut found);
        in_html("<a href=\"https://b.example/\">", &mut found);
        assert_eq!(found.len(), LINKS_MAX);
        found.clear();
        in_text(&format!("https://a.example/{}", "a".repeat(3_000)), &mut found);
        assert!(found.is_empty());
    }
}
