//! What a person reads, in Japanese and English. Leaf of the crate.

use serde::{Deserialize, Serialize};

/// A label or a text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Words {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both languages.
    #[must_use]
    pub fn new(ja: &str, en: &str) -> Self {
        Self { ja: ja.to_owned(), en: en.to_owned() }
    }

    /// The same in both, such as a date or a code.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }
}
