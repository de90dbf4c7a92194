//! The processes of a cell, told by its uid, and ending them.
//!
//! Owns the one way to end all of them at once: `kill(-1)` with the cell's own rights, which no process that splits
//! meanwhile can outrun (the kernel holds the list of processes for the whole call).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How often it is looked whether processes are gone.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How often at most.
const LOOKS_MAX: usize = 300;
/// Where the programs are found that run with root's rights.
pub const ROOT_PATH: &str = "/usr/sbin:/usr/bin:/sbin:/bin";

/// A program with root's rights: a path and an environment that nobody else chose, and no descriptors.
#[must_use]
pub fn root_command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", ROOT_PATH).env("LC_ALL", "C").current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Processes that run with an uid and are not only waiting to be forgotten.
#[must_use]
pub fn of_uid(uid: u32) -> Vec<u32> {
    all()
        .into_iter()
        .filter(|pid| fs::read_to_string(format!("/proc/{pid}/status")).is_ok_and(|it| runs_as(&it, uid)))
        .collect()
}

/// Processes one of whose namespaces is one of these (`net:[4026531840]`).
#[must_use]
pub fn within(namespaces: &[String]) -> Vec<u32> {
    let holds = |pid: &u32| {
        ["net", "mnt"].iter().any(|kind| {
            namespace(Path::new(&format!("/proc/{pid}/ns/{kind}"))).is_some_and(|it| namespaces.contains(&it))
        })
    };
    all().into_iter().filter(holds).collect()
}

/// The name of a namespace.
#[must_use]
pub fn namespace(link: &Path) -> Option<String> {
    Some(fs::read_link(link).ok()?.to_string_lossy().into_owned())
}

/// Ends every process of an uid. Returns how many are left in spite of it.
#[must_use]
pub fn end_all(uid: u32) -> usize {
    for _ in 0..LOOKS_MAX {
        let left = of_uid(uid);
        if left.is_empty() {
            return 0;
        }
        let uid = uid.to_string();
        let drop_to = ["--reuid", &uid, "--regid", &uid, "--clear-groups", "--", "sh", "-c", "kill -s KILL -- -1"];
        // What could not be ended is seen at the next look.
        let _ = root_command("setpriv").args(drop_to).status();
        std::thread::sleep(LOOK_EVERY);
    }
    of_uid(uid).len()
}

fn all() -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// Whether a process's status names the uid among its four; a zombie holds nothing.
fn runs_as(status: &str, uid: u32) -> bool {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    let is_zombie = field("State:").is_some_and(|state| state.trim_start().starts_with(['Z', 'X']));
    let uid = uid.to_string();
    !is_zombie && field("Uid:").is_some_and(|uids| uids.split_whitespace().any(|it| it == uid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_of_an_uid_by_any_of_its_four_and_alive() {
        let check = |status: &str, expected: bool| assert_eq!(runs_as(status, 7), expected, "{status}");
        check("Name:\ta\nState:\tS (sleeping)\nUid:\t7\t7\t7\t7\n", true);
        check("Name:\ta\nState:\tR (running)\nUid:\t0\t7\t0\t0\n", true);
        check("Name:\ta\nState:\tR (running)\nUid:\t70\t77\t17\t0\n", false);
        check("Name:\ta\nState:\tZ (zombie)\nUid:\t7\t7\t7\t7\n", false);
        check("", false);
    }
}
