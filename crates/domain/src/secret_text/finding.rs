//! What the search reports: where, what, how surely; never the digits themselves.
//!
//! Knows nothing of how anything is found; `search` and `pins` make these.

use std::ops::Range;

/// What kind of secret stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// 個人番号, twelve digits with a check digit.
    IndividualNumber,
    /// 申請書ID, twenty-three digits.
    ApplicationId,
    /// 暗証番号, four digits in a context that speaks of one.
    Pin,
    /// パスワード, six to sixteen characters in a context that speaks of one.
    Password,
    /// A payment card, fourteen to sixteen digits that pass the Luhn check.
    CardNumber,
}

impl SecretKind {
    /// The kind's name in stored rows, messages and the terminal's JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::IndividualNumber => "individual_number",
            Self::ApplicationId => "application_id",
            Self::Pin => "pin",
            Self::Password => "password",
            Self::CardNumber => "card_number",
        }
    }
}

/// How surely it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The context speaks of it, but the check digit fails, as after one misheard digit.
    Likely,
    /// The form or the check digit says so.
    High,
    /// Both the context and the form say so.
    Certain,
}

/// One secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Bytes of the text, on character boundaries.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SecretKind,
    /// How surely.
    pub confidence: Confidence,
}

impl Confidence {
    /// The confidence's name in the terminal's JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::High => "high",
            Self::Certain => "certain",
        }
    }
}

impl Finding {
    /// Why this is taken for a secret, for the person at the terminal.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match (self.kind, self.confidence) {
            (SecretKind::IndividualNumber, Confidence::Certain) => {
                "twelve digits with the right check digit, and the text speaks of the number"
            }
            (SecretKind::IndividualNumber, Confidence::High) => "twelve digits with the right check digit",
            (SecretKind::IndividualNumber, Confidence::Likely) => {
                "digits that nothing harmless explains, where a number is spoken of or seems to be said"
            }
            (SecretKind::ApplicationId, Confidence::Certain) => "digits where the application ID is spoken of",
            (SecretKind::ApplicationId, Confidence::High) => "twenty-three digits",
            (SecretKind::ApplicationId, Confidence::Likely) => "about as many digits as an application ID has",
            (SecretKind::Pin, _) => "digits where a PIN is spoken of",
            (SecretKind::Password, _) => "letters and digits where a password is spoken of",
            (SecretKind::CardNumber, Confidence::Certain) => "digits where a payment card is spoken of",
            (SecretKind::CardNumber, _) => "a payment card's digits with the right check digit",
        }
    }
}
