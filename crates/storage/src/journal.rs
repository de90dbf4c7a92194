//! The journal in front of the database: records are on the disk before anybody acts on them.
//!
//! Segments are files filled with zeros beforehand, so that an append is an overwrite and one
//! `fdatasync`. A record is framed by length, checksum and number; a torn end is cut at the next start.
//! Records are bytes and must hold nothing personal in the clear. It must never know the database.
//! Next: `ingest` for what the bytes mean.

mod frame;
mod reader;
mod segment;
mod writer;

pub use reader::{JournalReader, ReadError};
pub use segment::JournalConfig;
pub use writer::Journal;

#[cfg(test)]
mod tests;
