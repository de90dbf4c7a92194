//! The reading end: hands out records after the checkpoint, in order, also while the writer goes on.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::frame;
use super::segment;

/// Why records could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("journal: {0}")]
    File(#[from] io::Error),
    /// A finished segment holds bytes that are no record.
    #[error("journal segment {first} is damaged at byte {at}")]
    Damaged {
        /// First number of the segment.
        first: u64,
        /// Where.
        at: u64,
    },
}

/// The reading end of the journal.
#[derive(Debug)]
pub struct JournalReader {
    folder: PathBuf,
    segment: Option<(u64, File)>,
    at: u64,
    next: u64,
}

impl JournalReader {
    /// Reads the journal of a folder from the record after its checkpoint.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { folder: folder.to_owned(), segment: None, at: 0, next: segment::checkpoint(folder) + 1 })
    }

    /// At most `limit` records with their numbers; empty when nothing more is there yet.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when a finished segment cannot be read to its end.
    pub fn read(&mut self, limit: usize) -> Result<Vec<(u64, Vec<u8>)>, ReadError> {
        let mut records = Vec::new();
        while records.len() < limit {
            if self.segment.is_none() && !self.enter()? {
                break;
            }
            match self.read_one()? {
                Some(record) => {
                    records.push((self.next, record));
                    self.next += 1;
                }
                None if self.leave()? => {}
                None => break,
            }
        }
        Ok(records)
    }

    /// Notes that everything up to `seq` is applied, and deletes segments that hold nothing else.
    ///
    /// # Errors
    /// What the system says.
    pub fn checkpoint(&self, seq: u64) -> io::Result<()> {
        segment::set_checkpoint(&self.folder, seq)?;
        let firsts = segment::list(&self.folder)?;
        for pair in firsts.windows(2) {
            if pair[1] <= seq + 1 {
                std::fs::remove_file(segment::path(&self.folder, pair[0]))?;
            }
        }
        Ok(())
    }

    /// Opens the segment that holds the next record, standing at it.
    fn enter(&mut self) -> Result<bool, ReadError> {
        let firsts = segment::list(&self.folder)?;
        let holding = firsts.iter().rev().find(|first| **first <= self.next);
        let Some(first) = holding.or(firsts.first()).copied() else {
            return Ok(false);
        };
        let wanted = self.next.max(first);
        self.segment = Some((first, File::open(segment::path(&self.folder, first))?));
        (self.at, self.next) = (0, first);
        while self.next < wanted && self.read_one()?.is_some() {
            self.next += 1;
        }
        self.next = wanted;
        Ok(true)
    }

    /// Reads the record at the current place and steps over it.
    fn read_one(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        let Some((_, file)) = &self.segment else {
            return Ok(None);
        };
        let mut head = [0; frame::HEAD_LEN];
        if !read_whole(file, &mut head, self.at)? {
            return Ok(None);
        }
        let len = u64::from(u32::from_le_bytes([head[0], head[1], head[2], head[3]]));
        let whole = frame::HEAD_LEN as u64 + len;
        if len == 0 || self.at + whole > file.metadata()?.len() {
            return Ok(None);
        }
        let mut bytes = vec![0; whole as usize];
        if !read_whole(file, &mut bytes, self.at)? {
            return Ok(None);
        }
        let record = frame::read(&bytes, self.next).map(<[u8]>::to_vec);
        if record.is_some() {
            self.at += whole;
        }
        Ok(record)
    }

    /// Leaves an exhausted segment when the writer has begun another; `false` when it is the last.
    fn leave(&mut self) -> Result<bool, ReadError> {
        let Some((first, file)) = &self.segment else {
            return Ok(false);
        };
        let first = *first;
        let later = segment::list(&self.folder)?.into_iter().find(|f| *f > first);
        let Some(later) = later else {
            return Ok(false);
        };
        // The writer cuts a segment before it begins another, so what is left here was not read yet or is damaged.
        if self.at < file.metadata()?.len() {
            if let Some(file_len) = self.unread()? {
                return Err(ReadError::Damaged { first, at: file_len });
            }
            return Ok(true);
        }
        self.segment = None;
        self.next = self.next.max(later);
        Ok(true)
    }

    /// Where the segment is damaged, or `None` when a whole record stands at the current place.
    fn unread(&mut self) -> Result<Option<u64>, ReadError> {
        let before = self.at;
        let found = self.read_one()?.is_some();
        self.at = before;
        Ok((!found).then_some(before))
    }
}

fn read_whole(file: &File, bytes: &mut [u8], at: u64) -> io::Result<bool> {
    match file.read_exact_at(bytes, at) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
