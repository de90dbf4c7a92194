//! A telephone's end of a leg: one UDP socket that believes one peer.
//!
//! Owns the socket and the latch: the first plausible source is taken for the peer, and afterwards
//! nothing else is listened to. It must never know groups or sounds. Go next to `leg`.

use std::io;
use std::net::{SocketAddr, SocketAddrV4, UdpSocket};

use wire::sdp::Negotiated;

/// The socket of one telephone leg.
#[derive(Debug)]
pub(crate) struct RtpEnd {
    pub(crate) socket: UdpSocket,
    pub(crate) agreed: Option<Negotiated>,
    latched: Option<SocketAddrV4>,
    foreign_told: bool,
}

/// Whether a packet's source is the peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The peer.
    Peer,
    /// Somebody else; `first` when nobody else was seen before.
    Foreign { first: bool },
    /// Nothing is agreed yet, so nobody is the peer.
    Early,
}

impl RtpEnd {
    pub(crate) fn new(socket: UdpSocket) -> Self {
        Self { socket, agreed: None, latched: None, foreign_told: false }
    }

    /// Takes what SDP agreed; a new address of the peer opens the latch again.
    pub(crate) fn agree(&mut self, agreed: Negotiated) {
        let held = agreed.remote.ip().is_unspecified();
        let moved = self.agreed.is_none_or(|before| before.remote != agreed.remote);
        if moved && !held {
            self.latched = None;
        }
        let mut agreed = agreed;
        if let Some(before) = self.agreed.filter(|_| held) {
            // The old hold says 0.0.0.0; the peer itself has not moved (RFC 3264 §8.4).
            agreed.remote = before.remote;
        }
        self.agreed = Some(agreed);
    }

    /// Judges the source of a packet that is RTP of an agreed payload type, and latches on.
    pub(crate) fn origin(&mut self, source: SocketAddr) -> Origin {
        let (SocketAddr::V4(source), Some(agreed)) = (source, self.agreed) else {
            return Origin::Early;
        };
        match self.latched {
            Some(peer) if peer == source => Origin::Peer,
            None if plausible(source, agreed.remote) => {
                self.latched = Some(source);
                Origin::Peer
            }
            Some(_) | None => {
                let first = !std::mem::replace(&mut self.foreign_told, true);
                Origin::Foreign { first }
            }
        }
    }

    /// Where packets go; `None` while nothing is agreed or the peer wants nothing.
    pub(crate) fn destination(&self) -> Option<SocketAddrV4> {
        let agreed = self.agreed.filter(|agreed| agreed.sends)?;
        let peer = self.latched.unwrap_or(agreed.remote);
        (peer.port() != 0 && !peer.ip().is_unspecified()).then_some(peer)
    }

    /// Sends one packet; a full socket buffer or an unreachable peer loses it, as the network may.
    pub(crate) fn send(&self, packet: &[u8], to: SocketAddrV4) -> bool {
        match self.socket.send_to(packet, to) {
            Ok(_) => true,
            Err(error) => {
                tracing::debug!(%error, "an RTP packet was not sent");
                false
            }
        }
    }

    /// Takes one packet from the socket; `None` when there is none.
    pub(crate) fn receive(&self, buffer: &mut [u8]) -> Option<(usize, SocketAddr)> {
        match self.socket.recv_from(buffer) {
            Ok(received) => Some(received),
            // An ICMP error of an earlier send shows here once; the next read goes on.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(error) => {
                tracing::debug!(%error, "an RTP socket reported an error");
                None
            }
        }
    }
}

/// The address of the SDP from any port (NAT moves ports), any address when the SDP's is a private
/// one that the peer wrote behind its own NAT, or this machine itself, which nobody outside can pose as.
fn plausible(source: SocketAddrV4, told: SocketAddrV4) -> bool {
    source.ip() == told.ip() || source.ip().is_loopback() || (told.ip().is_private() && !source.ip().is_private())
}

#[cfg(test)]
mod tests {
    use wire::sdp::Codec;

    use super::*;

    fn agreed(remote: &str) -> Negotiated {
        Negotiated {
            remote: remote.parse().unwrap(),
            codec: Codec::Pcmu,
            payload_type_send: 0,
            payload_type_receive: 0,
            dtmf_send: None,
            dtmf_receive: None,
            sends: true,
            receives: true,
        }
    }

    fn end(remote: &str) -> RtpEnd {
        let mut end = RtpEnd::new(UdpSocket::bind("127.0.0.1:0").unwrap());
        end.agree(agreed(remote));
        end
    }

    fn origin(end: &mut RtpEnd, source: &str) -> Origin {
        end.origin(source.parse().unwrap())
    }

    #[test]
    fn the_first_port_of_the_peer_is_latched_and_a_second_source_refused_and_told_once() {
        let mut end = end("203.0.113.5:4000");
        assert_eq!(origin(&mut end, "203.0.113.5:4444"), Origin::Peer);
        assert_eq!(end.destination(), Some("203.0.113.5:4444".parse().unwrap()));
        assert_eq!(origin(&mut end, "203.0.113.5:4000"), Origin::Foreign { first: true });
        assert_eq!(origin(&mut end, "198.51.100.9:4444"), Origin::Foreign { first: false });
        assert_eq!(origin(&mut end, "203.0.113.5:4444"), Origin::Peer);
    }

    #[test]
    fn a_telephone_on_this_machine_that_names_another_of_its_addresses_is_the_peer() {
        let mut end = end("203.0.113.5:4000");
        assert_eq!(origin(&mut end, "127.0.0.1:4000"), Origin::Peer);
    }

    #[test]
    fn a_stranger_who_is_first_is_not_taken_for_the_peer() {
        let mut end = end("203.0.113.5:4000");
        assert_eq!(origin(&mut end, "198.51.100.9:4000"), Origin::Foreign { first: true });
        assert_eq!(origin(&mut end, "203.0.113.5:4000"), Origin::Peer);
    }

    #[test]
    fn a_peer_behind_nat_who_told_its_private_address_is_heard() {
        let mut end = end("192.168.1.20:4000");
        assert_eq!(origin(&mut end, "203.0.113.5:61000"), Origin::Peer);
    }

    #[test]
    fn a_hold_with_the_old_address_keeps_the_peer_and_a_moved_peer_is_latched_anew() {
        let mut end = end("203.0.113.5:4000");
        assert_eq!(origin(&mut end, "203.0.113.5:4000"), Origin::Peer);
        end.agree(Negotiated { sends: false, ..agreed("0.0.0.0:4000") });
        assert_eq!(end.destination(), None);
        assert_eq!(origin(&mut end, "203.0.113.5:4000"), Origin::Peer);
        end.agree(agreed("203.0.113.6:5000"));
        assert_eq!(end.destination(), Some("203.0.113.6:5000".parse().unwrap()));
        assert_eq!(origin(&mut end, "203.0.113.6:5000"), Origin::Peer);
    }
}
