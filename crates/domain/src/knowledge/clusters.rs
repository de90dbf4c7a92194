//! Questions that found nothing sure, put together, each with what may be done about it: an alias or a new entry.
//!
//! Owns the grouping by likeness, the nearest entry and the counts; what a search makes of a question comes in with it.
//! What goes in is redacted before anything is compared, and nothing but redacted words comes out. A person accepts;
//! nothing is changed here. Start with [`proposals`]. Source: specification 6(3)①b.

mod group;
mod nearest;
mod proposal;

pub use group::{GROUPS_MAX, QUESTIONS_MAX};
pub use nearest::Known;
pub use proposal::{Asked, EXAMPLES_MAX, Meant, Origin, Proposal, Proposed, proposals};

#[cfg(test)]
mod tests;
