//! Which leg is which page of which visit.
//!
//! Owns the registry and decides nothing. Next: `visit_joining`.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ContactId;
use media::LegId;

use super::visit::{VisitPage, VisitorPrivacy};
use crate::live::video_messages::VisitorDevices;

/// Legs of pages in visits.
#[derive(Debug, Default)]
pub(super) struct VisitLines {
    legs: BTreeMap<(ContactId, VisitPage), LegId>,
    /// Pages that look away.
    away: BTreeSet<(ContactId, VisitPage)>,
    /// Visitors who lack a device.
    devices: BTreeMap<ContactId, VisitorDevices>,
    /// Visitors who type a secret.
    private: BTreeMap<ContactId, VisitorPrivacy>,
}

impl VisitLines {
    /// The leg of a page.
    pub(super) fn leg(&self, contact: ContactId, page: VisitPage) -> Option<LegId> {
        self.legs.get(&(contact, page)).copied()
    }

    /// Enters a page's leg.
    pub(super) fn enter(&mut self, contact: ContactId, page: VisitPage, leg: LegId) {
        self.legs.insert((contact, page), leg);
    }

    /// The legs of a visit, the kiosk's first.
    pub(super) fn of(&self, contact: ContactId) -> Vec<LegId> {
        let first = (contact, VisitPage::Kiosk);
        let of_contact = self.legs.range(first..).take_while(|((of, _), _)| *of == contact);
        of_contact.map(|(_, leg)| *leg).collect()
    }

    /// Whose leg it is.
    pub(super) fn whose(&self, leg: LegId) -> Option<(ContactId, VisitPage)> {
        self.legs.iter().find(|(_, of)| **of == leg).map(|(whose, _)| *whose)
    }

    /// Notes that a page looks away, or back.
    pub(super) fn look_away(&mut self, contact: ContactId, page: VisitPage, on: bool) {
        if on {
            self.away.insert((contact, page));
        } else {
            self.away.remove(&(contact, page));
        }
    }

    /// Whether the visitor looks away, and whether the agent does.
    pub(super) fn away(&self, contact: ContactId) -> (bool, bool) {
        let of_visit = self.away.range((contact, VisitPage::Kiosk)..).take_while(|(of, _)| *of == contact);
        of_visit.fold((false, false), |(visitor, agent), (_, page)| match page {
            VisitPage::Kiosk => (true, agent),
            VisitPage::Agent(_) => (visitor, true),
            VisitPage::Guest(_) => (visitor, agent),
        })
    }

    /// Notes what of the visitor is kept back.
    pub(super) fn keep_back(&mut self, contact: ContactId, privacy: VisitorPrivacy) {
        if privacy == VisitorPrivacy::default() {
            self.private.remove(&contact);
        } else {
            self.private.insert(contact, privacy);
        }
    }

    /// What of the visitor is kept back.
    pub(super) fn kept_back(&self, contact: ContactId) -> VisitorPrivacy {
        self.private.get(&contact).copied().unwrap_or_default()
    }

    /// Notes which devices the visitor has.
    pub(super) fn visitor_has(&mut self, contact: ContactId, devices: VisitorDevices) {
        if devices == VisitorDevices::default() {
            self.devices.remove(&contact);
        } else {
            self.devices.insert(contact, devices);
        }
    }

    /// The visitor's devices; all of them while nobody said anything else.
    pub(super) fn devices(&self, contact: ContactId) -> VisitorDevices {
        self.devices.get(&contact).copied().unwrap_or_default()
    }

    /// Takes one page's leg away.
    pub(super) fn take_page(&mut self, contact: ContactId, page: VisitPage) -> Option<LegId> {
        self.away.remove(&(contact, page));
        self.legs.remove(&(contact, page))
    }

    /// Takes all legs of a visit away.
    pub(super) fn take(&mut self, contact: ContactId) -> Vec<LegId> {
        let legs = self.of(contact);
        self.legs.retain(|(of, _), _| *of != contact);
        self.away.retain(|(of, _)| *of != contact);
        self.devices.remove(&contact);
        self.private.remove(&contact);
        legs
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::AgentId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_visit_has_its_own_legs_and_gives_them_all_up_at_once() {
        let contact = |n: u128| ContactId(Uuid::from_u128(n));
        let agent = VisitPage::Agent(AgentId(Uuid::from_u128(9)));
        let mut lines = VisitLines::default();
        lines.enter(contact(1), agent, LegId(2));
        lines.enter(contact(1), VisitPage::Kiosk, LegId(1));
        lines.enter(contact(2), VisitPage::Kiosk, LegId(3));
        assert_eq!(lines.of(contact(1)), [LegId(1), LegId(2)]);
        assert_eq!(lines.whose(LegId(2)), Some((contact(1), agent)));
        lines.look_away(contact(1), agent, true);
        assert_eq!((lines.away(contact(1)), lines.away(contact(2))), ((false, true), (false, false)));
        let blind = VisitorDevices { camera: false, microphone: true };
        lines.visitor_has(contact(1), blind);
        assert_eq!((lines.devices(contact(1)), lines.devices(contact(2))), (blind, VisitorDevices::default()));
        lines.look_away(contact(1), VisitPage::Kiosk, true);
        assert_eq!(lines.away(contact(1)), (true, true));
        let guest = VisitPage::Guest(AgentId(Uuid::from_u128(8)));
        lines.enter(contact(1), guest, LegId(4));
        lines.look_away(contact(1), guest, true);
        assert_eq!(lines.take_page(contact(1), guest), Some(LegId(4)));
        assert_eq!((lines.leg(contact(1), guest), lines.away(contact(1))), (None, (true, true)));
        assert_eq!(lines.take(contact(1)), [LegId(1), LegId(2)]);
        assert_eq!(lines.leg(contact(1), agent), None);
        assert_eq!(lines.away(contact(1)), (false, false));
        assert_eq!(lines.devices(contact(1)), VisitorDevices::default());
        assert_eq!(lines.leg(contact(2), VisitPage::Kiosk), Some(LegId(3)));
    }
}
