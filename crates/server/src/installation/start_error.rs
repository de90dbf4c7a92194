//! Why an installation did not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use storage::StoreError;
use thiserror::Error;

use crate::city_calendar::CalendarTrouble;
use crate::counter::SetupFault;
use crate::erasure::SigningFault;
use crate::knowledge::FaqSeedError;
use crate::seed::SeedError;
use crate::telephone::TelephoneError;
use crate::tls::TlsError;
use crate::video::VideoFault;

/// Why an installation did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error("data folder {path}: {why}")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// Another server uses the data folder.
    #[error("data folder {0} is in use by another madoguchi")]
    InUse(PathBuf),
    /// The keys cannot be read.
    #[error("keys: {0}")]
    Keys(String),
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fresh database could not be filled.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The seed edition of the FAQ could not be written.
    #[error(transparent)]
    FaqSeed(#[from] FaqSeedError),
    /// The calendar cannot be read.
    #[error(transparent)]
    Calendar(#[from] CalendarTrouble),
    /// The telephone side did not start.
    #[error(transparent)]
    Telephone(#[from] TelephoneError),
    /// The shared browser cannot be used as configured.
    #[error("shared browser: {0}")]
    SharedBrowser(#[from] SetupFault),
    /// Letters to visits cannot come in.
    #[error("visits' mail: {0}")]
    Mail(std::io::Error),
    /// The site to practise on cannot be served.
    #[error("the site to practise on: {0}")]
    Practice(std::io::Error),
    /// Zoom cannot be used as configured.
    #[error(transparent)]
    Video(#[from] VideoFault),
    /// The certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Receipts of erasures cannot be signed.
    #[error(transparent)]
    Signing(#[from] SigningFault),
    /// The pages' address cannot be listened on.
    #[error("pages cannot be served on {address}: {why}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        why: std::io::Error,
    },
}
