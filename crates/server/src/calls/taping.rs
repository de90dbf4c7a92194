//! What is known of a recording until its file has closed: whose it is, its faults, its legs' figures.
//!
//! It must never know the switchboard. Next: `recordings`, which begins and ends them.

use std::collections::{BTreeMap, BTreeSet};

use domain::contact::Party;
use domain::ids::ContactId;
use media::{GroupId, LegId, LegStats, Side};
use uuid::Uuid;

/// A recording whose file is open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) id: Uuid,
    pub(super) silent: Option<Side>,
    /// Begin since the engine's start, in samples of 8 kHz; absent until the recorder has begun.
    pub(super) at_samples: Option<u64>,
}

/// Recordings whose files are open.
#[derive(Debug, Default)]
pub(super) struct Taping {
    /// Recordings that are in the books and about to begin.
    pub(super) planned: BTreeMap<ContactId, Uuid>,
    pub(super) open: BTreeMap<GroupId, Open>,
    pub(super) legs: BTreeMap<ContactId, Vec<(Party, LegStats)>>,
    pub(super) parties: BTreeMap<LegId, (ContactId, Party)>,
    /// Legs of open contacts whose voice has been noted.
    heard: BTreeSet<(ContactId, LegId)>,
}

impl Taping {
    /// Whether the group's file is still open.
    pub(super) fn is_open(&self, group: GroupId) -> bool {
        self.open.contains_key(&group)
    }

    /// Whether the leg is heard in the contact for the first time.
    pub(super) fn is_heard_first(&mut self, contact: ContactId, leg: LegId) -> bool {
        self.heard.insert((contact, leg))
    }

    /// Forgets whose voices were noted in a closed contact.
    pub(super) fn forget(&mut self, contact: ContactId) {
        self.heard.retain(|(of, _)| *of != contact);
        self.planned.remove(&contact);
    }

    /// Forgets the legs of a closed contact whose file has closed: what they would still say belongs to no recording.
    pub(super) fn release(&mut self, contact: ContactId) {
        self.legs.remove(&contact);
        self.parties.retain(|_, (of, _)| *of != contact);
    }

    /// Keeps the figures of a leg that was a party while recorded.
    pub(super) fn leg_closed(&mut self, leg: LegId, stats: LegStats) {
        if let Some((contact, party)) = self.parties.remove(&leg) {
            self.legs.entry(contact).or_default().push((party, stats));
        }
    }
}
