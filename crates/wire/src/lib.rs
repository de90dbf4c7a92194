//! Wire formats of a telephone call, as pure functions and small machines.
//!
//! Owns SDP, RTP, RFC 3550 statistics, the playout buffer, G.711, RFC 4733 digits, mixing, resampling
//! and WAV headers. It must never know a socket, a clock, a thread or a random number: bytes, times and
//! ids come in as arguments. Every input is hostile and bounded by a named limit.
//! Go next to `media`, which moves these bytes over real sockets.

pub mod dtmf;
pub mod dtmf_tones;
pub mod g711;
pub mod mix;
pub mod playout;
pub mod resample;
pub mod rtp;
pub mod rtp_stats;
pub mod sdp;
pub mod wav;
