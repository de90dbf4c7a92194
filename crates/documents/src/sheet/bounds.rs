//! How much of a file from outside is read, checked before anything believes what the file says of itself.
//!
//! A zip names sizes it need not keep, and a list of strings names a count for which a reader sets room aside; both
//! are found out here by unpacking once and counting.

use std::io::Cursor;

use zip::ZipArchive;

use super::fault::SheetError;

/// Most files within a workbook.
const PARTS_MAX: usize = 1_000;

/// Most opening signs within all of them; a sheet of 10,000 full rows has under two million.
const TAGS_MAX: usize = 8_000_000;

/// Most strings a list may claim to have.
const STRINGS_MAX: usize = 1_000_000;

/// The attribute by which it claims them.
const CLAIM: &str = "uniqueCount";

/// What an OLE container begins with: a workbook of before 2007, or one with a password.
const OLE: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

const CHUNK_BYTES: usize = 64 * 1024;

/// The bounds within which a workbook is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Largest file, in bytes.
    pub bytes_max: usize,
    /// Largest sum of what is packed in it, and of the text of its cells, in bytes.
    pub unpacked_bytes_max: usize,
    /// Most rows, the header counted.
    pub rows_max: usize,
    /// Most columns.
    pub columns_max: usize,
    /// Longest cell, in characters.
    pub cell_chars_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes_max: 64 * 1024 * 1024,
            unpacked_bytes_max: 128 * 1024 * 1024,
            rows_max: domain::knowledge::table::ROWS_MAX + 1,
            columns_max: 64,
            cell_chars_max: 32_767,
        }
    }
}

impl Bounds {
    /// Unpacks all of a file once and keeps nothing of it.
    pub(super) fn admit(&self, bytes: &[u8]) -> Result<(), SheetError> {
        if bytes.len() > self.bytes_max {
            return Err(SheetError::TooLarge { bytes: bytes.len(), limit: self.bytes_max });
        }
        if bytes.starts_with(&OLE) {
            return Err(SheetError::OldOrLocked);
        }
        if !bytes.starts_with(b"PK") {
            return Err(SheetError::NotExcel);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Broken)?;
        if archive.len() > PARTS_MAX {
            return Err(SheetError::TooMuch);
        }
        let mut left = Left { bytes: self.unpacked_bytes_max, tags: TAGS_MAX };
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(|_| SheetError::Broken)?;
            let strings = part.name().to_ascii_lowercase().ends_with("sharedstrings.xml");
            let unpacked = left.unpack(part, strings)?;
            if strings {
                check_claims(&unpacked)?;
            }
        }
        Ok(())
    }
}

struct Left {
    bytes: usize,
    tags: usize,
}

impl Left {
    /// Unpacks a part; gives it where it is kept.
    fn unpack(&mut self, mut part: impl std::io::Read, keep: bool) -> Result<Vec<u8>, SheetError> {
        let mut kept = Vec::new();
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let count = part.read(&mut chunk).map_err(|_| SheetError::Broken)?;
            let Some(read) = chunk.get(..count).filter(|read| !read.is_empty()) else { return Ok(kept) };
            let tags = read.iter().filter(|c| **c == b'<').count();
            self.bytes = self.bytes.checked_sub(count).ok_or(SheetError::TooMuch)?;
            self.tags = self.tags.checked_sub(tags).ok_or(SheetError::TooMuch)?;
            if keep {
                kept.extend_from_slice(read);
            }
        }
    }
}

/// Every count of strings that is claimed anywhere must be a plain small number.
fn check_claims(part: &[u8]) -> Result<(), SheetError> {
    let text = std::str::from_utf8(part).map_err(|_| SheetError::Broken)?;
    let claims = text.match_indices(CLAIM).filter_map(|(at, claim)| text.get(at + claim.len()..));
    for behind in claims {
        let quoted = behind.trim_start().strip_prefix('=').map(str::trim_start);
        let value = quoted.and_then(|rest| rest.strip_prefix(['"', '\'']));
        let digits = value.and_then(|rest| rest.split(['"', '\'']).next());
        let count = digits.and_then(|digits| digits.trim().parse::<usize>().ok());
        if count.is_none_or(|count| count > STRINGS_MAX) {
            return Err(SheetError::Broken);
        }
    }
    Ok(())
}
