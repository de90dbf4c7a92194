//! Reads the WAV files that synthesis engines write and people upload: 16-bit PCM, any rate.

use thiserror::Error;

/// Longest sound accepted, in samples of one channel: five minutes at 48 kHz.
pub const SAMPLES_MAX: usize = 5 * 60 * 48_000;

/// Why a WAV file was refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WavError {
    /// The file does not begin with RIFF/WAVE or a chunk is cut off.
    #[error("not a WAV file, or cut off")]
    Malformed,
    /// Only 16-bit PCM with one or two channels is read.
    #[error("only 16-bit PCM with one or two channels is read")]
    Format,
    /// The sound is longer than [`SAMPLES_MAX`].
    #[error("the sound is longer than five minutes")]
    TooLong,
}

/// One channel of sound and its rate in Hz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pcm {
    /// Samples a second.
    pub rate_hz: u32,
    /// Samples, one channel (stereo is averaged).
    pub samples: Vec<i16>,
}

/// Parses a WAV file; a data chunk whose stated size runs past the end is read to the end,
/// as engines that stream to a pipe leave the size open.
///
/// # Errors
/// [`WavError`] says what is wrong with the file.
pub fn parse(bytes: &[u8]) -> Result<Pcm, WavError> {
    if bytes.get(0..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err(WavError::Malformed);
    }
    let mut at = 12;
    let mut format = None;
    while let (Some(name), Some(size)) = (bytes.get(at..at + 4), read_u32(bytes, at + 4)) {
        let body = at + 8;
        let end = body.saturating_add(size as usize).min(bytes.len());
        match name {
            b"fmt " => format = Some(parse_format(&bytes[body..end])?),
            b"data" => return samples(format.ok_or(WavError::Malformed)?, &bytes[body..end]),
            _ => {}
        }
        at = end + (size as usize & 1);
    }
    Err(WavError::Malformed)
}

/// Writes one channel of 16-bit PCM as a WAV file.
#[must_use]
pub fn build(pcm: &Pcm) -> Vec<u8> {
    let size = (pcm.samples.len() * 2) as u32;
    let mut out = Vec::with_capacity(44 + pcm.samples.len() * 2);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + size).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend_from_slice(&pcm.rate_hz.to_le_bytes());
    out.extend_from_slice(&(pcm.rate_hz * 2).to_le_bytes());
    out.extend_from_slice(&[2, 0, 16, 0]);
    out.extend_from_slice(b"data");
    out.extend_from_slice(&size.to_le_bytes());
    for sample in &pcm.samples {
        out.extend_from_slice(&sample.to_le_bytes());
    }
    out
}

#[derive(Clone, Copy)]
struct Format {
    rate_hz: u32,
    channels: usize,
}

fn parse_format(body: &[u8]) -> Result<Format, WavError> {
    let field = |at: usize| body.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]])).ok_or(WavError::Malformed);
    let rate_hz = read_u32(body, 4).ok_or(WavError::Malformed)?;
    match (field(0)?, field(2)?, field(14)?) {
        (1 | 0xFFFE, channels @ (1 | 2), 16) if (4_000..=192_000).contains(&rate_hz) => {
            Ok(Format { rate_hz, channels: usize::from(channels) })
        }
        _ => Err(WavError::Format),
    }
}

fn samples(format: Format, body: &[u8]) -> Result<Pcm, WavError> {
    if body.len() / 2 / format.channels > SAMPLES_MAX {
        return Err(WavError::TooLong);
    }
    let frames = body.chunks_exact(2 * format.channels);
    let samples = frames
        .map(|frame| {
            let sum: i32 = frame.chunks_exact(2).map(|b| i32::from(i16::from_le_bytes([b[0], b[1]]))).sum();
            (sum / format.channels as i32) as i16
        })
        .collect();
    Ok(Pcm { rate_hz: format.rate_hz, samples })
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_read_back() {
        let pcm = Pcm { rate_hz: 8_000, samples: vec![0, 1, -1, i16::MAX, i16::MIN] };
        assert_eq!(parse(&build(&pcm)), Ok(pcm));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_or_read_short_and_never_panics() {
        let whole = build(&Pcm { rate_hz: 22_050, samples: vec![7; 40] });
        for length in 0..whole.len() {
            if let Ok(pcm) = parse(&whole[..length]) {
                assert!(pcm.samples.len() < 40);
            }
        }
    }

    #[test]
    fn eight_bit_sound_is_refused() {
        let mut file = build(&Pcm { rate_hz: 8_000, samples: vec![0; 4] });
        file[34] = 8;
        assert_eq!(parse(&file), Err(WavError::Format));
    }
}
