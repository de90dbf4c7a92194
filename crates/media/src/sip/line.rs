//! The sound of a leg, as far as SIP is concerned: sockets opened, told where to send, closed.
//!
//! The media engine stands behind this trait. SIP knows addresses and what was negotiated only.

use std::net::SocketAddrV4;

use wire::sdp::Negotiated;

use crate::LegId;

/// Opens and steers the RTP end of a leg.
pub trait RtpLine: Send + Sync + 'static {
    /// Binds a socket for `leg` and returns the address to write into SDP (the public one behind
    /// NAT).
    ///
    /// # Errors
    /// When no port is free or the engine has stopped.
    fn open_rtp(&self, leg: LegId) -> Result<SocketAddrV4, LineError>;

    /// Tells where and how sound goes; called again after every negotiation of the leg.
    fn set_rtp_remote(&self, leg: LegId, agreed: Negotiated);

    /// Ends the leg and frees its ports; called exactly once for every leg that was opened.
    fn close(&self, leg: LegId);
}

/// Why no socket could be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Every port of the range is taken.
    #[error("no free RTP port")]
    NoPort,
    /// The engine answered with an error.
    #[error("media engine: {0}")]
    Engine(String),
}
