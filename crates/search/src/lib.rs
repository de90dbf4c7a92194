//! Search in the approved questions and answers (clauses 6(3)①b, 6(4)c).
//!
//! Owns how a question typed or spoken finds its entry: by words ([`tokens`], [`edition`]), by meaning where vectors
//! are there ([`asker`], [`vectors`]), and both together ([`fusion`]); how sure that is says `domain::knowledge::bands`. It
//! must never know who asks, where entries are kept or how an answer is shown. Next: [`Search::find`].

pub mod asker;
mod beginnings;
mod cache;
#[cfg(feature = "e5")]
pub mod e5;
pub mod edition;
pub mod entry;
pub mod evaluate;
pub mod find;
pub mod fusion;
pub mod gaps;
mod grams;
mod letters;
pub mod passage;
mod pieces;
pub mod replies;
mod ruby;
pub mod suggest;
mod titles;
pub mod tokens;
pub mod vectors;

pub use asker::{Asker, Embedder, Role, VectorFault};
pub use domain::knowledge::entry::{Audience, FaqChannel as Channel};
pub use edition::{Edition, EditionFault};
pub use entry::{Entry, EntryId, Language, Text};
pub use find::{Found, Hit, Request, Search, SearchError};
pub use passage::Passage;
pub use suggest::Suggestion;
pub use vectors::VectorShelf;
