//! The crate from outside: one binary, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

mod bad_input;
mod counted_twice;
mod generated;
mod invariants;
mod same_bytes;
mod slow_count;
