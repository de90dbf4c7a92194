//! What every place needs: the confinement, Chromium's program, the site profiles, and where sites stand.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use browser::confine::{CellFault, Confinement, Settings};
use browser::site::Profile;

use super::mail::Mail;
use super::profiles::{self, ProfilesFault};
use crate::calls::CallsHandle;
use crate::calls::alarms::Alarms;
use crate::clock::Clock;
use crate::config::SharedBrowser;
use crate::erasure::Erasure;

/// The page, in CSS pixels: as wide as sites are made for, and legible beside the other panels.
pub(super) const WINDOW: (u32, u32) = (1280, 800);

/// Why visits have no shared browser though they should.
#[derive(Debug, thiserror::Error)]
pub enum SetupFault {
    /// The profiles.
    #[error(transparent)]
    Profiles(#[from] ProfilesFault),
    /// What holds browsers.
    #[error(transparent)]
    Cell(#[from] CellFault),
    /// Chromium refuses to run with all rights, and without its sandbox it is not run.
    #[error("as root it needs `shared_browser.launcher_socket`: Chromium is never run with all rights")]
    Root,
    /// It was given up.
    #[error("it was broken off")]
    BrokenOff,
    /// Chromium is not there.
    #[error("{} is not there; `shared_browser.chromium` says where Chromium is", .0.display())]
    Chromium(PathBuf),
}

/// What the room is handed by the composition.
pub struct BrowserParts {
    /// Counted time.
    pub clock: Clock,
    /// The switchboard.
    pub calls: CallsHandle,
    /// What is wrong.
    pub alarms: Alarms,
    /// Receipts of erasures.
    pub erasure: Erasure,
    /// Mail addresses of visits, where the city has agreed.
    pub mail: Option<Mail>,
}

/// What every place needs.
pub(super) struct Setup {
    pub(super) parts: BrowserParts,
    pub(super) confinement: Confinement,
    pub(super) chromium: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) profiles: Vec<Arc<Profile>>,
    pub(super) placed: BTreeMap<String, SocketAddr>,
}

/// Finds what every place needs. Blocks for a moment.
///
/// # Errors
/// [`SetupFault`].
pub(super) fn prepare(
    config: &SharedBrowser,
    placed: BTreeMap<String, SocketAddr>,
    parts: BrowserParts,
) -> Result<Setup, SetupFault> {
    if !config.chromium.is_file() {
        return Err(SetupFault::Chromium(config.chromium.clone()));
    }
    if nix::unistd::geteuid().is_root() && config.launcher_socket.is_none() {
        return Err(SetupFault::Root);
    }
    let folder = config.folder.join(format!("madoguchi-browsers-{}", nix::unistd::geteuid()));
    let confinement = Confinement::find(Settings {
        launcher_socket: config.launcher_socket.clone(),
        launcher_program: beside_us(&config.launcher_program),
        folder: folder.clone(),
    })?;
    for missing in browser::confine::missing(confinement.capabilities()) {
        tracing::warn!(missing = missing.absence_en(), "the shared browser is held by less than it could be");
    }
    let profiles = profiles::read(config.profiles_folder.as_deref())?;
    let placed = config.site_addresses.clone().into_iter().chain(placed).collect();
    let chromium = config.chromium.clone();
    Ok(Setup { parts, confinement, chromium, folder, profiles, placed })
}

/// A bare name means the program of that name in our own folder.
fn beside_us(program: &Path) -> PathBuf {
    let is_bare = program.components().count() == 1;
    let own = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(program)));
    own.filter(|beside| is_bare && beside.is_file()).unwrap_or_else(|| program.to_owned())
}
