//! The names under which the world knows a leg and a group of legs.
//!
//! Every leg of the process, RTP or browser, gets its number from one [`LegIds`] counter, so a
//! number means one leg for as long as the process lives. Nothing here knows what a leg does.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One end of a conversation: a telephone line or a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegId(pub u64);

/// Legs that can hear each other and are recorded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u64);

impl fmt::Display for LegId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "L{}", self.0)
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "G{}", self.0)
    }
}

/// The one counter of leg numbers, shared by everything that opens legs.
#[derive(Debug, Clone, Default)]
pub struct LegIds(Arc<AtomicU64>);

impl LegIds {
    /// The next unused leg number, starting with 1.
    #[must_use]
    pub fn next(&self) -> LegId {
        LegId(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
