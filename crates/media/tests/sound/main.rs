//! The media engine over real sockets: telephones, recordings, a real browser.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]

mod browser;
mod recording;
mod support;
mod telephones;
