//! Whether a draft says only what the approved text it cites says: no number, day, office, negation or condition more
//! or other.
//!
//! Owns the reading of claims out of Japanese and English (figures first, then phrases, then names) and the rules that
//! hold a claim of a draft against its cited span, place by place. It knows no meaning beyond that: what it cannot
//! place it refuses, and the approved text is then shown as it stands. Start with [`check`].
//! Source: specification 6(3)①c, 6(4)c.

mod check;
mod claim;
mod context;
mod counting;
mod dates;
mod draft;
mod english_dates;
mod figures;
mod letters;
mod names;
mod numbers;
mod overlap;
mod phrase;
mod phrases;
mod phrases_english;
mod phrases_japanese;
mod reading;
mod telephone;
mod units;

pub use check::{Verdict, check, check_sentence};
pub use claim::{Claim, ClaimKind, Value};
pub use draft::{CITES_MAX, Cite, DraftSentence, SENTENCE_CHARS_MAX, SENTENCES_MAX, SPAN_CHARS_MAX, Ungrounded};
pub use reading::claims;

#[cfg(test)]
mod honest_cases;
#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod seed_tests;
#[cfg(test)]
mod spans;
#[cfg(test)]
mod tests;
