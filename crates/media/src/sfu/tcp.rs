//! The way in for pages whose network drops UDP: ICE over TCP, where the page calls us (RFC 6544).
//!
//! Owns the connections and what waits to be sent in each. A connection that proves to belong to no leg ends
//! soon; one whose page does not keep up loses packets, as a line would. It must never know legs, nor wait.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use nix::sys::epoll::{Epoll, EpollEvent, EpollFlags};

use super::frames::{Frames, frame};

/// Connections at most; each page has one or two.
const CONNECTIONS_MAX: usize = 512;
/// How long a connection may take to prove that it is a page's, and may be silent afterwards.
const STRANGER_MAX: Duration = Duration::from_secs(5);
const SILENCE_MAX: Duration = Duration::from_secs(30);
/// What waits for a page at most: half a second of the best picture.
const WAITING_BYTES_MAX: usize = 96 * 1_024;
/// Reads of one connection before others have their turn.
const READS_MAX: usize = 16;
/// Epoll's names of connections begin here; no leg's number is as great.
const FIRST_TOKEN: u64 = 1 << 62;

/// The listener and its connections.
pub(crate) struct TcpDoor {
    listener: TcpListener,
    connections: BTreeMap<u64, Connection>,
    by_address: BTreeMap<SocketAddr, u64>,
    next_token: u64,
}

struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    frames: Frames,
    waiting: Vec<u8>,
    is_known: bool,
    heard_at: Instant,
}

impl TcpDoor {
    /// Takes a listener that does not wait.
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self { listener, connections: BTreeMap::new(), by_address: BTreeMap::new(), next_token: FIRST_TOKEN }
    }

    /// What epoll shall watch for callers.
    pub(crate) fn listener(&self) -> &TcpListener {
        &self.listener
    }

    /// Whether epoll's name is that of a connection.
    pub(crate) fn is_connection(token: u64) -> bool {
        (FIRST_TOKEN..u64::MAX - 16).contains(&token)
    }

    /// Takes in everybody who calls, while there is room.
    pub(crate) fn accept(&mut self, epoll: &Epoll, now: Instant) {
        while let Ok((stream, address)) = self.listener.accept() {
            if self.connections.len() >= CONNECTIONS_MAX {
                continue;
            }
            let token = self.next_token;
            let is_ready = stream.set_nonblocking(true).and_then(|()| stream.set_nodelay(true)).is_ok();
            if !is_ready || epoll.add(&stream, EpollEvent::new(EpollFlags::EPOLLIN, token)).is_err() {
                continue;
            }
            self.next_token += 1;
            let (frames, waiting) = (Frames::default(), Vec::new());
            let connection = Connection { stream, address, frames, waiting, is_known: false, heard_at: now };
            self.connections.insert(token, connection);
            self.by_address.insert(address, token);
        }
    }

    /// What came on a connection; it ends when the page has hung up or speaks another language.
    pub(crate) fn read(&mut self, token: u64, buffer: &mut [u8]) -> Option<(SocketAddr, Vec<Vec<u8>>)> {
        let connection = self.connections.get_mut(&token)?;
        let (address, mut datagrams) = (connection.address, Vec::new());
        for _ in 0..READS_MAX {
            let is_open = match connection.stream.read(buffer) {
                Ok(0) => false,
                Ok(length) => match connection.frames.take(buffer.get(..length).unwrap_or_default()) {
                    Ok(more) => {
                        datagrams.extend(more);
                        continue;
                    }
                    Err(_) => false,
                },
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => error.kind() == ErrorKind::Interrupted,
            };
            if !is_open {
                self.close(token);
                break;
            }
        }
        Some((address, datagrams))
    }

    /// A datagram of this address was a page's.
    pub(crate) fn belongs(&mut self, address: SocketAddr, now: Instant) {
        if let Some(connection) = self.by_address.get(&address).and_then(|token| self.connections.get_mut(token)) {
            connection.is_known = true;
            connection.heard_at = now;
        }
    }

    /// Sends a datagram; one that does not fit behind what waits is lost.
    pub(crate) fn send(&mut self, to: SocketAddr, datagram: &[u8]) {
        let Some(token) = self.by_address.get(&to).copied() else { return };
        let Some(connection) = self.connections.get_mut(&token) else { return };
        let Some(frame) = frame(datagram) else { return };
        if connection.waiting.len() + frame.len() > WAITING_BYTES_MAX {
            return;
        }
        connection.waiting.extend_from_slice(&frame);
        if !connection.write() {
            self.close(token);
        }
    }

    /// Sends on what waits, and ends connections that are nobody's.
    pub(crate) fn tick(&mut self, now: Instant) {
        let mut over = Vec::new();
        for (token, connection) in &mut self.connections {
            let patience = if connection.is_known { SILENCE_MAX } else { STRANGER_MAX };
            if now.saturating_duration_since(connection.heard_at) > patience || !connection.write() {
                over.push(*token);
            }
        }
        for token in over {
            self.close(token);
        }
    }

    /// Dropped, the stream leaves epoll too.
    fn close(&mut self, token: u64) {
        if let Some(connection) = self.connections.remove(&token) {
            self.by_address.remove(&connection.address);
        }
    }
}

impl Connection {
    /// Writes what the stream takes; false when it is broken.
    fn write(&mut self) -> bool {
        let mut written = 0;
        while let Some(rest) = self.waiting.get(written..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest) {
                Ok(0) => return false,
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        self.waiting.drain(..written);
        true
    }
}

#[cfg(test)]
mod tests {
    use nix::sys::epoll::EpollCreateFlags;

    use super::*;

    /// A door, and a page that has called.
    fn called() -> (TcpDoor, Epoll, TcpStream, Instant) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let page = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        listener.set_nonblocking(true).unwrap();
        let epoll = Epoll::new(EpollCreateFlags::empty()).unwrap();
        let (mut door, now) = (TcpDoor::new(listener), Instant::now());
        door.accept(&epoll, now);
        (door, epoll, page, now)
    }

    #[test]
    fn datagrams_pass_both_ways_in_frames() {
        let (mut door, _epoll, mut page, _) = called();
        page.write_all(&[0, 3, 7, 8, 9]).unwrap();
        let mut buffer = [0; 64];
        let (address, came) = loop {
            let (address, came) = door.read(FIRST_TOKEN, &mut buffer).unwrap();
            if !came.is_empty() {
                break (address, came);
            }
        };
        assert_eq!((address, came), (page.local_addr().unwrap(), vec![vec![7, 8, 9]]));
        door.send(address, &[1, 2]);
        let mut answer = [0; 4];
        page.read_exact(&mut answer).unwrap();
        assert_eq!(answer, [0, 2, 1, 2]);
    }

    #[test]
    fn a_stranger_is_shown_the_door_after_five_seconds_and_a_page_after_thirty_of_silence() {
        let (mut door, _epoll, page, now) = called();
        door.tick(now + STRANGER_MAX);
        assert_eq!(door.connections.len(), 1);
        door.belongs(page.local_addr().unwrap(), now);
        door.tick(now + SILENCE_MAX);
        assert_eq!(door.connections.len(), 1);
        door.tick(now + SILENCE_MAX + Duration::from_secs(1));
        assert_eq!((door.connections.len(), door.by_address.len()), (0, 0));
    }

    #[test]
    fn a_page_that_does_not_keep_up_loses_packets_and_memory_stays_bounded() {
        let (mut door, _epoll, page, _) = called();
        let address = page.local_addr().unwrap();
        for _ in 0..20_000 {
            door.send(address, &[0; 1_200]);
        }
        assert!(door.connections[&FIRST_TOKEN].waiting.len() <= WAITING_BYTES_MAX);
    }
}
