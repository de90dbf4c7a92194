//! Orders carried out on a shard's legs and groups.
//!
//! Owns every change of who hears, plays, records and taps. It must never know packets.

use std::collections::BTreeSet;

use super::exchange::{Exchange, Group, side_of};
use crate::bridge::{Plan, plans};
use crate::command::{GroupBaggage, GroupOrder, LegOrder};
use crate::event::MediaEvent;
use crate::leg::{End, Leg};
use crate::player::Player;
use crate::recorder::RecordingTarget;
use crate::{GroupId, LegId};

/// Legs whose orders may wait for them.
const PARKED_LEGS_MAX: usize = 256;
/// Orders that may wait for one leg.
const PARKED_ORDERS_MAX: usize = 64;

impl Exchange {
    /// Carries out an order to one leg; gives the leg back when it was closed.
    pub(crate) fn order_leg(&mut self, id: LegId, order: LegOrder, at: u64) -> Option<Leg> {
        if !self.legs.contains_key(&id) {
            self.park(id, order);
            return None;
        }
        if matches!(order, LegOrder::Close) {
            return self.close_leg(id);
        }
        let leg = self.legs.get_mut(&id)?;
        match order {
            LegOrder::Agree(agreed) => {
                if let End::Rtp(end) = &mut leg.end {
                    end.agree(agreed);
                    leg.heard_at = at;
                    leg.timeout_told = false;
                }
            }
            LegOrder::Play(play) => {
                leg.player = Some(Player::new(play));
                self.replan_of(id);
            }
            LegOrder::StopPlay => {
                leg.player = None;
                self.replan_of(id);
            }
            LegOrder::Mute(muted) => leg.muted = muted,
            LegOrder::Key(digit) => leg.press(digit),
            LegOrder::Close => {}
        }
        None
    }

    /// Carries out an order to a group.
    pub(crate) fn order_group(&mut self, id: GroupId, order: GroupOrder, at: u64) {
        match order {
            GroupOrder::Routes { legs, routes } => self.set_routes(id, legs, routes, at),
            GroupOrder::RecordStart(target) => self.record_start(id, *target, at),
            GroupOrder::RecordStop => self.record_stop(id, at),
            GroupOrder::Silence(on) => {
                if let Some(group) = self.groups.get_mut(&id) {
                    group.silenced = on;
                    self.replan(id);
                }
            }
            GroupOrder::Tap(tap) => {
                if let Some(group) = self.groups.get_mut(&id) {
                    group.tap = tap;
                    self.replan(id);
                }
            }
        }
    }

    /// Makes the plans of a leg's group anew.
    pub(crate) fn replan_of(&mut self, id: LegId) {
        if let Some(group) = self.legs.get(&id).and_then(|leg| leg.group) {
            self.replan(group);
        }
    }

    /// Lets a leg go to another shard; it leaves its group here.
    pub(crate) fn release_leg(&mut self, id: LegId) -> Option<Leg> {
        let mut leg = self.legs.remove(&id)?;
        leg.recorded_on = None;
        leg.tap = None;
        leg.follow(Plan::default());
        if let Some(group) = leg.group.take()
            && let Some(entry) = self.groups.get_mut(&group)
        {
            entry.drop_leg(id);
            self.replan(group);
        }
        Some(leg)
    }

    /// Gives a leg from another shard its place in the group that waits for it, and its orders.
    pub(crate) fn settle_leg(&mut self, id: LegId, at: u64) {
        let waits = self.groups.iter().find(|(_, group)| group.legs.contains(&id));
        if let Some(group) = waits.map(|(group, _)| *group) {
            self.join(id, group);
            self.replan(group);
        }
        for order in self.parked.remove(&id).unwrap_or_default() {
            drop(self.order_leg(id, order, at));
        }
    }

    /// Lets a group go to another shard with what is recorded and tapped of it.
    pub(crate) fn release_group(&mut self, id: GroupId) -> GroupBaggage {
        let group = self.groups.remove(&id).unwrap_or_default();
        for leg in &group.legs {
            self.leave(*leg, id);
        }
        GroupBaggage { recorded_left: group.recorded_left, tap: group.tap, silenced: group.silenced }
    }

    /// Takes over what was recorded and tapped of a group on another shard.
    pub(crate) fn settle_group(&mut self, id: GroupId, baggage: GroupBaggage) {
        if let Some(group) = self.groups.get_mut(&id) {
            group.recorded_left = group.recorded_left.or(baggage.recorded_left);
            group.tap = group.tap.take().or(baggage.tap);
            group.silenced |= baggage.silenced;
            self.replan(id);
        }
    }

    /// Keeps an order for a leg that is on its way here.
    fn park(&mut self, id: LegId, order: LegOrder) {
        if self.parked.len() >= PARKED_LEGS_MAX && !self.parked.contains_key(&id) {
            self.parked.pop_first();
        }
        let orders = self.parked.entry(id).or_default();
        if orders.len() < PARKED_ORDERS_MAX {
            orders.push(order);
        }
    }

    fn set_routes(&mut self, id: GroupId, legs: Vec<LegId>, routes: Vec<(LegId, LegId)>, at: u64) {
        let before = self.groups.get(&id).map(|group| group.legs.clone()).unwrap_or_default();
        for leg in before.iter().filter(|leg| !legs.contains(leg)) {
            self.leave(*leg, id);
        }
        for leg in &legs {
            self.join(*leg, id);
        }
        if legs.is_empty() {
            if self.groups.remove(&id).is_some_and(|group| group.recorded_left.is_some()) {
                self.recorder.stop(id, at);
            }
            return;
        }
        let group = self.groups.entry(id).or_default();
        group.legs = legs;
        group.routes = routes;
        self.replan(id);
    }

    fn join(&mut self, leg: LegId, id: GroupId) {
        let Some(entry) = self.legs.get_mut(&leg) else {
            return;
        };
        let before = entry.group.replace(id).filter(|before| *before != id);
        let Some(group) = before.and_then(|before| self.groups.get_mut(&before)) else {
            return;
        };
        group.drop_leg(leg);
        if let Some(before) = before {
            self.replan(before);
        }
    }

    fn leave(&mut self, leg: LegId, id: GroupId) {
        if let Some(entry) = self.legs.get_mut(&leg)
            && entry.group == Some(id)
        {
            entry.group = None;
            entry.recorded_on = None;
            entry.tap = None;
            entry.follow(Plan::default());
        }
    }

    fn replan(&mut self, id: GroupId) {
        let Some(group) = self.groups.get(&id) else {
            return;
        };
        let has_player = |leg: &&LegId| self.legs.get(leg).is_some_and(|entry| entry.player.is_some());
        let playing: BTreeSet<LegId> = group.legs.iter().filter(has_player).copied().collect();
        for (leg, plan) in plans(&group.legs, &group.routes, &playing) {
            if let Some(entry) = self.legs.get_mut(&leg) {
                let is_telephone = matches!(entry.end, End::Rtp(_));
                entry.recorded_on = side_of(leg, plan.heard, group.recorded_left).filter(|_| !group.silenced);
                entry.tap = group.tap.clone().filter(|_| !group.silenced && (plan.heard || is_telephone));
                entry.follow(plan);
            }
        }
    }

    fn record_start(&mut self, id: GroupId, target: RecordingTarget, at: u64) {
        let Some(group) = self.groups.get_mut(&id) else {
            let why = "the group has no legs".to_owned();
            self.outbox.tell(MediaEvent::RecordingFault { group: id, why });
            return;
        };
        group.recorded_left = Some(target.left);
        self.recorder.start(id, target, at);
        self.replan(id);
    }

    fn record_stop(&mut self, id: GroupId, at: u64) {
        // The group may have ended before its recording; the recorder knows it by its number.
        self.recorder.stop(id, at);
        if let Some(group) = self.groups.get_mut(&id) {
            group.recorded_left = None;
            self.replan(id);
        }
    }

    fn close_leg(&mut self, id: LegId) -> Option<Leg> {
        let mut leg = self.legs.remove(&id)?;
        self.forget_web(id);
        if let End::Web(end) = &mut leg.end {
            end.disconnect();
        }
        self.outbox.tell(MediaEvent::LegClosed { leg: id, stats: leg.figures() });
        if let Some(group) = leg.group
            && let Some(entry) = self.groups.get_mut(&group)
        {
            entry.drop_leg(id);
            self.replan(group);
        }
        Some(leg)
    }
}

impl Group {
    fn drop_leg(&mut self, leg: LegId) {
        self.legs.retain(|entry| *entry != leg);
        self.routes.retain(|(from, to)| *from != leg && *to != leg);
    }
}
