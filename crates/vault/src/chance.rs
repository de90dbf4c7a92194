//! The only place of this crate that takes randomness, and it takes it from the operating system.
//!
//! Keys and nonces must never come from a seed a caller could repeat, so they are not arguments.

use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::cipher::CipherError;

/// Fresh random bytes from the operating system.
///
/// # Errors
/// [`CipherError::NoRandomness`] when the operating system refuses.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], CipherError> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| CipherError::NoRandomness)?;
    Ok(bytes)
}
