//! The recording file: stereo sound in sealed chunks, readable to the last full chunk after a crash.
//!
//! ```text
//! header  magic "MDGR" · version · channels · sample rate · created · contact · salt   (never changes,
//!         associated data of every chunk) · state · wrapped key                          (may change)
//! chunk   length u32 · kind u8 · index u32 · ciphertext · tag
//!         nonce = index; associated data = header, kind, index, length
//! ```
//! Sound is signed 16-bit little endian, channels interleaved. Kinds are sound, timeline (side data,
//! such as who spoke) and the final marker, which states how many chunks and frames came before it.
//! Never knows what is said, nor where files are kept. Next: `writer`, `reader`, `wav`.

mod format;
mod reader;
mod repair;
mod silence;
mod silenced_copy;
mod wav;
mod writer;

pub use format::{CHUNK_PLAIN_MAX, FormatError, HEADER_LEN, Header, Shape, State};
pub use reader::{Ending, ReadError, Reader, read_header};
pub use repair::{RepairError, rewrap, seal_leftover};
pub use silence::{Channels, Silence, Silences};
pub use silenced_copy::{copy_silenced, destroy_key, is_destroyed, silenced_copy, unfinished};
pub use wav::{WAV_HEADER_LEN, WavView};
pub use writer::{WriteError, Writer};

#[cfg(test)]
mod tests;
