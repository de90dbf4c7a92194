//! The writing end: one owner, synchronous, one `fdatasync` a batch.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use super::frame;
use super::reader::JournalReader;
use super::segment::{self, JournalConfig};

/// The writing end of the journal.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    config: JournalConfig,
    file: File,
    at: u64,
    next: u64,
    torn_bytes: u64,
    broken: bool,
    buffer: Vec<u8>,
    spare: Option<JoinHandle<io::Result<()>>>,
}

impl Journal {
    /// Opens the journal of a folder, cuts a torn end and begins a fresh segment.
    /// Only one journal may have a folder open for writing.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(folder: &Path, config: JournalConfig) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let (next, torn_bytes) = cut_torn_end(folder)?;
        let file = segment::create(folder, next, config.segment_len)?;
        let mut journal = Self {
            folder: folder.to_owned(),
            config,
            file,
            at: 0,
            next,
            torn_bytes,
            broken: false,
            buffer: Vec::new(),
            spare: None,
        };
        journal.prepare_spare();
        Ok(journal)
    }

    /// Bytes of a torn end that were cut when the journal was opened; they were never acknowledged.
    #[must_use]
    pub fn torn_bytes(&self) -> u64 {
        self.torn_bytes
    }

    /// Writes records and returns once they are on the disk; answers the number of the last one.
    ///
    /// # Errors
    /// None of the records may be acted on then. `StorageFull` when too much waits to be applied,
    /// `InvalidInput` when a record is empty or the batch is longer than a segment.
    pub fn append<R: AsRef<[u8]>>(&mut self, records: &[R]) -> io::Result<u64> {
        self.frame(records)?;
        if self.broken || self.at + self.buffer.len() as u64 > self.config.segment_len {
            self.rotate()?;
        }
        let written = self.file.write_all_at(&self.buffer, self.at).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.broken = true;
            return Err(error);
        }
        self.at += self.buffer.len() as u64;
        self.next += records.len() as u64;
        Ok(self.next - 1)
    }

    /// A reading end that begins after the checkpoint.
    ///
    /// # Errors
    /// What the system says.
    pub fn reader(&self) -> io::Result<JournalReader> {
        JournalReader::open(&self.folder)
    }

    fn frame<R: AsRef<[u8]>>(&mut self, records: &[R]) -> io::Result<()> {
        self.buffer.clear();
        for (record, seq) in records.iter().zip(self.next..) {
            if record.as_ref().is_empty() {
                return Err(invalid("a journal record is empty"));
            }
            frame::push(&mut self.buffer, seq, record.as_ref());
        }
        if self.buffer.len() as u64 > self.config.segment_len {
            return Err(invalid("a batch of journal records is longer than a segment"));
        }
        Ok(())
    }

    /// Cuts the segment after its last whole record and begins the next.
    fn rotate(&mut self) -> io::Result<()> {
        let waiting = segment::list(&self.folder)?.len();
        if waiting >= self.config.segments_max {
            let words = format!("journal is full: {waiting} segments wait to be applied");
            return Err(io::Error::new(io::ErrorKind::StorageFull, words));
        }
        self.wait_for_spare();
        self.file.set_len(self.at)?;
        self.file.sync_all()?;
        self.file = segment::create(&self.folder, self.next, self.config.segment_len)?;
        self.at = 0;
        self.broken = false;
        self.prepare_spare();
        Ok(())
    }

    fn prepare_spare(&mut self) {
        let (folder, len) = (self.folder.clone(), self.config.segment_len);
        let spare = std::thread::spawn(move || segment::prepare_spare(&folder, len));
        self.spare = Some(spare);
    }

    /// A spare that could not be made costs time at the rotation, which makes it itself and reports
    /// its own failure.
    fn wait_for_spare(&mut self) {
        if let Some(spare) = self.spare.take() {
            let _ = spare.join();
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.wait_for_spare();
    }
}

/// Cuts the last segment after its last whole record; answers the next number and what was cut.
fn cut_torn_end(folder: &Path) -> io::Result<(u64, u64)> {
    let applied = segment::checkpoint(folder);
    let Some(first) = segment::list(folder)?.last().copied() else {
        return Ok((applied + 1, 0));
    };
    let path = segment::path(folder, first);
    let bytes = std::fs::read(&path)?;
    let (end, next) = segment::end_of(&bytes, first);
    let torn = bytes[end..].iter().rposition(|byte| *byte != 0);
    if end == 0 && next == first {
        std::fs::remove_file(&path)?;
    } else {
        let file = OpenOptions::new().write(true).open(&path)?;
        file.set_len(end as u64)?;
        file.sync_all()?;
    }
    let torn_bytes = torn.map_or(0, |last| last as u64 + 1);
    Ok((next.max(applied + 1), torn_bytes))
}

fn invalid(words: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, words)
}
