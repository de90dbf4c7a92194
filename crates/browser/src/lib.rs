//! The shared browser's host: Chromium over a pipe, what is secret on a page, the picture without it, and its end.
//!
//! A site need not cooperate: everything is added through the Chrome DevTools Protocol. This crate is linked into the
//! server and into the kiosk's agent; it must never know visits, databases or who is logged in.
//! Next: `site` for what a city knows of a site, `proxy` for where a page may connect, `cdp` for the protocol.

pub mod cdp;
pub mod confine;
pub mod frame;
pub mod guard;
pub mod host;
pub mod proxy;
pub mod site;
