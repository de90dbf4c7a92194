//! JSON web tokens signed by HMAC with SHA-256 (RFC 7519, RFC 7515 §3.1).

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use serde::Serialize;

use crate::Secret;

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// The signed token; claims are written in the order of their fields.
pub(crate) fn signed(claims: &impl Serialize, secret: &Secret) -> Result<String, serde_json::Error> {
    let payload = serde_json::to_vec(claims)?;
    let signing_input = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let signature = hmac::sign(&key, signing_input.as_bytes());
    Ok(format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
}
