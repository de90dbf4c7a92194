//! The name of a key-encryption key, made from the key itself.

use sha2::{Digest, Sha256};

use crate::secret::Secret32;

/// Names a key-encryption key: the first eight hexadecimal digits of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId([u8; 4]);

impl KeyId {
    pub(crate) fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    pub(crate) fn of(key: &Secret32) -> Self {
        let hash = Sha256::digest(key.bytes());
        Self([hash[0], hash[1], hash[2], hash[3]])
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}
