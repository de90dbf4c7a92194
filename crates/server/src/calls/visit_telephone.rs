//! The last step of the ladder: a visitor whose line is dead rings the city and keys the visit's code.
//!
//! Owns the codes' way from screen to keypad. The call's own contact ends where the code was keyed; its sound
//! goes on as the visitor's, so that visit, ticket and flow stay the same contact (clause 6(2)⑧). Next:
//! `domain::ring_codes` for what a code is.

use std::collections::BTreeMap;

use domain::contact::{Channel, LegCause, Party};
use domain::floor::{FloorEvent, StageView};
use domain::ids::ContactId;
use domain::ring_codes::{Keyed, Keying, RingCodes};
use media::LegId;

use super::chance;
use super::switchboard::Switchboard;
use super::visit::{VisitPage, VisitTelephone};

/// Calls whose keys are followed at once; the oldest makes room.
const KEYINGS_MAX: usize = 512;

/// Codes on screens, and what calls have keyed of them.
#[derive(Debug, Default)]
pub(super) struct VisitTelephones {
    codes: RingCodes,
    keyings: BTreeMap<LegId, Keying>,
}

impl Switchboard {
    /// The number to ring and the code to key; None where the city has no number, or nobody serves the visit.
    pub(super) fn telephone_way(&mut self, contact: ContactId) -> Option<VisitTelephone> {
        if !self.is_served_visit(contact) {
            return None;
        }
        let number = self.deps.numbers.first()?.as_str().to_owned();
        let code = self.visit_telephones.codes.code_of(contact, chance::number(), self.now())?;
        Some(VisitTelephone { number, code: code.to_string() })
    }

    /// Takes a key of a call that may be part of a code; says whether it was.
    pub(super) fn code_key(&mut self, leg: LegId, contact: ContactId, key: char) -> bool {
        let view = self.floor.contact_view(contact);
        let is_early = view.is_some_and(|view| view.channel == Channel::Phone && view.agent.is_none());
        let now = self.now();
        let telephones = &mut self.visit_telephones;
        if telephones.codes.is_empty() || !is_early {
            return false;
        }
        if telephones.keyings.len() >= KEYINGS_MAX && !telephones.keyings.contains_key(&leg) {
            telephones.keyings.pop_first();
        }
        let keying = telephones.keyings.entry(leg).or_default();
        match keying.key(key) {
            Keyed::NotOurs => false,
            Keyed::More => true,
            Keyed::Code(code) => {
                match telephones.codes.take(&code, now) {
                    Some(visit) => self.join_telephone(leg, contact, visit),
                    None => {
                        keying.was_wrong();
                        tracing::warn!(contact.id = %contact, "a call keyed a code that is no visit's");
                    }
                }
                true
            }
        }
    }

    /// The visitor's telephone has hung up: the visit goes on by its screen, when that is still heard.
    /// Says whether the leg was a visit's at all and the visit goes on.
    pub(super) fn telephone_left(&mut self, contact: ContactId) -> bool {
        let screen = self.visit_lines.leg(contact, VisitPage::Kiosk).and(self.visit_ladders.view(contact));
        let goes_on = self.is_served_visit(contact) && screen.is_some_and(|view| view.is_visitor_heard);
        if goes_on {
            self.routes.remove(&contact);
            self.apply_routes(contact);
            self.join_visit(contact);
            self.happen(FloorEvent::VisitTelephone { contact, joined: false });
            self.publish_contact(contact);
        }
        goes_on
    }

    /// Whether the visitor is heard by telephone.
    pub(super) fn has_telephone(&self, contact: ContactId) -> bool {
        self.lines.leg(contact, Party::Caller).is_some()
    }

    /// Forgets what a visit or a call had.
    pub(super) fn forget_telephone(&mut self, contact: ContactId) {
        self.visit_telephones.codes.forget(contact);
    }

    /// A call is over.
    pub(super) fn forget_keys(&mut self, leg: LegId) {
        self.visit_telephones.keyings.remove(&leg);
    }

    fn join_telephone(&mut self, leg: LegId, call: ContactId, visit: ContactId) {
        let agent = self.floor.contact_view(visit).and_then(|view| view.agent);
        let Some(agent) = agent.filter(|_| self.is_served_visit(visit)) else { return };
        tracing::info!(contact.id = %visit, call.id = %call, "a visitor joins the visit by telephone");
        self.lines.leave(leg);
        self.forget_keys(leg);
        self.playing.remove(&(call, Party::Caller));
        self.deps.engine.stop_play(leg);
        self.happen(FloorEvent::CallerHungUp { contact: call, cause: LegCause::Normal });
        if let Some(before) = self.lines.leg(visit, Party::Caller) {
            let _ = self.deps.trunk.hang_up(before);
            self.lines.leave(before);
        }
        self.lines.enter(leg, visit, Party::Caller, None);
        self.routes
            .insert(visit, vec![(Party::Caller, Party::Agent(agent)), (Party::Agent(agent), Party::Caller)]);
        self.apply_routes(visit);
        self.join_visit(visit);
        self.happen(FloorEvent::VisitTelephone { contact: visit, joined: true });
        self.publish_contact(visit);
    }

    fn is_served_visit(&self, contact: ContactId) -> bool {
        let view = self.floor.contact_view(contact);
        view.is_some_and(|view| view.channel == Channel::Counter && matches!(view.stage, StageView::Talking))
    }
}
