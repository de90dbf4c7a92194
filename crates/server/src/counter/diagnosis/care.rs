//! What the room remembers of kiosks it looks after: who was heard of when, which run is under way, what alarms stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::broadcast;
use uuid::Uuid;

use super::runs::Runs;
use crate::counter::messages::ServerMessage;

/// Orders a connection may lag behind.
const ORDERS_MAX: usize = 64;

/// The memory; cheap to clone, all clones are one.
#[derive(Debug, Clone)]
pub(in crate::counter) struct Care {
    memory: Arc<Mutex<Memory>>,
    orders: broadcast::Sender<(Uuid, ServerMessage)>,
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Runs.
    pub(super) runs: Runs,
    /// When the page of each kiosk last said something.
    pub(super) heard: BTreeMap<Uuid, DateTime<Utc>>,
    /// Since when the counter is open.
    pub(super) open_since: Option<DateTime<Utc>>,
    /// Kiosks that are silent, as the alarm names them.
    pub(super) silent: BTreeSet<String>,
    /// Kiosks that failed the check before opening.
    pub(super) unfit: BTreeMap<Uuid, String>,
}

impl Default for Care {
    fn default() -> Self {
        Self { memory: Arc::default(), orders: broadcast::channel(ORDERS_MAX).0 }
    }
}

impl Care {
    /// What kiosks are told unasked, from now on.
    pub(in crate::counter) fn follow(&self) -> broadcast::Receiver<(Uuid, ServerMessage)> {
        self.orders.subscribe()
    }

    /// Tells a kiosk something; one that is not connected does not hear it.
    pub(super) fn tell(&self, kiosk: Uuid, message: ServerMessage) {
        // Nobody may be connected.
        let _ = self.orders.send((kiosk, message));
    }

    /// The kiosk's page has said something.
    pub(in crate::counter) fn heard(&self, kiosk: Uuid, at: DateTime<Utc>) {
        self.memory().heard.insert(kiosk, at);
    }

    /// The memory; never held while something is awaited.
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
