//! Files that staff attach to an entry: what they are by their content, and what is kept of them.
//!
//! Owns the reading of bytes from outside before anybody else reads them. A picture is put together anew from the
//! parts that draw it, so that nothing of where and with what it was taken is left, nor anything that stands beside or
//! behind it. A document is kept as it is or refused. It must never know names, entries, or where bytes are kept.
//! Start with [`clean_file`].

mod bounds;
mod fault;
mod jpeg;
mod orientation;
mod pdf;
mod plain;
mod png;

use domain::knowledge::entry::{ATTACHMENT_BYTES_MAX, FileKind};

pub use fault::FileFault;

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFile {
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether something was left out.
    pub altered: bool,
}

/// Reads a file as it came: tells its kind by its content alone, and leaves out what is not the picture.
///
/// # Errors
/// Why it is not kept, with what to do.
pub fn clean_file(bytes: &[u8]) -> Result<CleanFile, FileFault> {
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if bytes.len() as u64 > ATTACHMENT_BYTES_MAX {
        return Err(FileFault::TooLarge);
    }
    let (kind, kept) = if bytes.starts_with(pdf::MAGIC) {
        pdf::check(bytes)?;
        (FileKind::Pdf, bytes.to_vec())
    } else if bytes.starts_with(png::MAGIC) {
        (FileKind::Png, png::picture(bytes)?)
    } else if bytes.starts_with(jpeg::MAGIC) {
        (FileKind::Jpeg, jpeg::picture(bytes)?)
    } else {
        plain::check(bytes)?;
        (FileKind::Text, bytes.to_vec())
    };
    let altered = kept != bytes;
    Ok(CleanFile { kind, bytes: kept, altered })
}
