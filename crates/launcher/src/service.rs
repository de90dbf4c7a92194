//! Who may ask the launcher, and what is done then.
//!
//! Owns the table of cells. A connection's cells end with the connection, so that a server that dies takes its visits'
//! browsers with it; a program ends with the connection that started it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::capability::{Capability, Hold, nothing};
use crate::cell::{Cell, PROXY_PORT, home};
use crate::cgroup::{Groups, Limits, sweep};
use crate::processes::{end_all, of_uid};
use crate::wire::{Answer, CellName, Connection, Leftovers, Request, runnable};

/// Connections at once.
const CONNECTIONS_MAX: usize = 64;

/// What the launcher was told when it was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whose processes may ask.
    pub peer_uid: u32,
    /// The first uid of cells.
    pub first_uid: u32,
    /// How many cells, and uids, there are.
    pub cells_max: u32,
    /// Limits of each cell.
    pub limits: Limits,
}

/// The launcher's state.
#[derive(Debug)]
pub struct Service {
    settings: Settings,
    cells: Mutex<BTreeMap<CellName, Cell>>,
    connections: AtomicUsize,
    capabilities: Vec<Capability>,
    leftovers: Leftovers,
}

impl Service {
    /// Erases what an earlier run left, and tries what the platform gives.
    ///
    /// # Errors
    /// When a cell's uid is somebody's.
    pub fn new(settings: Settings) -> io::Result<Self> {
        for uid in uids(&settings) {
            if uid == 0 || uid == settings.peer_uid || nix::unistd::User::from_uid(uid.into())?.is_some() {
                return Err(io::Error::other(format!("uid {uid} is somebody's; cells need uids of their own")));
            }
        }
        let leftovers = erase_leftovers(&settings);
        let capabilities = capabilities(&settings);
        Ok(Self {
            settings,
            cells: Mutex::new(BTreeMap::new()),
            connections: AtomicUsize::new(0),
            capabilities,
            leftovers,
        })
    }

    /// Serves a connection to its end, on this thread.
    pub fn serve(&self, connection: Connection) {
        if self.connections.fetch_add(1, Ordering::SeqCst) < CONNECTIONS_MAX && self.may_ask(&connection) {
            self.talk(&Arc::new(connection));
        }
        self.connections.fetch_sub(1, Ordering::SeqCst);
    }

    fn may_ask(&self, connection: &Connection) -> bool {
        connection.peer_uid().is_ok_and(|uid| uid == self.settings.peer_uid)
    }

    fn talk(&self, connection: &Arc<Connection>) {
        let mut own = BTreeSet::new();
        loop {
            let (request, descriptors) = match connection.receive::<Request>() {
                Ok(Some(asked)) => asked,
                Ok(None) => break,
                Err(why) => {
                    let _ = connection.send(&refused(&why), &[]);
                    break;
                }
            };
            let answered = match request {
                Request::Capabilities {} => connection.send(&self.told(), &[]),
                Request::Create { cell } => self.create(&cell, &mut own, connection),
                Request::Start { cell, line, environment } => {
                    self.run(&cell, line, environment, descriptors, connection);
                    break;
                }
                Request::Kill { cell } => connection.send(&self.kill(&cell), &[]),
                Request::Erase { cell } => {
                    own.remove(&cell);
                    connection.send(&self.erase(&cell), &[])
                }
            };
            if answered.is_err() {
                break;
            }
        }
        for cell in own {
            let _ = self.erase(&cell);
        }
    }

    fn told(&self) -> Answer {
        Answer::Capabilities { capabilities: self.capabilities.clone(), leftovers: self.leftovers }
    }

    fn create(&self, name: &CellName, own: &mut BTreeSet<CellName>, connection: &Connection) -> io::Result<()> {
        let mut cells = self.cells();
        let taken: BTreeSet<u32> = cells.values().map(|cell| cell.uid).collect();
        // An uid with a process left over is not given to another cell.
        let free = uids(&self.settings).find(|uid| !taken.contains(uid) && of_uid(*uid).is_empty());
        let made = match free {
            None => Err(io::Error::other("every cell is in use")),
            Some(_) if cells.contains_key(name) => Err(io::Error::other("a cell of this name stands")),
            Some(uid) => Cell::make(&owner(&self.settings), name.clone(), uid, self.settings.limits),
        };
        match made {
            Ok((cell, listener)) => {
                let home = home(cell.uid);
                cells.insert(name.clone(), cell);
                own.insert(name.clone());
                let proxy = SocketAddr::from((Ipv4Addr::LOCALHOST, PROXY_PORT));
                connection.send(&Answer::Created { home, proxy }, &[listener.as_fd()])
            }
            Err(why) => connection.send(&refused(&why), &[]),
        }
    }

    /// Starts a program and stays with it until it or the connection ends.
    fn run(
        &self,
        name: &CellName,
        line: Vec<String>,
        environment: BTreeMap<String, String>,
        descriptors: Vec<OwnedFd>,
        connection: &Arc<Connection>,
    ) {
        let two = || if descriptors.len() == 2 { Ok(()) } else { Err("two descriptors come with a program") };
        let started = runnable(&line, &environment).and_then(|()| two()).map_err(io::Error::other).and_then(|()| {
            let cells = self.cells();
            let cell = cells.get(name).ok_or_else(|| io::Error::other("no such cell"))?;
            let starter = cell.starter().ok_or_else(|| io::Error::other("the cell is gone"))?;
            Ok((starter, cell.uid))
        });
        let child = started.and_then(|(starter, uid)| Ok((starter.start(line, environment, descriptors)?, uid)));
        let (mut child, uid) = match child {
            Ok(running) => running,
            Err(why) => {
                let _ = connection.send(&refused(&why), &[]);
                return;
            }
        };
        let _ = connection.send(&Answer::Started {}, &[]);
        let watched = Arc::clone(connection);
        let has_ended = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&has_ended);
        let watching = std::thread::spawn(move || {
            // Nothing is asked on this connection any more: whatever comes is its end.
            let _ = watched.receive::<Request>();
            // By then the cell may run another program, which is not this connection's.
            if !ended.load(Ordering::SeqCst) {
                let _ = end_all(uid);
            }
        });
        let code = child.wait().ok().and_then(|status| status.code());
        // What the program left running ends with it.
        let _ = end_all(uid);
        has_ended.store(true, Ordering::SeqCst);
        let _ = connection.send(&Answer::Exited { code }, &[]);
        let _ = rustix::net::shutdown(connection.as_fd(), rustix::net::Shutdown::Both);
        let _ = watching.join();
    }

    fn kill(&self, name: &CellName) -> Answer {
        match self.cells().get(name) {
            Some(cell) => Answer::Killed { processes_left: cell.kill() },
            None => Answer::Killed { processes_left: 0 },
        }
    }

    fn erase(&self, name: &CellName) -> Answer {
        let cell = self.cells().remove(name);
        Answer::Erased { remains: cell.map(Cell::erase).unwrap_or_default() }
    }

    fn cells(&self) -> MutexGuard<'_, BTreeMap<CellName, Cell>> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folder of this launcher's groups; another launcher with other uids has its own.
fn owner(settings: &Settings) -> String {
    format!("madoguchi-browser-{}", settings.first_uid)
}

fn refused(why: &io::Error) -> Answer {
    Answer::Refused { why: why.to_string() }
}

fn uids(settings: &Settings) -> impl Iterator<Item = u32> + use<> {
    settings.first_uid..settings.first_uid.saturating_add(settings.cells_max)
}

/// Ends processes and removes groups that a run left which was cut off; memory and networks go with the processes.
fn erase_leftovers(settings: &Settings) -> Leftovers {
    let mut found = Leftovers::default();
    for uid in uids(settings) {
        found.processes += of_uid(uid).len();
        found.remains.processes += end_all(uid);
    }
    (found.groups, found.remains.groups) = sweep(&owner(settings));
    found
}

/// Tries each thing that holds a cell.
fn capabilities(settings: &Settings) -> Vec<Capability> {
    if !nix::unistd::geteuid().is_root() {
        return nothing("the launcher does not run as root");
    }
    let Some(uid) = uids(settings).next() else { return nothing("no uid is set aside for cells") };
    let Ok(name) = CellName::try_from("probe".to_owned()) else { return nothing("no name") };
    let made = Cell::make(&owner(settings), name, uid, settings.limits);
    let (namespaces, groups) = match &made {
        Ok((cell, _)) => (None, cell.groups().clone()),
        Err(why) => (Some(why.to_string()), Groups::make(&owner(settings), "probe", settings.limits)),
    };
    let of_groups = |hold| groups.missing.iter().find(|(missing, _)| *missing == hold).map(|(_, why)| why.clone());
    let capability = |hold| {
        let missing = match hold {
            Hold::OwnUid | Hold::NetworkNamespace | Hold::MemoryFiles => namespaces.clone(),
            Hold::MemoryLimit | Hold::ProcessLimit | Hold::ProcessorLimit => of_groups(hold),
            Hold::NoCoreDumps => core_dumps(),
            Hold::NoSwap => swap(groups.keeps_from_swap),
        };
        Capability { hold, missing }
    };
    let found = Hold::ALL.map(capability).to_vec();
    match made {
        Ok((cell, _)) => drop(cell),
        Err(_) => drop(groups.remove()),
    }
    found
}

/// A limit of one byte keeps the kernel from writing an image to a file and from handing it to a program (core(5)).
fn core_dumps() -> Option<String> {
    match nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_CORE) {
        Ok((_, 0 | 1)) => None,
        Ok(_) => Some("the limit of core dumps is not set".to_owned()),
        Err(why) => Some(why.to_string()),
    }
}

fn swap(keeps_from_swap: bool) -> Option<String> {
    let swaps = std::fs::read_to_string("/proc/swaps").unwrap_or_default();
    if swaps.lines().count() > 1 && !keeps_from_swap {
        Some(
            "swap is on, and the kernel takes no limit of it; switch swap off, or encrypt it with a key of each start"
                .to_owned(),
        )
    } else {
        None
    }
}
