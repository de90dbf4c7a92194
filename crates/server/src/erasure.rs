//! Receipts of erasures: written, shown, checked (clause 6(2)③d; ADR 0047).
//!
//! `room` signs what the shared browser's machine tells and adds it to the installation's one chain; `inspect` says of a
//! receipt what holds and what does not, for pages and for the terminal alike. It must never know a browser, a visit or
//! a person. Next: `signing` for the key, `api` for the pages' endpoints.

mod api;
mod book;
mod inspect;
mod room;
mod said;
mod shown;
mod signing;
#[cfg(test)]
mod tests;

pub use api::router;
pub use book::{ChainVerdict, inspect_in_book, walk};
pub use inspect::{Aspect, Finding, Standing, Trouble, inspect, is_good, read};
pub use room::{Erasure, RecordError};
pub use said::{Said, content, limits, said, trouble};
pub use shown::{ErasedTrace, ReceiptShown, TooLong};
pub use signing::{PublicKey, PublicKeyFault, SigningFault, SigningKey};
