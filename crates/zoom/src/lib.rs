//! Zoom's Video SDK as seen from a server: join grants, REST, webhooks, and fetching its files.
//!
//! Owns the wire forms and the secrets that sign them; a secret never leaves but as a signature. It must
//! never know visits, pages or databases: topics come in opaque. Time is an argument. Start at
//! [`grant`] for who may join, [`webhook`] for what Zoom tells us, [`rest`] for what we ask of it.

pub mod grant;
mod jwt;
pub mod rest;
pub mod sdk;
pub mod secret;
mod tar;
pub mod webhook;

pub use secret::{Secret, SecretFault};
