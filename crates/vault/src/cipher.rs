//! The two primitives everything here is made of: AES-256-GCM and HMAC-SHA256.
//!
//! Knows bytes only; what a key means is the business of `ring`, `envelope` and `recording`.

use aes_gcm::aead::{Aead, AeadInPlace, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::chance::{self, NoRandomness};
use crate::key_id::KeyId;
use crate::secret::Secret32;

/// Length of a GCM nonce in bytes.
pub(crate) const NONCE_LEN: usize = 12;
/// Length of a GCM tag in bytes.
pub(crate) const TAG_LEN: usize = 16;

/// Why sealing or opening did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CipherError {
    /// The bytes, their place or their key are not the ones they were sealed with.
    #[error("the sealed bytes do not belong here: wrong key, wrong place, or changed")]
    Refused,
    /// The bytes are too short or too long to be a sealed value.
    #[error("the sealed bytes have a length no sealed value can have")]
    Length,
    /// The key that wrapped this value is not in the ring.
    #[error("key-encryption key {0} is not in the key ring")]
    UnknownKey(KeyId),
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

impl From<NoRandomness> for CipherError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

/// A key made ready for AES-256-GCM.
#[derive(Clone)]
pub(crate) struct Cipher(Aes256Gcm);

impl Cipher {
    pub(crate) fn new(key: &Secret32) -> Self {
        Self(Aes256Gcm::new(key.bytes().into()))
    }

    /// Seals with a random nonce; the answer is nonce, ciphertext, tag.
    pub(crate) fn seal(&self, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        let nonce = chance::bytes::<NONCE_LEN>()?;
        let payload = Payload { msg: plain, aad };
        let sealed = self.0.encrypt(Nonce::from_slice(&nonce), payload).map_err(|_| CipherError::Length)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Cipher::seal`] made.
    pub(crate) fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CipherError> {
        let (nonce, msg) = sealed.split_at_checked(NONCE_LEN).ok_or(CipherError::Length)?;
        if msg.len() < TAG_LEN {
            return Err(CipherError::Length);
        }
        self.0.decrypt(Nonce::from_slice(nonce), Payload { msg, aad }).map_err(|_| CipherError::Refused)
    }

    /// Seals in place with a nonce the caller guarantees to be unique for this key.
    pub(crate) fn seal_counted(
        &self,
        counter: u32,
        aad: &[u8],
        buffer: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CipherError> {
        self.0
            .encrypt_in_place_detached(Nonce::from_slice(&counted_nonce(counter)), aad, buffer)
            .map(Into::into)
            .map_err(|_| CipherError::Length)
    }

    /// Opens in place what [`Cipher::seal_counted`] made.
    pub(crate) fn open_counted(
        &self,
        counter: u32,
        aad: &[u8],
        buffer: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CipherError> {
        let nonce = counted_nonce(counter);
        self.0
            .decrypt_in_place_detached(Nonce::from_slice(&nonce), aad, buffer, Tag::from_slice(tag))
            .map_err(|_| CipherError::Refused)
    }
}

/// A key for one purpose made from another key: HMAC-SHA256(key, purpose).
pub(crate) fn derive(key: &Secret32, purpose: &[&[u8]]) -> Secret32 {
    Secret32::new(mac(key, purpose))
}

/// HMAC-SHA256 over the parts, each preceded by its length so that no two lists collide.
pub(crate) fn mac(key: &Secret32, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = started_mac(key);
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn started_mac(key: &Secret32) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    <Hmac<Sha256> as Mac>::new_from_slice(key.bytes()).expect("HMAC takes a key of any length")
}

fn counted_nonce(counter: u32) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    nonce[8..].copy_from_slice(&counter.to_be_bytes());
    nonce
}
