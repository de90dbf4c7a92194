//! The way without a launcher. Cells are tested with the launcher itself, in `crates/launcher/tests`.

use std::process::{Child, ChildStdin, Command, Stdio};

use super::*;

fn settings(folder: PathBuf) -> Settings {
    Settings { launcher_socket: None, launcher_program: PathBuf::from("/nowhere"), folder }
}

#[test]
fn without_a_launcher_everything_is_said_to_be_missing() {
    let place = tempfile::tempdir().unwrap();
    let found = Confinement::find(settings(place.path().join("cells"))).unwrap();
    assert_eq!(missing(found.capabilities()), Hold::ALL);
    assert!(
        found.capabilities().iter().all(|it| it.missing.as_ref().is_some_and(|why| why.starts_with("no launcher")))
    );
    assert!(Hold::ALL.iter().all(|hold| !hold.absence_ja().is_empty() && !hold.absence_en().is_empty()));
}

#[test]
fn a_launcher_that_is_named_and_away_is_a_fault_and_no_poorer_cell() {
    let place = tempfile::tempdir().unwrap();
    let socket = Some(place.path().join("nobody.sock"));
    let named = Settings { launcher_socket: socket, ..settings(place.path().join("cells")) };
    assert!(Confinement::find(named).is_err());
}

#[test]
fn a_bare_cell_ends_with_its_processes_and_its_folder() {
    let place = tempfile::tempdir().unwrap();
    let found = Confinement::find(settings(place.path().join("cells"))).unwrap();
    assert!(matches!(found.cell("../x"), Err(CellFault::Name(_))));
    let mut cell = found.cell("visit-1").unwrap();
    assert!(found.cell("visit-1").is_err());
    assert!(cell.prefix().is_empty());
    assert!(cell.listener().unwrap().local_addr().unwrap().ip().is_loopback());
    assert!(cell.listener().is_err());
    let home = cell.home().to_owned();
    std::fs::write(home.join("canary"), "x").unwrap();
    let (mut child, _held) = sleeping(&home);
    let (mut other, _also_held) = sleeping(&place.path().join("cells/visit-12"));
    let reaping = std::thread::spawn(move || child.wait().unwrap());
    assert_eq!(cell.erase().unwrap(), Remains::default());
    assert!(!reaping.join().unwrap().success());
    assert!(!home.exists());
    assert!(other.try_wait().unwrap().is_none());
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn what_a_run_left_that_was_cut_off_is_erased_at_the_next_start() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cells");
    let found = Confinement::find(settings(folder.clone())).unwrap();
    let left = found.cell("visit-2").unwrap();
    std::fs::write(left.home().join("canary"), "x").unwrap();
    let home = left.home().to_owned();
    std::mem::forget(left);
    let (mut child, _held) = sleeping(&home);
    let reaping = std::thread::spawn(move || child.wait().unwrap());
    let again = Confinement::find(settings(folder)).unwrap();
    assert_eq!(again.leftovers(), Leftovers { processes: 1, groups: 1, remains: Remains::default() });
    assert!(!home.exists());
    reaping.join().unwrap();
}

#[test]
fn a_folder_that_others_may_read_or_that_leads_elsewhere_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let link = place.path().join("link");
    std::os::unix::fs::symlink("/tmp", &link).unwrap();
    assert!(Confinement::find(settings(link)).is_err());
    assert!(Confinement::find(settings(PathBuf::from("/dev/shm"))).is_err());
}

/// A process that names a folder as Chromium does, and what keeps it waiting.
fn sleeping(home: &Path) -> (Child, ChildStdin) {
    let named = format!("--user-data-dir={}/profile", home.display());
    let line = ["-c", "read nothing", "sh", &named];
    let mut child = Command::new("sh").args(line).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let held = child.stdin.take().unwrap();
    (child, held)
}
