//! Models of the recogniser: what there is, where it comes from, and how it is made ready.
//!
//! Owns the list of models and everything between a source and a file whose sha256 is right. It knows no
//! engine. Next: `convert` for the format, `fetch` for the way here.

mod container;
mod convert;
pub mod digest;
mod mel;
mod vocabulary;

pub use container::ContainerFault;
pub use convert::{ConvertFault, convert};
pub use vocabulary::VocabularyFault;
