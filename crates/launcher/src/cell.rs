//! One cell: a thread in namespaces of its own, what it starts, and its end.
//!
//! Owns what holds. The thread leaves the machine's network and mounts, closes every mount for writing, lays memory over
//! what must be written, and opens the one socket through which the cell reaches anything: the proxy's, which the server
//! gets. It lives as long as the cell, and what it started dies with it. With the last process the kernel frees the
//! namespaces and the memory, also after `kill -9` of everything.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use command_fds::{CommandFdExt, FdMapping};
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};

use crate::cgroup::{Groups, Limits};
use crate::processes::{end_all, namespace, of_uid, root_command, within};
use crate::wire::{CellName, Remains};

/// Where the proxy listens within a cell.
pub const PROXY_PORT: u16 = 3128;
/// Folders that anybody may write, as far as the machine has them.
const ANYBODYS: [&str; 4] = ["/tmp", "/var/tmp", "/dev/shm", "/var/crash"];
/// File systems that keep nothing of what is written; a terminal and a group must be written to.
const UNREAL: [&str; 8] = ["proc", "sysfs", "devpts", "cgroup", "cgroup2", "securityfs", "debugfs", "tracefs"];
/// Puts itself into the groups before `--` and becomes what stands behind it.
const ENTER: &str = r#"while [ "$1" != -- ]; do echo $$ > "$1" || exit 70; shift; done; shift; exec "$@""#;

/// A standing cell.
#[derive(Debug)]
pub struct Cell {
    /// Its name.
    pub name: CellName,
    /// Its uid.
    pub uid: u32,
    orders: Option<SyncSender<Order>>,
    thread: Option<JoinHandle<()>>,
    groups: Groups,
    namespaces: Vec<String>,
}

struct Order {
    line: Vec<String>,
    environment: BTreeMap<String, String>,
    descriptors: Vec<OwnedFd>,
    then: SyncSender<io::Result<Child>>,
}

/// Starts a program in a cell from any thread.
#[derive(Debug, Clone)]
pub struct Starter(SyncSender<Order>);

impl Cell {
    /// Makes a cell, and the socket its proxy listens at. Its groups stand below `owner`.
    ///
    /// # Errors
    /// When the kernel refuses what holds it; nothing is left then.
    pub fn make(owner: &str, name: CellName, uid: u32, limits: Limits) -> io::Result<(Self, TcpListener)> {
        let groups = Groups::make(owner, name.as_str(), limits);
        let (orders, taken) = sync_channel(1);
        let (ready, made) = sync_channel(1);
        let doors = groups.doors();
        let thread = std::thread::Builder::new().name(format!("cell-{}", name.as_str())).spawn(move || {
            let entered = enter(uid, limits.home_bytes);
            let holds = entered.is_ok();
            let _ = ready.send(entered);
            if holds {
                keep(&taken, uid, &doors);
            }
        })?;
        match made.recv().unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into())) {
            Ok((listener, namespaces)) => {
                Ok((Self { name, uid, orders: Some(orders), thread: Some(thread), groups, namespaces }, listener))
            }
            Err(why) => {
                let _ = thread.join();
                let _ = groups.remove();
                Err(why)
            }
        }
    }

    /// What starts programs in it.
    #[must_use]
    pub fn starter(&self) -> Option<Starter> {
        self.orders.clone().map(Starter)
    }

    /// Limits the kernel did not take.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Ends every process. Returns how many are left in spite of it.
    #[must_use]
    pub fn kill(&self) -> usize {
        end_all(self.uid)
    }

    /// Ends the cell and looks what is left of it.
    #[must_use]
    pub fn erase(mut self) -> Remains {
        self.end()
    }

    fn end(&mut self) -> Remains {
        drop(self.orders.take());
        let _ = end_all(self.uid);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        Remains {
            processes: of_uid(self.uid).len(),
            namespaces: within(&self.namespaces).len(),
            groups: self.groups.remove(),
        }
    }
}

impl Drop for Cell {
    fn drop(&mut self) {
        if self.thread.is_some() {
            let _ = self.end();
        }
    }
}

impl Starter {
    /// Starts a program.
    ///
    /// # Errors
    /// When the cell is gone, or the system refuses.
    pub fn start(
        &self,
        line: Vec<String>,
        environment: BTreeMap<String, String>,
        descriptors: Vec<OwnedFd>,
    ) -> io::Result<Child> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the cell is gone");
        let (then, started) = sync_channel(1);
        self.0.send(Order { line, environment, descriptors, then }).map_err(|_| gone())?;
        started.recv().unwrap_or_else(|_| Err(gone()))
    }
}

/// Where a cell's program may write. Each cell has a name of its own for it, so that a process whose line names the
/// folder is known to be that cell's.
#[must_use]
pub fn home(uid: u32) -> PathBuf {
    PathBuf::from(format!("/run/madoguchi-cell-{uid}"))
}

/// The thread's life: starts what it is told to, until nobody can tell it anything.
fn keep(orders: &Receiver<Order>, uid: u32, doors: &[PathBuf]) {
    while let Ok(order) = orders.recv() {
        let started = start(&order.line, &order.environment, order.descriptors, uid, doors);
        let _ = order.then.send(started);
    }
}

/// Goes into namespaces of its own. What was done is undone by the thread's end.
fn enter(uid: u32, home_bytes: u64) -> io::Result<(TcpListener, Vec<String>)> {
    unshare(CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWNS | CloneFlags::CLONE_NEWIPC | CloneFlags::CLONE_NEWUTS)?;
    mount_flags(Path::new("/"), MsFlags::MS_REC | MsFlags::MS_PRIVATE)?;
    close_disks()?;
    for folder in ANYBODYS.iter().map(Path::new).filter(|folder| folder.is_dir()) {
        memory(folder, "mode=1777", home_bytes)?;
    }
    memory(Path::new("/run"), "mode=0755", 1_000_000)?;
    let home = home(uid);
    fs::create_dir(&home)?;
    memory(&home, &format!("mode=0700,uid={uid},gid={uid}"), home_bytes)?;
    let up = root_command("ip").args(["link", "set", "lo", "up"]).status()?;
    if !up.success() {
        return Err(io::Error::other("the cell's loopback interface does not come up"));
    }
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, PROXY_PORT)))?;
    let namespaces: Vec<String> = ["net", "mnt"]
        .iter()
        .filter_map(|kind| namespace(Path::new(&format!("/proc/thread-self/ns/{kind}"))))
        .collect();
    Ok((listener, namespaces))
}

/// Every mount that could keep something becomes one that nobody in the cell can write to.
fn close_disks() -> io::Result<()> {
    for line in fs::read_to_string("/proc/thread-self/mountinfo")?.lines() {
        let Some(mounted) = Mounted::read(line) else { continue };
        let closed = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | mounted.flags;
        // A mount that has no place any more can be reached by nobody.
        if !UNREAL.contains(&mounted.kind) && mounted.place.exists() {
            mount_flags(&mounted.place, closed)?;
        }
    }
    Ok(())
}

/// One line of `mountinfo` (proc(5)).
struct Mounted<'a> {
    place: PathBuf,
    flags: MsFlags,
    kind: &'a str,
}

impl<'a> Mounted<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (front, back) = line.split_once(" - ")?;
        let mut fields = front.split(' ').skip(4);
        let place = fields.next()?.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        let options = fields.next()?;
        let flag = |option: &str| match option {
            "nosuid" => MsFlags::MS_NOSUID,
            "nodev" => MsFlags::MS_NODEV,
            "noexec" => MsFlags::MS_NOEXEC,
            "noatime" => MsFlags::MS_NOATIME,
            "nodiratime" => MsFlags::MS_NODIRATIME,
            "relatime" => MsFlags::MS_RELATIME,
            _ => MsFlags::empty(),
        };
        let flags = options.split(',').map(flag).fold(MsFlags::empty(), |all, it| all | it);
        Some(Self { place: PathBuf::from(place), flags, kind: back.split(' ').next()? })
    }
}

fn mount_flags(place: &Path, flags: MsFlags) -> io::Result<()> {
    mount(None::<&str>, place, None::<&str>, flags, None::<&str>)
        .map_err(|why| io::Error::other(format!("{}: {why}", place.display())))
}

/// Lays a memory file system over a folder, out of swap's reach where the kernel knows how (6.4).
fn memory(place: &Path, options: &str, bytes: u64) -> io::Result<()> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    let lay = |more: &str| {
        let options = format!("{options},size={bytes}{more}");
        mount(Some("madoguchi"), place, Some("tmpfs"), flags, Some(options.as_str()))
    };
    lay(",noswap").or_else(|_| lay("")).map_err(|why| io::Error::other(format!("{}: {why}", place.display())))
}

/// Starts a program: into the groups, then every right away, then the caller's environment, then the program.
fn start(
    line: &[String],
    environment: &BTreeMap<String, String>,
    descriptors: Vec<OwnedFd>,
    uid: u32,
    doors: &[PathBuf],
) -> io::Result<Child> {
    let uid = uid.to_string();
    let mut command = root_command("sh");
    command.args(["-c", ENTER, "sh"]).args(doors).arg("--");
    command.args(["setpriv", "--reuid", &uid, "--regid", &uid, "--clear-groups", "--no-new-privs"]);
    command.args(["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all", "--pdeathsig=KILL", "--"]);
    command.args(["env", "-i"]).args(environment.iter().map(|(key, value)| format!("{key}={value}"))).args(line);
    let mapped = descriptors.into_iter().zip(3..).map(|(parent_fd, child_fd)| FdMapping { parent_fd, child_fd });
    command.fd_mappings(mapped.collect()).map_err(|_| io::Error::other("the descriptors collide"))?;
    command.spawn()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_read_with_the_flags_it_must_keep() {
        let line = "36 35 98:0 /mnt1 /mnt\\0402 rw,nosuid,noatime shared:1 - ext3 /dev/root rw,errors=continue";
        let mounted = Mounted::read(line).unwrap();
        assert_eq!(mounted.place, Path::new("/mnt 2"));
        assert_eq!(mounted.flags, MsFlags::MS_NOSUID | MsFlags::MS_NOATIME);
        assert_eq!(mounted.kind, "ext3");
        assert!(Mounted::read("x").is_none());
    }
}
