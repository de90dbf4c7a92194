//! Room for what comes while a thread is held up.
//!
//! One socket serves a whole shard or the whole telephone line. The system's usual buffer holds some 90
//! packets, which is a twentieth of a second of ten visits: less than a busy machine takes away at times.

use std::net::UdpSocket;

use nix::sys::socket::{setsockopt, sockopt};

/// Asked for: a stall of a second at full load must lose neither a picture's packets nor an ACK or a
/// BYE, which nobody would send again. The system may grant less (`net.core.rmem_max`).
const BYTES: usize = 4 * 1024 * 1024;

/// Enlarges the buffer of a socket that many share; where the system refuses, that is logged and the socket stays as it is.
pub(crate) fn enlarge(socket: &UdpSocket, whose: &'static str) {
    if let Err(error) = setsockopt(socket, sockopt::RcvBuf, &BYTES) {
        tracing::warn!(%error, whose, "the receive buffer stays at the system's size");
    }
}

#[cfg(test)]
mod tests {
    use nix::sys::socket::getsockopt;

    use super::*;

    #[test]
    fn a_socket_holds_more_than_before() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let before = getsockopt(&socket, sockopt::RcvBuf).unwrap();
        enlarge(&socket, "a test");
        assert!(getsockopt(&socket, sockopt::RcvBuf).unwrap() >= before);
    }
}
