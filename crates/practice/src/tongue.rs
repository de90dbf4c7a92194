//! The language of a page: Japanese, or English by the link in the heading.

use axum::extract::Request;
use axum::http::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The cookie that remembers the language.
const COOKIE_NAME: &str = "lang";

/// A language of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    Japanese,
    English,
}

impl Tongue {
    /// The code that HTML and the cookie have.
    pub(crate) fn code(self) -> &'static str {
        self.say("ja", "en")
    }

    /// Of two wordings the one in this language.
    pub(crate) fn say<T>(self, japanese: T, english: T) -> T {
        match self {
            Self::Japanese => japanese,
            Self::English => english,
        }
    }

    /// What the cookie remembers; Japanese where there is none.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        cookie(headers, COOKIE_NAME).and_then(|code| Self::from_code(&code)).unwrap_or(Self::Japanese)
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Japanese, Self::English].into_iter().find(|tongue| tongue.code() == code)
    }
}

/// The value of a cookie that the browser sent.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    sent.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Takes `?lang=` out of an address and into the cookie.
pub(crate) async fn remember(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let wanted = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Tongue::from_code);
    match wanted {
        Some(tongue) if request.method() == Method::GET => {
            let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
            let path = request.uri().path();
            // A path that begins with two strokes would name another host.
            let path = if path.starts_with("//") { "/" } else { path };
            let address = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
            let cookie = format!("{COOKIE_NAME}={}; Path=/; SameSite=Lax", tongue.code());
            (StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, cookie)]).into_response()
        }
        Some(_) | None => next.run(request).await,
    }
}
