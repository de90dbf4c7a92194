//! Addresses of the public pages.
//!
//! Owns how a page, its language and what was asked make an address; Japanese is not named. It must never know what
//! a page shows. Next: `frame`, which links them.

use domain::knowledge::entry::{EntryKey, FileDigest, TextLanguage, Topic};
use uuid::Uuid;

use super::lettering::percent;

/// Where the site begins.
pub(super) const HOME: &str = "/guide";
/// Where a question goes.
pub(super) const SEARCH: &str = "/guide/search";

/// The language of an address; Japanese where it names none that there is.
pub(super) fn language_of(code: Option<&str>) -> TextLanguage {
    code.and_then(TextLanguage::from_code).unwrap_or(TextLanguage::Ja)
}

/// A page with what is asked of it, but for the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    /// A page.
    pub(super) fn of(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// The first page.
    pub(super) fn home() -> Self {
        Self::of(HOME)
    }

    /// A question.
    pub(super) fn search(question: &str) -> Self {
        Self::of(SEARCH).with("q", question)
    }

    /// The entries of a topic, from a page on.
    pub(super) fn topic(topic: Topic, page: usize) -> Self {
        let address = Self::of(format!("{HOME}/topics/{}", topic.code()));
        if page > 1 { address.with("page", page.to_string()) } else { address }
    }

    /// An entry.
    pub(super) fn entry(key: &EntryKey) -> Self {
        Self::of(format!("{HOME}/{key}"))
    }

    /// A file of an entry.
    pub(super) fn file(key: &EntryKey, digest: &FileDigest) -> Self {
        Self::of(format!("{HOME}/{key}/files/{digest}"))
    }

    /// Whatever was asked for as an entry.
    pub(super) fn named(key: &str) -> Self {
        Self::of(format!("{HOME}/{}", percent(key)))
    }

    /// The page after an opinion.
    pub(super) fn thanks(key: &str, has_helped: bool, version: Option<u32>) -> Self {
        let address = Self::of(format!("{HOME}/{}/thanks", percent(key)));
        let address = address.with("helped", if has_helped { "yes" } else { "no" });
        match version {
            Some(version) => address.with("version", version.to_string()),
            None => address,
        }
    }

    /// An entry that was found for a question.
    pub(super) fn found(key: &EntryKey, asked: Option<Uuid>) -> Self {
        match asked {
            Some(asked) => Self::entry(key).with("asked", asked.to_string()),
            None => Self::entry(key),
        }
    }

    /// With something asked of the page.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.pairs.push((name, value.into()));
        self
    }

    /// The address in a language.
    pub(super) fn in_language(&self, language: TextLanguage) -> String {
        let language = (language != TextLanguage::Ja).then(|| ("lang", language.code().to_owned()));
        let mut address = self.path.clone();
        for (at, (name, value)) in self.pairs.iter().chain(language.as_ref()).enumerate() {
            address.push(if at == 0 { '?' } else { '&' });
            address.push_str(name);
            address.push('=');
            address.push_str(&percent(value));
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_every_language_but_japanese_and_escapes_what_was_asked() {
        let address = Address::search("a&b=\"<");
        assert_eq!(address.in_language(TextLanguage::Ja), "/guide/search?q=a%26b%3D%22%3C");
        assert_eq!(address.in_language(TextLanguage::JaEasy), "/guide/search?q=a%26b%3D%22%3C&lang=ja-easy");
        assert_eq!(Address::topic(Topic::Ku, 1).in_language(TextLanguage::En), "/guide/topics/ku?lang=en");
        assert_eq!(Address::topic(Topic::Ku, 2).in_language(TextLanguage::Ja), "/guide/topics/ku?page=2");
    }
}
