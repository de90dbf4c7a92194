//! Without a launcher: a folder, a loopback socket, and an honest list of what is missing.
//!
//! Owns the folder. The browser runs with the server's own rights and is kept from the network by its proxy setting
//! alone; whoever has this machine can use the visit's proxy, towards the site's hosts.

use std::fs::{self, DirBuilder};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use launcher::capability::{Capability, Hold};
use launcher::wire::{Leftovers, Remains};
use nix::sys::signal::{Signal, kill};
use nix::sys::statfs::{TMPFS_MAGIC, statfs};
use nix::unistd::{Pid, geteuid};

const LOOK_EVERY: Duration = Duration::from_millis(10);
const LOOKS_MAX: usize = 200;

/// A folder of one visit.
#[derive(Debug)]
pub(super) struct Bare {
    home: PathBuf,
}

impl Bare {
    /// The visit's folder and the proxy's socket.
    pub(super) fn make(folder: &Path, name: &str) -> io::Result<(Self, TcpListener)> {
        own(folder)?;
        let home = folder.join(name);
        DirBuilder::new().mode(0o700).create(&home)?;
        let bare = Self { home };
        Ok((bare, TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?))
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    /// Ends processes that name the folder. Returns how many are left.
    pub(super) fn kill(&self) -> usize {
        end_naming(&self.home)
    }

    pub(super) fn erase(&self) -> Remains {
        let processes = self.kill();
        Remains { processes, namespaces: 0, groups: usize::from(!gone(&self.home)) }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        if self.home.exists() {
            let _ = self.erase();
        }
    }
}

/// Erases folders, and the processes that name them, that an earlier run left.
pub(super) fn sweep(folder: &Path) -> io::Result<Leftovers> {
    own(folder)?;
    let mut found = Leftovers::default();
    for entry in fs::read_dir(folder)?.flatten() {
        let home = entry.path();
        found.processes += naming(&home).len();
        found.remains.processes += end_naming(&home);
        found.groups += 1;
        found.remains.groups += usize::from(!gone(&home));
    }
    Ok(found)
}

/// What is missing, and why.
pub(super) fn capabilities(folder: &Path) -> Vec<Capability> {
    let in_memory = statfs(folder).is_ok_and(|it| it.filesystem_type() == TMPFS_MAGIC);
    let files = if in_memory {
        "no launcher: the profile is in memory, and other folders stay open for writing"
    } else {
        "no launcher, and the folder for profiles is on a disk"
    };
    let missing = |hold| match hold {
        Hold::MemoryFiles => files,
        Hold::OwnUid
        | Hold::NetworkNamespace
        | Hold::MemoryLimit
        | Hold::ProcessLimit
        | Hold::ProcessorLimit
        | Hold::NoCoreDumps
        | Hold::NoSwap => "no launcher",
    };
    Hold::ALL.map(|hold| Capability { hold, missing: Some(missing(hold).to_owned()) }).to_vec()
}

/// The folder is there, this account's alone, and no link to somewhere else.
fn own(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(why) if why.kind() != io::ErrorKind::AlreadyExists => return Err(why),
        Ok(()) | Err(_) => {}
    }
    let found = fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == geteuid().as_raw() && found.mode() & 0o077 == 0 {
        Ok(())
    } else {
        let why = format!("{} is not this account's own folder with the rights 0700", folder.display());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
    }
}

fn gone(home: &Path) -> bool {
    let removed = match fs::symlink_metadata(home) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(home),
        Ok(_) => fs::remove_file(home),
        Err(_) => Ok(()),
    };
    removed.is_ok() || !home.exists()
}

fn end_naming(home: &Path) -> usize {
    for _ in 0..LOOKS_MAX {
        let left = naming(home);
        if left.is_empty() {
            return 0;
        }
        for pid in left {
            // What could not be ended is seen at the next look.
            let _ = kill(pid, Signal::SIGKILL);
        }
        std::thread::sleep(LOOK_EVERY);
    }
    naming(home).len()
}

/// Processes, but this one, one of whose arguments names the folder or something in it.
fn naming(home: &Path) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let own = std::process::id().cast_signed();
    pids.filter(|pid| *pid != own && names(*pid, home)).map(Pid::from_raw).collect()
}

fn names(pid: i32, home: &Path) -> bool {
    let needle = home.as_os_str().as_encoded_bytes();
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).any(|argument| {
        let value = argument.splitn(2, |byte| *byte == b'=').last().unwrap_or_default();
        value.strip_prefix(needle).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
    })
}
