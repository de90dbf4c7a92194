//! Which kiosk has which place; a place's task is begun when the first page asks for it and runs until the program ends.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::place::{self, Inbox};
use super::setup::{self, BrowserParts, Setup, SetupFault};
use crate::config::SharedBrowser;

/// All places; cheap to clone.
#[derive(Clone)]
pub struct Places {
    setup: Arc<Setup>,
    known: Arc<Mutex<BTreeMap<Uuid, mpsc::Sender<Inbox>>>>,
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Places")
    }
}

impl Places {
    /// Makes the places ready. Blocks for a moment.
    ///
    /// # Errors
    /// [`SetupFault`].
    pub fn open(
        config: &SharedBrowser,
        placed: BTreeMap<String, SocketAddr>,
        parts: BrowserParts,
    ) -> Result<Self, SetupFault> {
        let setup = setup::prepare(config, placed, parts)?;
        Ok(Self { setup: Arc::new(setup), known: Arc::default() })
    }

    /// The way in to a kiosk's place.
    pub(super) fn of(&self, kiosk: Uuid) -> mpsc::Sender<Inbox> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known.entry(kiosk).or_insert_with(|| place::begin(Arc::clone(&self.setup), kiosk));
        place.clone()
    }
}
