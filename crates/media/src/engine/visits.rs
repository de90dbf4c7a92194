//! The engine's front for counter visits: pages that see and hear each other.
//!
//! Owns the checks before an order goes to a shard's forwarding unit. Every method returns at once. It
//! must never know visitors or procedures. Go next to `sfu`.

use std::time::Instant;

use super::{GROUP_LEGS_MAX, MediaHandle, RouteError, VisitPlace, seed};
use crate::command::Command;
use crate::outgoing::Seed;
use crate::sfu::{OfferRefusal, OpusTap, PictureCap, SLOTS_MAX, VisitOrder, VisitRoute, answer, origin};
use crate::web_leg::WebError;
use crate::{GroupId, LegId};

impl MediaHandle {
    /// Answers a page's offer for a counter visit: one sound and one picture both ways, and up to three
    /// further pairs that only receive. An offer of a new connection for an open leg takes the old one's
    /// place in the visit. Pages that shall meet belong on the same shard.
    ///
    /// # Errors
    /// [`WebError`] for an offer that is not taken, an unknown shard, or a leg of another kind or shard.
    pub fn open_visit_leg(&self, leg: LegId, shard: usize, offer_sdp: &str) -> Result<String, WebError> {
        let link = self.link(shard).map_err(WebError::Engine)?;
        let seeds: [Seed; 2 * SLOTS_MAX] = std::array::from_fn(|_| seed());
        let (end, answer) = answer(&self.inner.web, offer_sdp, link.web_address, Instant::now(), &seeds)?;
        let origin = origin(offer_sdp);
        let mut places = self.places();
        match places.visits.get(&leg) {
            Some(place) if place.shard != shard => {
                return Err(WebError::Engine(format!("leg {leg} lives on shard {}", place.shard)));
            }
            Some(place) if place.origin == origin => return Err(OfferRefusal::SameConnection.into()),
            Some(_) => {}
            None => self.room_for(&places, leg).map_err(WebError::Engine)?,
        }
        link.send(Command::Visit(VisitOrder::Open { leg, end: Box::new(end) }));
        places.visits.insert(leg, VisitPlace { shard, origin });
        Ok(answer)
    }

    /// Replaces everything a visit is: its legs and who sees and hears whom. A leg in another visit leaves
    /// it; an empty list of legs ends the visit, not its legs.
    ///
    /// # Errors
    /// [`RouteError`]; nothing has changed then.
    pub fn set_visit_routes(
        &self,
        group: GroupId,
        legs: Vec<LegId>,
        routes: Vec<VisitRoute>,
    ) -> Result<(), RouteError> {
        if legs.len() > GROUP_LEGS_MAX || routes.len() > GROUP_LEGS_MAX * GROUP_LEGS_MAX {
            return Err(RouteError::TooMany);
        }
        for leg in routes.iter().flat_map(|route| [route.from, route.to]) {
            if !legs.contains(&leg) {
                return Err(RouteError::NotInGroup(leg));
            }
        }
        let mut places = self.places();
        let mut first: Option<(LegId, usize)> = None;
        for leg in &legs {
            let shard = places.visits.get(leg).ok_or(RouteError::NoLeg(*leg))?.shard;
            match first {
                Some((other, at)) if at != shard => return Err(RouteError::SeveralShards(other, *leg)),
                Some(_) => {}
                None => first = Some((*leg, shard)),
            }
        }
        let before = places.visit_groups.get(&group).copied();
        let shard = first.map(|(_, shard)| shard).or(before);
        match first {
            Some((_, shard)) => places.visit_groups.insert(group, shard),
            None => places.visit_groups.remove(&group),
        };
        if let Some(old) = before.filter(|old| Some(*old) != shard) {
            self.visit_order(old, VisitOrder::Routes { group, legs: Vec::new(), routes: Vec::new() });
        }
        if let Some(shard) = shard {
            self.visit_order(shard, VisitOrder::Routes { group, legs, routes });
        }
        Ok(())
    }

    /// Looks away: nothing of the leg's picture leaves the server and no picture goes to it. Sound stays.
    pub fn set_visit_dark(&self, leg: LegId, is_dark: bool) {
        self.leg_order(leg, VisitOrder::Dark { leg, is_dark });
    }

    /// Nothing of the leg's picture leaves the server; it sees the others all the same. Sound stays.
    pub fn set_visit_covered(&self, leg: LegId, is_covered: bool) {
        self.leg_order(leg, VisitOrder::Cover { leg, is_covered });
    }

    /// Nothing the leg says leaves the server, neither to others nor to its tap.
    pub fn set_visit_muted(&self, leg: LegId, is_muted: bool) {
        self.leg_order(leg, VisitOrder::Mute { leg, is_muted });
    }

    /// Caps the pictures a leg sends and gets, whatever its line would bear.
    pub fn cap_visit_picture(&self, leg: LegId, cap: PictureCap) {
        self.leg_order(leg, VisitOrder::Cap { leg, cap });
    }

    /// Copies the leg's Opus packets to `tap` until replaced or [`Self::untap_visit`].
    pub fn tap_visit(&self, leg: LegId, tap: OpusTap) {
        self.leg_order(leg, VisitOrder::Tap { leg, tap: Some(tap) });
    }

    /// Ends a leg's tap.
    pub fn untap_visit(&self, leg: LegId) {
        self.leg_order(leg, VisitOrder::Tap { leg, tap: None });
    }

    /// Closes a visit's leg; says whether it was one.
    pub(super) fn close_visit_leg(&self, leg: LegId) -> bool {
        let shard = self.places().visits.remove(&leg).map(|place| place.shard);
        if let Some(shard) = shard {
            self.visit_order(shard, VisitOrder::Close { leg });
        }
        shard.is_some()
    }

    fn leg_order(&self, leg: LegId, order: VisitOrder) {
        let shard = self.places().visits.get(&leg).map(|place| place.shard);
        if let Some(shard) = shard {
            self.visit_order(shard, order);
        }
    }

    fn visit_order(&self, shard: usize, order: VisitOrder) {
        if let Ok(link) = self.link(shard) {
            link.send(Command::Visit(order));
        }
    }
}
