//! What the media engine is told at start: threads, addresses, ports, limits.
//!
//! Plain data from the server's configuration. It must never know legs or calls.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Settings of the media engine.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// Threads that carry sound, at least 1; a conversation lives on one of them.
    pub shards: usize,
    /// Ports for RTP; the even ones are used (RFC 3550 §11).
    pub rtp_ports: RangeInclusive<u16>,
    /// Address sockets are bound to.
    pub bind_ip: Ipv4Addr,
    /// Address told to peers and browsers when it differs from `bind_ip` (NAT, or 0.0.0.0).
    pub public_ip: Option<Ipv4Addr>,
    /// First UDP port for browsers, one a shard, consecutive; 0 takes any free ports.
    pub web_udp_port_base: u16,
    /// Silence on the wire after which [`crate::MediaEvent::RtpTimeout`] is told.
    pub rtp_timeout: Duration,
    /// Most legs open at once.
    pub legs_max: usize,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            shards: 1,
            rtp_ports: 30_000..=39_999,
            bind_ip: Ipv4Addr::LOCALHOST,
            public_ip: None,
            web_udp_port_base: 0,
            rtp_timeout: Duration::from_secs(30),
            legs_max: 8_000,
        }
    }
}

impl MediaConfig {
    /// The address peers and browsers send to.
    #[must_use]
    pub fn shown_ip(&self) -> Ipv4Addr {
        self.public_ip.unwrap_or(self.bind_ip)
    }
}
