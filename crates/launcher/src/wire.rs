//! What can be asked of the launcher, and how it is sent: one message a packet, descriptors beside it.
//!
//! Owns the bounds of every message. Both ends are this program's; the launcher trusts none of them.

use std::collections::BTreeMap;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, SocketAddrUnix, SocketFlags, SocketType, recvmsg, sendmsg,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::capability::Capability;

/// Bytes of a message.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Descriptors beside a message.
pub const DESCRIPTORS_MAX: usize = 2;
/// Arguments of a program.
pub const ARGUMENTS_MAX: usize = 200;
/// Bytes of one argument or value.
pub const ARGUMENT_BYTES_MAX: usize = 8 * 1024;

/// The name of a cell: 1 to 64 of a-z, 0-9 and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CellName(String);

/// A text that is no cell's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cell's name is 1 to 64 of a-z, 0-9 and `-`")]
pub struct NoCellName;

impl TryFrom<String> for CellName {
    type Error = NoCellName;

    fn try_from(text: String) -> Result<Self, NoCellName> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(is_plain) && !text.starts_with('-');
        if fits { Ok(Self(text)) } else { Err(NoCellName) }
    }
}

impl From<CellName> for String {
    fn from(name: CellName) -> Self {
        name.0
    }
}

impl CellName {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// What the platform gives, and what was found and erased when the launcher started.
    Capabilities {},
    /// A cell, until this connection ends.
    Create {
        /// Its name.
        cell: CellName,
    },
    /// A program within a cell, as descriptors 3 and 4 the two that come with the message. It lives as long as this
    /// connection.
    Start {
        /// The cell.
        cell: CellName,
        /// Program and arguments.
        line: Vec<String>,
        /// Its whole environment.
        environment: BTreeMap<String, String>,
    },
    /// Ends every process of a cell.
    Kill {
        /// The cell.
        cell: CellName,
    },
    /// Ends the cell, and looks whether anything is left.
    Erase {
        /// The cell.
        cell: CellName,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What the platform gives.
    Capabilities {
        /// Each thing.
        capabilities: Vec<Capability>,
        /// What an earlier run had left, erased meanwhile.
        leftovers: Leftovers,
    },
    /// The cell stands; the proxy's listening socket comes with the message.
    Created {
        /// Where the program may write; a memory file system that only the cell sees.
        home: PathBuf,
        /// What the program reaches the proxy by.
        proxy: SocketAddr,
    },
    /// The program runs.
    Started {},
    /// The program ended.
    Exited {
        /// Its code; nothing where it was killed.
        code: Option<i32>,
    },
    /// The processes are ended.
    Killed {
        /// How many are left in spite of it.
        processes_left: usize,
    },
    /// The cell is ended.
    Erased {
        /// What was found afterwards.
        remains: Remains,
    },
    /// It was not done.
    Refused {
        /// Why.
        why: String,
    },
}

/// What is left of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remains {
    /// Processes of its uid.
    pub processes: usize,
    /// Processes that still hold its network or its memory files; without any the kernel has freed both.
    pub namespaces: usize,
    /// Groups of limits.
    pub groups: usize,
}

impl Remains {
    /// Whether nothing is left.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What a run that was cut off had left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Leftovers {
    /// Processes that were ended.
    pub processes: usize,
    /// Groups of limits that were removed.
    pub groups: usize,
    /// What could not be removed.
    pub remains: Remains,
}

/// One end of a connection between server and launcher.
#[derive(Debug)]
pub struct Connection {
    socket: OwnedFd,
}

impl Connection {
    /// Two ends.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn pair() -> io::Result<(Self, Self)> {
        let flags = SocketFlags::CLOEXEC;
        let (one, other) = rustix::net::socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None)?;
        Ok((Self { socket: one }, Self { socket: other }))
    }

    /// A connection to the launcher at a path.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn open(path: &Path) -> io::Result<Self> {
        let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        rustix::net::connect(&socket, &SocketAddrUnix::new(path)?)?;
        Ok(Self { socket })
    }

    /// The connection behind a descriptor.
    #[must_use]
    pub fn of(socket: OwnedFd) -> Self {
        Self { socket }
    }

    /// Whose process is at the other end.
    ///
    /// # Errors
    /// When the kernel does not say.
    pub fn peer_uid(&self) -> io::Result<u32> {
        Ok(rustix::net::sockopt::socket_peercred(&self.socket)?.uid.as_raw())
    }

    /// Sends a message and lends descriptors with it.
    ///
    /// # Errors
    /// When it is too long, or the other end is gone.
    pub fn send(&self, message: &impl Serialize, descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        let text = serde_json::to_vec(message)?;
        if text.len() > MESSAGE_BYTES_MAX || descriptors.len() > DESCRIPTORS_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the message is too long"));
        }
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut beside = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() && !beside.push(SendAncillaryMessage::ScmRights(descriptors)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "too many descriptors"));
        }
        sendmsg(&self.socket, &[IoSlice::new(&text)], &mut beside, SendFlags::NOSIGNAL)?;
        Ok(())
    }

    /// The next message and the descriptors that came with it; None when the other end is gone.
    ///
    /// # Errors
    /// When it is no message of this kind. Descriptors that came with it are closed.
    pub fn receive<M: DeserializeOwned>(&self) -> io::Result<Option<(M, Vec<OwnedFd>)>> {
        let mut text = vec![0; MESSAGE_BYTES_MAX + 1];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut beside = RecvAncillaryBuffer::new(&mut space);
        let got = loop {
            match recvmsg(&self.socket, &mut [IoSliceMut::new(&mut text)], &mut beside, RecvFlags::CMSG_CLOEXEC) {
                Err(rustix::io::Errno::INTR) => {}
                other => break other?,
            }
        };
        let mut descriptors = Vec::new();
        for message in beside.drain() {
            if let RecvAncillaryMessage::ScmRights(given) = message {
                descriptors.extend(given);
            }
        }
        if got.bytes == 0 && descriptors.is_empty() {
            return Ok(None);
        }
        if got.bytes > MESSAGE_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the message is too long"));
        }
        Ok(Some((serde_json::from_slice(&text[..got.bytes])?, descriptors)))
    }
}

impl AsFd for Connection {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// Whether a program's line and environment can be handed to a cell.
///
/// # Errors
/// In words, when not.
pub fn runnable(line: &[String], environment: &BTreeMap<String, String>) -> Result<(), &'static str> {
    let Some(program) = line.first() else { return Err("no program is named") };
    if program.is_empty() || program.contains('=') || program.starts_with('-') {
        return Err("the program's name cannot be told from an option or a variable");
    }
    if line.len() > ARGUMENTS_MAX || environment.len() > ARGUMENTS_MAX {
        return Err("too many arguments or variables");
    }
    let is_key = |key: &String| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if !environment.keys().all(is_key) {
        return Err("a variable's name is A-Z, 0-9 and `_`");
    }
    let fits = |text: &String| text.len() <= ARGUMENT_BYTES_MAX && !text.contains('\0');
    if line.iter().chain(environment.values()).all(fits) {
        Ok(())
    } else {
        Err("an argument is too long or has a zero in it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_arrives_whole_with_its_descriptors() {
        let (one, other) = Connection::pair().unwrap();
        let (reading, writing) = std::io::pipe().unwrap();
        let cell = CellName::try_from("visit-7".to_owned()).unwrap();
        one.send(&Request::Kill { cell: cell.clone() }, &[reading.as_fd(), writing.as_fd()]).unwrap();
        one.send(&Request::Erase { cell: cell.clone() }, &[]).unwrap();
        let (first, descriptors) = other.receive::<Request>().unwrap().unwrap();
        assert_eq!((first, descriptors.len()), (Request::Kill { cell: cell.clone() }, 2));
        let (second, descriptors) = other.receive::<Request>().unwrap().unwrap();
        assert_eq!((second, descriptors.len()), (Request::Erase { cell }, 0));
        drop(one);
        assert!(other.receive::<Request>().unwrap().is_none());
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let check = |text: &str| {
            let (one, other) = Connection::pair().unwrap();
            rustix::net::send(one.as_fd(), text.as_bytes(), SendFlags::empty()).unwrap();
            assert!(other.receive::<Request>().is_err(), "{}", text.chars().take(60).collect::<String>());
        };
        check("x");
        check("{\"kill\":{}}");
        check("{\"kill\":{\"cell\":\"a\",\"and\":1}}");
        check("{\"kill\":{\"cell\":\"../a\"}}");
        check("{\"kill\":{\"cell\":\"A\"}}");
        check("{\"kill\":{\"cell\":\"\"}}");
        check("{\"shell\":{\"cell\":\"a\"}}");
        check(&format!("{{\"kill\":{{\"cell\":\"a\"}}}}{}", " ".repeat(MESSAGE_BYTES_MAX)));
    }

    #[test]
    fn a_line_that_could_be_read_as_something_else_is_refused() {
        let check = |line: &[&str], key: &str, expected: bool| {
            let line: Vec<String> = line.iter().map(ToString::to_string).collect();
            let environment = BTreeMap::from([(key.to_owned(), "x".to_owned())]);
            assert_eq!(runnable(&line, &environment).is_ok(), expected, "{line:?} {key}");
        };
        check(&["chromium", "--headless", "a=b"], "HOME", true);
        check(&[], "HOME", false);
        check(&[""], "HOME", false);
        check(&["A=b", "chromium"], "HOME", false);
        check(&["-S", "chromium"], "HOME", false);
        check(&["chromium", "a\0b"], "HOME", false);
        check(&["chromium"], "A=B", false);
        check(&["chromium"], "", false);
        check(&["chromium", &"x".repeat(ARGUMENT_BYTES_MAX + 1)], "HOME", false);
    }
}
