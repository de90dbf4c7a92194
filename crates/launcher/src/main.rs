//! `madoguchi-browser-launcher`: with root's rights it keeps cells; with none it runs a program in one.
//!
//! Owns the command line, read strictly: an option that does not exist ends it. Next: `service`, `run`.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use launcher::cgroup::Limits;
use launcher::run::run;
use launcher::service::{Service, Settings};
use launcher::wire::{CellName, Connection};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

const USAGE: &str = "madoguchi-browser-launcher keep --socket PATH --peer-uid UID [--first-uid UID] [--cells N]
                           [--memory-bytes N] [--processes N] [--processor-percent N] [--home-bytes N]
madoguchi-browser-launcher run --socket PATH --cell NAME -- PROGRAM [ARGUMENT..]";
/// Where cells' uids begin: below those that systemd gives out (61184) and above those of people.
const FIRST_UID: u32 = 59_900;
const CELLS: u32 = 16;
const WAITING_MAX: i32 = 16;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let ended = match arguments.split_first() {
        Some((verb, rest)) if verb == "keep" => keep(rest).map(|()| 0),
        Some((verb, rest)) if verb == "run" => run_in_cell(rest),
        Some(_) | None => Err(io::Error::other(USAGE)),
    };
    match ended {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run_in_cell(arguments: &[String]) -> io::Result<i32> {
    let Some(at) = arguments.iter().position(|argument| argument == "--") else {
        return Err(io::Error::other(USAGE));
    };
    let (options, line) = arguments.split_at(at);
    let (mut socket, mut cell) = (None, None);
    for (name, value) in pairs(options)? {
        match name {
            "--socket" => socket = Some(PathBuf::from(value)),
            "--cell" => cell = Some(CellName::try_from(value.to_owned()).map_err(io::Error::other)?),
            other => return Err(io::Error::other(format!("no option `{other}`\n{USAGE}"))),
        }
    }
    match (socket, cell) {
        (Some(socket), Some(cell)) => run(&socket, cell, line[1..].to_vec()),
        (_, _) => Err(io::Error::other(USAGE)),
    }
}

fn keep(arguments: &[String]) -> io::Result<()> {
    let (mut socket, mut peer_uid) = (None, None);
    let (mut first_uid, mut cells_max, mut limits) = (FIRST_UID, CELLS, Limits::default());
    for (name, value) in pairs(arguments)? {
        match name {
            "--socket" => socket = Some(PathBuf::from(value)),
            "--peer-uid" => peer_uid = Some(number(name, value)?),
            "--first-uid" => first_uid = number(name, value)?,
            "--cells" => cells_max = number(name, value)?,
            "--memory-bytes" => limits.memory_bytes = number(name, value)?,
            "--processes" => limits.processes = number(name, value)?,
            "--processor-percent" => limits.processor_percent = number(name, value)?,
            "--home-bytes" => limits.home_bytes = number(name, value)?,
            other => return Err(io::Error::other(format!("no option `{other}`\n{USAGE}"))),
        }
    }
    let (Some(socket), Some(peer_uid)) = (socket, peer_uid) else { return Err(io::Error::other(USAGE)) };
    forget_descriptors()?;
    // One byte, and not none: a limit of none still hands an image to a program that waits for images (core(5)).
    nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 1, 1)?;
    let service = Arc::new(Service::new(Settings { peer_uid, first_uid, cells_max, limits })?);
    listen(&socket, &service)
}

fn listen(path: &Path, service: &Arc<Service>) -> io::Result<()> {
    if let Err(why) = std::fs::remove_file(path)
        && why.kind() != io::ErrorKind::NotFound
    {
        return Err(why);
    }
    let listener = rustix::net::socket_with(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
    rustix::net::bind(&listener, &SocketAddrUnix::new(path)?)?;
    // Who connects is asked of the kernel; the file's rights only let the server's uid come so far.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666))?;
    rustix::net::listen(&listener, WAITING_MAX)?;
    loop {
        let socket = match rustix::net::accept_with(&listener, SocketFlags::CLOEXEC) {
            Ok(socket) => socket,
            Err(rustix::io::Errno::INTR | rustix::io::Errno::CONNABORTED) => continue,
            Err(why) => return Err(why.into()),
        };
        let service = Arc::clone(service);
        std::thread::Builder::new().spawn(move || service.serve(Connection::of(socket)))?;
    }
}

/// Closes what whoever started this program left open in it: nothing of that may reach a cell.
fn forget_descriptors() -> io::Result<()> {
    let entries = std::fs::read_dir("/proc/self/fd")?;
    let numbers: Vec<i32> = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    for number in numbers.into_iter().filter(|number| *number > 2) {
        // The folder's own descriptor is among them and closed already.
        let _ = nix::unistd::close(number);
    }
    Ok(())
}

/// Options with their values; each is given once.
fn pairs(arguments: &[String]) -> io::Result<Vec<(&str, &str)>> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if found.iter().all(|(known, _)| *known != name.as_str()) => {
                found.push((name.as_str(), value.as_str()));
            }
            _ => return Err(io::Error::other(USAGE)),
        }
    }
    Ok(found)
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> io::Result<N> {
    value.parse().map_err(|_| io::Error::other(format!("{name} is a number")))
}
