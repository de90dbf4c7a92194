//! The telephone side against real peers: sipp for the wire, baresip for behaviour, plain sockets
//! for what no well-behaved program sends.

mod callees;
mod callers;
mod load;
mod phones;
mod sessions;
mod strangers;
mod support;
mod trunks;
