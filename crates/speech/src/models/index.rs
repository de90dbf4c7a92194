//! A project's page in a Python registry: which address a file has.
//!
//! Pure. Registries answer in JSON or in HTML (Python's "Simple repository API" specification); both are read.

use reqwest::Url;
use serde::Deserialize;

/// What is asked for, the first being easier to read.
pub(super) const ACCEPT: &str = "application/vnd.pypi.simple.v1+json, text/html;q=0.5";

#[derive(Deserialize)]
struct Page {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    url: String,
}

/// The address of `file` on the page that was had from `page`; None where the page does not name it.
pub(super) fn address(page: &Url, body: &str, file: &str) -> Option<Url> {
    let link = match serde_json::from_str::<Page>(body) {
        Ok(json) => json.files.into_iter().find(|listed| listed.filename == file)?.url,
        Err(_) => link(body, file)?,
    };
    let mut address = page.join(&link).ok()?;
    address.set_fragment(None);
    // A registry that wants a name and a key wants them for its files too.
    if address.host() == page.host() && address.username().is_empty() {
        let _ = address.set_username(page.username());
        let _ = address.set_password(page.password());
    }
    Some(address)
}

/// The target of the link whose text, or whose target's last part, is `file`.
fn link(html: &str, file: &str) -> Option<String> {
    let targets = html.split("<a ").skip(1).filter_map(|rest| {
        let (_, behind) = rest.split_once("href=")?;
        let quote = behind.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        let target = behind.get(1..)?.split(quote).next()?;
        Some(target.replace("&amp;", "&"))
    });
    let mut named = targets.filter(|target| {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        path.rsplit('/').next() == Some(file)
    });
    named.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_either_form_and_resolved_against_the_page() {
        let check = |page: &str, body: &str, wanted: Option<&str>| {
            let found = address(&Url::parse(page).unwrap(), body, "a-1.0.whl");
            assert_eq!(found.as_ref().map(Url::as_str), wanted, "{body}");
        };
        let page = "https://registry.example.jp/simple/a/";
        let html = r#"<a href="a-0.9.whl">a</a><a data-x="1" href="../../f/a-1.0.whl#sha256=00">a-1.0.whl</a>"#;
        check(page, html, Some("https://registry.example.jp/f/a-1.0.whl"));
        let json = r#"{"files":[{"filename":"a-1.0.whl","url":"https://files.example.jp/a-1.0.whl","hashes":{}}]}"#;
        check(page, json, Some("https://files.example.jp/a-1.0.whl"));
        check(page, "<html></html>", None);
        check(page, r#"{"files":[]}"#, None);
        let own = "https://me:key@registry.example.jp/simple/a/";
        check(own, r#"<a href='/f/a-1.0.whl'>"#, Some("https://me:key@registry.example.jp/f/a-1.0.whl"));
        check(own, json, Some("https://files.example.jp/a-1.0.whl"));
    }
}
