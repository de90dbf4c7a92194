//! Finds what must never be stored in a text: individual numbers, application IDs, PINs, passwords, cards.
//!
//! Owns the forms in which people write and speak such digits and the rules that tell them from telephone
//! numbers and dates. It must never keep or log what it finds: a finding is a range, a kind and a
//! confidence. Start with [`find`]; [`refuse_note`] applies it to what agents write.
//! Source: specification 6(2)⑪; 番号法 (Act 27 of 2013).

mod check_digits;
mod context;
mod digits;
mod finding;
mod notes;
mod pins;
mod search;

pub use check_digits::{individual_number_check_digit, is_individual_number};
pub use context::TextContext;
pub use finding::{Confidence, Finding, SecretKind};
pub use notes::{NOTE_LIMIT_CHARS, SecretRefusal, refuse_note};
pub use search::find;

#[cfg(test)]
mod tests;
