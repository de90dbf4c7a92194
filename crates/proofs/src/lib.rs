//! What proofs about the shared browser look with: for a secret in pictures and in messages, and where they left off.
//!
//! Linked into tests alone, and optimised, because each suite looks at tens of thousands of pictures. It knows pixels,
//! characters and files; it must never know the product. `find` looks by templates, `ocr` by reading, `words` in
//! messages; `shards` keeps what was done, so that a suite of hours can be gone on with; `chance` is its dice.

pub mod chance;
pub mod find;
pub mod grey;
pub mod ocr;
pub mod shards;
pub mod words;
