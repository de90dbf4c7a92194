//! The video of every visit that goes on: its machine, its Zoom topic, and the breaker over all of them.
//!
//! Owns the table and decides nothing: rules are `domain::video_epoch`'s. Next: `visit_video`.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use domain::video_epoch::{Breaker, VideoEpoch};

/// Videos of visits.
#[derive(Debug, Default)]
pub(super) struct Videos {
    pub(super) running: BTreeMap<ContactId, Video>,
    pub(super) breaker: Breaker,
    /// Visits that were served before the program was started anew.
    pub(super) restarted: BTreeSet<ContactId>,
}

/// The video of one visit.
#[derive(Debug)]
pub(super) struct Video {
    pub(super) machine: VideoEpoch,
    /// Who serves the visit.
    pub(super) agent: AgentId,
    /// Zoom's topic of the epoch; opaque, and another for each.
    pub(super) topic: String,
}

impl Videos {
    /// When the first of them has to be looked at.
    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        self.running.values().filter_map(|video| video.machine.next_deadline()).min()
    }

    /// Visits that are due.
    pub(super) fn due(&self, now: Timestamp) -> Vec<ContactId> {
        let due = |video: &Video| video.machine.next_deadline().is_some_and(|at| at <= now);
        self.running.iter().filter(|(_, video)| due(video)).map(|(contact, _)| *contact).collect()
    }

    /// The visit and epoch a topic belongs to, while it is the one in use.
    pub(super) fn of_topic(&self, topic: &str) -> Option<(ContactId, u32)> {
        let found = self.running.iter().find(|(_, video)| video.topic == topic);
        found.map(|(contact, video)| (*contact, video.machine.epoch()))
    }
}
