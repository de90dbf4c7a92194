//! How an entry is named for good, and how one approved text of it is cited: `reissue-fee@3`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Shortest and longest key, in characters.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 3..=48;

/// The name of an entry: `[a-z][a-z0-9-]{2,47}`, the same for good.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryKey(String);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 3 to 48 of a-z, 0-9 and -, beginning with a letter")]
pub struct KeyFault;

/// The number of an approved text within its entry, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u32);

/// One approved text: `key@version`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The entry.
    pub key: EntryKey,
    /// Its text.
    pub version: Version,
}

/// Why a text is no citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a citation is key@version, such as reissue-fee@3")]
pub struct CitationFault;

impl EntryKey {
    /// Reads a key.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, KeyFault> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = KEY_CHARS.contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_lowercase());
        if fits && text.chars().all(plain) { Ok(Self(text.to_owned())) } else { Err(KeyFault) }
    }

    /// The key as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Version {
    /// The version after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl TryFrom<String> for EntryKey {
    type Error = KeyFault;

    fn try_from(text: String) -> Result<Self, KeyFault> {
        Self::read(&text)
    }
}

impl From<EntryKey> for String {
    fn from(key: EntryKey) -> Self {
        key.0
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.key, self.version)
    }
}

impl FromStr for Citation {
    type Err = CitationFault;

    fn from_str(text: &str) -> Result<Self, CitationFault> {
        let (key, version) = text.split_once('@').ok_or(CitationFault)?;
        let plain = !version.starts_with('0') && version.bytes().all(|c| c.is_ascii_digit());
        let version = version.parse().ok().filter(|_| plain).ok_or(CitationFault)?;
        let key = EntryKey::read(key).map_err(|KeyFault| CitationFault)?;
        Ok(Self { key, version: Version(version) })
    }
}
