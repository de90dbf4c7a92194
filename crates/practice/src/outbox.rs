//! How a letter leaves the site: the caller carries it.

use thiserror::Error;

/// A letter to an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Address of the applicant: ASCII, one at sign, nothing that could end a line.
    pub to: String,
    /// Subject, in the applicant's language.
    pub subject: String,
    /// Plain text with the link on a line of its own.
    pub text: String,
}

/// A letter that could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the letter was not taken")]
pub struct NotSent;

/// Who carries letters; given by the caller, which may keep or send them.
pub trait Outbox: Send + Sync {
    /// Takes a letter at once; sending it is the outbox's own affair.
    ///
    /// # Errors
    /// When it takes no more.
    fn send(&self, letter: Letter) -> Result<(), NotSent>;
}
