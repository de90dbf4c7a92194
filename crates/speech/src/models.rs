//! Models of the recogniser and of search: what there is, where it comes from, and how it is made ready.
//!
//! Owns the list of models and everything between a source and a file whose sha256 is right. It knows no
//! engine. Next: `convert` for the format, `fetch` for the way here.

pub mod digest;
pub mod fetch;
pub mod manifest;

mod container;
mod convert;
mod download;
mod e5;
mod gguf;
mod index;
mod mel;
mod vocabulary;
mod wheel;

pub use container::ContainerFault;
pub use convert::{ConvertFault, convert};
pub use download::DownloadFault;
pub use vocabulary::VocabularyFault;
pub use wheel::WheelFault;
