//! The section of the shared browser.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The browser that resident and operator share (clause 6(2)③).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct SharedBrowser {
    /// Whether visits may have one.
    pub enabled: bool,
    /// Chromium's program.
    pub chromium: PathBuf,
    /// The socket of `madoguchi-browser-launcher keep`; without one the browser runs with the server's own rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launcher_socket: Option<PathBuf>,
    /// The launcher's program; a bare name is looked for beside this program.
    pub launcher_program: PathBuf,
    /// Folder of the city's own site profiles, beside those that come with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profiles_folder: Option<PathBuf>,
    /// Where profiles go without a launcher, best in memory; a folder of its own there is made.
    pub folder: PathBuf,
    /// The domain of visits' own mail addresses; without one no visit has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_domain: Option<String>,
    /// Where letters for them come in (SMTP).
    pub mail_listen: SocketAddr,
    /// Hosts of a site profile that stand at an address of this network, such as a site to practise on.
    pub site_addresses: BTreeMap<String, SocketAddr>,
}

impl Default for SharedBrowser {
    fn default() -> Self {
        Self {
            enabled: false,
            chromium: "/usr/bin/chromium".into(),
            launcher_socket: None,
            launcher_program: "madoguchi-browser-launcher".into(),
            profiles_folder: None,
            folder: "/dev/shm".into(),
            mail_domain: None,
            mail_listen: SocketAddr::from(([127, 0, 0, 1], 2525)),
            site_addresses: BTreeMap::new(),
        }
    }
}
