//! What Zoom tells us: messages on the raw body's signature, judged before anything is read from them.
//!
//! Owns the signature, its age and the memory of what was seen. A body that is not signed is never
//! parsed. Next: the server's room `video`, which acts on a [`Notice`].

use std::collections::{BTreeSet, VecDeque};

use aws_lc_rs::hmac;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use thiserror::Error;

use crate::Secret;

/// Largest body that is looked at, in bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// How old or early a message may be, in seconds.
const AGE_S_MAX: u64 = 300;
/// Messages remembered, so that one sent again is known.
const SEEN_MAX: usize = 1_024;
/// Longest name or id that is believed, in characters.
const TEXT_CHARS_MAX: usize = 256;

/// Why a message was turned away.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WebhookFault {
    /// Larger than any message of Zoom's.
    #[error("the message is larger than {BODY_BYTES_MAX} bytes")]
    TooLarge,
    /// The time it is signed for is missing or no number.
    #[error("the message names no time")]
    NoTime,
    /// It was signed too long ago, or for a time to come.
    #[error("the message is {age_s} s off our clock; more than {AGE_S_MAX} s is not accepted")]
    Stale {
        /// How far off, in seconds.
        age_s: u64,
    },
    /// The signature is not ours.
    #[error("the signature is not the one our secret makes")]
    BadSignature,
    /// Signed, and yet not understood.
    #[error("the message is no event that can be understood")]
    NotUnderstood,
}

/// A message that is Zoom's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Zoom asks whether the address is ours; answered with what [`validation_answer`] makes.
    Validation {
        /// What is to be signed.
        plain_token: String,
    },
    /// Something happened in a session.
    Session {
        /// What.
        what: SessionNews,
        /// The session's topic.
        topic: String,
        /// The session's id, which may hold slashes.
        id: String,
    },
    /// Something we do not use; answered, and forgotten.
    Other,
}

/// What happened in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionNews {
    /// It began.
    Started,
    /// It ended.
    Ended,
    /// A recording runs, was resumed or has been made.
    Recorded,
}

#[derive(Deserialize)]
struct Body {
    event: String,
    payload: Payload,
}

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "plainToken")]
    plain_token: Option<String>,
    object: Option<Object>,
}

#[derive(Deserialize)]
struct Object {
    session_id: Option<String>,
    id: Option<String>,
    session_name: Option<String>,
}

/// Judges a message by its headers and raw body, then reads it; `now_s` is in seconds since 1970.
///
/// # Errors
/// Says why it was turned away.
pub fn read(
    secret: &Secret,
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now_s: i64,
) -> Result<Notice, WebhookFault> {
    if body.len() > BODY_BYTES_MAX {
        return Err(WebhookFault::TooLarge);
    }
    let timestamp = timestamp.ok_or(WebhookFault::NoTime)?;
    let at_s: i64 = timestamp.parse().map_err(|_| WebhookFault::NoTime)?;
    let given = signature.and_then(|text| text.strip_prefix("v0=")).and_then(|text| hex::decode(text).ok());
    let given = given.ok_or(WebhookFault::BadSignature)?;
    let signed = [b"v0:", timestamp.as_bytes(), b":", body].concat();
    hmac::verify(&key(secret), &signed, &given).map_err(|_| WebhookFault::BadSignature)?;
    let age_s = now_s.abs_diff(at_s);
    if age_s > AGE_S_MAX {
        return Err(WebhookFault::Stale { age_s });
    }
    understood(body).ok_or(WebhookFault::NotUnderstood)
}

/// The answer that shows Zoom that we hold the secret: `encryptedToken`.
#[must_use]
pub fn validation_answer(secret: &Secret, plain_token: &str) -> String {
    hex::encode(hmac::sign(&key(secret), plain_token.as_bytes()))
}

fn key(secret: &Secret) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes())
}

fn understood(body: &[u8]) -> Option<Notice> {
    let Body { event, payload } = serde_json::from_slice(body).ok()?;
    let what = match event.as_str() {
        "endpoint.url_validation" => {
            return Some(Notice::Validation { plain_token: payload.plain_token.and_then(short)? });
        }
        "session.started" => SessionNews::Started,
        "session.ended" => SessionNews::Ended,
        "session.recording_started" | "session.recording_resumed" | "session.recording_completed" => {
            SessionNews::Recorded
        }
        _ => return Some(Notice::Other),
    };
    let object = payload.object?;
    let topic = object.session_name.and_then(short)?;
    let id = object.session_id.or(object.id).and_then(short)?;
    Some(Notice::Session { what, topic, id })
}

fn short(text: String) -> Option<String> {
    (!text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX).then_some(text)
}

/// Messages seen of late, by their signature; Zoom sends one again when our answer was slow.
#[derive(Debug, Default)]
pub struct Seen {
    order: VecDeque<String>,
    known: BTreeSet<String>,
}

impl Seen {
    /// Notes a message; false when it was there before.
    pub fn note(&mut self, signature: &str) -> bool {
        if !self.known.insert(signature.to_owned()) {
            return false;
        }
        self.order.push_back(signature.to_owned());
        if self.order.len() > SEEN_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW_S: i64 = 1_700_000_000;

    fn secret() -> Secret {
        Secret::from("SECRET".to_owned())
    }

    fn signature_of(timestamp: &str, body: &[u8]) -> String {
        let signed = [b"v0:", timestamp.as_bytes(), b":", body].concat();
        format!("v0={}", hex::encode(hmac::sign(&key(&secret()), &signed)))
    }

    fn read_signed(body: &[u8], at_s: i64) -> Result<Notice, WebhookFault> {
        let timestamp = at_s.to_string();
        read(&secret(), Some(&timestamp), Some(&signature_of(&timestamp, body)), body, NOW_S)
    }

    const RECORDING: &[u8] =
        br#"{"event":"session.recording_started","event_ts":1700000000000,"payload":{"account_id":"a",
        "object":{"session_id":"4/ab+c==","session_name":"mdg-1","session_key":"","host_id":"h"}}}"#;

    #[test]
    fn the_known_token_has_the_known_answer() {
        let answer = validation_answer(&secret(), "qgg8vlvZRS6UYooatFL8Aw");
        assert_eq!(answer, "807cbe3b6bef9be082d3d1f4e83cb10c5b1d3978822680e8d6da3e721a89aeb9");
    }

    #[test]
    fn a_signed_message_is_read() {
        let recorded =
            Notice::Session { what: SessionNews::Recorded, topic: "mdg-1".to_owned(), id: "4/ab+c==".to_owned() };
        assert_eq!(read_signed(RECORDING, NOW_S), Ok(recorded));
        let validation = br#"{"event":"endpoint.url_validation","payload":{"plainToken":"abc"},"event_ts":1}"#;
        assert_eq!(read_signed(validation, NOW_S), Ok(Notice::Validation { plain_token: "abc".to_owned() }));
        let other = br#"{"event":"session.user_joined","payload":{"object":{"session_name":"x"}}}"#;
        assert_eq!(read_signed(other, NOW_S), Ok(Notice::Other));
    }

    #[test]
    fn a_stale_early_unsigned_or_changed_message_is_turned_away() {
        assert_eq!(read_signed(RECORDING, NOW_S - 301), Err(WebhookFault::Stale { age_s: 301 }));
        assert_eq!(read_signed(RECORDING, NOW_S + 301), Err(WebhookFault::Stale { age_s: 301 }));
        assert!(read_signed(RECORDING, NOW_S - 300).is_ok());
        let timestamp = NOW_S.to_string();
        let signature = signature_of(&timestamp, RECORDING);
        let check = |timestamp: Option<&str>, signature: Option<&str>, body: &[u8], fault: WebhookFault| {
            assert_eq!(read(&secret(), timestamp, signature, body, NOW_S), Err(fault), "{timestamp:?} {signature:?}");
        };
        check(None, Some(&signature), RECORDING, WebhookFault::NoTime);
        check(Some("soon"), Some(&signature), RECORDING, WebhookFault::NoTime);
        check(Some(&timestamp), None, RECORDING, WebhookFault::BadSignature);
        check(Some(&timestamp), Some(&signature[3..]), RECORDING, WebhookFault::BadSignature);
        check(Some(&timestamp), Some("v0=zz"), RECORDING, WebhookFault::BadSignature);
        check(Some("1700000001"), Some(&signature), RECORDING, WebhookFault::BadSignature);
        check(Some(&timestamp), Some(&signature), b"{}", WebhookFault::BadSignature);
        check(Some(&timestamp), Some(&signature), &[b' '; BODY_BYTES_MAX + 1], WebhookFault::TooLarge);
    }

    #[test]
    fn a_signed_message_without_what_it_is_about_is_not_understood() {
        for body in [
            &b"{}"[..],
            b"[]",
            b"\xff",
            br#"{"event":"session.ended","payload":{}}"#,
            br#"{"event":"session.ended","payload":{"object":{"session_name":"","session_id":"1"}}}"#,
            br#"{"event":"endpoint.url_validation","payload":{}}"#,
        ] {
            assert_eq!(read_signed(body, NOW_S), Err(WebhookFault::NotUnderstood));
        }
    }

    #[test]
    fn a_message_sent_again_is_known_and_the_memory_is_bounded() {
        let mut seen = Seen::default();
        assert!(seen.note("a"));
        assert!(!seen.note("a"));
        for number in 0..SEEN_MAX {
            assert!(seen.note(&number.to_string()));
        }
        assert_eq!((seen.order.len(), seen.known.len()), (SEEN_MAX, SEEN_MAX));
        assert!(seen.note("a"), "the oldest are forgotten");
    }

    proptest! {
        #[test]
        fn no_body_brings_the_reader_down(body in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_signed(&body, NOW_S);
        }

        #[test]
        fn no_json_brings_the_reader_down(event in ".{0,40}", name in ".{0,300}", id in ".{0,300}", token in ".{0,300}") {
            let payload = serde_json::json!({"plainToken": token, "object": {"session_name": name, "session_id": id}});
            for event in [event.as_str(), "session.recording_started", "endpoint.url_validation"] {
                let body = serde_json::to_vec(&serde_json::json!({"event": event, "payload": payload})).unwrap();
                if let Ok(Notice::Session { topic, id, .. }) = read_signed(&body, NOW_S) {
                    prop_assert!(topic.chars().count() <= TEXT_CHARS_MAX && id.chars().count() <= TEXT_CHARS_MAX);
                }
            }
        }

        #[test]
        fn a_flipped_bit_anywhere_is_turned_away(at in 0..RECORDING.len(), bit in 0..8_u32) {
            let timestamp = NOW_S.to_string();
            let signature = signature_of(&timestamp, RECORDING);
            let mut body = RECORDING.to_vec();
            body[at] ^= 1 << bit;
            prop_assert_eq!(
                read(&secret(), Some(&timestamp), Some(&signature), &body, NOW_S),
                Err(WebhookFault::BadSignature)
            );
        }
    }
}
