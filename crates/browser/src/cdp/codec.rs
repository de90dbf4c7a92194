//! Messages on the pipe: JSON texts, each closed by a zero byte.
//!
//! What comes is bounded and parsed here; a text that is no message ends the connection, since a pipe that lies once
//! is not believed again. Methods nobody here knows are no fault.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

/// The longest message taken, in bytes; a lossless picture of a full screen stays below a quarter of it.
pub const MESSAGE_BYTES_MAX: usize = 32 * 1024 * 1024;
const IDENTITY_BYTES_MAX: usize = 128;

/// One attached target's conversation (flat mode).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(pub String);

/// A message from the browser.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// The answer to the call with this number.
    Answer {
        /// The number the call was sent with.
        id: u64,
        /// What came of it.
        outcome: Result<Value, Refusal>,
    },
    /// Something happened.
    Happened {
        /// The target it happened in; none is the browser itself.
        session: Option<SessionId>,
        /// The protocol's name for it.
        method: String,
        /// Its particulars.
        params: Value,
    },
}

/// The browser would not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("refused with {code}: {message}")]
pub struct Refusal {
    /// The protocol's number.
    pub code: i64,
    /// The protocol's words, for a log at debug only.
    pub message: String,
}

/// Why the pipe cannot be believed any longer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireFault {
    /// Longer than any message may be.
    #[error("a message is longer than {max} bytes")]
    TooLong {
        /// The limit, in bytes.
        max: usize,
    },
    /// Not a message of the protocol.
    #[error("a message could not be read: {0}")]
    Unreadable(String),
    /// The other end closed it.
    #[error("the browser closed the pipe")]
    Closed,
    /// Writing to it failed, or it took nothing for too long.
    #[error("the browser takes no messages: {0}")]
    Stuck(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    id: Option<u64>,
    session_id: Option<String>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
    result: Option<Value>,
    error: Option<RawError>,
}

#[derive(Deserialize)]
struct RawError {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
}

/// Cuts the byte stream into messages.
#[derive(Debug)]
pub struct Splitter {
    kept: Vec<u8>,
    searched: usize,
    max: usize,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::with_limit(MESSAGE_BYTES_MAX)
    }
}

impl Splitter {
    /// A splitter that takes messages of at most `max` bytes.
    #[must_use]
    pub fn with_limit(max: usize) -> Self {
        Self { kept: Vec::new(), searched: 0, max }
    }

    /// Takes what was read and hands back the messages that are whole.
    ///
    /// # Errors
    /// [`WireFault::TooLong`] and [`WireFault::Unreadable`]; nothing that comes afterwards may be believed.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Incoming>, WireFault> {
        self.kept.extend_from_slice(bytes);
        let mut messages = Vec::new();
        let mut start = 0;
        while let Some(offset) = self.kept[self.searched..].iter().position(|byte| *byte == 0) {
            let end = self.searched + offset;
            if end - start > self.max {
                return Err(WireFault::TooLong { max: self.max });
            }
            messages.push(read(&self.kept[start..end])?);
            start = end + 1;
            self.searched = start;
        }
        self.kept.drain(..start);
        self.searched = self.kept.len();
        if self.kept.len() > self.max {
            return Err(WireFault::TooLong { max: self.max });
        }
        Ok(messages)
    }
}

/// Reads one message.
///
/// # Errors
/// [`WireFault::Unreadable`] when it is neither an answer nor an event.
pub fn read(text: &[u8]) -> Result<Incoming, WireFault> {
    let raw: Raw = serde_json::from_slice(text).map_err(|fault| WireFault::Unreadable(fault.to_string()))?;
    if raw.session_id.as_ref().is_some_and(|session| session.len() > IDENTITY_BYTES_MAX) {
        return Err(WireFault::Unreadable("a session's name is too long".to_owned()));
    }
    match (raw.id, raw.method) {
        (Some(id), None) => Ok(Incoming::Answer {
            id,
            outcome: match raw.error {
                Some(error) => Err(Refusal { code: error.code, message: error.message }),
                None => Ok(raw.result.unwrap_or(Value::Null)),
            },
        }),
        (None, Some(method)) if method.len() <= IDENTITY_BYTES_MAX => {
            Ok(Incoming::Happened { session: raw.session_id.map(SessionId), method, params: raw.params })
        }
        (None, Some(_)) => Err(WireFault::Unreadable("a method's name is too long".to_owned())),
        (Some(_), Some(_)) | (None, None) => Err(WireFault::Unreadable("neither answer nor event".to_owned())),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Call<'a, P> {
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<&'a str>,
    method: &'a str,
    params: &'a P,
}

/// Writes one call, with its closing zero. `size` is how long it may become, so that a secret in it is written once
/// and not copied while the buffer grows.
///
/// # Errors
/// What serde says of parameters that are no JSON.
pub fn write<P: Serialize>(
    id: u64,
    session: Option<&SessionId>,
    method: &str,
    params: &P,
    size: usize,
) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(size));
    let call = Call { id, session_id: session.map(|it| it.0.as_str()), method, params };
    serde_json::to_writer(&mut *bytes, &call)?;
    bytes.push(0);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn event(n: u32) -> (Vec<u8>, Incoming) {
        let text = format!("{{\"method\":\"Some.thing\",\"params\":{{\"n\":{n}}},\"sessionId\":\"S\"}}\0");
        let message = Incoming::Happened {
            session: Some(SessionId("S".to_owned())),
            method: "Some.thing".to_owned(),
            params: json!({ "n": n }),
        };
        (text.into_bytes(), message)
    }

    #[test]
    fn an_answer_and_a_refusal_are_told_apart() {
        assert_eq!(
            read(br#"{"id":7,"result":{"a":1}}"#).unwrap(),
            Incoming::Answer { id: 7, outcome: Ok(json!({"a":1})) }
        );
        let refused = Refusal { code: -32000, message: "no".to_owned() };
        assert_eq!(
            read(br#"{"id":8,"error":{"code":-32000,"message":"no"}}"#).unwrap(),
            Incoming::Answer { id: 8, outcome: Err(refused) }
        );
    }

    #[test]
    fn what_is_neither_answer_nor_event_ends_the_pipe() {
        for text in ["", "x", "[]", "{}", r#"{"id":-1,"result":{}}"#, r#"{"id":1,"method":"A.b"}"#, r#"{"method":5}"#] {
            assert!(matches!(read(text.as_bytes()), Err(WireFault::Unreadable(_))), "{text}");
        }
    }

    #[test]
    fn a_message_without_end_is_refused_at_its_limit() {
        let mut splitter = Splitter::with_limit(64);
        assert_eq!(splitter.push(&[b'x'; 64]), Ok(Vec::new()));
        assert_eq!(splitter.push(b"x"), Err(WireFault::TooLong { max: 64 }));
    }

    proptest! {
        #[test]
        fn messages_come_out_whole_however_the_bytes_are_cut(count in 1u32..12, cuts in prop::collection::vec(1usize..40, 1..60)) {
            let (mut bytes, mut expected) = (Vec::new(), Vec::new());
            for n in 0..count {
                let (text, message) = event(n);
                bytes.extend(text);
                expected.push(message);
            }
            let (mut splitter, mut got, mut rest) = (Splitter::default(), Vec::new(), bytes.as_slice());
            for cut in cuts.iter().cycle() {
                if rest.is_empty() { break; }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                got.extend(splitter.push(piece).unwrap());
                rest = after;
            }
            prop_assert_eq!(got, expected);
        }

        #[test]
        fn no_bytes_make_it_panic_or_keep_more_than_its_limit(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..20)) {
            let mut splitter = Splitter::with_limit(128);
            for piece in pieces {
                if splitter.push(&piece).is_err() { break; }
                prop_assert!(splitter.kept.len() <= 128);
            }
        }

        #[test]
        fn what_is_written_is_one_message(id in any::<u32>(), text in ".{0,40}") {
            let bytes = write(u64::from(id), None, "Input.insertText", &json!({ "text": text }), 64).unwrap();
            prop_assert_eq!(bytes.iter().filter(|byte| **byte == 0).count(), 1);
            let value: Value = serde_json::from_slice(&bytes[..bytes.len() - 1]).unwrap();
            prop_assert_eq!(value["params"]["text"].as_str().unwrap(), text);
        }
    }
}
