//! Standing still: why, and for how long at the most.

use std::collections::BTreeSet;

use super::event::PauseCause;
use crate::time::Timestamp;

/// How long a shared browser stands still before it is ended and erased, in milliseconds.
pub const PAUSE_MS_MAX: u64 = 120_000;

/// What keeps a browser still.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pause {
    causes: BTreeSet<PauseCause>,
    until: Option<Timestamp>,
}

impl Pause {
    /// Whether it stands still from here on.
    pub(super) fn begin(&mut self, cause: PauseCause, now: Timestamp) -> bool {
        let was_going = self.causes.is_empty();
        self.causes.insert(cause);
        // A second cause buys no further time.
        self.until = self.until.or(Some(now.plus_ms(PAUSE_MS_MAX)));
        was_going
    }

    /// Whether it goes on from here on.
    pub(super) fn end(&mut self, cause: PauseCause) -> bool {
        let goes_on = self.causes.remove(&cause) && self.causes.is_empty();
        if goes_on {
            self.until = None;
        }
        goes_on
    }

    /// When it is over, while it stands still.
    pub(super) fn until(&self) -> Option<Timestamp> {
        self.until
    }
}
