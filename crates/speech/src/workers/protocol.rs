//! What goes between the pool and a worker process.
//!
//! Owns the frames and their limits; both ends use these very types. A frame is its length (u32,
//! little-endian) and as many bytes of JSON; behind a [`Request`] follow its samples (i16, little-endian).
//! A worker first says [`Hello`], then gives one [`Answer`] for each request, in order.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::SpokenLanguage;
use crate::recognition::{SPEECH_RATE_HZ, UTTERANCE_MS_MAX, Word};

/// Longest frame, in bytes; a full answer has some tens of kilobytes.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;
/// Most samples behind one request.
pub const SAMPLES_MAX: usize = (SPEECH_RATE_HZ as usize / 1_000) * UTTERANCE_MS_MAX as usize;
/// Longest prompt that is handed on, in characters; the engine itself keeps the last 200 tokens or so.
pub const PROMPT_CHARS_MAX: usize = 1_000;

/// What a worker says once it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Hello {
    /// The model is loaded.
    Ready,
    /// It cannot work, and why.
    Refused(String),
}

/// One stretch to listen to; the samples follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Comes back in the answer.
    pub id: u64,
    /// Number of samples behind this frame, at [`SPEECH_RATE_HZ`].
    pub samples: usize,
    /// The language spoken; without it the worker finds out.
    pub language: Option<Tongue>,
    /// Words to expect; empty for none.
    pub prompt: String,
    /// Whether the text stays, so that care is worth its time.
    pub last_pass: bool,
}

/// A language, as it is written between the processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tongue {
    /// 日本語
    #[serde(rename = "ja")]
    Japanese,
    /// English
    #[serde(rename = "en")]
    English,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The request's id.
    pub id: u64,
    /// The result.
    pub outcome: Outcome,
}

/// What was heard, or why not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The words; none where nobody spoke.
    Heard {
        /// The words in order.
        words: Vec<HeardWord>,
        /// The language, where it was looked for and is one of ours.
        language: Option<Tongue>,
    },
    /// Why there is no result, without a word of what was said.
    Failed(String),
}

/// A [`Word`], as it is written between the processes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeardWord {
    /// The text with the blank before it.
    pub text: String,
    /// Begin and end in milliseconds.
    pub ms: (u32, u32),
    /// 0.0..=1.0
    pub confidence: f32,
}

impl From<SpokenLanguage> for Tongue {
    fn from(language: SpokenLanguage) -> Self {
        match language {
            SpokenLanguage::Japanese => Self::Japanese,
            SpokenLanguage::English => Self::English,
        }
    }
}

impl From<Tongue> for SpokenLanguage {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Japanese => Self::Japanese,
            Tongue::English => Self::English,
        }
    }
}

impl Request {
    /// Whether every number is one the pool can have sent.
    #[must_use]
    pub fn is_sensible(&self) -> bool {
        self.samples <= SAMPLES_MAX && self.prompt.chars().count() <= PROMPT_CHARS_MAX
    }
}

impl HeardWord {
    /// The word, where its numbers can be true of a stretch of that length.
    #[must_use]
    pub fn checked(self, duration_ms: u32) -> Option<Word> {
        let (start_ms, end_ms) = self.ms;
        let sound = start_ms <= end_ms && end_ms <= duration_ms && (0.0..=1.0).contains(&self.confidence);
        sound.then_some(Word { text: self.text, start_ms, end_ms, confidence: self.confidence })
    }
}

/// A message as a frame.
///
/// # Errors
/// When it is longer than [`FRAME_BYTES_MAX`].
pub fn frame<T: Serialize>(message: &T) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(message)?;
    let length = u32::try_from(json.len()).ok().filter(|length| *length as usize <= FRAME_BYTES_MAX);
    let length = length.ok_or_else(|| io::Error::other("the message is too long for a frame"))?;
    Ok([&length.to_le_bytes(), json.as_slice()].concat())
}

/// How many bytes follow the four given.
///
/// # Errors
/// When that is more than [`FRAME_BYTES_MAX`]: the other end does not speak this protocol.
pub fn length(head: [u8; 4]) -> io::Result<usize> {
    let length = u32::from_le_bytes(head) as usize;
    let told = || io::Error::other(format!("a frame of {length} bytes is no frame of ours"));
    if length > FRAME_BYTES_MAX { Err(told()) } else { Ok(length) }
}

/// Reads one message; None at a clean end.
///
/// # Errors
/// When the stream ends inside a frame, or the frame is none of ours.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut head = [0; 4];
    if from.read(head.get_mut(..1).unwrap_or_default())? == 0 {
        return Ok(None);
    }
    from.read_exact(head.get_mut(1..).unwrap_or_default())?;
    let mut body = vec![0; length(head)?];
    from.read_exact(&mut body)?;
    parse(&body).map(Some)
}

/// The message in a frame's bytes.
///
/// # Errors
/// When it is none of ours. The words name no part of it: it may be speech.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> io::Result<T> {
    serde_json::from_slice(body).map_err(|_| io::Error::other("a frame that is no message of ours"))
}

/// Writes one message.
///
/// # Errors
/// When the other end is gone.
pub fn write<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    to.write_all(&frame(message)?)?;
    to.flush()
}

/// Samples as they follow a request.
#[must_use]
pub fn sample_bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

/// Reads the samples behind a request.
///
/// # Errors
/// When the stream ends before the last one.
pub fn read_samples(from: &mut impl Read, count: usize) -> io::Result<Vec<i16>> {
    let mut bytes = vec![0; count * 2];
    from.read_exact(&mut bytes)?;
    let pairs = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    Ok(pairs.map(i16::from_le_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_out_as_it_went_in() {
        let samples = [1, -2, i16::MIN];
        let request = Request {
            id: 7,
            samples: samples.len(),
            language: Some(Tongue::Japanese),
            prompt: "マイナンバーカード".to_owned(),
            last_pass: true,
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &request).unwrap();
        bytes.extend(sample_bytes(&samples));
        let mut from = bytes.as_slice();
        assert_eq!(read::<Request>(&mut from).unwrap(), Some(request));
        assert_eq!(read_samples(&mut from, 3).unwrap(), samples);
        assert_eq!(read::<Request>(&mut from).unwrap(), None);
    }

    #[test]
    fn what_is_no_frame_is_refused_without_naming_it() {
        let check = |bytes: &[u8], wanted: &str| {
            let why = read::<Answer>(&mut &*bytes).unwrap_err().to_string();
            assert!(why.contains(wanted), "{bytes:?}: {why}");
        };
        check(b"Segmentation fault", "no frame of ours");
        check(b"\x05\0\0\0hello", "no message of ours");
        check(b"\x05\0\0\0he", "fill");
        check(b"\x05\0", "fill");
    }

    #[test]
    fn a_word_whose_numbers_cannot_be_true_is_refused() {
        let word = |ms, confidence| HeardWord { text: "a".to_owned(), ms, confidence };
        assert!(word((0, 1_000), 1.0).checked(1_000).is_some());
        for (ms, confidence) in [((10, 5), 0.5), ((0, 1_001), 0.5), ((0, 10), 1.5), ((0, 10), f32::NAN)] {
            assert_eq!(word(ms, confidence).checked(1_000), None, "{ms:?} {confidence}");
        }
    }
}
