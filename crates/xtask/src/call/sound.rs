//! Telephone sound in WAV files: reading, repeating, and telling what is in it.

use anyhow::{Context, bail};
use std::path::Path;

const RATE: usize = 8000;
const RATE_HZ: u32 = 8000;
/// Above this mean level, as a share of full scale, a tenth of a second is not silence.
const SOUND_LEVEL: f64 = 0.004;
const STEP: usize = RATE / 10;
/// A pause shorter than this is part of the speech around it.
const PAUSE_STEPS: usize = 8;

/// Mono sound of 8 kHz.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sound {
    samples: Vec<i16>,
}

impl Sound {
    /// Reads a WAV file: 8 kHz, mono, 16-bit or µ-law.
    ///
    /// # Errors
    /// When the file cannot be read or is of another form.
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        Self::parse(&bytes).with_context(|| file.display().to_string())
    }

    fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
            bail!("no WAV file");
        }
        let mut form = None;
        let mut rest = bytes.get(12..).unwrap_or_default();
        while let (Some(name), Some(size)) = (rest.get(..4), rest.get(4..8)) {
            let size = u32::from_le_bytes(size.try_into()?) as usize;
            let end = rest.len().min(size.saturating_add(8));
            let body = rest.get(8..end).unwrap_or_default();
            match name {
                b"fmt " => form = Some(form_of(body)?),
                b"data" => return Self::decode(form.context("sound before its form")?, body),
                _ => {}
            }
            rest = rest.get(end + size % 2..).unwrap_or_default();
        }
        bail!("no sound in the file")
    }

    fn decode(form: Form, body: &[u8]) -> anyhow::Result<Self> {
        let samples = match form {
            Form::Linear => body.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect(),
            Form::MuLaw => body.iter().map(|byte| expanded(*byte)).collect(),
        };
        Ok(Self { samples })
    }

    /// Silence and this sound in turns, for `seconds` altogether.
    pub(super) fn repeated(&self, pause_s: usize, seconds: usize) -> Self {
        let one = std::iter::repeat_n(0, pause_s * RATE).chain(self.samples.iter().copied());
        Self { samples: one.cycle().take(seconds * RATE).collect() }
    }

    /// Writes a 16-bit WAV file.
    ///
    /// # Errors
    /// When the file cannot be written or the sound is longer than the form allows.
    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let size = u32::try_from(self.samples.len() * 2)?;
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + size).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        bytes.extend(RATE_HZ.to_le_bytes());
        bytes.extend((RATE_HZ * 2).to_le_bytes());
        bytes.extend(b"\x02\0\x10\0data");
        bytes.extend(size.to_le_bytes());
        bytes.extend(self.samples.iter().flat_map(|sample| sample.to_le_bytes()));
        Ok(std::fs::write(file, bytes)?)
    }

    /// Whether anything but silence is in it.
    pub(super) fn has_sound(&self) -> bool {
        !self.stretches().is_empty()
    }

    /// From when to when something was heard, one line each, and the sum.
    pub(super) fn description(&self) -> Vec<String> {
        let second = |step: usize| (step * STEP) as f64 / RATE as f64;
        let stretches = self.stretches();
        let sum: usize = stretches.iter().map(|(from, to)| to - from).sum();
        let mut lines: Vec<String> = stretches
            .iter()
            .map(|(from, to)| format!("heard from {:.1} s to {:.1} s", second(*from), second(*to)))
            .collect();
        let length = self.samples.len() as f64 / RATE as f64;
        lines.push(format!("heard {:.1} s of sound in {length:.1} s", second(sum)));
        lines
    }

    /// Beginning and end of what is not silence, in tenths of a second.
    fn stretches(&self) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (step, samples) in self.samples.chunks(STEP).enumerate() {
            let sum: f64 = samples.iter().map(|sample| f64::from(*sample).abs()).sum();
            if sum / samples.len() as f64 / f64::from(i16::MAX) < SOUND_LEVEL {
                continue;
            }
            match found.last_mut() {
                Some((_, end)) if step - *end < PAUSE_STEPS => *end = step + 1,
                _ => found.push((step, step + 1)),
            }
        }
        found
    }
}

/// What baresip heard: its `sndfile` module names the file `dump-..-dec.wav`.
///
/// # Errors
/// When the file is there but cannot be read.
pub(super) fn heard_in(folder: &Path) -> anyhow::Result<Option<Sound>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with("-dec.wav"));
    files.sort();
    files.last().map(|file| Sound::read(file)).transpose()
}

#[derive(Clone, Copy)]
enum Form {
    Linear,
    MuLaw,
}

fn form_of(body: &[u8]) -> anyhow::Result<Form> {
    let word = |at: usize| body.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let rate = word(4).zip(word(6)).map(|(low, high)| u32::from(high) << 16 | u32::from(low));
    if rate != Some(RATE_HZ) || word(2) != Some(1) {
        bail!("the sound must be mono with 8000 samples a second");
    }
    match (word(0), word(14)) {
        (Some(1 | 0xFFFE), Some(16)) => Ok(Form::Linear),
        (Some(7), Some(8)) => Ok(Form::MuLaw),
        _ => bail!("the sound must be 16-bit or µ-law"),
    }
}

/// A µ-law byte as a linear sample (ITU-T G.711).
fn expanded(byte: u8) -> i16 {
    let byte = !byte;
    let magnitude = ((i16::from(byte & 0x0F) << 3) + 0x84) << ((byte & 0x70) >> 4);
    if byte & 0x80 == 0 { magnitude - 0x84 } else { 0x84 - magnitude }
}

#[cfg(test)]
mod tests {
    use super::{RATE, STEP, Sound, expanded};
    use crate::shell::TemporaryFolder;

    #[test]
    fn mu_law_is_expanded_as_the_standard_says() {
        let cases = [(0xFF, 0), (0x7F, 0), (0x80, 32124), (0x00, -32124), (0xF0, 120), (0x70, -120)];
        for (byte, sample) in cases {
            assert_eq!(expanded(byte), sample, "{byte:#x}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = TemporaryFolder::new("xtask-sound").unwrap();
        let file = folder.path.join("a.wav");
        let sound = Sound { samples: vec![0, 1, -1, i16::MAX, i16::MIN] };
        sound.write(&file).unwrap();
        assert_eq!(Sound::read(&file).unwrap(), sound);
    }

    #[test]
    fn stretches_of_sound_are_told_with_their_times() {
        let mut samples = vec![0; RATE];
        samples.extend(vec![4000; STEP * 5]);
        samples.extend(vec![0; RATE]);
        let sound = Sound { samples };
        assert_eq!(sound.description(), ["heard from 1.0 s to 1.5 s", "heard 0.5 s of sound in 2.5 s"]);
    }

    #[test]
    fn a_truncated_or_foreign_file_is_refused() {
        assert!(Sound::parse(b"RIFF").is_err());
        assert!(Sound::parse(b"RIFF\0\0\0\0WAVEfmt \xFF\xFF\xFF\xFF").is_err());
    }
}
