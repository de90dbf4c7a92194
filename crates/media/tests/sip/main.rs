//! The telephone side against real peers: sipp for the wire, baresip for behaviour, plain sockets
//! for what no well-behaved program sends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod callees;
mod callers;
mod load;
mod phones;
mod sessions;
mod strangers;
mod support;
mod trunks;
