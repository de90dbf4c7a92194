//! Files of the journal: segments named by their first number, one spare, and the checkpoint.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::frame;

const SUFFIX: &str = "journal";
const SPARE: &str = "spare";
const CHECKPOINT: &str = "checkpoint";
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// Sizes of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalConfig {
    /// Length of a segment in bytes.
    pub segment_len: u64,
    /// Most segments that may wait to be applied; more is an error, never a full disk.
    pub segments_max: usize,
}

impl Default for JournalConfig {
    fn default() -> Self {
        Self { segment_len: 4 * 1024 * 1024, segments_max: 128 }
    }
}

/// First numbers of all segments, ascending.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut firsts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let named = path.extension().is_some_and(|suffix| suffix == SUFFIX);
        let first = path.file_stem().and_then(|stem| stem.to_str()?.parse::<u64>().ok());
        firsts.extend(first.filter(|_| named));
    }
    firsts.sort_unstable();
    Ok(firsts)
}

/// The segment whose first record has number `first`.
pub(crate) fn path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.{SUFFIX}"))
}

/// Makes a segment beginning at `first`, out of the spare if there is one of the right length.
pub(crate) fn create(folder: &Path, first: u64, len: u64) -> io::Result<File> {
    let (spare, path) = (folder.join(SPARE), path(folder, first));
    let ready = std::fs::metadata(&spare).is_ok_and(|spare| spare.len() == len);
    if !ready {
        fill(&spare, len)?;
    }
    std::fs::rename(&spare, &path)?;
    File::open(folder)?.sync_all()?;
    OpenOptions::new().read(true).write(true).open(path)
}

/// Makes the next spare; meant for a thread of its own, because it writes a whole segment.
/// One at a time for a folder.
pub(crate) fn prepare_spare(folder: &Path, len: u64) -> io::Result<()> {
    let making = folder.join("spare.making");
    fill(&making, len)?;
    std::fs::rename(making, folder.join(SPARE))
}

/// Where the records of a segment end, and the number after its last one.
pub(crate) fn end_of(bytes: &[u8], first: u64) -> (usize, u64) {
    let (mut at, mut seq) = (0, first);
    while let Some(record) = bytes.get(at..).and_then(|rest| frame::read(rest, seq)) {
        at += frame::HEAD_LEN + record.len();
        seq += 1;
    }
    (at, seq)
}

/// The last number known to be applied; 0 when none is known.
pub(crate) fn checkpoint(folder: &Path) -> u64 {
    let text = std::fs::read_to_string(folder.join(CHECKPOINT));
    text.ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// Notes the last number applied. Losing this note costs a replay and nothing else, so it is not synced.
pub(crate) fn set_checkpoint(folder: &Path, seq: u64) -> io::Result<()> {
    let beside = folder.join("checkpoint.writing");
    std::fs::write(&beside, format!("{seq}\n"))?;
    std::fs::rename(beside, folder.join(CHECKPOINT))
}

fn fill(path: &Path, len: u64) -> io::Result<()> {
    let mut file = File::create(path)?;
    let mut left = len;
    while left > 0 {
        let part = left.min(ZEROS.len() as u64);
        file.write_all(&ZEROS[..part as usize])?;
        left -= part;
    }
    file.sync_all()
}
