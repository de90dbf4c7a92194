//! Opus to sound: the packets of one voice become samples at 8 kHz, each at its place in time (RFC 6716).
//!
//! Owns the decoder, and what is put where packets are lost, late or broken. It knows neither sockets nor
//! who speaks, and must never panic on what a stranger sends: a packet that is none counts as lost. The
//! decoder itself is libopus, the one that browsers carry. Start at [`OpusEar`].

mod ear;
mod line;

pub use ear::{Heard, OpusEar, OpusFault, Packet, SAMPLE_RATE_HZ};
