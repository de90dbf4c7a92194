//! The only place of this crate that takes randomness, and it takes it from the operating system.
//!
//! Keys and nonces must never come from a seed a caller could repeat, so they are not arguments.

use rand::TryRngCore;
use rand::rngs::OsRng;

/// The operating system gave no random bytes.
pub(crate) struct NoRandomness;

/// Fresh random bytes from the operating system.
///
/// # Errors
/// [`NoRandomness`] when the operating system refuses.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
