//! How a kiosk proves who it is: a signature over a fresh challenge with a key its browser cannot give away.
//!
//! Pure. Owns the form of key, challenge and signature (ECDSA P-256 with SHA-256, FIPS 186-5; the
//! signature as r and s, as WebCrypto makes it).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Bytes of an uncompressed P-256 point (SEC 1 §2.3.3).
const POINT_BYTES: usize = 65;
/// Bytes of r and s.
const SIGNATURE_BYTES: usize = 64;
/// First byte of an uncompressed point.
const UNCOMPRESSED: u8 = 4;

/// The public key a kiosk sends at its enrolment; None when it is none.
pub(super) fn public_key(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == POINT_BYTES && bytes[0] == UNCOMPRESSED).then_some(bytes)
}

/// A challenge in the form it is sent.
pub(super) fn challenge(chance: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(chance)
}

/// Whether the kiosk of this key has signed this challenge.
pub(super) fn proves(public_key: &[u8], kiosk: Uuid, challenge: &str, signature: &str) -> bool {
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    let said = format!("madoguchi kiosk\n{kiosk}\n{challenge}");
    signature.len() == SIGNATURE_BYTES
        && UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key).verify(said.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    use super::*;

    const KIOSK: Uuid = Uuid::from_u128(5);

    fn pair() -> EcdsaKeyPair {
        EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
    }

    fn sign(pair: &EcdsaKeyPair, said: &str) -> String {
        URL_SAFE_NO_PAD.encode(pair.sign(&SystemRandom::new(), said.as_bytes()).unwrap())
    }

    #[test]
    fn only_the_own_key_over_the_own_challenge_proves_a_kiosk() {
        let (own, other) = (pair(), pair());
        let key = public_key(&URL_SAFE_NO_PAD.encode(own.public_key())).unwrap();
        let said = format!("madoguchi kiosk\n{KIOSK}\nabc");
        assert!(proves(&key, KIOSK, "abc", &sign(&own, &said)));
        assert!(!proves(&key, KIOSK, "abd", &sign(&own, &said)), "another challenge");
        assert!(!proves(&key, Uuid::from_u128(6), "abc", &sign(&own, &said)), "another kiosk");
        assert!(!proves(&key, KIOSK, "abc", &sign(&other, &said)), "another key");
        assert!(!proves(&key, KIOSK, "abc", "AAAA"));
        assert!(!proves(&key, KIOSK, "abc", "?"));
    }

    #[test]
    fn what_is_no_point_is_no_key() {
        for text in ["", "?", "AAAA", &URL_SAFE_NO_PAD.encode([2; 65]), &URL_SAFE_NO_PAD.encode([4; 64])] {
            assert_eq!(public_key(text), None, "{text}");
        }
    }
}
