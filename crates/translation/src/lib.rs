//! Translation at the counter as far as it is rules and data: what is checked before a translation is shown, the
//! approved phrases, the glossary, what an engine's bad answer is, and in which order engines are asked.
//!
//! Pure: texts, tables and moments come in as arguments, marks and orders come out as data. It must never know an
//! engine's protocol, a page, a clock or a file, and it keeps no text of a visit. Start with [`check`] (may this be
//! shown unflagged?), [`memory`] (is there an approved phrase?) and [`relay`] (who is asked next?).
//! Source: specification 6(2)③c, 6(2)⑦, 6(3)④.

pub mod bad_answer;
pub mod check;
pub mod faq_pairs;
pub mod flow_pairs;
pub mod glossary;
pub mod language;
pub mod mark;
pub mod memory;
pub mod phrase_book;
pub mod relay;
pub mod segment;
mod table;

pub use check::check;
pub use language::{Direction, Language};
pub use mark::{Fault, Mark, MarkKind};
pub use table::TableFault;
