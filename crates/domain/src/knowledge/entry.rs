//! One entry of the FAQ: its texts by language, its topic, its sources, who owns it and until when it holds.
//!
//! Owns the limits and the reading of what people write, with every problem told at once, each with its field and
//! what to do. It must never know who wrote it or whether it is approved: `workflow` does. Start with [`RawEntry`],
//! whose [`RawEntry::read`] is the only way to an [`Entry`].

mod attachment;
mod check;
mod date;
mod key;
mod links;
mod model;
mod problem;
mod words;

pub use attachment::{
    ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Attachment, FILE_NAME_CHARS_MAX, FileDigest, FileKind, KeptFiles,
};
pub use check::{
    ALIAS_CHARS_MAX, ALIASES_MAX, ANSWER_CHARS_MAX, OWNER_CHARS_MAX, QUESTION_CHARS_MAX, READING_CHARS_MAX,
    RELATED_MAX, SOURCES_MAX, TITLE_CHARS_MAX, URL_CHARS_MAX,
};
pub use date::SourceDate;
pub use key::{Citation, CitationFault, EntryKey, KeyFault, Version};
pub use links::Links;
pub use model::{Entry, EntryText, RawAttachment, RawEntry, RawSource, RawText, Source, SourcePlace};
pub use problem::{Fault, Field, Problem, Problems};
pub use words::{Audience, FaqChannel, Risk, TextLanguage, Topic};

#[cfg(test)]
mod tests;
