//! A recording seen as a WAV file, byte by byte, so that a browser can seek in it with range requests.

use std::io::{Read, Seek};

use super::format::Shape;
use super::reader::{ReadError, Reader};

/// Length of the WAV header in bytes.
pub const WAV_HEADER_LEN: u64 = 44;

/// A recording as the bytes of a WAV file.
pub struct WavView<R> {
    reader: Reader<R>,
    header: [u8; WAV_HEADER_LEN as usize],
}

impl<R: Read + Seek> WavView<R> {
    /// Looks at a recording as WAV.
    #[must_use]
    pub fn new(reader: Reader<R>) -> Self {
        let header = wav_header(reader.shape(), reader.frames());
        Self { reader, header }
    }

    /// Length of the whole file in bytes.
    #[must_use]
    pub fn total_len(&self) -> u64 {
        WAV_HEADER_LEN + self.reader.frames() * self.reader.shape().frame_len() as u64
    }

    /// The recording underneath.
    pub fn reader_mut(&mut self) -> &mut Reader<R> {
        &mut self.reader
    }

    /// At most `len` bytes from byte `from`; empty from the end on. Ask in pieces of at most some
    /// hundred kilobytes, because the answer is held in memory.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read_range(&mut self, from: u64, len: u64) -> Result<Vec<u8>, ReadError> {
        let until = from.saturating_add(len).min(self.total_len());
        let mut bytes = Vec::new();
        if from >= until {
            return Ok(bytes);
        }
        if from < WAV_HEADER_LEN {
            let end = until.min(WAV_HEADER_LEN);
            bytes.extend_from_slice(&self.header[from as usize..end as usize]);
        }
        if until > WAV_HEADER_LEN {
            let sound_from = from.max(WAV_HEADER_LEN) - WAV_HEADER_LEN;
            bytes.extend_from_slice(&self.sound(sound_from, until - WAV_HEADER_LEN)?);
        }
        Ok(bytes)
    }

    fn sound(&mut self, from: u64, until: u64) -> Result<Vec<u8>, ReadError> {
        let frame_len = self.reader.shape().frame_len() as u64;
        let first = from / frame_len;
        let count = until.div_ceil(frame_len) - first;
        let sound = self.reader.read_frames(first, count)?;
        let skip = (from - first * frame_len) as usize;
        let take = (until - from) as usize;
        Ok(sound.into_iter().skip(skip).take(take).collect())
    }
}

/// RIFF header of PCM sound; lengths beyond 4 GiB are written as the largest the form can say.
fn wav_header(shape: Shape, frames: u64) -> [u8; WAV_HEADER_LEN as usize] {
    let frame_len = shape.frame_len() as u16;
    let data_len = u32::try_from(frames * u64::from(frame_len)).unwrap_or(u32::MAX - 36);
    let parts: [&[u8]; 12] = [
        b"RIFF",
        &data_len.saturating_add(36).to_le_bytes(),
        b"WAVEfmt ",
        &16u32.to_le_bytes(),
        &1u16.to_le_bytes(),
        &u16::from(shape.channels).to_le_bytes(),
        &shape.sample_rate.to_le_bytes(),
        &(shape.sample_rate * u32::from(frame_len)).to_le_bytes(),
        &frame_len.to_le_bytes(),
        &16u16.to_le_bytes(),
        b"data",
        &data_len.to_le_bytes(),
    ];
    super::format::array(&parts.concat())
}
