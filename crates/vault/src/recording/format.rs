//! The bytes of header and chunk head, and nothing that reads or writes them.

use uuid::Uuid;

use crate::cipher::TAG_LEN;
use crate::envelope::{WRAPPED_LEN, WrappedKey};

/// Length of the file header in bytes.
pub const HEADER_LEN: usize = FIXED_LEN + 1 + WRAPPED_LEN;
/// Largest plaintext of one chunk in bytes; two seconds of stereo at 8 kHz.
pub const CHUNK_PLAIN_MAX: usize = 64 * 1024 - TAG_LEN;

pub(crate) const MAGIC: [u8; 4] = *b"MDGR";
pub(crate) const VERSION: u8 = 1;
pub(crate) const FIXED_LEN: usize = 4 + 1 + 1 + 4 + 8 + 16 + 16;
pub(crate) const STATE_AT: usize = FIXED_LEN;
pub(crate) const WRAPPED_AT: usize = FIXED_LEN + 1;
pub(crate) const CHUNK_HEAD_LEN: usize = 4 + 1 + 4;
/// Largest stretch of bytes one unfinished append can leave behind.
pub(crate) const TORN_MAX: u64 = (CHUNK_HEAD_LEN + CHUNK_PLAIN_MAX + TAG_LEN) as u64;
const SAMPLE_LEN: usize = 2;

/// Why bytes are not a recording file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The file does not begin with the magic bytes.
    #[error("not a recording file")]
    Magic,
    /// The file is of a version this program does not know.
    #[error("recording file version {0} is not known")]
    Version(u8),
    /// Sample rate or channels are outside what is recorded.
    #[error("sample rate {sample_rate} Hz with {channels} channels is not supported")]
    Shape {
        /// Frames a second.
        sample_rate: u32,
        /// Channels of a frame.
        channels: u8,
    },
    /// The state byte is none of the known ones.
    #[error("recording state {0} is not known")]
    State(u8),
}

/// What a recording went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written, or left behind by a crash; the end may be missing.
    Open,
    /// Closed as it was heard; secret passages may still have to be taken out.
    Sealed,
    /// Closed and checked; nothing will be taken out any more.
    Final,
}

impl State {
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Sealed => 1,
            Self::Final => 2,
        }
    }

    fn of(byte: u8) -> Result<Self, FormatError> {
        match byte {
            0 => Ok(Self::Open),
            1 => Ok(Self::Sealed),
            2 => Ok(Self::Final),
            other => Err(FormatError::State(other)),
        }
    }
}

/// The shape of the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Frames a second.
    pub sample_rate: u32,
    /// Samples a frame; two, caller first.
    pub channels: u8,
}

impl Shape {
    /// Stereo at the rate of the telephone.
    pub const TELEPHONE: Self = Self { sample_rate: 8000, channels: 2 };

    /// Bytes of one frame.
    #[must_use]
    pub fn frame_len(self) -> usize {
        usize::from(self.channels) * SAMPLE_LEN
    }

    pub(crate) fn checked(self) -> Result<Self, FormatError> {
        let Self { sample_rate, channels } = self;
        if (8000..=48_000).contains(&sample_rate) && (1..=2).contains(&channels) {
            return Ok(self);
        }
        Err(FormatError::Shape { sample_rate, channels })
    }
}

/// The header of a recording file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What the file went through.
    pub state: State,
    /// The shape of its sound.
    pub shape: Shape,
    /// When recording began, milliseconds since the Unix epoch.
    pub created_at_ms: i64,
    /// Whose recording it is.
    pub contact: Uuid,
    /// The contact's data key, wrapped.
    pub wrapped: WrappedKey,
    pub(crate) salt: [u8; 16],
}

impl Header {
    pub(crate) fn to_bytes(self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        let fixed = [
            MAGIC.as_slice(),
            &[VERSION, self.shape.channels],
            &self.shape.sample_rate.to_le_bytes(),
            &self.created_at_ms.to_le_bytes(),
            self.contact.as_bytes(),
            &self.salt,
        ]
        .concat();
        bytes[..FIXED_LEN].copy_from_slice(&fixed);
        bytes[STATE_AT] = self.state.byte();
        bytes[WRAPPED_AT..].copy_from_slice(self.wrapped.as_bytes());
        bytes
    }

    pub(crate) fn of(bytes: &[u8; HEADER_LEN]) -> Result<Self, FormatError> {
        if bytes[..4] != MAGIC {
            return Err(FormatError::Magic);
        }
        if bytes[4] != VERSION {
            return Err(FormatError::Version(bytes[4]));
        }
        let shape = Shape { channels: bytes[5], sample_rate: u32::from_le_bytes(array(&bytes[6..10])) };
        let wrapped = WrappedKey::from_bytes(&bytes[WRAPPED_AT..]).map_err(|_| FormatError::Magic)?;
        Ok(Self {
            state: State::of(bytes[STATE_AT])?,
            shape: shape.checked()?,
            created_at_ms: i64::from_le_bytes(array(&bytes[10..18])),
            contact: Uuid::from_bytes(array(&bytes[18..34])),
            salt: array(&bytes[34..50]),
            wrapped,
        })
    }
}

/// What a chunk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sound,
    Timeline,
    Final,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Sound => 1,
            Self::Timeline => 2,
            Self::Final => 3,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Sound),
            2 => Some(Self::Timeline),
            3 => Some(Self::Final),
            _ => None,
        }
    }
}

/// The head of a chunk; `plain_len` excludes the tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChunkHead {
    pub(crate) kind: Kind,
    pub(crate) index: u32,
    pub(crate) plain_len: usize,
}

impl ChunkHead {
    pub(crate) fn to_bytes(self) -> [u8; CHUNK_HEAD_LEN] {
        let mut bytes = [0; CHUNK_HEAD_LEN];
        bytes[..4].copy_from_slice(&(self.plain_len as u32).to_le_bytes());
        bytes[4] = self.kind.byte();
        bytes[5..].copy_from_slice(&self.index.to_le_bytes());
        bytes
    }

    /// `None` when no writer can have written these bytes.
    pub(crate) fn of(bytes: &[u8; CHUNK_HEAD_LEN]) -> Option<Self> {
        let plain_len = u32::from_le_bytes(array(&bytes[..4])) as usize;
        let kind = Kind::of(bytes[4])?;
        let index = u32::from_le_bytes(array(&bytes[5..]));
        (plain_len <= CHUNK_PLAIN_MAX).then_some(Self { kind, index, plain_len })
    }

    /// Associated data: the unchanging header and this head.
    pub(crate) fn aad(self, fixed: &[u8; FIXED_LEN]) -> [u8; FIXED_LEN + CHUNK_HEAD_LEN] {
        let mut aad = [0; FIXED_LEN + CHUNK_HEAD_LEN];
        aad[..FIXED_LEN].copy_from_slice(fixed);
        aad[FIXED_LEN..].copy_from_slice(&self.to_bytes());
        aad
    }
}

/// What the final marker says came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) chunks: u32,
    pub(crate) frames: u64,
}

impl Totals {
    pub(crate) const LEN: usize = 12;

    pub(crate) fn to_bytes(self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[..4].copy_from_slice(&self.chunks.to_le_bytes());
        bytes[4..].copy_from_slice(&self.frames.to_le_bytes());
        bytes
    }

    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::LEN] = bytes.try_into().ok()?;
        Some(Self { chunks: u32::from_le_bytes(array(&bytes[..4])), frames: u64::from_le_bytes(array(&bytes[4..])) })
    }
}

/// Copies a slice whose length the caller has fixed.
pub(crate) fn array<const N: usize>(slice: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(slice);
    bytes
}
