//! The data of the repository held against the rules: phrase book, glossary, flows, FAQ, and the written test sets.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may end at what it did not expect, and prints its table"
)]

mod check_set;
mod data;
mod paraphrases;
mod sources;
