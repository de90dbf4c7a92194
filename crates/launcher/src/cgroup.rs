//! Limits of memory, processes and processor time by control groups, of either generation.
//!
//! Owns the folders of groups below the launcher's own, and what each generation calls a limit. A limit that the kernel
//! does not take is told, not passed over. Source: kernel documentation, cgroup-v1/ and cgroup-v2.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::capability::Hold;

const ROOT: &str = "/sys/fs/cgroup";
const LOOK_EVERY: Duration = Duration::from_millis(10);
const LOOKS_MAX: usize = 200;

/// Limits of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory, with what lies in its memory files.
    pub memory_bytes: u64,
    /// Processes and threads.
    pub processes: u64,
    /// Hundredths of one processor.
    pub processor_percent: u64,
    /// Bytes of its home.
    pub home_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory_bytes: 2_000_000_000, processes: 600, processor_percent: 200, home_bytes: 400_000_000 }
    }
}

/// The groups of one cell.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    folders: Vec<PathBuf>,
    /// What is missing, and why.
    pub missing: Vec<(Hold, String)>,
    /// Whether the kernel took a limit that keeps the cell out of swap.
    pub keeps_from_swap: bool,
}

/// One controller's settings: file, value, whether it is the limit itself.
type Settings = Vec<(&'static str, String)>;

impl Groups {
    /// Makes the groups of a cell below the launcher's own.
    #[must_use]
    pub fn make(owner: &str, cell: &str, limits: Limits) -> Self {
        let mut groups = Self::default();
        if let Some(parent) = unified(owner) {
            groups.make_unified(&parent.join(cell), limits)
        } else {
            groups.make_split(owner, cell, limits)
        }
        groups
    }

    /// Files to write a process's number into.
    #[must_use]
    pub fn doors(&self) -> Vec<PathBuf> {
        self.folders.iter().map(|folder| folder.join("cgroup.procs")).collect()
    }

    /// Removes the groups, whose processes have ended. Returns how many are left.
    #[must_use]
    pub fn remove(&self) -> usize {
        for _ in 0..LOOKS_MAX {
            // A group is empty a moment after its last process has ended.
            if self.folders.iter().all(|folder| gone(folder)) {
                return 0;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        self.folders.iter().filter(|folder| folder.exists()).count()
    }

    fn make_split(&mut self, owner: &str, cell: &str, limits: Limits) {
        let bytes = limits.memory_bytes.to_string();
        let quota = (limits.processor_percent * 1000).to_string();
        let controllers: [(&str, Hold, Settings); 3] = [
            ("memory", Hold::MemoryLimit, vec![("memory.limit_in_bytes", bytes.clone())]),
            ("pids", Hold::ProcessLimit, vec![("pids.max", limits.processes.to_string())]),
            (
                "cpu",
                Hold::ProcessorLimit,
                vec![("cpu.cfs_period_us", "100000".to_owned()), ("cpu.cfs_quota_us", quota)],
            ),
        ];
        for (controller, hold, settings) in controllers {
            let folder = Path::new(ROOT).join(controller).join(owner).join(cell);
            match set(&folder, &settings) {
                Ok(()) => {
                    if hold == Hold::MemoryLimit {
                        self.keeps_from_swap = write(&folder, "memory.memsw.limit_in_bytes", &bytes).is_ok();
                    }
                    self.folders.push(folder);
                }
                Err(why) => {
                    let _ = fs::remove_dir(&folder);
                    self.missing.push((hold, format!("{controller}: {why}")));
                }
            }
        }
    }

    fn make_unified(&mut self, folder: &Path, limits: Limits) {
        if let Err(why) = fs::create_dir_all(folder) {
            let all = [Hold::MemoryLimit, Hold::ProcessLimit, Hold::ProcessorLimit];
            self.missing.extend(all.map(|hold| (hold, why.to_string())));
            return;
        }
        let quota = format!("{} 100000", limits.processor_percent * 1000);
        let limit = [
            (Hold::MemoryLimit, "memory.max", limits.memory_bytes.to_string()),
            (Hold::ProcessLimit, "pids.max", limits.processes.to_string()),
            (Hold::ProcessorLimit, "cpu.max", quota),
        ];
        for (hold, file, value) in limit {
            if let Err(why) = write(folder, file, &value) {
                self.missing.push((hold, why.to_string()));
            }
        }
        self.keeps_from_swap = write(folder, "memory.swap.max", "0").is_ok();
        self.folders.push(folder.to_owned());
    }
}

/// Removes groups that an earlier run of this launcher left. Returns how many were removed, and how many could not be.
#[must_use]
pub fn sweep(owner: &str) -> (usize, usize) {
    let mut parents: Vec<PathBuf> = ["memory", "pids", "cpu"].map(|it| Path::new(ROOT).join(it).join(owner)).to_vec();
    parents.extend(unified(owner));
    let folders = parents.iter().filter_map(|parent| fs::read_dir(parent).ok()).flatten().flatten();
    let folders = folders.map(|entry| entry.path()).filter(|path| path.is_dir());
    let (removed, left): (Vec<_>, Vec<_>) = folders.partition(|folder| gone(folder));
    (removed.len(), left.len())
}

/// Where groups of the second generation go, if that has the controllers: below the group this program runs in, whose
/// own processes stand in a leaf beside them, since a group has either processes or groups.
fn unified(owner: &str) -> Option<PathBuf> {
    let controllers = fs::read_to_string(Path::new(ROOT).join("cgroup.controllers")).ok()?;
    if !["memory", "pids"].iter().all(|needed| controllers.split_whitespace().any(|it| it == *needed)) {
        return None;
    }
    let own = fs::read_to_string("/proc/self/cgroup").ok()?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::/"))?.trim_end_matches("/keeper");
    let here = Path::new(ROOT).join(own);
    let parent = here.join(owner);
    let _ = fs::create_dir_all(&parent);
    let enable = "+memory +pids +cpu";
    if write(&here, "cgroup.subtree_control", enable).is_err() {
        let keeper = here.join("keeper");
        let _ = fs::create_dir_all(&keeper);
        let _ = write(&keeper, "cgroup.procs", &std::process::id().to_string());
        let _ = write(&here, "cgroup.subtree_control", enable);
    }
    // What is not delegated shows itself where a limit is written.
    let _ = write(&parent, "cgroup.subtree_control", enable);
    Some(parent)
}

fn set(folder: &Path, settings: &[(&str, String)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    settings.iter().try_for_each(|(file, value)| write(folder, file, value))
}

fn write(folder: &Path, file: &str, value: &str) -> io::Result<()> {
    fs::write(folder.join(file), value)
}

fn gone(folder: &Path) -> bool {
    match fs::remove_dir(folder) {
        Ok(()) => true,
        Err(why) => why.kind() == io::ErrorKind::NotFound,
    }
}
