//! Which version of the Japanese text the other languages follow.
//!
//! The English text of an entry is a translation of one Japanese text. Where the Japanese text changes and the
//! English does not, the English is stale until somebody changes it or says that it still fits.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::key::Version;
use super::model::{Entry, EntryText};
use super::words::TextLanguage;

/// Of which Japanese version each text of an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The version in which the Japanese text came to be as it is.
    pub ja_version: Version,
    /// The Japanese version the English text follows; `None` where there is none.
    pub en_of_ja_version: Option<Version>,
    /// The Japanese version the text in easy Japanese follows; `None` where there is none.
    pub easy_of_ja_version: Option<Version>,
}

impl Links {
    /// The links of `entry` as version `version`, after `before`; `confirmed` are the languages somebody has looked
    /// at and found still right.
    #[must_use]
    pub fn after(
        before: Option<(&Entry, Self)>,
        entry: &Entry,
        version: Version,
        confirmed: &BTreeSet<TextLanguage>,
    ) -> Self {
        let kept = before.filter(|(old, _)| same_words(&old.ja, &entry.ja));
        let ja_version = kept.map_or(version, |(_, links)| links.ja_version);
        let follow = |language: TextLanguage| {
            let text = entry.text(language)?;
            let old = before.and_then(|(old, links)| Some((old.text(language)?, links.of(language)?)));
            match old {
                Some((old, of)) if same_words(old, text) && !confirmed.contains(&language) => Some(of),
                Some(_) | None => Some(ja_version),
            }
        };
        Self {
            ja_version,
            en_of_ja_version: follow(TextLanguage::En),
            easy_of_ja_version: follow(TextLanguage::JaEasy),
        }
    }

    /// The links of an older text that comes back as `version`: what was stale then is stale again.
    #[must_use]
    pub fn restored_as(self, version: Version) -> Self {
        let follow = |of: Version| if of == self.ja_version { version } else { of };
        Self {
            ja_version: version,
            en_of_ja_version: self.en_of_ja_version.map(follow),
            easy_of_ja_version: self.easy_of_ja_version.map(follow),
        }
    }

    /// The Japanese version the text of `language` follows.
    #[must_use]
    pub fn of(self, language: TextLanguage) -> Option<Version> {
        match language {
            TextLanguage::Ja => Some(self.ja_version),
            TextLanguage::En => self.en_of_ja_version,
            TextLanguage::JaEasy => self.easy_of_ja_version,
        }
    }

    /// The languages whose text follows an older Japanese one.
    #[must_use]
    pub fn stale(self) -> Vec<TextLanguage> {
        let late = |language: &TextLanguage| self.of(*language).is_some_and(|of| of < self.ja_version);
        TextLanguage::ALL.into_iter().filter(late).collect()
    }
}

/// Question and answer; aliases and readings are for the search and need no translation.
fn same_words(old: &EntryText, new: &EntryText) -> bool {
    old.question == new.question && old.answer == new.answer
}
