//! What is looked at each tick and each second: silence, keyframes that did not come, the lines.
//!
//! Owns the limit of each picture, from the steps of all who see it. It must never read a clock.

use std::time::Instant;

use super::super::event::{VisitEvent, VisitQuality};
use super::super::ladder::VideoStep;
use super::super::leg::VisitLeg;
use super::super::meter::reading;
use super::Sfu;
use crate::LegId;

/// Told to a page whose picture nobody gets; less would end its line's measure.
const LIMIT_MIN_KBIT: u32 = 30;
/// Told to a page whose picture is seen as a still: one whole picture fits into a second or two.
const LIMIT_STILLS_KBIT: u32 = 60;

impl Sfu {
    /// One step of 20 ms.
    pub(crate) fn tick(&mut self, now: Instant) {
        let silent: Vec<LegId> =
            self.legs.iter_mut().filter_map(|(id, leg)| leg.falls_silent(now).then_some(*id)).collect();
        for id in silent {
            self.tell(id, VisitEvent::LegLost);
        }
        let ids: Vec<LegId> = self.legs.keys().copied().collect();
        for id in ids {
            self.ask_keyframe(id, now);
        }
    }

    /// Measures every line, once a second: steps, limits, and the figures for the server.
    pub(crate) fn look(&mut self, now: Instant) {
        let at = now.saturating_duration_since(self.started);
        let mut told: Vec<(LegId, VisitQuality)> = Vec::new();
        let mut changed = Vec::new();
        for (id, leg) in self.legs.iter_mut().filter(|(_, leg)| leg.end.is_connected() && !leg.is_lost()) {
            let mut quality = leg.meter.take(now, leg.is_dark);
            let had_pictures = leg.has_pictures();
            leg.ladder = leg.ladder.after(reading(&quality, leg.pictures()), at);
            // What the line bears by itself, so that the server sees when a cap may go.
            quality.step = leg.ladder.step();
            if had_pictures != leg.has_pictures() {
                changed.push(*id);
            }
            told.push((*id, quality));
        }
        for id in changed {
            self.replan_of(id, now);
        }
        for (id, mut quality) in told {
            quality.limit_kbit = self.limit(id);
            if let Some(leg) = self.legs.get_mut(&id) {
                leg.end.limit(quality.limit_kbit);
                self.dirty.push(id);
            }
            self.tell(id, VisitEvent::Quality(Box::new(quality)));
        }
        self.outbox.flush();
    }

    /// The ceiling of a leg's picture: its own step, and the lowest of those who see it.
    fn limit(&self, id: LegId) -> u32 {
        let Some(leg) = self.legs.get(&id) else {
            return LIMIT_MIN_KBIT;
        };
        let seen_by = leg.targets.iter().filter(|target| target.what.video);
        let steps = seen_by.filter_map(|target| self.legs.get(&target.to)).map(VisitLeg::step);
        let lowest = steps.chain([leg.step()]).min();
        let least = if leg.has_stills() { LIMIT_STILLS_KBIT } else { LIMIT_MIN_KBIT };
        lowest.map_or(least, VideoStep::kbit).max(least)
    }
}
