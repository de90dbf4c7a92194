//! One-time codes (RFC 6238) as a second factor.
//!
//! Owns how a secret is made, shown and compared. A code is good once: the step it was
//! used in is handed back, and the caller remembers it.

use chrono::{DateTime, Utc};
use thiserror::Error;
use totp_rs::{Builder, Secret, Totp};

/// The name authenticator apps show beside the login.
const ISSUER: &str = "Madoguchi";

/// Why a one-time code cannot be set up.
#[derive(Debug, Error)]
pub enum TotpFault {
    /// The login or the secret does not fit the form.
    #[error("one-time codes cannot be set up: {0}")]
    Form(String),
    /// The picture could not be drawn.
    #[error("the picture of the secret cannot be drawn: {0}")]
    Picture(#[from] qrcode::types::QrError),
}

/// What a person is shown once, to copy into an authenticator.
#[derive(Debug)]
pub struct Enrolment {
    /// The secret in base 32.
    pub secret: String,
    /// The address authenticators read.
    pub otpauth_uri: String,
    /// The same as a picture.
    pub qr_svg: String,
}

/// Makes a fresh secret for `login`.
///
/// # Errors
/// When the login cannot be part of the address.
pub fn enrol(login: &str) -> Result<Enrolment, TotpFault> {
    let secret = Secret::from(crate::clock::chance::<20>());
    let text = secret.to_base32();
    let uri = code(secret, login)?.to_url().map_err(form)?;
    let picture = qrcode::QrCode::new(uri.as_bytes())?
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    Ok(Enrolment { secret: text, otpauth_uri: uri, qr_svg: picture })
}

/// The step in which `entered` is right for `secret`; none when it is wrong.
pub fn step_of(secret: &str, login: &str, entered: &str, at: DateTime<Utc>) -> Option<u64> {
    let entered: String = entered.chars().filter(|c| !c.is_whitespace()).collect();
    if entered.len() != 6 || !entered.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let secret = Secret::try_from_base32(secret).ok()?;
    let at = u64::try_from(at.timestamp()).ok()?;
    code(secret, login).ok()?.check(&entered, at)
}

fn code(secret: Secret, login: &str) -> Result<Totp, TotpFault> {
    Builder::new().with_secret(secret).with_account_name(login).with_issuer(Some(ISSUER)).build().map_err(form)
}

fn form(why: impl std::fmt::Display) -> TotpFault {
    TotpFault::Form(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_in_its_own_minute_alone() {
        let enrolment = enrol("sato").unwrap();
        let at = DateTime::from_timestamp(1_790_000_010, 0).unwrap();
        let secret = Secret::try_from_base32(&enrolment.secret).unwrap();
        let right = code(secret, "sato").unwrap().generate(1_790_000_010).to_string();
        let step = step_of(&enrolment.secret, "sato", &right, at);
        assert_eq!(step, Some(1_790_000_010 / 30));
        let later = at + chrono::TimeDelta::minutes(5);
        assert_eq!(step_of(&enrolment.secret, "sato", &right, later), None);
        assert_eq!(step_of(&enrolment.secret, "sato", "12345", at), None);
        assert_eq!(step_of(&enrolment.secret, "sato", "abcdef", at), None);
    }

    #[test]
    fn the_enrolment_names_the_product_and_is_a_picture() {
        let enrolment = enrol("sato").unwrap();
        assert!(enrolment.otpauth_uri.starts_with("otpauth://totp/Madoguchi:sato?"));
        assert!(enrolment.qr_svg.contains("<svg"));
    }
}
