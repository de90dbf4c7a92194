//! Orders carried out on a shard's visits.
//!
//! Owns every change of who sees and hears whom. It must never know packets.

use std::collections::BTreeMap;
use std::time::Instant;

use super::super::event::VisitEvent;
use super::super::leg::{Target, VisitLeg};
use super::super::peer::VisitEnd;
use super::super::plan::{VisitRoute, What, seats, sources};
use super::super::tap::Tapping;
use super::{Sfu, VisitOrder};
use crate::{GroupId, LegId};

/// What each picture may grow to, with its sound, in kbit/s.
const DESIRED_KBIT: u32 = 1_300;

impl Sfu {
    /// Carries out an order.
    pub(crate) fn order(&mut self, order: VisitOrder, now: Instant) {
        match order {
            VisitOrder::Open { leg, end } => self.open(leg, end, now),
            VisitOrder::Routes { group, legs, routes } => self.set_routes(group, legs, routes, now),
            VisitOrder::Dark { leg, is_dark } => {
                self.change(leg, now, |entry| entry.is_dark = is_dark);
            }
            VisitOrder::Cover { leg, is_covered } => {
                self.change(leg, now, |entry| entry.is_covered = is_covered);
            }
            VisitOrder::Mute { leg, is_muted } => {
                self.change(leg, now, |entry| entry.is_muted = is_muted);
            }
            VisitOrder::Cap { leg, cap } => {
                self.change(leg, now, |entry| entry.become_capped(cap));
                self.want_seen(leg, now);
            }
            VisitOrder::Tap { leg, tap } => {
                if let Some(entry) = self.legs.get_mut(&leg) {
                    entry.tapping = tap.map(Tapping::new);
                }
            }
            VisitOrder::Close { leg } => self.close(leg, now),
        }
    }

    /// Makes a group's plan anew after one of its lines came to carry pictures, or ceased to.
    pub(super) fn replan_of(&mut self, leg: LegId, now: Instant) {
        if let Some(group) = self.legs.get(&leg).and_then(|entry| entry.group) {
            self.replan(group, now);
        }
    }

    /// A connection stands: who sees it gets a whole picture, and it of whom it sees.
    pub(super) fn connected(&mut self, id: LegId, now: Instant) {
        self.tell(id, VisitEvent::Connected);
        let Some(leg) = self.legs.get(&id) else {
            return;
        };
        let seats = leg.seats();
        self.tell(id, VisitEvent::Slots(seats));
        self.want_seen(id, now);
        self.want_keyframe(id, now);
    }

    /// Asks everybody a leg sees for a whole picture.
    fn want_seen(&mut self, id: LegId, now: Instant) {
        let seats = self.legs.get(&id).map(VisitLeg::seats).unwrap_or_default();
        for source in seats.into_iter().flatten() {
            self.want_keyframe(source, now);
        }
    }

    fn open(&mut self, id: LegId, end: Box<VisitEnd>, now: Instant) {
        self.known.retain(|_, owner| *owner != id);
        match self.legs.get_mut(&id) {
            Some(leg) => leg.reconnect(end, now),
            None => {
                self.legs.insert(id, VisitLeg::new(end, now));
            }
        }
        self.replan_of(id, now);
        self.dirty.push(id);
    }

    fn close(&mut self, id: LegId, now: Instant) {
        let Some(mut leg) = self.legs.remove(&id) else {
            return;
        };
        self.known.retain(|_, owner| *owner != id);
        leg.end.disconnect();
        self.tell(id, VisitEvent::Closed);
        if let Some(group) = leg.group {
            if let Some(entry) = self.groups.get_mut(&group) {
                entry.legs.retain(|leg| *leg != id);
                entry.routes.retain(|route| route.from != id && route.to != id);
            }
            self.replan(group, now);
        }
    }

    fn change(&mut self, id: LegId, now: Instant, change: impl FnOnce(&mut VisitLeg)) {
        if let Some(leg) = self.legs.get_mut(&id) {
            change(leg);
            self.replan_of(id, now);
        }
    }

    fn set_routes(&mut self, id: GroupId, legs: Vec<LegId>, routes: Vec<VisitRoute>, now: Instant) {
        let before = self.groups.get(&id).map(|group| group.legs.clone()).unwrap_or_default();
        for leg in before.iter().filter(|leg| !legs.contains(leg)) {
            self.leave(*leg, id, now);
        }
        for leg in &legs {
            let other = self.legs.get_mut(leg).and_then(|entry| entry.group.replace(id));
            if let Some(other) = other.filter(|other| *other != id) {
                if let Some(group) = self.groups.get_mut(&other) {
                    group.legs.retain(|entry| entry != leg);
                }
                self.replan(other, now);
            }
        }
        if legs.is_empty() {
            self.groups.remove(&id);
            return;
        }
        let group = self.groups.entry(id).or_default();
        group.legs = legs;
        group.routes = routes;
        self.replan(id, now);
    }

    /// A leg that left sees nobody and is seen by nobody.
    fn leave(&mut self, id: LegId, group: GroupId, now: Instant) {
        if let Some(leg) = self.legs.get_mut(&id)
            && leg.group == Some(group)
        {
            leg.group = None;
            leg.targets.clear();
            self.settle(id, &BTreeMap::new(), now);
        }
    }

    fn replan(&mut self, id: GroupId, now: Instant) {
        let Some(group) = self.groups.get(&id) else {
            return;
        };
        let legs = group.legs.clone();
        let wanted: Vec<(LegId, BTreeMap<LegId, What>)> =
            legs.iter().map(|leg| (*leg, sources(&group.routes, *leg))).collect();
        for leg in &legs {
            if let Some(entry) = self.legs.get_mut(leg) {
                entry.targets.clear();
            }
        }
        for (leg, sources) in wanted {
            let present = |source: &LegId| legs.contains(source) && self.legs.contains_key(source);
            let sources = sources.into_iter().filter(|(source, _)| present(source)).collect();
            self.settle(leg, &sources, now);
        }
    }

    /// Seats whom a leg sees and hears in its lines, and adds it to their targets.
    fn settle(&mut self, to: LegId, sources: &BTreeMap<LegId, What>, now: Instant) {
        let Some(before) = self.legs.get(&to).map(VisitLeg::seats) else {
            return;
        };
        let after = seats(&before, sources);
        for source in sources.keys().filter(|source| !after.contains(&Some(**source))) {
            tracing::warn!(leg.id = to.0, source = source.0, "a page has no line left for a participant");
        }
        let mut begins = Vec::new();
        for (slot, source) in after.iter().enumerate() {
            let wanted = source.and_then(|source| sources.get(&source).map(|what| (source, *what)));
            let what = wanted.map(|(source, what)| self.allowed(source, to, what)).unwrap_or_default();
            if self.legs.get_mut(&to).is_some_and(|leg| leg.seat(slot, *source, what)) {
                begins.extend(*source);
            }
            if let Some(leg) = source.and_then(|source| self.legs.get_mut(&source)) {
                leg.targets.push(Target { to, slot, what });
            }
        }
        if let Some(leg) = self.legs.get_mut(&to) {
            // A line that carries no picture yet is tried for one all the same, or it would never climb.
            let seated = u32::try_from(after.iter().flatten().count()).unwrap_or(u32::MAX);
            leg.end.desire(DESIRED_KBIT.saturating_mul(seated.max(1)));
            self.dirty.push(to);
        }
        if before != after {
            self.tell(to, VisitEvent::Slots(after));
        }
        for source in begins {
            self.want_keyframe(source, now);
        }
    }

    /// What of a route passes: nothing of a dark leg's picture nor to it, nothing a line cannot carry.
    fn allowed(&self, from: LegId, to: LegId, what: What) -> What {
        let (Some(from), Some(to)) = (self.legs.get(&from), self.legs.get(&to)) else {
            return What::default();
        };
        let video = what.video && from.has_pictures() && !from.is_covered && to.has_pictures();
        What { audio: what.audio && !from.is_muted, video }
    }
}
