//! What finishing recordings needs, and how long recordings stay.
//!
//! Next: `archive` for the order in which recordings are finished, `retention` for those that may not stay.

use std::sync::Arc;

use storage::Db;
use storage::objects::Objects;
use storage::spool::Spool;
use uuid::Uuid;
use vault::KeyRing;

use super::alarms::Alarms;
use super::scribe::Scribe;
use crate::clock::Clock;
use crate::trail::Trail;

/// What the archive needs.
#[derive(Debug, Clone)]
pub struct ArchiveDeps {
    /// The database.
    pub db: Db,
    /// Keys.
    pub ring: Arc<KeyRing>,
    /// The spool.
    pub spool: Spool,
    /// What lay in the spool before any call could come.
    pub leftovers: Vec<Uuid>,
    /// When this run began; what is older and still open is a leftover too.
    pub started_at_ms: i64,
    /// The store.
    pub objects: Objects,
    /// Who turns sound into text; None where recognition is off.
    pub scribe: Option<Arc<dyn Scribe>>,
    /// How long recordings stay that may not stay for good.
    pub keeping: Keeping,
    /// The audit log.
    pub trail: Trail,
    /// What is wrong.
    pub alarms: Alarms,
    /// Counted time.
    pub clock: Clock,
}

/// How long recordings stay that may not stay for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// Days a sealed file stays beside its copy; 0 destroys its key at once.
    pub sealed_days: u32,
    /// Days an unredacted recording stays.
    pub unredacted_days: u32,
}

impl ArchiveDeps {
    pub(super) fn now_ms(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }
}
