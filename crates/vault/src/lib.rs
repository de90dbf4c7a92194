//! Keys and what they lock: the key ring, the envelope of a contact, the blind index, the recording file.
//!
//! A key-encryption key (KEK) wraps one data key (DEK) for each contact; the data key seals the
//! contact's fields and recording. Erasing a contact is deleting its wrapped key.
//! This crate knows no database, no socket and no clock. Randomness is taken in `chance` alone.
//! Next: `ring` for keys, `envelope` for fields, `recording` for the file format.

mod chance;
mod cipher;

pub mod blind;
pub mod envelope;
mod key_id;
pub mod recording;
pub mod ring;
mod ring_text;
mod secret;

pub use blind::BlindIndex;
pub use cipher::CipherError;
pub use envelope::{ContactKey, Place, WrappedKey};
pub use key_id::KeyId;
pub use ring::{KeyRing, RingError, Stamp};
pub use ring_text::{KEYS_MAX, RingTextError};
