//! The question in running text: what a caller wants to know, as a wish to search, one at a time.
//!
//! Owns which words ask, which only greet, agree or name somebody, and how a wish is put together of what was said
//! last. Text comes in final, redacted, with the moment; it must never know who recognises it or what is searched.
//! Start with [`QuestionWatch`]; `clause` judges one clause, `words_japanese` and `words_english` are the lists.
//! Source: specification 6(3)①b, 6(4)c.

mod clause;
mod cuts;
mod privacy;
mod said;
mod watch;
mod words_english;
mod words_japanese;

pub use said::{Said, Voice, WISH_CHARS_MAX, Wish};
pub use watch::{QuestionWatch, SETTLE_MS, SETTLE_MS_MAX};

#[cfg(test)]
mod cases_tests;
#[cfg(test)]
mod tests;
