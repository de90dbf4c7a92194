//! Reads a recording: by frame for seeking, chunk by chunk for checking.
//!
//! Opening walks the chunk heads only; sound is opened when it is asked for. A file in state `open`
//! may end in a torn chunk, which is reported and left out. In any other state a missing end is an error.

use std::io::{self, Read, Seek, SeekFrom};

use super::format::{
    CHUNK_HEAD_LEN, ChunkHead, FIXED_LEN, FormatError, HEADER_LEN, Header, Kind, Shape, State, TORN_MAX, Totals, array,
};
use crate::cipher::{Cipher, CipherError, TAG_LEN};
use crate::envelope::ContactKey;

/// Why a recording could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The source failed.
    #[error("recording: {0}")]
    Source(#[from] io::Error),
    /// The header is not one of ours.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A chunk was changed, moved or sealed with another key.
    #[error("chunk {index}: {source}")]
    Chunk {
        /// Which chunk.
        index: u32,
        /// Why it did not open.
        source: CipherError,
    },
    /// The file is of another contact than the key.
    #[error("the recording belongs to another contact")]
    Contact,
    /// A closed recording does not end with a true final marker.
    #[error("the closed recording is cut or damaged after byte {0}")]
    Cut(u64),
    /// An open recording has more unreadable bytes than one torn append can leave.
    #[error("the recording is damaged after byte {0}")]
    Damaged(u64),
}

/// How a recording ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With its final marker: nothing is missing.
    Complete,
    /// Without a marker, after a full chunk, because it was never closed.
    Unclosed,
    /// In a torn chunk, which is left out.
    Torn {
        /// Bytes that are left out.
        lost_bytes: u64,
    },
}

/// Reads the header alone, to learn whose recording it is and which key it needs.
///
/// # Errors
/// [`ReadError::Source`] or [`ReadError::Format`].
pub fn read_header(source: &mut impl Read) -> Result<Header, ReadError> {
    let mut bytes = [0; HEADER_LEN];
    source.read_exact(&mut bytes)?;
    Ok(Header::of(&bytes)?)
}

/// Reads a recording file.
pub struct Reader<R> {
    source: R,
    header: Header,
    cipher: Cipher,
    fixed: [u8; FIXED_LEN],
    chunks: Vec<Entry>,
    frames: u64,
    end: u64,
    ending: Ending,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    head: ChunkHead,
    at: u64,
    first_frame: u64,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens a recording with the key of its contact.
    ///
    /// # Errors
    /// [`ReadError`]; a closed file without its true end is [`ReadError::Cut`].
    pub fn open(mut source: R, key: &ContactKey) -> Result<Self, ReadError> {
        let len = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        let header = read_header(&mut source)?;
        if header.contact != key.contact() {
            return Err(ReadError::Contact);
        }
        let mut reader = Self {
            source,
            cipher: key.recording_cipher(&header.salt),
            fixed: array(&header.to_bytes()[..FIXED_LEN]),
            header,
            chunks: Vec::new(),
            frames: 0,
            end: HEADER_LEN as u64,
            ending: Ending::Unclosed,
        };
        reader.walk(len)?;
        reader.judge_end(len)?;
        Ok(reader)
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The shape of the sound.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.header.shape
    }

    /// How the file ends.
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// Frames that can be read.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Length of the sound in milliseconds.
    #[must_use]
    pub fn duration_ms(&self) -> u64 {
        self.frames * 1000 / u64::from(self.header.shape.sample_rate)
    }

    /// Interleaved samples from frame `from`, at most `count` frames; empty at the end.
    ///
    /// # Errors
    /// [`ReadError::Chunk`] when a chunk on the way was changed.
    pub fn read_frames(&mut self, from: u64, count: u64) -> Result<Vec<u8>, ReadError> {
        let until = from.saturating_add(count).min(self.frames);
        let frame_len = self.header.shape.frame_len() as u64;
        let start = self.chunks.partition_point(|c| self.frame_after(c) <= from);
        let mut sound = Vec::new();
        for position in start..self.chunks.len() {
            let entry = self.chunks[position];
            if entry.first_frame >= until {
                break;
            }
            if entry.head.kind != Kind::Sound {
                continue;
            }
            let plain = self.open_chunk(entry)?;
            let skip = from.saturating_sub(entry.first_frame) * frame_len;
            let take = (until - entry.first_frame) * frame_len;
            sound.extend_from_slice(&plain[skip as usize..plain.len().min(take as usize)]);
        }
        Ok(sound)
    }

    /// All side data, each with the frame it was written at.
    ///
    /// # Errors
    /// [`ReadError::Chunk`] when one was changed.
    pub fn timelines(&mut self) -> Result<Vec<(u64, Vec<u8>)>, ReadError> {
        let mut found = Vec::new();
        for position in 0..self.chunks.len() {
            let entry = self.chunks[position];
            if entry.head.kind == Kind::Timeline {
                found.push((entry.first_frame, self.open_chunk(entry)?));
            }
        }
        Ok(found)
    }

    /// Opens every chunk once.
    ///
    /// # Errors
    /// The first [`ReadError::Chunk`] met.
    pub fn verify(&mut self) -> Result<(), ReadError> {
        for position in 0..self.chunks.len() {
            self.open_chunk(self.chunks[position])?;
        }
        Ok(())
    }

    /// How many chunks there are, a final marker included.
    pub(crate) fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    /// The kind, first frame and content of a chunk; `position` is below [`Self::chunk_count`].
    ///
    /// # Errors
    /// [`ReadError::Chunk`] when it was changed.
    pub(crate) fn chunk(&mut self, position: usize) -> Result<(Kind, u64, Vec<u8>), ReadError> {
        let entry = self.chunks[position];
        Ok((entry.head.kind, entry.first_frame, self.open_chunk(entry)?))
    }

    /// Where the last full chunk ends, in bytes.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// What came before the end, not counting a final marker.
    pub(crate) fn totals(&self) -> Totals {
        let marker = u32::from(self.ending == Ending::Complete);
        Totals { chunks: self.chunks.len() as u32 - marker, frames: self.frames }
    }

    /// Lists the chunks up to the first place where none can stand.
    fn walk(&mut self, len: u64) -> Result<(), ReadError> {
        while len - self.end >= CHUNK_HEAD_LEN as u64 {
            self.source.seek(SeekFrom::Start(self.end))?;
            let mut bytes = [0; CHUNK_HEAD_LEN];
            self.source.read_exact(&mut bytes)?;
            let Some(head) = self.plausible(&bytes) else {
                break;
            };
            let whole = (CHUNK_HEAD_LEN + head.plain_len + TAG_LEN) as u64;
            if len - self.end < whole {
                break;
            }
            self.push(head);
            self.end += whole;
            if head.kind == Kind::Final {
                break;
            }
        }
        Ok(())
    }

    fn plausible(&self, bytes: &[u8; CHUNK_HEAD_LEN]) -> Option<ChunkHead> {
        let head = ChunkHead::of(bytes)?;
        let whole_frames = head.plain_len.is_multiple_of(self.header.shape.frame_len());
        let follows = head.index as usize == self.chunks.len();
        (follows && (whole_frames || head.kind != Kind::Sound)).then_some(head)
    }

    fn push(&mut self, head: ChunkHead) {
        self.chunks.push(Entry { head, at: self.end, first_frame: self.frames });
        if head.kind == Kind::Sound {
            self.frames += (head.plain_len / self.header.shape.frame_len()) as u64;
        }
    }

    fn judge_end(&mut self, len: u64) -> Result<(), ReadError> {
        let marked = self.final_marker_holds()?;
        if marked && self.end == len {
            self.ending = Ending::Complete;
            return Ok(());
        }
        if self.header.state != State::Open {
            return Err(ReadError::Cut(self.end));
        }
        self.drop_torn_last()?;
        let lost_bytes = len - self.end;
        if lost_bytes > TORN_MAX {
            return Err(ReadError::Damaged(self.end));
        }
        self.ending = match lost_bytes {
            0 => Ending::Unclosed,
            lost_bytes => Ending::Torn { lost_bytes },
        };
        Ok(())
    }

    fn final_marker_holds(&mut self) -> Result<bool, ReadError> {
        let Some(last) = self.chunks.last().copied() else {
            return Ok(false);
        };
        if last.head.kind != Kind::Final {
            return Ok(false);
        }
        let before = Totals { chunks: last.head.index, frames: self.frames };
        match self.open_chunk(last) {
            Ok(plain) => Ok(Totals::of(&plain) == Some(before)),
            Err(ReadError::Chunk { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A crash may leave the last chunk with its full length but not its content.
    fn drop_torn_last(&mut self) -> Result<(), ReadError> {
        let Some(last) = self.chunks.last().copied() else {
            return Ok(());
        };
        let torn = match self.open_chunk(last) {
            Ok(_) => last.head.kind == Kind::Final,
            Err(ReadError::Chunk { .. }) => true,
            Err(other) => return Err(other),
        };
        if torn {
            self.chunks.pop();
            self.end = last.at;
            self.frames = last.first_frame;
        }
        Ok(())
    }

    fn frame_after(&self, entry: &Entry) -> u64 {
        match entry.head.kind {
            Kind::Sound => {
                let frames = entry.head.plain_len / self.header.shape.frame_len();
                entry.first_frame + frames as u64
            }
            Kind::Timeline | Kind::Final => entry.first_frame,
        }
    }

    fn open_chunk(&mut self, entry: Entry) -> Result<Vec<u8>, ReadError> {
        let body_at = entry.at + CHUNK_HEAD_LEN as u64;
        self.source.seek(SeekFrom::Start(body_at))?;
        let mut plain = vec![0; entry.head.plain_len];
        self.source.read_exact(&mut plain)?;
        let mut tag = [0; TAG_LEN];
        self.source.read_exact(&mut tag)?;
        let index = entry.head.index;
        let aad = entry.head.aad(&self.fixed);
        self.cipher.open_counted(index, &aad, &mut plain, &tag).map_err(|source| ReadError::Chunk { index, source })?;
        Ok(plain)
    }
}
