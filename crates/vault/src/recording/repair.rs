//! Puts a recording file in order: closes one a crash left open, moves one to another key-encryption key.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use super::format::WRAPPED_AT;
use super::reader::{Ending, ReadError, Reader, read_header};
use super::writer::{WriteError, Writer};
use crate::cipher::CipherError;
use crate::envelope::ContactKey;
use crate::ring::KeyRing;

/// Why a file could not be put in order.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Its key could not be unwrapped.
    #[error(transparent)]
    Cipher(#[from] CipherError),
    /// The system refused.
    #[error("recording file: {0}")]
    File(#[from] std::io::Error),
}

/// Closes a recording that a crash left open: cuts the torn end, adds the final marker, syncs.
/// Answers how the file ended before; a closed file is left as it is.
///
/// # Errors
/// [`RepairError`]; a damaged file is never cut.
pub fn seal_leftover(path: &Path, key: &ContactKey) -> Result<Ending, RepairError> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let reader = Reader::open(&mut file, key)?;
    let (header, ending) = (*reader.header(), reader.ending());
    let (end, totals) = (reader.end(), reader.totals());
    if ending == Ending::Complete && header.state != super::State::Open {
        return Ok(ending);
    }
    let end = match ending {
        Ending::Complete => end - FINAL_CHUNK_LEN,
        Ending::Unclosed | Ending::Torn { .. } => end,
    };
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    let file = Writer::resume(file, key, &header, totals).finish()?;
    file.sync_all()?;
    Ok(ending)
}

/// Writes the contact's key under the ring's current key into the header; sound is not touched.
/// Answers whether the header changed.
///
/// # Errors
/// [`RepairError`].
pub fn rewrap(path: &Path, ring: &KeyRing) -> Result<bool, RepairError> {
    let header = read_header(&mut File::open(path)?)?;
    let Some(wrapped) = ring.rewrap(&header.wrapped, header.contact)? else {
        return Ok(false);
    };
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(WRAPPED_AT as u64))?;
    file.write_all(wrapped.as_bytes())?;
    file.sync_all()?;
    Ok(true)
}

const FINAL_CHUNK_LEN: u64 =
    (super::format::CHUNK_HEAD_LEN + super::format::Totals::LEN + crate::cipher::TAG_LEN) as u64;
