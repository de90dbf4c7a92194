//! The road of an application: details, photo, password, PIN, confirmation, receipt number.

mod applicant;
mod calendar;
mod confirm;
mod form;
mod jpeg;
mod password;
mod photo;
mod pin;
mod rules;
mod start;

use axum::Router;
use axum::routing::get;

use crate::book::Practice;
use crate::posted::body_limit;

pub(crate) use applicant::{Applicant, DETAILS, cookie_line};
use applicant::{CONFIRM, DONE, PASSWORD, PHOTO, PIN};
pub(crate) use password::with_eye;
pub(crate) use rules::is_email;

/// The pages of the road.
pub(crate) fn routes() -> Router<Practice> {
    Router::new()
        .route("/", get(start::page))
        .route(DETAILS, get(form::page).post(form::taken))
        .route(PHOTO, get(photo::page).post(photo::taken))
        .route("/apply/photo/file", get(photo::file))
        .route(PASSWORD, get(password::page).post(password::taken))
        .route(PIN, get(pin::page).post(pin::taken))
        .route(CONFIRM, get(confirm::page).post(confirm::taken))
        .route(DONE, get(confirm::done))
        .layer(body_limit())
}
