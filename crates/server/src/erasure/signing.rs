//! The installation's signing key (Ed25519, RFC 8032) and its public half as a file.
//!
//! The key is derived from the root of the key ring: it is backed up with the ring, kept as the ring is kept, and the
//! same after a rotation. The installation's name in receipts is made of the public key, so that whoever has the key
//! knows whose receipt it is. Next: `inspect`.

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::erasure_receipt::{ErasureReceipt, InstallationId, SIGNATURE_BYTES, SignedReceipt};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject as _;
use sha2::{Digest as _, Sha256};
use vault::KeyRing;

/// Bytes of a public key (RFC 8032 §5.1.5).
const PUBLIC_KEY_BYTES: usize = 32;

/// What stands in front of the key in its DER form (RFC 8410 §4): a sequence, the algorithm 1.3.101.112, a bit string.
const DER_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Bytes of the public key's sum that name the installation: 128 bits, which nobody hits by trying.
const NAME_BYTES: usize = 16;

/// The key that signs receipts.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

/// Why a signing key could not be made or used; a fault of the library.
#[derive(Debug, thiserror::Error)]
#[error("the signing key cannot be used")]
pub struct SigningFault;

/// The key that receipts are checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; PUBLIC_KEY_BYTES]);

/// Why a file is no public key of an installation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyFault {
    /// It is no PEM file with a public key.
    #[error("not a PEM file with a public key")]
    NotPem,
    /// It is a key of another kind.
    #[error("a public key of another kind than Ed25519")]
    OtherKind,
}

impl SigningKey {
    /// The key of the installation this ring is of.
    ///
    /// # Errors
    /// [`SigningFault`], which would be a fault of the library.
    pub fn of(ring: &KeyRing) -> Result<Self, SigningFault> {
        let seed = zeroize::Zeroizing::new(ring.stamp("erasure receipts: signing key").of(&[b"ed25519 seed"]));
        let pair = Ed25519KeyPair::from_seed_unchecked(&*seed).map_err(|_| SigningFault)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| SigningFault)?;
        Ok(Self { pair, public: PublicKey(public) })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Signs a receipt.
    ///
    /// # Errors
    /// [`SigningFault`], which would be a fault of the library.
    pub fn sign(&self, receipt: ErasureReceipt) -> Result<SignedReceipt, SigningFault> {
        let made = self.pair.try_sign(&receipt.signed_bytes()).map_err(|_| SigningFault)?;
        let signature = made.as_ref().try_into().map_err(|_| SigningFault)?;
        Ok(SignedReceipt { receipt, signature })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl PublicKey {
    /// The name the installation has in its receipts.
    ///
    /// # Panics
    /// Never: hexadecimal is a name.
    #[must_use]
    #[expect(clippy::expect_used, reason = "32 hexadecimal digits are a name")]
    pub fn installation(&self) -> InstallationId {
        let name = hex::encode(&Sha256::digest(self.0)[..NAME_BYTES]);
        InstallationId::parse(&name).expect("hexadecimal is a name")
    }

    /// Whether the signature is the installation's over these bytes.
    #[must_use]
    pub fn verifies(&self, bytes: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(bytes, signature).is_ok()
    }

    /// The key as a PEM file (RFC 7468 §13), as openssl reads it too.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let der = [&DER_PREFIX[..], &self.0].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// [`PublicKeyFault`].
    pub fn from_pem(text: &[u8]) -> Result<Self, PublicKeyFault> {
        let der = SubjectPublicKeyInfoDer::from_pem_slice(text).map_err(|_| PublicKeyFault::NotPem)?;
        let key = der.as_ref().strip_prefix(&DER_PREFIX).and_then(|key| key.try_into().ok());
        key.map(Self).ok_or(PublicKeyFault::OtherKind)
    }
}
