//! The server's side of starting a program in a cell: a small process without rights that stands for it.
//!
//! Owns handing its own descriptors 3 and 4 over, and ending as the program ends. Whoever kills it kills the program:
//! the launcher sees the connection end.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsFd;
use std::path::Path;

use crate::wire::{Answer, CellName, Connection, Request};

/// The code of a program that was killed.
const KILLED: i32 = 137;

/// Runs `line` in a cell with this process's environment and descriptors 3 and 4. Returns the program's code.
///
/// # Errors
/// When the launcher is not there, or refuses.
pub fn run(socket: &Path, cell: CellName, line: Vec<String>) -> io::Result<i32> {
    let environment: BTreeMap<String, String> = std::env::vars().collect();
    // Opening a pipe's name gives the same pipe; the descriptors themselves end with this process.
    let reading = File::open("/proc/self/fd/3")?;
    let writing = OpenOptions::new().write(true).open("/proc/self/fd/4")?;
    let connection = Connection::open(socket)?;
    connection.send(&Request::Start { cell, line, environment }, &[reading.as_fd(), writing.as_fd()])?;
    drop((reading, writing));
    loop {
        match connection.receive::<Answer>()? {
            Some((Answer::Started {}, _)) => {}
            Some((Answer::Exited { code }, _)) => return Ok(code.unwrap_or(KILLED)),
            Some((Answer::Refused { why }, _)) => return Err(io::Error::other(why)),
            None => return Ok(KILLED),
            Some((
                Answer::Capabilities { .. } | Answer::Created { .. } | Answer::Killed { .. } | Answer::Erased { .. },
                _,
            )) => return Err(io::Error::other("the launcher answered something else")),
        }
    }
}
