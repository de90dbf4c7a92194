//! Remote diagnosis of kiosks (clause 6(2)④): what was measured, what is wrong with it, and since when.
//!
//! Pure: measurements come in, findings come out, each with a stable code and a severity. Words for people are
//! the pages'. It must never know a socket, a browser or a table; who asks a kiosk, and when, is the server's
//! counter. Start at [`judge`]; [`compare`] sets a run beside the last good one, [`watch`] says when to ask.

mod compare;
mod findings;
mod judge;
mod measured;
pub mod watch;

#[cfg(test)]
mod tests;

pub use compare::{Change, Quantity, compare};
pub use findings::{Code, Finding, Part, Severity, verdict};
pub use judge::judge;
pub use measured::{
    Agent, Battery, Browser, Device, Fitted, Heard, Measurements, Network, Peripheral, Picture, Reach, Sound, Storage,
};
