//! Writes a recording, one chunk an append, so that a crash costs at most the append it hit.
//!
//! Each chunk reaches the sink in a single `write_all`. Syncing is the caller's: `flush` flushes the
//! sink, and `sink_mut` gives a file to call `sync_data` on.

use std::io::{self, Seek, SeekFrom, Write};

use super::format::{
    CHUNK_HEAD_LEN, CHUNK_PLAIN_MAX, ChunkHead, FIXED_LEN, FormatError, Header, Kind, STATE_AT, Shape, State, Totals,
    array,
};
use crate::chance;
use crate::cipher::{Cipher, CipherError, TAG_LEN};
use crate::envelope::ContactKey;

/// Why a recording could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The sink refused, for instance because the disk is full.
    #[error("recording: {0}")]
    Sink(#[from] io::Error),
    /// The shape is not one that is recorded.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Sealing failed.
    #[error(transparent)]
    Cipher(#[from] CipherError),
    /// The sound is not a whole number of frames.
    #[error("{0} bytes are not a whole number of frames")]
    Frames(usize),
    /// Timeline data is larger than one chunk.
    #[error("timeline data of {0} bytes is larger than a chunk")]
    Timeline(usize),
    /// The recording has as many chunks as a file can count.
    #[error("the recording has too many chunks")]
    Full,
}

/// Appends to a recording file.
pub struct Writer<W> {
    sink: W,
    cipher: Cipher,
    fixed: [u8; FIXED_LEN],
    frame_len: usize,
    next: Totals,
    buffer: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a recording: writes the header with state `open`.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn create(sink: W, key: &ContactKey, shape: Shape, created_at_ms: i64) -> Result<Self, WriteError> {
        let header = Header {
            state: State::Open,
            shape: shape.checked()?,
            created_at_ms,
            contact: key.contact(),
            wrapped: *key.wrapped(),
            salt: chance::bytes().map_err(CipherError::from)?,
        };
        let bytes = header.to_bytes();
        let mut writer = Self::resume(sink, key, &header, Totals { chunks: 0, frames: 0 });
        writer.sink.write_all(&bytes)?;
        Ok(writer)
    }

    /// Goes on after `totals`, with the sink standing at the end of the last full chunk.
    pub(crate) fn resume(sink: W, key: &ContactKey, header: &Header, totals: Totals) -> Self {
        Self {
            sink,
            cipher: key.recording_cipher(&header.salt),
            fixed: array(&header.to_bytes()[..FIXED_LEN]),
            frame_len: header.shape.frame_len(),
            next: totals,
            buffer: Vec::with_capacity(CHUNK_HEAD_LEN + CHUNK_PLAIN_MAX + TAG_LEN),
        }
    }

    /// Appends sound: interleaved signed 16-bit little-endian samples, whole frames.
    /// Ask for about a second at a time; more than a chunk is split.
    ///
    /// # Errors
    /// [`WriteError`]; after [`WriteError::Sink`] the file ends in a torn chunk and must be given up.
    pub fn append_sound(&mut self, sound: &[u8]) -> Result<(), WriteError> {
        if !sound.len().is_multiple_of(self.frame_len) {
            return Err(WriteError::Frames(sound.len()));
        }
        let largest = CHUNK_PLAIN_MAX - CHUNK_PLAIN_MAX % self.frame_len;
        for part in sound.chunks(largest) {
            self.append(Kind::Sound, part)?;
            self.next.frames += (part.len() / self.frame_len) as u64;
        }
        Ok(())
    }

    /// Appends side data, such as who spoke from when to when; its form is the caller's.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn append_timeline(&mut self, data: &[u8]) -> Result<(), WriteError> {
        if data.len() > CHUNK_PLAIN_MAX {
            return Err(WriteError::Timeline(data.len()));
        }
        self.append(Kind::Timeline, data)
    }

    /// Flushes the sink.
    ///
    /// # Errors
    /// What the sink says.
    pub fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    /// The sink, to sync it.
    pub fn sink_mut(&mut self) -> &mut W {
        &mut self.sink
    }

    /// Frames appended so far.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.next.frames
    }

    fn append(&mut self, kind: Kind, plain: &[u8]) -> Result<(), WriteError> {
        let head = ChunkHead { kind, index: self.next.chunks, plain_len: plain.len() };
        self.buffer.clear();
        self.buffer.extend_from_slice(&head.to_bytes());
        self.buffer.extend_from_slice(plain);
        let aad = head.aad(&self.fixed);
        let body = &mut self.buffer[CHUNK_HEAD_LEN..];
        let tag = self.cipher.seal_counted(head.index, &aad, body)?;
        self.buffer.extend_from_slice(&tag);
        let following = self.next.chunks.checked_add(1).ok_or(WriteError::Full)?;
        self.sink.write_all(&self.buffer)?;
        self.next.chunks = following;
        Ok(())
    }
}

impl<W: Write + Seek> Writer<W> {
    /// Ends the recording: final marker, then state `sealed`; gives the sink back to be synced.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.finish_as(State::Sealed)
    }

    /// Ends a copy out of which everything that must not stay was taken, in state `final`.
    pub(crate) fn finish_final(self) -> Result<W, WriteError> {
        self.finish_as(State::Final)
    }

    fn finish_as(mut self, state: State) -> Result<W, WriteError> {
        self.append(Kind::Final, &self.next.to_bytes())?;
        self.sink.flush()?;
        let end = self.sink.stream_position()?;
        self.sink.seek(SeekFrom::Start(STATE_AT as u64))?;
        self.sink.write_all(&[state.byte()])?;
        self.sink.seek(SeekFrom::Start(end))?;
        self.sink.flush()?;
        Ok(self.sink)
    }
}
