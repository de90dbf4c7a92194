//! Finds what must never be stored in a text: individual numbers, application IDs, PINs, passwords, cards.
//!
//! Owns the forms in which people write and speak such digits and the rules that tell them from telephone
//! numbers and dates. It must never keep or log what it finds: a finding is a range, a kind and a
//! confidence. Start with [`find`]; [`refuse_note`] applies it to what agents write, [`redact`] to what is
//! stored all the same, [`Conversation`] to speech as it is heard, segment by segment.
//! Source: specification 6(2)⑪; 番号法 (Act 27 of 2013).

mod blocks;
mod check_digits;
mod context;
mod conversation;
mod digits;
mod fillers;
mod finding;
mod harmless;
mod joined;
mod lexer;
mod linking;
mod lookback;
mod masking;
mod notes;
mod outside;
mod pins;
mod redacted;
mod seams;
mod search;
mod speech;
mod spelling;
mod topics;
mod voice;
mod words;

pub use check_digits::{individual_number_check_digit, is_individual_number};
pub use context::TextContext;
pub use conversation::{Conversation, SegmentId, SegmentRedaction};
pub use finding::{Confidence, Finding, SecretKind};
pub use masking::{mask_for_show, masked_numbers};
pub use notes::{NOTE_LIMIT_CHARS, SecretRefusal, refuse_note};
pub use redacted::{Redacted, RedactedSpan, placeholder, redact};
pub use search::find;
pub use topics::names_password;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod calls_tests;
#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod conversation_tests;
