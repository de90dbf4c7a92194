//! Counter visits over real sockets: pages with ICE, DTLS and SRTP that meet through the forwarding unit.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]

mod chromium;
mod lines;
mod meeting;
mod page;
mod room;
