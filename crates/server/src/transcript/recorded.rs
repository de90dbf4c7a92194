//! The sound of a finished recording, read in pieces away from the threads that serve.
//!
//! Owns the reader between two reads. No copy of the sound is made beyond the piece in hand. Next: `scribe`.

use std::fs::File;

use media::{Spoken, read_spoken};
use vault::recording::{ReadError, Reader};

use super::leg::SAMPLES_PER_MS;
use crate::calls::{HeldBack, SealedSound};

/// Both sides of a stretch, sample by sample.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Stereo {
    /// The caller.
    pub(super) left: Vec<i16>,
    /// Everyone else.
    pub(super) right: Vec<i16>,
}

/// An opened recording.
pub(super) struct Recorded {
    reader: Option<Reader<File>>,
    frames: u64,
    spoken: Vec<Spoken>,
}

impl Recorded {
    /// Opens it and reads who spoke when.
    pub(super) async fn open(sound: SealedSound) -> Result<Self, HeldBack> {
        let opened = tokio::task::spawn_blocking(move || -> Result<Self, ReadError> {
            let mut reader = sound.open()?;
            let chunks = reader.timelines()?;
            let spoken = read_spoken(chunks.iter().map(|(_, bytes)| bytes.as_slice()));
            Ok(Self { frames: reader.frames(), reader: Some(reader), spoken })
        });
        opened.await.map_err(|why| cut_off(&why))?.map_err(|why| cut_off(&why))
    }

    /// Its length, in samples of one side.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Who spoke when.
    pub(super) fn spoken(&self) -> &[Spoken] {
        &self.spoken
    }

    /// A stretch of it, in samples; shorter at the end.
    pub(super) async fn read(&mut self, from: u64, count: u64) -> Result<Stereo, HeldBack> {
        let Some(mut reader) = self.reader.take() else {
            return Err(HeldBack::Retry("the recording is not open any longer".to_owned()));
        };
        let read = tokio::task::spawn_blocking(move || {
            let bytes = reader.read_frames(from, count);
            (reader, bytes)
        });
        let (reader, bytes) = read.await.map_err(|why| cut_off(&why))?;
        self.reader = Some(reader);
        Ok(apart(&bytes.map_err(|why| cut_off(&why))?))
    }

    /// A stretch between two times of the recording, in milliseconds.
    pub(super) async fn read_ms(&mut self, start_ms: i64, end_ms: i64) -> Result<Stereo, HeldBack> {
        let from = start_ms.max(0).unsigned_abs() * SAMPLES_PER_MS;
        let until = (end_ms.max(0).unsigned_abs() * SAMPLES_PER_MS).min(self.frames);
        self.read(from, until.saturating_sub(from)).await
    }
}

fn cut_off(why: &dyn std::fmt::Display) -> HeldBack {
    HeldBack::Retry(format!("the recording cannot be read: {why}"))
}

/// Interleaved 16-bit little endian, caller first, as two sides.
fn apart(bytes: &[u8]) -> Stereo {
    let sample = |bytes: &[u8]| i16::from_le_bytes([bytes[0], bytes[1]]);
    let frames = bytes.chunks_exact(4);
    frames.fold(Stereo::default(), |mut stereo, frame| {
        stereo.left.push(sample(&frame[..2]));
        stereo.right.push(sample(&frame[2..]));
        stereo
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_is_the_first_of_each_pair() {
        let stereo = apart(&[1, 0, 2, 0, 0xff, 0xff, 3, 0, 9]);
        assert_eq!(stereo, Stereo { left: vec![1, -1], right: vec![2, 3] });
    }
}
