//! What we ask of Zoom over REST: which sessions there are, that one ends, and that nothing of it is kept.
//!
//! Owns paths, the token and the limits; no answer is read without end and none is waited for without
//! end. It never retries: who calls knows whether another try is worth it.

use std::time::Duration;

use reqwest::{Method, Response, StatusCode, header};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use crate::{Secret, jwt};

/// Zoom's own address.
pub const API_URL: &str = "https://api.zoom.us/v2";
/// How long an answer may take as a whole.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long a connection may take to stand.
const CONNECT_WITHIN: Duration = Duration::from_secs(4);
/// How long a token of ours is good, in seconds; Zoom takes up to an hour.
const TOKEN_GOOD_FOR_S: i64 = 300;
/// Largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Sessions on one page of a list, and pages read of it.
const PAGE_SIZE: u32 = 300;
const PAGES_MAX: usize = 20;
/// What we wait when Zoom says that we ask too often and not for how long, in seconds.
const PAUSE_S: u64 = 60;
/// The longest pause that is believed, in seconds.
const PAUSE_S_MAX: u64 = 3_600;

/// The pair that signs requests: the API's key and secret, which are not the Video SDK's.
#[derive(Debug, Clone)]
pub struct ApiKeys {
    /// The key, which is no secret.
    pub key: String,
    /// The secret.
    pub secret: Secret,
}

/// Why a request came to nothing.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RestFault {
    /// Nobody answered in time, or not in a way that can be read.
    #[error("Zoom was not reached: {0}")]
    Unreachable(String),
    /// Zoom does not take our key.
    #[error("Zoom does not accept the API key ({0})")]
    KeyRefused(u16),
    /// We ask too often.
    #[error("Zoom asks us to wait {retry_after_s} s")]
    TooOften {
        /// For how long to keep quiet, in seconds.
        retry_after_s: u64,
    },
    /// There is no such session.
    #[error("Zoom knows no such session")]
    NotFound,
    /// Zoom said no.
    #[error("Zoom refused with status {0}")]
    Refused(u16),
    /// The answer is not what it should be.
    #[error("Zoom's answer cannot be read: {0}")]
    NotUnderstood(String),
}

/// A session as Zoom lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// Its id, which may hold slashes.
    pub id: String,
    /// Its topic.
    pub session_name: String,
}

/// Which sessions to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// Those that go on.
    Live,
    /// Those that ended between two days, written `YYYY-MM-DD`.
    Past {
        /// First day.
        from: &'a str,
        /// Last day.
        to: &'a str,
    },
}

/// The client; cheap to clone.
#[derive(Debug, Clone)]
pub struct Rest {
    http: reqwest::Client,
    api_url: String,
    keys: ApiKeys,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    iat: i64,
    exp: i64,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    sessions: Vec<Listed>,
    #[serde(default)]
    next_page_token: String,
}

impl Rest {
    /// A client of the interface at `api_url`.
    ///
    /// # Errors
    /// When no client can be made on this machine.
    pub fn new(api_url: &str, keys: ApiKeys) -> Result<Self, RestFault> {
        let builder = reqwest::Client::builder().timeout(ANSWER_WITHIN).connect_timeout(CONNECT_WITHIN);
        let http = builder.redirect(reqwest::redirect::Policy::none()).build().map_err(|why| unreachable(&why))?;
        Ok(Self { http, api_url: api_url.trim_end_matches('/').to_owned(), keys })
    }

    /// Sessions, over all pages up to a limit.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn sessions(&self, which: Which<'_>, now_s: i64) -> Result<Vec<Listed>, RestFault> {
        let mut listed = Vec::new();
        let mut token = String::new();
        for _ in 0..PAGES_MAX {
            let mut path = match which {
                Which::Live => format!("/videosdk/sessions?type=live&page_size={PAGE_SIZE}"),
                Which::Past { from, to } => {
                    format!("/videosdk/sessions?type=past&from={from}&to={to}&page_size={PAGE_SIZE}")
                }
            };
            if !token.is_empty() {
                path.push_str(&format!("&next_page_token={}", percent_encoded(&token)));
            }
            let page: Page = read(self.ask(Method::GET, &path, None, now_s).await?).await?;
            listed.extend(page.sessions);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        Ok(listed)
    }

    /// Makes a session ahead of its first participant.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn create(&self, topic: &str, now_s: i64) -> Result<Listed, RestFault> {
        #[derive(Deserialize)]
        struct Created {
            session_id: String,
            session_name: String,
        }
        let body = json!({"session_name": topic});
        let made: Created = read(self.ask(Method::POST, "/videosdk/sessions", Some(body), now_s).await?).await?;
        Ok(Listed { id: made.session_id, session_name: made.session_name })
    }

    /// One session; None when there is none of that id.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn session(&self, id: &str, now_s: i64) -> Result<Option<Listed>, RestFault> {
        match self.ask(Method::GET, &of_session(id, ""), None, now_s).await {
            Ok(answer) => read(answer).await.map(Some),
            Err(RestFault::NotFound) => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// How well participants saw and heard, as Zoom measured it.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn quality(&self, id: &str, now_s: i64) -> Result<Value, RestFault> {
        read(self.ask(Method::GET, &of_session(id, "/users/qos"), None, now_s).await?).await
    }

    /// Ends a session for everybody; one that is not there has ended.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn end(&self, id: &str, now_s: i64) -> Result<(), RestFault> {
        let body = json!({"action": "end"});
        gone_is_done(self.ask(Method::PUT, &of_session(id, "/status"), Some(body), now_s).await)
    }

    /// Deletes every recording of a session.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn delete_recordings(&self, id: &str, now_s: i64) -> Result<(), RestFault> {
        gone_is_done(self.ask(Method::DELETE, &of_session(id, "/recordings"), None, now_s).await)
    }

    /// Deletes what Zoom keeps about a session.
    ///
    /// # Errors
    /// Says what failed.
    pub async fn delete(&self, id: &str, now_s: i64) -> Result<(), RestFault> {
        gone_is_done(self.ask(Method::DELETE, &of_session(id, ""), None, now_s).await)
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>, now_s: i64) -> Result<Response, RestFault> {
        let claims = Claims { iss: &self.keys.key, iat: now_s, exp: now_s.saturating_add(TOKEN_GOOD_FOR_S) };
        let token = jwt::signed(&claims, &self.keys.secret)
            .map_err(|why| RestFault::NotUnderstood(why.to_string()))
            .map(Secret::from)?;
        let request = self.http.request(method, format!("{}{path}", self.api_url));
        let request = request.bearer_auth(token.expose_secret());
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.map_err(|why| unreachable(&why))?;
        match answer.status() {
            status if status.is_success() => Ok(answer),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(RestFault::KeyRefused(answer.status().as_u16())),
            StatusCode::NOT_FOUND => Err(RestFault::NotFound),
            StatusCode::TOO_MANY_REQUESTS => Err(RestFault::TooOften { retry_after_s: pause_s(&answer) }),
            status if status.is_server_error() => Err(RestFault::Unreachable(format!("status {}", status.as_u16()))),
            status => Err(RestFault::Refused(status.as_u16())),
        }
    }
}

/// An error of the client without the address, which holds an id.
fn unreachable(why: &reqwest::Error) -> RestFault {
    let kind = match why {
        why if why.is_timeout() => "no answer in time",
        why if why.is_connect() => "no connection",
        _ => "the connection broke",
    };
    RestFault::Unreachable(kind.to_owned())
}

fn gone_is_done(answer: Result<Response, RestFault>) -> Result<(), RestFault> {
    match answer {
        Ok(_) | Err(RestFault::NotFound) => Ok(()),
        Err(why) => Err(why),
    }
}

fn pause_s(answer: &Response) -> u64 {
    let header = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    header.and_then(|text| text.trim().parse().ok()).unwrap_or(PAUSE_S).min(PAUSE_S_MAX)
}

async fn read<T: for<'de> Deserialize<'de>>(mut answer: Response) -> Result<T, RestFault> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|why| unreachable(&why))? {
        if body.len() + part.len() > ANSWER_BYTES_MAX {
            return Err(RestFault::NotUnderstood(format!("longer than {ANSWER_BYTES_MAX} bytes")));
        }
        body.extend_from_slice(&part);
    }
    serde_json::from_slice(&body).map_err(|why| RestFault::NotUnderstood(why.to_string()))
}

/// Ids hold slashes, so they are encoded twice, as Zoom wants it.
fn of_session(id: &str, rest: &str) -> String {
    format!("/videosdk/sessions/{}{rest}", percent_encoded(&percent_encoded(id)))
}

/// Every byte but the unreserved ones (RFC 3986 §2.3).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_with_slashes_are_encoded_twice() {
        assert_eq!(of_session("4/ab+c==", "/recordings"), "/videosdk/sessions/4%252Fab%252Bc%253D%253D/recordings");
        assert_eq!(percent_encoded("aZ09-._~ü"), "aZ09-._~%C3%BC");
    }
}
