//! Two entries that answer one question, and whether they say the same.
//!
//! Owns the comparison of questions and of what the answers claim. It decides nothing: people merge, correct or keep
//! both. It must never know which entry is right. Start with [`find`].

mod differences;
mod pairs;

pub use differences::{Difference, differences};
pub use pairs::{CONFLICTS_MAX, Conflict, ConflictKind, Conflicts, find, forms};

#[cfg(test)]
mod tests;
