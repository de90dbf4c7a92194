//! Thirty-two secret bytes that wipe themselves and never print.

use secrecy::{ExposeSecret, SecretBox};

/// A 256-bit key; wiped from memory on drop, redacted in debug output.
pub(crate) struct Secret32(SecretBox<[u8; 32]>);

impl Secret32 {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }
}

impl Clone for Secret32 {
    fn clone(&self) -> Self {
        Self::new(*self.bytes())
    }
}

impl std::fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret32(..)")
    }
}
