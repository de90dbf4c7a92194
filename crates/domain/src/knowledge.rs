//! The approved FAQ: entries, their way to approval, how they are shown, compared, exchanged and answered from.
//!
//! Owns the rules alone: what an entry may hold, who may put it before residents, what a draft may say of it and when
//! an answer is sure enough. It must never know a table, an index, a model or a page: scores, texts and moments come
//! in as arguments. Start with `entry` (what is written) and `workflow` (what becomes of it).
//! Source: specification 6(1), 6(3)①b, 6(3)①e, 6(3)②, 8(5).

pub mod asked;
pub mod bands;
pub mod clusters;
pub mod compare;
pub mod condensed;
pub mod conflicts;
pub mod entry;
pub mod grounding;
pub mod markdown;
pub mod question_form;
pub mod table;
pub mod workflow;
