//! Who reads a page of the application, and where its pages are.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::book::{Application, Practice};
use crate::tongue::{Tongue, cookie};

/// The cookie that says whose application this is.
const COOKIE_NAME: &str = "application";

/// Addresses of the pages, which are also the names of what they were given.
pub(crate) const DETAILS: &str = "/apply";
pub(crate) const PHOTO: &str = "/apply/photo";
pub(crate) const PASSWORD: &str = "/apply/password";
pub(crate) const PIN: &str = "/apply/pin";
pub(crate) const CONFIRM: &str = "/apply/confirm";
pub(crate) const DONE: &str = "/apply/done";

/// Who reads a page: a language, and perhaps an application that was begun.
pub(crate) struct Applicant {
    pub(crate) tongue: Tongue,
    key: Option<String>,
}

impl Applicant {
    /// The application with its key, if one was begun and is still kept.
    pub(crate) fn begun(&self, practice: &Practice) -> Option<(String, Application)> {
        let key = self.key.as_ref()?;
        practice.application(key).map(|application| (key.clone(), application))
    }
}

impl FromRequestParts<Practice> for Applicant {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Practice) -> Result<Self, Self::Rejection> {
        let key = cookie(&parts.headers, COOKIE_NAME);
        Ok(Self { tongue: Tongue::of(&parts.headers), key })
    }
}

/// The line of the header that makes a browser keep an application's key.
pub(crate) fn cookie_line(key: &str) -> String {
    format!("{COOKIE_NAME}={key}; Path=/; HttpOnly; SameSite=Lax")
}
