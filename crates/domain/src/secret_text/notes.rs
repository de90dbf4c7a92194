//! Refuses a wrap-up note that holds what must not be stored.
//!
//! Owns the words an agent reads. It must never repeat the secret, not even in part. `search` finds.

use std::ops::Range;

use crate::secret_text::context::TextContext;
use crate::secret_text::finding::SecretKind;
use crate::secret_text::search::find;

/// Longest note, in characters.
pub const NOTE_LIMIT_CHARS: usize = 4_000;

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretRefusal {
    /// It is longer than a note may be.
    #[error("the note is longer than {NOTE_LIMIT_CHARS} characters")]
    TooLong,
    /// It holds a secret.
    #[error("the note seems to hold a secret of kind {kind:?}")]
    Secret {
        /// What it holds.
        kind: SecretKind,
        /// Where, as bytes of the note.
        range: Range<usize>,
    },
}

/// Refuses `text` as a note when it holds a secret; the first one is reported.
///
/// # Errors
/// With the kind and the place, or when the note is too long to be one.
pub fn refuse_note(text: &str) -> Result<(), SecretRefusal> {
    if text.chars().count() > NOTE_LIMIT_CHARS {
        return Err(SecretRefusal::TooLong);
    }
    match find(text, TextContext::default()).into_iter().next() {
        Some(finding) => Err(SecretRefusal::Secret { kind: finding.kind, range: finding.range }),
        None => Ok(()),
    }
}

impl SecretRefusal {
    /// What the agent reads, in Japanese.
    #[must_use]
    pub fn message_ja(&self) -> String {
        match self {
            Self::TooLong => format!("メモは{NOTE_LIMIT_CHARS}文字までです。"),
            Self::Secret { kind, .. } => {
                let what = match kind {
                    SecretKind::IndividualNumber => "個人番号（マイナンバー）",
                    SecretKind::ApplicationId => "申請書ID",
                    SecretKind::Pin => "暗証番号",
                    SecretKind::Password => "パスワード",
                    SecretKind::CardNumber => "クレジットカード番号",
                };
                format!("{what}と思われる記載があるため保存できません。該当の数字・文字を消してください。")
            }
        }
    }

    /// What the agent reads, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        match self {
            Self::TooLong => format!("A note holds at most {NOTE_LIMIT_CHARS} characters."),
            Self::Secret { kind, .. } => {
                let what = match kind {
                    SecretKind::IndividualNumber => "an individual number (My Number)",
                    SecretKind::ApplicationId => "an application ID",
                    SecretKind::Pin => "a PIN",
                    SecretKind::Password => "a password",
                    SecretKind::CardNumber => "a payment card number",
                };
                format!("This looks like {what}, which must not be stored. Remove it and save again.")
            }
        }
    }
}
