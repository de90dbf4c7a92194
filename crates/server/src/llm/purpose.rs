//! What a language model may be asked for; each is approved by itself.

/// A use of the language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The summary of a contact, after it.
    Summary,
    /// Condensing the FAQ entries that are suggested during a call.
    Drafts,
}

impl Purpose {
    /// Every use, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::Summary, Self::Drafts];

    /// The use's name in rows, settings and the interface.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Drafts => "drafts",
        }
    }

    /// Questions of it that may be under way at once; who comes meanwhile goes without.
    #[must_use]
    pub fn at_once_max(self) -> usize {
        match self {
            Self::Summary => 1,
            Self::Drafts => 4,
        }
    }

    /// The use of that name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}
