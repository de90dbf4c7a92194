//! RTP sockets from a range of ports.
//!
//! Owns the walk through the range: each socket takes the next free even port, so that a port just
//! closed is the last to be used again and a late packet of an old call meets nobody.

use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, Ordering};

/// The even ports of a range.
#[derive(Debug)]
pub(crate) struct RtpPorts {
    first: u32,
    count: u32,
    bind_ip: Ipv4Addr,
    cursor: AtomicU32,
}

impl RtpPorts {
    pub(crate) fn new(range: RangeInclusive<u16>, bind_ip: Ipv4Addr) -> Self {
        let first = u32::from(*range.start()).next_multiple_of(2);
        let last = u32::from(*range.end());
        let count = if last < first { 0 } else { (last - first) / 2 + 1 };
        Self { first, count, bind_ip, cursor: AtomicU32::new(0) }
    }

    /// Binds the next free port; `None` when a whole round found none.
    pub(crate) fn bind(&self) -> Option<(UdpSocket, u16)> {
        for _ in 0..self.count {
            let step = self.cursor.fetch_add(1, Ordering::Relaxed) % self.count;
            let port = u16::try_from(self.first + 2 * step).ok()?;
            if let Ok(socket) = UdpSocket::bind(SocketAddrV4::new(self.bind_ip, port)) {
                socket.set_nonblocking(true).ok()?;
                return Some((socket, port));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_even_and_run_out_after_one_round() {
        // A free port found by the system marks a place where a small range is likely free.
        let probe = UdpSocket::bind("127.0.0.1:0").unwrap();
        let first = probe.local_addr().unwrap().port().min(65_000) | 1;
        let ports = RtpPorts::new(first..=first + 6, Ipv4Addr::LOCALHOST);
        let mut held = Vec::new();
        while let Some((socket, port)) = ports.bind() {
            assert_eq!(port % 2, 0);
            held.push(socket);
        }
        assert!(held.len() <= 3);
        held.pop();
        assert!(ports.bind().is_some());
    }
}
