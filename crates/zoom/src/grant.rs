//! Grants: tokens by which one page may join one Zoom session, and nothing else.
//!
//! Owns the claims and their limits. Names in a grant are opaque: nobody is known by them at Zoom.

use serde::Serialize;
use thiserror::Error;

use crate::{Secret, jwt};

/// Clocks of Zoom and ours may differ by this much, in seconds.
const BACKDATED_S: i64 = 30;
/// How long a grant is good, in seconds; Zoom takes between half an hour and 48 hours.
const GOOD_FOR_S: i64 = 2 * 3_600;
/// Longest topic, in characters.
const TOPIC_CHARS_MAX: usize = 200;
/// Longest key of a participant or a session, in characters.
const KEY_CHARS_MAX: usize = 36;

/// The pair that signs grants: the Video SDK's key and secret.
#[derive(Debug, Clone)]
pub struct SdkKeys {
    /// The key, which is no secret.
    pub key: String,
    /// The secret.
    pub secret: Secret,
}

/// What somebody is in a Zoom session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// May end the session.
    Host,
    /// Takes part.
    Participant,
}

/// Who may join what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant<'a> {
    /// As what.
    pub role: Role,
    /// The session's topic, opaque.
    pub topic: &'a str,
    /// The participant, opaque.
    pub user_key: &'a str,
    /// Where Zoom may carry the session, such as `JP`; empty leaves it to Zoom.
    pub geo_regions: &'a str,
}

/// Why no grant was made.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GrantFault {
    /// A name is empty or longer than Zoom takes.
    #[error("{what} of a grant must have between 1 and {chars_max} characters")]
    Length {
        /// Which.
        what: &'static str,
        /// Most characters.
        chars_max: usize,
    },
    /// The claims could not be written.
    #[error("the claims of a grant could not be written")]
    Unwritable,
}

#[derive(Serialize)]
struct Claims<'a> {
    app_key: &'a str,
    role_type: u8,
    tpc: &'a str,
    version: u8,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "str::is_empty")]
    user_key: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    geo_regions: &'a str,
}

impl SdkKeys {
    /// Signs a grant that is good from a moment before `now_s` (seconds since 1970).
    ///
    /// # Errors
    /// When a name is empty or too long.
    pub fn sign(&self, grant: &Grant<'_>, now_s: i64) -> Result<String, GrantFault> {
        within("the topic", grant.topic, TOPIC_CHARS_MAX)?;
        within("the user key", grant.user_key, KEY_CHARS_MAX)?;
        let iat = now_s.saturating_sub(BACKDATED_S);
        self.sign_claims(grant, iat, iat.saturating_add(GOOD_FOR_S))
    }

    fn sign_claims(&self, grant: &Grant<'_>, iat: i64, exp: i64) -> Result<String, GrantFault> {
        let claims = Claims {
            app_key: &self.key,
            role_type: u8::from(grant.role == Role::Host),
            tpc: grant.topic,
            version: 1,
            iat,
            exp,
            user_key: grant.user_key,
            geo_regions: grant.geo_regions,
        };
        jwt::signed(&claims, &self.secret).map_err(|_| GrantFault::Unwritable)
    }
}

fn within(what: &'static str, text: &str, chars_max: usize) -> Result<(), GrantFault> {
    let chars = text.chars().count();
    if chars == 0 || chars > chars_max { Err(GrantFault::Length { what, chars_max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    use super::*;

    fn keys() -> SdkKeys {
        SdkKeys { key: "KEY".to_owned(), secret: Secret::from("SECRET".to_owned()) }
    }

    fn grant<'a>(topic: &'a str, user_key: &'a str) -> Grant<'a> {
        Grant { role: Role::Host, topic, user_key, geo_regions: "" }
    }

    fn claims(token: &str) -> Value {
        let payload = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }

    #[test]
    fn the_known_grant_has_the_known_signature() {
        let token = keys().sign_claims(&grant("kiosk-1", "op1"), 1_700_000_000, 1_700_003_600).unwrap();
        let known = json!({"app_key": "KEY", "role_type": 1, "tpc": "kiosk-1", "version": 1,
            "iat": 1_700_000_000, "exp": 1_700_003_600, "user_key": "op1"});
        assert_eq!(claims(&token), known);
        assert_eq!(token.rsplit('.').next(), Some("zNN4tIGO-vhGWSbohcSN8T6dlgMUhRiWnBZcpKTm0f8"));
    }

    #[test]
    fn a_grant_is_backdated_and_good_for_as_long_as_zoom_takes() {
        let participant = Grant { role: Role::Participant, geo_regions: "JP", ..grant("t", "u") };
        let claims = claims(&keys().sign(&participant, 1_700_000_000).unwrap());
        let good_for_s = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert_eq!(claims["iat"], 1_700_000_000 - 30);
        assert!((1_800..=48 * 3_600).contains(&good_for_s));
        assert_eq!((&claims["role_type"], &claims["geo_regions"]), (&json!(0), &json!("JP")));
    }

    #[test]
    fn names_zoom_would_refuse_are_refused_here() {
        let check = |topic: &str, user_key: &str, fits: bool| {
            assert_eq!(keys().sign(&grant(topic, user_key), 0).is_ok(), fits, "{topic} {user_key}");
        };
        check(&"t".repeat(200), &"u".repeat(36), true);
        check(&"t".repeat(201), "u", false);
        check("t", &"u".repeat(37), false);
        check("", "u", false);
        check("t", "", false);
    }
}
