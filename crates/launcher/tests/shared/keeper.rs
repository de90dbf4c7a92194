//! A launcher of the test's own, with uids that no other test has.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use browser::confine::{Confinement, Settings};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_madoguchi-browser-launcher");

/// A running launcher.
pub struct Keeper {
    pub child: Child,
    pub place: tempfile::TempDir,
    pub first_uid: u32,
}

impl Keeper {
    pub fn with_uids(first_uid: u32, more: &[&str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let own = nix::unistd::geteuid().to_string();
        let child = Command::new(PROGRAM)
            .args(["keep", "--peer-uid", &own, "--first-uid", &first_uid.to_string(), "--cells", "4", "--socket"])
            .arg(place.path().join("launcher.sock"))
            .args(more)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, place, first_uid }
    }

    pub fn socket(&self) -> PathBuf {
        self.place.path().join("launcher.sock")
    }

    pub fn confinement(&self) -> Confinement {
        let settings = Settings {
            launcher_socket: Some(self.socket()),
            launcher_program: PathBuf::from(PROGRAM),
            folder: self.place.path().join("unused"),
        };
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            match Confinement::find(settings.clone()) {
                Ok(found) => return found,
                Err(why) if std::time::Instant::now() > limit => panic!("the launcher does not answer: {why}"),
                Err(_) => std::thread::yield_now(),
            }
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
